"""Named reads of tokens."""

from __future__ import annotations

from datetime import datetime

from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.registers import queries as registers
from zhiheng.shell.models import Token
from zhiheng.shell.tokens.domain import TokenRow, at_place, digest_of


def token_behind(secret: str) -> TokenRow | None:
    """Return the token with this secret, good or not; found by its digest, so no comparison tells how close a guess is."""
    found = Token.objects.filter(digest=digest_of(secret)).first()
    return None if found is None else row_of(found)


def tokens_of(account: str) -> tuple[TokenRow, ...]:
    """Return every token of an account, the newest first."""
    rows = Token.objects.filter(account=account).order_by("-opened_at", "code")
    return tuple(row_of(one) for one in rows)


def row_of(one: Token) -> TokenRow:
    """Return a stored token as a plain value."""
    return TokenRow(
        one.code, one.account, one.name, one.place, tuple(one.scopes), one.opened_at, one.expires_at,
        one.last_used_at, one.revoked_at,
    )  # fmt: skip


def actor_behind(token: TokenRow, now: datetime) -> Actor | None:
    """Return who acts with a token: the account with the roles that it holds today at the token's place.

    ``None`` when the token is over or revoked, or the account was closed.
    """
    account = registers.account(token.account)
    if not token.is_good(now) or account is None or not account.is_active:
        return None
    return at_place(registers.actor_of(account.code, now.astimezone(SHANGHAI).date()), token.place)
