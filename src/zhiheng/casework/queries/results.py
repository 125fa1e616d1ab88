"""What earlier stages of a round found, as exact numbers."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from zhiheng.casework.models import Finding

_FEW = 500


def points_of(
    round_pk: int, stages: Collection[str], cases: Collection[str] | None = None
) -> dict[str, dict[str, Fraction]]:
    """Return the exact points that the named stages gave: case code to stage to points.

    Reads ``details["exact"]`` (a fraction), else ``"points"``, else a survey's ``"score"`` of the standing
    findings. A case or stage without points is left out, never a zero; *cases* narrows to these codes.
    """
    standing = Finding.objects.filter(stage__round_id=round_pk, stage__stage__in=stages, withdrawn_at=None)
    wanted = None if cases is None else set(cases)
    if wanted is not None and len(wanted) <= _FEW:
        standing = standing.filter(case__code__in=wanted)
    found: dict[str, dict[str, Fraction]] = {}
    rows = standing.order_by("case__number", "stage__position")
    for code, stage, details in rows.values_list("case__code", "stage__stage", "details").iterator():
        exact = details.get("exact") or details.get("points") or details.get("score")
        if exact is not None and (wanted is None or code in wanted):
            found.setdefault(code, {})[stage] = Fraction(str(exact))
    return found
