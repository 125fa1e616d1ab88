"""The answer to "may this person do that?": yes or no, with the reason in a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text


@dataclass(frozen=True, slots=True)
class Answer:
    """What a policy says, and why."""

    allowed: bool
    reason: Text
    cites: tuple[Citation, ...] = ()

    def __bool__(self) -> bool:
        return self.allowed

    def or_refuse(self, code: str = "policy.refused") -> None:
        """Raise ``Refused`` with the reason unless the answer is yes."""
        if not self.allowed:
            raise Refused(code, self.reason, self.cites)
