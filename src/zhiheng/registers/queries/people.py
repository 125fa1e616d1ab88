"""Who acts, and in which roles on which day."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from zhiheng.core.actor import Actor, Role
from zhiheng.registers.domain.names import username_key
from zhiheng.registers.domain.rows import AccountRow
from zhiheng.registers.models import Account, RoleHeld


def account(code: str) -> AccountRow | None:
    """Return the account with this code, if there is one."""
    return _row(Account.objects.filter(code=code).select_related("person").first())


def account_named(username: str) -> AccountRow | None:
    """Return the account with this username, however its case and width were typed."""
    found = Account.objects.filter(username=username_key(username))
    return _row(found.select_related("person").first())


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


def _held_on(day: date) -> QuerySet[RoleHeld]:
    return RoleHeld.objects.filter(Q(to_day=None) | Q(to_day__gt=day), from_day__lte=day)


def _row(found: Account | None) -> AccountRow | None:
    if found is None:
        return None
    return AccountRow(found.code, found.username, found.person.code if found.person else "", found.is_active)
