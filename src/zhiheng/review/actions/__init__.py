"""Every change that this room knows; each is one transaction and leaves its lines in the ledger."""

from zhiheng.review.actions.ballots import cast_ballot, close_ballot, open_ballot, record_presence
from zhiheng.review.actions.declarations import declare_for_round
from zhiheng.review.actions.draws import announce_draw, draw_panel
from zhiheng.review.actions.experts import (
    adjudicate_interest,
    declare_interest,
    link_account,
    register_experts,
)
from zhiheng.review.actions.handing_in import hand_in_scorebooks
from zhiheng.review.actions.hearings import give_hearing_points
from zhiheng.review.actions.marks import (
    give_comment,
    give_mark,
    give_marks,
    reopen_scorebook,
    sign_scorebook,
    withdraw_comment,
)
from zhiheng.review.actions.panels import form_panels, refill_panel
from zhiheng.review.actions.penalties import give_penalties
from zhiheng.review.actions.reads import note_dossier_read, note_read
from zhiheng.review.actions.recusals import recuse

__all__ = [
    "adjudicate_interest",
    "announce_draw",
    "cast_ballot",
    "close_ballot",
    "declare_for_round",
    "declare_interest",
    "draw_panel",
    "form_panels",
    "give_comment",
    "give_hearing_points",
    "give_mark",
    "give_marks",
    "give_penalties",
    "hand_in_scorebooks",
    "link_account",
    "note_dossier_read",
    "note_read",
    "open_ballot",
    "record_presence",
    "recuse",
    "refill_panel",
    "register_experts",
    "reopen_scorebook",
    "sign_scorebook",
    "withdraw_comment",
]
