"""Scopes, secrets and what is left of an actor's roles at one place."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final

from zhiheng.core.actor import Actor
from zhiheng.core.text import Text

SCOPES: Final[dict[str, Text]] = {
    "read:rounds": Text("查看届次、环节、公示和规则书", "Rounds, stages, notices and rulebooks"),
    "read:honours": Text("查询荣誉", "Honours"),
    "read:ledger": Text("查看总账检查点和存在性证明", "Checkpoints of the ledger and proofs of its lines"),
    "read:cases": Text(
        "查看办件、进度、预览和届次证明", "Cases, progress, previews and the proof of a round"
    ),
    "read:tasks": Text("查看本人待办", "Own tasks"),
    "read:marks": Text("查看本人可见的评分", "The marks that the account may see"),
    "write:casework": Text(
        "办理环节、答复、异议和补正等", "Stages, replies, objections, corrections and the like"
    ),
    "write:review": Text("评分、签署和表决", "Marks, signatures and votes"),
    "write:applications": Text("导入申报工作簿", "Import of the workbook of applications"),
}
PREFIX: Final = "zhh_"
LONGEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class TokenRow:
    """A token as it is listed; the secret is not among what is known."""

    code: str
    account: str
    name: str
    place: str
    scopes: tuple[str, ...]
    opened_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    revoked_at: datetime | None

    def is_good(self, now: datetime) -> bool:
        """Tell whether the token is neither revoked nor over; it ends at ``expires_at``, not after it."""
        return self.revoked_at is None and now < self.expires_at


def new_secret() -> str:
    """Return a secret of 256 random bits, recognisable by its prefix where it was leaked."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: its SHA-256 in hex. 256 random bits need no slow hash."""
    return sha256(secret.encode()).hexdigest()


def at_place(actor: Actor, place: str) -> Actor:
    """Return the actor with the roles held at this place alone, its departments and streets included."""
    held = frozenset(
        (role, where) for role, where in actor.holds if where == place or where.startswith(f"{place}/")
    )
    return Actor(actor.code, held)
