"""Who has declared what ties them to the applicants of a round, and of whom it is still to be said."""

from __future__ import annotations

from collections.abc import Collection

from zhiheng.review.models import Declaration


def has_declared(round_pk: int, account: str, organisations: Collection[str]) -> bool:
    """Tell whether an account has declared about every one of these organisations in a round."""
    return not undeclared(round_pk, account, organisations)


def undeclared(round_pk: int, account: str, organisations: Collection[str]) -> frozenset[str]:
    """Return the organisations about which an account has not declared in a round."""
    if not account:
        return frozenset(organisations)
    known = Declaration.objects.filter(round_id=round_pk, expert__account=account)
    return frozenset(organisations) - set(known.values_list("organisation", flat=True))


def declared_by(round_pk: int) -> dict[str, int]:
    """Return of how many applicants of a round each expert has declared."""
    found: dict[str, int] = {}
    for code in Declaration.objects.filter(round_id=round_pk).values_list("expert__code", flat=True):
        found[code] = found.get(code, 0) + 1
    return found
