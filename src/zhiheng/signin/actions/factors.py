"""Add, check and remove what an account has besides its password."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.registers import queries as people
from zhiheng.registers.domain.codes import new_code
from zhiheng.signin import passkeys
from zhiheng.signin.actions.passwords import tell_change
from zhiheng.signin.actions.tries import begin_try, forgive
from zhiheng.signin.actions.visits import end_visits
from zhiheng.signin.domain.keys import digest_of, matching_step, new_recovery_codes, plain_code
from zhiheng.signin.models import Factor, RecoveryCode
from zhiheng.signin.seal import opened, sealed

MOST = 10
WRONG_CODE = Text(
    "验证码不正确或已使用。请确认手机时间准确，并输入最新的验证码。",
    "The code is wrong or was used. Check the clock of your telephone and type the newest code.",
)


@transaction.atomic
def add_generator(
    *, account: str, secret: str, code: str, by: Actor, visit: str, path: str, now: datetime
) -> tuple[str, ...]:
    """Add a code generator, proved by a code of its; return recovery codes if these are the first.

    It replaces the one that stands. Every other visit ends. Refuses a wrong code.
    """
    step = matching_step(secret, code, now.timestamp(), 0)
    if step is None:
        raise Refused("factor.wrong_code", WRONG_CODE)
    Factor.objects.filter(account=account, kind=Factor.Kind.TOTP).delete()
    Factor.objects.create(
        code=new_code("factor"), account=account, kind=Factor.Kind.TOTP, name="", secret=sealed(secret),
        last_step=step, added_at=now,
    )  # fmt: skip
    return _added(
        account, "totp", Text("已添加验证器。", "a code generator was added."), by, visit, path, now
    )


@transaction.atomic
def add_passkey(
    *, account: str, name: str, host: str, state: Mapping[str, str] | None, answer: str, by: Actor, visit: str,
    path: str, now: datetime,
) -> tuple[str, ...]:  # fmt: skip
    """Add a passkey that a browser has made; return recovery codes if these are the first.

    Every other visit ends. Refuses an answer that is not true, a passkey that is known, and an eleventh one.
    """
    credential, kept = passkeys.made(host, state, answer)
    if Factor.objects.filter(account=account, kind=Factor.Kind.PASSKEY).count() >= MOST:
        raise Refused(
            "passkey.too_many",
            Text("通行密钥已满 10 个，请先删除不用的。", "There are ten passkeys; remove one first."),
        )
    try:
        with transaction.atomic():
            Factor.objects.create(
                code=new_code("factor"), account=account, kind=Factor.Kind.PASSKEY, name=name.strip()[:60],
                secret=kept, credential=credential, added_at=now,
            )  # fmt: skip
    except IntegrityError:
        raise Refused("passkey.known", Text("该通行密钥已登记。", "This passkey is known already.")) from None
    return _added(account, "passkey", Text("已添加通行密钥。", "a passkey was added."), by, visit, path, now)


@transaction.atomic
def remove_factor(*, account: str, factor: str, needs_one: bool, by: Actor, path: str, now: datetime) -> None:
    """Remove a factor; with the last one the recovery codes go too.

    Refuses another's, and the last one of somebody whose roles need one (*needs_one*).
    """
    mine = Factor.objects.select_for_update().filter(account=account)
    one = mine.filter(code=factor).first()
    if one is None:
        raise Refused("factor.unknown", Text("没有这一验证方式。", "There is no such factor."))
    is_last = mine.count() == 1
    if is_last and needs_one:
        raise Refused("factor.needed", Text(
            "您的角色必须使用两步验证。请先添加另一种方式，再删除这一种。",
            "Your roles need a second factor: add another one before you remove this.",
        ))  # fmt: skip
    one.delete()
    if is_last:
        RecoveryCode.objects.filter(account=account).delete()
    ledger.write(
        book="house", act="signin.factor_removed", actor=by, about=account, at=now, body={"kind": one.kind}
    )
    tell_change(
        account=account,
        what=Text("已删除一种两步验证方式。", "a second factor was removed."),
        path=path,
        now=now,
    )


@transaction.atomic
def renew_recovery_codes(*, account: str, by: Actor, path: str, now: datetime) -> tuple[str, ...]:
    """Replace the recovery codes and return the new ones, which are shown once and kept as digests."""
    if not Factor.objects.filter(account=account).exists():
        raise Refused("factor.none", Text("请先设置两步验证。", "Set up a second factor first."))
    codes = _new_codes(account)
    ledger.write(book="house", act="signin.codes_renewed", actor=by, about=account, at=now)
    tell_change(
        account=account, what=Text("恢复码已更换。", "the recovery codes were replaced."), path=path, now=now
    )
    return codes


def check_code(*, account: str, code: str, address: str, now: datetime) -> str:
    """Take a code of the generator or a recovery code; return ``totp`` or ``recovery``. Each counts once.

    Wrong ones are counted as those of a password are.
    """
    one = begin_try(what="code", name=account, account=account, address=address, now=now)
    way = _take_code(account, code, now)
    if way is None:
        raise Refused("factor.wrong_code", WRONG_CODE)
    forgive(try_pk=one)
    return way


@transaction.atomic
def check_passkey(
    *, account: str, host: str, state: Mapping[str, str] | None, answer: str, now: datetime
) -> str:
    """Check that a passkey of an account answered; without an account, of the one that the passkey names.

    Returns the account. Refuses in the same words whatever is not true.
    """
    credential, named = passkeys.claimed(answer)
    one = Factor.objects.filter(kind=Factor.Kind.PASSKEY, credential=credential).first()
    if one is None or (account or named) != one.account or named not in ("", one.account):
        passkeys.refuse()
    row = people.account(one.account)
    if row is None or not row.is_active:
        passkeys.refuse()
    passkeys.prove(host, state, answer, one.secret)
    Factor.objects.filter(pk=one.pk).update(used_at=now)
    return one.account


@transaction.atomic
def _take_code(account: str, code: str, now: datetime) -> str | None:
    used = RecoveryCode.objects.filter(account=account, digest=digest_of(plain_code(code)), used_at=None)
    if used.update(used_at=now):
        ledger.write(book="house", act="signin.recovery_code_used", actor=account, about=account, at=now)
        return "recovery"
    one = Factor.objects.select_for_update().filter(account=account, kind=Factor.Kind.TOTP).first()
    if one is None:
        return None
    step = matching_step(opened(one.secret), code, now.timestamp(), one.last_step)
    if step is None:
        return None
    won = Factor.objects.filter(pk=one.pk, last_step__lt=step).update(last_step=step, used_at=now)
    return "totp" if won else None


def _added(
    account: str, kind: str, what: Text, by: Actor, visit: str, path: str, now: datetime
) -> tuple[str, ...]:
    end_visits(account=account, but=visit, by=by, now=now)
    ledger.write(
        book="house", act="signin.factor_added", actor=by, about=account, at=now, body={"kind": kind}
    )
    tell_change(account=account, what=what, path=path, now=now)
    has_codes = RecoveryCode.objects.filter(account=account).exists()
    return () if has_codes else _new_codes(account)


def _new_codes(account: str) -> tuple[str, ...]:
    codes = new_recovery_codes()
    RecoveryCode.objects.filter(account=account).delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(account=account, digest=digest_of(plain_code(code))) for code in codes
    )
    return codes
