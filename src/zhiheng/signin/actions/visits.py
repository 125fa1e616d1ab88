"""Note from where an account signs in, tell it of a new place, and end visits."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from zhiheng.core.actor import Actor
from zhiheng.ledger import actions as ledger
from zhiheng.post import actions as post
from zhiheng.post.domain.letters import Context
from zhiheng.registers.domain.rows import AccountRow
from zhiheng.signin.domain.addresses import network_of
from zhiheng.signin.models import KnownPlace, Visit


@transaction.atomic
def note_sign_in(*, account: AccountRow, address: str, device: str, path: str, now: datetime) -> bool:
    """Note the place and device of a sign-in; tell the account by mail when they are new (but for its first).

    *path* is the page where visits can be ended. Returns whether they were new.
    """
    network = network_of(address)
    known = KnownPlace.objects.filter(account=account.code)
    if known.filter(network=network, device=device).update(last_at=now):
        return False
    is_first = not known.exists()
    KnownPlace.objects.create(account=account.code, network=network, device=device, first_at=now, last_at=now)
    if not is_first:
        context: Context = {
            "username": account.username,
            "at": now,
            "device": device,
            "address": address,
            "link": path,
        }
        post.send("new_sign_in", to=account.code, context=context, about=account.code, now=now)
    return True


@transaction.atomic
def end_visit(*, account: str, visit: str, by: Actor, now: datetime) -> int:
    """End one visit of an account; return 1, or 0 when it is over already or another's."""
    ended, _ = Visit.objects.filter(account=account, code=visit).delete()
    if ended:
        ledger.write(
            book="house", act="signin.visit_ended", actor=by, about=account, at=now, body={"visit": visit}
        )
    return ended


@transaction.atomic
def end_visits(*, account: str, but: str = "", by: Actor | str, now: datetime) -> int:
    """End every visit of an account but one; return how many there were."""
    ended, _ = Visit.objects.filter(account=account).exclude(code=but).delete()
    if ended:
        ledger.write(
            book="house", act="signin.visits_ended", actor=by, about=account, at=now, body={"count": ended}
        )
    return ended


def forget_old_visits(*, now: datetime) -> int:
    """Remove visits that have expired; return how many."""
    return Visit.objects.filter(expire_date__lt=now).delete()[0]
