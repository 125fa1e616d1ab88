"""Who a line means: an expert of the pool, found by name, employer or code, or somebody new."""

from __future__ import annotations

from dataclasses import dataclass, field

from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Column
from zhiheng.programmes.awards.sheets.layout import Filled, Line
from zhiheng.programmes.awards.sheets.lines import code_in
from zhiheng.programmes.awards.workbook.values import plain
from zhiheng.registers import queries as registers
from zhiheng.review import queries as review
from zhiheng.review.domain.values import NewExpert
from zhiheng.review.queries import ExpertRow

NEW = "新"
PERSON_COLUMNS = (
    Column("person", Text("姓名", "Name"), "text", True, Text("请填姓名。", "Write the name."), most=60),
    Column("employer", Text("工作单位", "Employer"), "text", False,
           Text("选填；填写全称，用于核对与申报单位的利害关系。", "Optional, in full: checked for interests."), most=120),
    Column("expert", Text("专家编号", "Expert code"), "text", False,
           Text("专家库中有同名的人时填写其编号；确是另一个人的填“新”。",
                "Where the pool has a namesake: the code, or 新 for somebody else."), most=40),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Person:
    """An expert of the pool by code, or a new one; ``employer`` is the code of a registered organisation.

    ``moved`` says that the sheet names an employer that the pool does not know for this expert.
    """

    name: str
    code: str = ""
    employer: str = ""
    moved: bool = False

    def as_new(self) -> NewExpert:
        """Return the person as one to be taken into the pool."""
        return NewExpert(name=self.name, employer=self.employer)


@dataclass(slots=True)
class Pool:
    """The experts of an authority by name, and the employers that were looked up."""

    by_name: dict[str, list[ExpertRow]] = field(default_factory=dict)
    by_code: dict[str, ExpertRow] = field(default_factory=dict)

    @classmethod
    def of(cls, authority: str) -> Pool:
        """Read the pool in one query."""
        pool = cls()
        for one in review.experts_at(authority):
            pool.by_name.setdefault(plain(one.name), []).append(one)
            pool.by_code[one.code.lower()] = one
        return pool

    def person(self, filled: Filled, line: Line) -> Person | None:
        """Return who a line means; where that cannot be told, a problem is added and nobody returned."""
        name = plain(line.text("person"))
        if not name:
            filled.wrong(line, "person", "required", Text("没有填姓名。", "The name is missing."))
            return None
        employer = _employer(filled, line)
        if employer is None:
            return None
        code = code_in(line, "expert")
        if code == NEW:
            return Person(name, employer=employer)
        if code:
            return self._named(filled, line, name, code, employer)
        return self._found(filled, line, name, employer)

    def _named(self, filled: Filled, line: Line, name: str, code: str, employer: str) -> Person | None:
        known = self.by_code.get(code)
        if known is None or plain(known.name) != name:
            told = Text(
                f"专家库中没有编号 {code}、姓名“{name}”的专家。", f"The pool has no {code} named “{name}”."
            )
            remedy = Text("请核对编号；新的专家空着。", "Check the code; leave it empty for a new expert.")
            filled.wrong(line, "expert", "expert_unknown", told, remedy)
            return None
        return Person(name, known.code, employer, moved=bool(employer) and employer != known.employer)

    def _found(self, filled: Filled, line: Line, name: str, employer: str) -> Person | None:
        same = self.by_name.get(name, [])
        fitting = [one for one in same if one.employer == employer] if employer else same
        if not same:
            return Person(name, employer=employer)
        if len(fitting) == 1:
            return Person(name, fitting[0].code, employer)
        codes = "、".join(one.code for one in same)
        told = Text(
            f"专家库中有 {len(same)} 名“{name}”（{codes}），看不出是哪一位。",
            f"The pool has {len(same)} named “{name}” ({codes}); which is meant cannot be told.",
        )
        filled.wrong(line, "expert", "expert_unclear", told)
        return None


def _employer(filled: Filled, line: Line) -> str | None:
    """Return the code of the employer, empty where it is not on the register; ``None`` after a problem."""
    name = line.text("employer")
    if not name:
        return ""
    found = registers.organisations_like(name)
    if len(found) > 1:
        told = Text(
            f"台账中有 {len(found)} 个单位叫“{name[:60]}”。",
            f"{len(found)} organisations are named “{name[:60]}”.",
        )
        remedy = Text("请填写登记的全称。", "Write the full registered name.")
        filled.wrong(line, "employer", "employer_unclear", told, remedy)
        return None
    return found[0].code if found else ""
