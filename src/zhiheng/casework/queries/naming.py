"""What the codes in a round's lines are called: cases, stages and organisations by name, accounts by holder."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from zhiheng.casework.models import Case, Round
from zhiheng.core.text import Text
from zhiheng.registers import queries as registers
from zhiheng.rules.model import Rulebook

_CHUNK = 500
_ROUND = Text("本届", "the round")
_NOBODY = {"system": Text("系统", "the system"), "public": Text("公众", "a member of the public")}


def case_in(round_code: str, about: str) -> str:
    """Return the code of the case that a line is about, if it is about one of this round.

    A case is called by its round and four digits or more; ``xm-7-0001`` is no case of round ``xm``.
    """
    found = re.match(rf"{re.escape(round_code)}-\d{{4,}}(?=/|$)", about)
    return found.group() if found else ""


@dataclass(frozen=True, slots=True)
class Names:
    """Names by code; a code that nothing knows stays as it is."""

    round_code: str
    stages: Mapping[str, Text]
    cases: Mapping[str, str]
    organisations: Mapping[str, str]
    people: Mapping[str, str]

    def about(self, code: str) -> Text:
        """Return what a line is about: a case by its subject's name, a stage by its title."""
        case = case_in(self.round_code, code)
        if case:
            return Text.of(self.cases.get(case, case))
        if code == self.round_code:
            return _ROUND
        part = code.removeprefix(f"{self.round_code}/").partition("/")[0]
        return self.stages.get(part) or Text.of(self.organisations.get(code, code))

    def who(self, code: str) -> Text:
        """Return who did it; nothing where the line does not say."""
        return _NOBODY.get(code) or Text.of(self.people.get(code, code))


def names_in(round_: Round, book: Rulebook, abouts: Collection[str], actors: Collection[str]) -> Names:
    """Return the names of these codes, in one statement for every 500 of a sort."""
    codes = sorted({case_in(round_.code, about) for about in abouts} - {""})
    cases: dict[str, str] = {}
    for start in range(0, len(codes), _CHUNK):
        rows = Case.objects.filter(code__in=codes[start : start + _CHUNK])
        cases |= dict(rows.values_list("code", "name"))
    subjects = {about for about in abouts if about.startswith("org-")}
    known = registers.organisations_by_code(subjects) if subjects else {}
    return Names(
        round_.code,
        {stage.id: stage.title for stage in book.stages},
        cases,
        {code: row.name for code, row in known.items()},
        registers.account_names(set(actors) - _NOBODY.keys() - {""}),
    )
