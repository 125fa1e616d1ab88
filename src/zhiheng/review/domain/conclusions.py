"""The pure conclusion of every kind of stage that this room knows."""

from __future__ import annotations

from zhiheng.casework.domain.values import Concluder
from zhiheng.review.domain.balloting import ballot
from zhiheng.review.domain.scoring import hearing, score, shortlist

CONCLUDERS: dict[str, Concluder] = {
    "score": score,
    "hearing": hearing,
    "shortlist": shortlist,
    "ballot": ballot,
}
