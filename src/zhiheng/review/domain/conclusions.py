"""The pure conclusion of every kind of stage that this room knows."""

from __future__ import annotations

from zhiheng.casework.domain.concluding import whole
from zhiheng.casework.domain.values import Concluder
from zhiheng.review.domain.balloting import ballot
from zhiheng.review.domain.scoring import hearing, score, shortlist

CONCLUDERS: dict[str, Concluder] = {
    "score": whole(score),
    "hearing": whole(hearing),
    "shortlist": whole(shortlist),
    "ballot": whole(ballot),
}
