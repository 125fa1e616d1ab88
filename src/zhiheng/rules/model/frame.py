"""The frame of an instrument: text and source, legal nature, cycle, own words, and law without effect on a case."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from zhiheng.core.text import Text
from zhiheng.rules.model.words import AWARD_ID, Id, Note, Ruled, Strict, Words, fault


class InForce(Strict):
    """The first and the last day on which the instrument is in force; ``null`` means not seen or without end."""

    since: Annotated[date | None, Field(alias="from")]
    until: Annotated[date | None, Field(alias="to")] = None


class Source(Strict):
    """The legal text: number, day of publication, address; ``null`` means not seen."""

    number: Annotated[str, Field(min_length=1, max_length=80)] | None
    published: date | None
    href: Annotated[str, Field(pattern=r"^https?://\S{1,400}$")] | None


class Checked(Strict):
    """On which day the rulebook was compared, and against what."""

    day: date
    against: Literal["official", "copy", "draft", "press", "synthetic"]
    note: Note | None = None


class Term(Strict):
    """A word that this instrument adds to the vocabulary of the house.

    ``of: award`` names an award of another instrument: its id is ``authority/instrument``, ``names`` are what
    registers call it besides its title.
    """

    id: Annotated[str, Field(pattern=rf"^(?:[a-z][a-z0-9_]{{0,47}}|{AWARD_ID})$")]
    of: Literal[
        "event",
        "department",
        "paper",
        "certificate",
        "measure",
        "level",
        "size",
        "kind",
        "rating",
        "list",
        "channel",
        "cause",
        "role",
        "award",
    ]
    title: Words
    names: tuple[Annotated[str, Field(min_length=1, max_length=80)], ...] = ()

    @model_validator(mode="after")
    def _suits_its_kind(self) -> Self:
        if (self.of == "award") != ("/" in self.id):
            raise fault(
                "bad_id",
                Text(
                    "奖项的编号由“区划代码/文件”两段组成，其他词语的编号不含“/”。",
                    "An award is region/instrument; no other word has a /.",
                ),
                Text("写成类似 350000/quality-award 的编号。", "Write an award like 350000/quality-award."),
            )
        if self.names and self.of != "award":
            raise fault(
                "names_of_award_only",
                Text("names 只用于奖项。", "Only an award has further names."),
                Text("删去 names。", "Remove names."),
            )
        return self


class Nature(Ruled):
    """What the award is in law, and what its money is called: wording only."""

    name: Annotated[Literal["commendation", "grading", "praise"], Field(alias="is")]
    money: Literal["prize", "subsidy", "none"] | None = None


class Every(Strict):
    """A fixed cycle."""

    years: Annotated[int, Field(ge=1, le=20)]


class Plan(Ruled):
    """A plan of each edition that somebody must approve before the call."""

    by: Literal["government", "committee", "department"] = "government"


class Cycle(Ruled):
    """How often a round is held; without ``every``, whenever the authority decides.

    ``on_approval``: an edition exists only once it is approved, so that only editions can be counted.
    """

    every: Every | None = None
    on_approval: bool = False
    plan: Plan | None = None


class Provision(Ruled):
    """Law that an officer must be able to read, and that no case is decided by."""

    id: Id
    about: Literal[
        "fees",
        "budget",
        "confidentiality",
        "discipline",
        "duties",
        "committee",
        "experts",
        "papers",
        "publicity",
        "criteria",
        "other",
    ]
    says: Words
