"""What a judgement looks at and what it says; shared by the judgements on single conditions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from zhiheng.core.text import Text
from zhiheng.rules.dates import later
from zhiheng.rules.facts import Facts
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.vocabulary import word

Verdict: TypeAlias = Literal["met", "not_met", "unknown"]


class Asked(NamedTuple):
    """What a judgement looks at: the facts, the day that counts, and whose words it speaks."""

    facts: Facts
    day: date
    instrument: str
    rulebook: Rulebook | None

    def word(self, of: str, id_: str) -> Text:
        return word(of, id_, self.rulebook)

    def award(self, code: str) -> Text:
        """Return what an award is called, or its code where no rulebook names it."""
        return Text.of(code) if self.rulebook is None else self.rulebook.award_called(code)


Judgement: TypeAlias = tuple[Verdict, Text, tuple[str, ...]]


def unknown(zh: str, en: str) -> Judgement:
    return "unknown", Text(zh, en), ()


def verdict_of(met: bool) -> Verdict:
    return "met" if met else "not_met"


def valid_certificate(facts: Facts, wanted: Sequence[str], day: date) -> str | None:
    for held in facts.holds or ():
        begun = held.valid_from is None or held.valid_from <= day
        if held.certificate in wanted and begun and (held.valid_to is None or held.valid_to >= day):
            return held.certificate
    return None


def lasts(since: date, until: date, years: int, months: int) -> bool:
    """Tell whether the period from *since* still runs on *until*; no length means for ever."""
    if since > until:
        return False
    end = later(since, years=years, months=months) if years or months else None
    return end is None or end >= until


def day_of_edition(asked: Asked, session: int) -> date | None:
    """Return the closing day of an earlier edition, if it is recorded."""
    return next((one.day for one in asked.facts.editions or () if one.session == session), None)
