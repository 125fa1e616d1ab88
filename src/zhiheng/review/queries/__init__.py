"""Named reads of experts, panels, scorebooks and ballots.

Which of them a person may ask is ``policy``'s word; a query that returns values of marks says so.
"""

from zhiheng.review.queries.ballots import (
    ballot_cases,
    ballot_commitments,
    ballot_counts,
    ballot_members,
    ballot_progress,
    quorums,
    receipt_again,
    receipt_is_in,
    rounds_held,
)
from zhiheng.review.queries.declared import declared_by, has_declared, undeclared
from zhiheng.review.queries.experts import (
    ExpertRow,
    expert_of,
    experts_at,
    interests_in_the_way,
    undecided_interests,
)
from zhiheng.review.queries.marks import (
    comments_for,
    hearing_points_of,
    is_all_signed,
    marks_for,
    marks_of_stage,
    openings_of,
    penalties_of,
    penalties_on,
    progress_of,
    signed_seats,
)
from zhiheng.review.queries.panels import counting, panel_names, seat_of, seated_at, seats_by_case
from zhiheng.review.queries.papers import let_papers_come_from
from zhiheng.review.queries.voting import round_to_hold

__all__ = [
    "ExpertRow",
    "ballot_cases",
    "ballot_commitments",
    "ballot_counts",
    "ballot_members",
    "ballot_progress",
    "comments_for",
    "counting",
    "declared_by",
    "expert_of",
    "experts_at",
    "has_declared",
    "hearing_points_of",
    "interests_in_the_way",
    "is_all_signed",
    "let_papers_come_from",
    "marks_for",
    "marks_of_stage",
    "openings_of",
    "panel_names",
    "penalties_of",
    "penalties_on",
    "progress_of",
    "quorums",
    "receipt_again",
    "receipt_is_in",
    "round_to_hold",
    "rounds_held",
    "seat_of",
    "seated_at",
    "seats_by_case",
    "signed_seats",
    "undecided_interests",
    "undeclared",
]
