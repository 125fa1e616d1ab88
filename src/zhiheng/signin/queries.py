"""Named reads of signing in; every one answers with plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zhiheng.core.actor import Actor
from zhiheng.signin.domain.keys import digest_of
from zhiheng.signin.models import Factor, KeyLink, RecoveryCode, Visit

_LATEST = 50


@dataclass(frozen=True, slots=True)
class VisitRow:
    """A browser that is signed in."""

    code: str
    began_at: datetime | None
    seen_at: datetime | None
    address: str
    device: str
    way: str


@dataclass(frozen=True, slots=True)
class FactorRow:
    """What an account has besides its password."""

    code: str
    kind: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link that works once; ``state`` is open, used, withdrawn or expired."""

    code: str
    purpose: str
    account: str
    address: str
    language: str
    role: str
    place: str
    authority: str
    made_by: str
    made_at: datetime
    expires_at: datetime
    state: str


def visits_of(account: str, now: datetime) -> tuple[VisitRow, ...]:
    """Return where an account is signed in now, the one last seen first."""
    found = Visit.objects.filter(account=account, expire_date__gt=now).order_by("-seen_at", "code")
    return tuple(
        VisitRow(one.code, one.began_at, one.seen_at, one.address, one.device, one.way) for one in found
    )


def factors_of(account: str) -> tuple[FactorRow, ...]:
    """Return the factors of an account, the oldest first."""
    found = Factor.objects.filter(account=account).order_by("added_at", "pk")
    return tuple(FactorRow(one.code, one.kind, one.name, one.added_at, one.used_at) for one in found)


def passkeys_of(account: str) -> tuple[str, ...]:
    """Return the public parts of the passkeys of an account."""
    found = Factor.objects.filter(account=account, kind=Factor.Kind.PASSKEY).order_by("pk")
    return tuple(found.values_list("secret", flat=True))


def has_factor(account: str) -> bool:
    """Tell whether an account has a second factor."""
    return Factor.objects.filter(account=account).exists()


def recovery_codes_left(account: str) -> int:
    """Return how many recovery codes of an account have not been used."""
    return RecoveryCode.objects.filter(account=account, used_at=None).count()


def link_behind(key: str, purpose: str, now: datetime) -> LinkRow | None:
    """Return the link that a key opens now; one that is unknown, used, withdrawn or expired is nothing."""
    found = _open_links(now).filter(digest=digest_of(key), purpose=purpose).first()
    return None if found is None else _link(found, now)


def links_made_by(account: str, now: datetime) -> tuple[LinkRow, ...]:
    """Return the latest 50 invitations of an account, the newest first."""
    found = KeyLink.objects.filter(made_by=account, purpose=KeyLink.Purpose.INVITATION)
    return tuple(_link(one, now) for one in found.order_by("-made_at", "-pk")[:_LATEST])


def parties_of(actor: Actor) -> tuple[str, ...]:
    """Return for whom an actor can act: authorities and organisations, in order."""
    return tuple(sorted({party_of(place) for _, place in actor.holds}))


def party_of(place: str) -> str:
    """Return the authority of a place, or the organisation that it is."""
    return place.partition("/")[0]


def acting_for(actor: Actor, party: str) -> Actor:
    """Return an actor with the roles of one party alone."""
    return Actor(actor.code, frozenset(pair for pair in actor.holds if party_of(pair[1]) == party))


def _open_links(now: datetime) -> QuerySet[KeyLink]:
    return KeyLink.objects.filter(used_at=None, withdrawn_at=None, expires_at__gt=now)


def _link(one: KeyLink, now: datetime) -> LinkRow:
    states: Iterable[tuple[bool, str]] = (
        (one.used_at is not None, "used"),
        (one.withdrawn_at is not None, "withdrawn"),
        (one.expires_at <= now, "expired"),
        (True, "open"),
    )
    return LinkRow(
        one.code, one.purpose, one.account, one.address, one.language, one.role, one.place, one.authority,
        one.made_by, one.made_at, one.expires_at, next(state for holds, state in states if holds),
    )  # fmt: skip
