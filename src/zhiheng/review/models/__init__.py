"""Tables of experts and their relations, panels, scorebooks and ballots."""

from zhiheng.review.models.ballots import BallotMember, BallotSession, MemberVoted, Urn
from zhiheng.review.models.draws import PanelDraw
from zhiheng.review.models.experts import Declaration, Expert, Interest, Recusal
from zhiheng.review.models.panels import Panel, PanelCase, Seat
from zhiheng.review.models.penalties import Penalty
from zhiheng.review.models.scorebooks import Comment, HearingMark, Mark, Scorebook

__all__ = [
    "BallotMember",
    "BallotSession",
    "Comment",
    "Declaration",
    "Expert",
    "HearingMark",
    "Interest",
    "Mark",
    "MemberVoted",
    "Panel",
    "PanelCase",
    "PanelDraw",
    "Penalty",
    "Recusal",
    "Scorebook",
    "Seat",
    "Urn",
]
