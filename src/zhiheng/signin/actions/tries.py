"""Count tries of passwords and codes, and lock out whoever tries too often, not whom they try.

A try is counted before it is checked, so that many at once gain nothing, and is forgotten when it succeeds.
Five failures within 15 minutes lock that name for that place (an IPv4 address, an IPv6 /64). Thirty
failures within an hour from anywhere lock the name for every place but those from which the account has
signed in before: its holder stays in while a whole network guesses. A place alone is never locked, since an
office of a hundred people has one address. The name is what was typed, whether such an account exists or not.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.signin.domain.addresses import network_of
from zhiheng.signin.domain.keys import digest_of
from zhiheng.signin.models import KnownPlace, Try

HERE: Final = (5, timedelta(minutes=15))
ANYWHERE: Final = (30, timedelta(hours=1))
_KEPT: Final = timedelta(days=1)


@transaction.atomic
def begin_try(*, what: str, name: str, account: str, address: str, now: datetime) -> int:
    """Count a try of *what* (``password``, ``code``) for a name; refuse it when there were too many.

    *account* is whose known places excuse it, empty for a name that does not exist. Returns the try, to be
    handed to :func:`forgive` when it succeeds.
    """
    who, network = f"{what}:{digest_of(name)[:48]}", network_of(address)
    _one_at_a_time(who)
    tries = Try.objects.filter(who=who)
    most, within = HERE
    here = tries.filter(network=network, at__gt=now - within).count()
    many, long = ANYWHERE
    anywhere = tries.filter(at__gt=now - long).count()
    known = KnownPlace.objects.filter(account=account, network=network).exists()
    if here >= most or (anywhere >= many and not known):
        raise Refused("signin.locked", Text(
            "尝试次数过多，已暂停从此处登录该账号。请 15 分钟后再试，或通过“忘记密码”重新设置。",
            "Too many tries: this account is locked here. Try again in 15 minutes, or set a new password.",
        ))  # fmt: skip
    return Try.objects.create(who=who, network=network, at=now).pk


def _one_at_a_time(who: str) -> None:
    """Let parallel tries of one name wait for each other; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [who])


@transaction.atomic
def forgive(*, try_pk: int) -> None:
    """Forget the tries of a name from the place where it succeeded."""
    one = Try.objects.filter(pk=try_pk).first()
    if one is not None:
        Try.objects.filter(who=one.who, network=one.network).delete()


def lift_lock_outs(*, name: str) -> None:
    """Forget every try of the password of a name: its holder has just set a new one."""
    Try.objects.filter(who=f"password:{digest_of(name)[:48]}").delete()


def forget_old_tries(*, now: datetime) -> int:
    """Remove tries that no rule counts any more; return how many."""
    return Try.objects.filter(at__lt=now - _KEPT).delete()[0]
