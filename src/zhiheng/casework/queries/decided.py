"""What earlier stages decided about the cases of a round."""

from __future__ import annotations

from zhiheng.casework.models import Finding


def tiers_of(round_pk: int) -> dict[str, str]:
    """Return the tier for which each case was selected, by case code; the latest decision counts."""
    standing = Finding.objects.filter(stage__round_id=round_pk, withdrawn_at=None, goes_on=True)
    rows = standing.order_by("stage__position", "case__number").values_list("case__code", "details")
    return {code: details["tier"] for code, details in rows.iterator() if details.get("tier")}
