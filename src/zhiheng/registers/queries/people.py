"""Who acts, and in which roles on which day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.core.actor import Actor, Role
from zhiheng.registers.domain.names import username_key
from zhiheng.registers.domain.rows import AccountRow
from zhiheng.registers.models import Account, RoleHeld

_CHUNK = 500


def account(code: str) -> AccountRow | None:
    """Return the account with this code, if there is one."""
    return _row(Account.objects.filter(code=code).select_related("person").first())


def account_named(username: str) -> AccountRow | None:
    """Return the account with this username, however its case and width were typed."""
    found = Account.objects.filter(username=username_key(username))
    return _row(found.select_related("person").first())


def account_names(codes: Collection[str]) -> dict[str, str]:
    """Return what the holders of accounts are called: the person's name where one is known, else the username.

    One statement for every 500 codes; a code that is no account is not in the answer.
    """
    wanted, found = sorted(set(codes)), dict[str, str]()
    for start in range(0, len(wanted), _CHUNK):
        rows = Account.objects.filter(code__in=wanted[start : start + _CHUNK])
        for code, username, person in rows.values_list("code", "username", "person__name"):
            found[code] = person or username
    return found


def actor_of(account: Account | str, day: date) -> Actor:
    """Return who an account is on a day: its code and the roles that it holds then.

    An account that is unknown or closed is an actor without roles.
    """
    code = account if isinstance(account, str) else account.code
    held = _held_on(day).filter(account__code=code, account__is_active=True)
    return Actor(code, frozenset((Role(role), place) for role, place in held.values_list("role", "place")))


def roles_at(place: str, role: Role, day: date) -> tuple[str, ...]:
    """Return the codes of the accounts that hold a role at exactly this place on a day, in order."""
    held = _held_on(day).filter(place=place, role=role, account__is_active=True)
    return tuple(held.order_by("account__code").values_list("account__code", flat=True).distinct())


def holders_of(role: Role, places: Collection[str], day: date) -> dict[str, tuple[str, ...]]:
    """Return, for each of these places, the codes of the accounts that hold a role there on a day, in order.

    One statement for every 500 places; a place where nobody holds it is not in the answer.
    """
    wanted, found = sorted(set(places)), dict[str, list[str]]()
    for start in range(0, len(wanted), _CHUNK):
        held = _held_on(day).filter(
            role=role, place__in=wanted[start : start + _CHUNK], account__is_active=True
        )
        for place, code in (
            held.order_by("place", "account__code").values_list("place", "account__code").distinct()
        ):
            found.setdefault(place, []).append(code)
    return {place: tuple(codes) for place, codes in found.items()}


def _held_on(day: date) -> QuerySet[RoleHeld]:
    return RoleHeld.objects.filter(Q(to_day=None) | Q(to_day__gt=day), from_day__lte=day)


def _row(found: Account | None) -> AccountRow | None:
    if found is None:
        return None
    return AccountRow(found.code, found.username, found.person.code if found.person else "", found.is_active)
