"""Who stays away from which cases of a round, before any panel or ballot is formed."""

from __future__ import annotations

from zhiheng.review.models import Recusal


def recused_in(round_code: str) -> dict[str, frozenset[str]]:
    """Return expert to the codes of the cases of a round from which the expert is recused."""
    found: dict[str, frozenset[str]] = {}
    rows = Recusal.objects.filter(case__round__code=round_code)
    for expert, case in rows.values_list("expert__code", "case__code").iterator():
        found[expert] = found.get(expert, frozenset()) | {case}
    return found
