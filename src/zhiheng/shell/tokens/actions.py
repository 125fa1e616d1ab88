"""Opening, using and revoking tokens."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction

from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import instant
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.codes import new_code
from zhiheng.shell.models import Token
from zhiheng.shell.tokens.domain import LONGEST, SCOPES, TokenRow, at_place, digest_of, new_secret
from zhiheng.shell.tokens.queries import row_of

HOUSE = "house"
NOTED = timedelta(minutes=1)


@transaction.atomic
def open_token(
    *, name: str, place: str, scopes: Collection[str], expires_at: datetime, by: Actor, now: datetime
) -> tuple[TokenRow, str]:
    """Open a token for the own account; return it with its secret, which is shown this once and not kept.

    Refuses a scope that does not exist, a place at which the account holds no role today, and an end that is
    past or more than a year away.
    """
    _refuse_scopes(scopes)
    if registers.account(by.code) is None or not at_place(by, place).holds:
        raise Refused(
            "token.place", Text(f"该账号在“{place}”没有角色。", f"The account holds no role at “{place}”.")
        )
    if not now < expires_at <= now + LONGEST:
        raise Refused(
            "token.expiry",
            Text("令牌的有效期须晚于现在，且不超过一年。", "A token ends after now and within a year."),
        )
    secret = new_secret()
    token = Token.objects.create(
        code=new_code("tok"), account=by.code, name=name.strip()[:80], place=place, scopes=sorted(set(scopes)),
        digest=digest_of(secret), opened_at=now, expires_at=expires_at,
    )  # fmt: skip
    body = {"token": token.code, "place": place, "scopes": token.scopes, "expires_at": instant(expires_at)}
    ledger.write(book=HOUSE, act="shell.token_opened", actor=by, about=by.code, at=now, body=body)
    return row_of(token), secret


@transaction.atomic
def revoke_token(*, code: str, by: Actor, now: datetime) -> None:
    """End an own token at once; one that was ended before, or is somebody else's, is refused as unknown."""
    if not Token.objects.filter(code=code, account=by.code, revoked_at=None).update(revoked_at=now):
        raise Refused(
            "token.unknown", Text(f"没有可撤销的令牌 {code}。", f"There is no token {code} to revoke.")
        )
    ledger.write(book=HOUSE, act="shell.token_revoked", actor=by, about=by.code, at=now, body={"token": code})


def note_use(token: TokenRow, now: datetime) -> None:
    """Note when a token was last used, to the minute, so that reading does not mean writing each time."""
    if token.last_used_at is None or now - token.last_used_at >= NOTED:
        Token.objects.filter(code=token.code).update(last_used_at=now)


def _refuse_scopes(scopes: Collection[str]) -> None:
    unknown = sorted(set(scopes) - SCOPES.keys())
    if unknown or not scopes:
        named = "、".join(unknown)
        raise Refused(
            "token.scope_unknown",
            Text(
                f"没有权限范围 {named}。" if unknown else "请至少给出一个权限范围。",
                f"There is no scope {', '.join(unknown)}." if unknown else "Name at least one scope.",
            ),
        )
