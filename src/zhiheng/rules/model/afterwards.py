"""What follows a decision: validity, renewal, a new application, revocation, watch."""

from __future__ import annotations

from typing import Annotated, Literal, Self, TypeAlias

from pydantic import Field, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.who import Ids
from zhiheng.rules.model.words import Id, Ruled, Span, Strict, Words, fault, one_or_more

Outcome: TypeAlias = Literal["keep", "rectify", "cancel"]


class TitleValid(Ruled, Span):
    """How long the title holds."""


class Reapply(Ruled):
    """When a winner may apply again, and on what terms; without ``after`` the text sets no wait.

    ``upgrade``: for a higher tier at any time; ``new_achievement``: not with the same one; ``repeat`` says
    what a second win brings: everything, or the title without money.
    """

    after: Span | None = None
    upgrade: bool = False
    new_achievement: bool = False
    repeat: Literal["full", "title_only"] = "full"

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.after is None and not self.upgrade and not self.new_achievement and self.repeat == "full":
            raise fault(
                "missing",
                Text("再次申报没有任何内容。", "It says nothing of a new application."),
                Text(
                    "写 after、upgrade、new_achievement 或 repeat。",
                    "Write after, upgrade, new_achievement or repeat.",
                ),
            )
        return self


class Renewal(Ruled):
    """At the end of a period the title is kept, rectified or cancelled after a re-assessment."""

    by: Literal["reassessment"] = "reassessment"
    every: Span
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1), one_or_more(Outcome)] = (
        "keep",
        "rectify",
        "cancel",
    )
    rectify_within: Span | None = None


class Revocation(Ruled):
    """Why an honour is withdrawn, and what goes with it.

    ``upon`` names events of the vocabulary, or ``renewal_refused``; without it somebody establishes what
    ``says`` says. ``before_award: struck``: found in time, the case is struck out. ``within``: only so long
    after the award.
    """

    id: Id
    says: Words
    upon: Ids | None = None
    within: Span | None = None
    before_award: Literal["struck"] | None = None
    ban: Span | None = None
    claw_back: bool = False


class Watch(Ruled, Span):
    """For how long winners are watched after the award."""


class After(Strict):
    """What follows a decision."""

    title_valid: TitleValid | None = None
    reapply: Reapply | None = None
    renewal: Renewal | None = None
    watch: Watch | None = None
    revocation: tuple[Revocation, ...] = ()


RENEWAL_REFUSED = "renewal_refused"
