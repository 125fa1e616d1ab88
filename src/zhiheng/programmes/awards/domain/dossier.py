"""The application as its organisation writes it: sections, what each asks for, and what is still missing.

What is typed is kept word for word, right or wrong; it is read by the same readers as a cell of the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Column, columns_for
from zhiheng.programmes.awards.domain.columns import Value
from zhiheng.programmes.awards.domain.declared import declared_facts, settled, wrong_together
from zhiheng.programmes.awards.domain.declaring import KINDS
from zhiheng.programmes.awards.workbook.cells import Cell
from zhiheng.programmes.awards.workbook.values import ValueWrong, value_of
from zhiheng.registers.domain.rows import OrganisationRow
from zhiheng.rules import criteria
from zhiheng.rules.criteria import CriteriaModel
from zhiheng.rules.model import Rulebook, ScoreStage
from zhiheng.rules.vocabulary import word

FORM: Final = "application_form"
REPORT: Final = "self_assessment_report"
OTHER: Final = "other"
LATE: Final = "late_evidence"
TEXT: Final = "text"
LONGEST_TEXT: Final = 20_000
ORGANISATION: Final = "organisation"
FIGURES: Final = "figures"
DECLARED: Final = "declared"
CONTACT: Final = "contact"
_ON_PAGES: Final = {
    "uscc": Text("请对照营业执照填写 18 位代码。", "Copy the 18 characters from the licence."),
    "phone": Text("请填写手机号或带区号的座机号。", "Write a mobile number, or area code and number."),
}
OF_REGISTER: Final = ("founded_day", "legal_person", "industry", "size")
_TITLES: Final = {
    ORGANISATION: Text("单位情况", "The organisation"),
    FIGURES: Text("指标和证书", "Figures and certificates"),
    DECLARED: Text("申报事项", "What you declare"),
    CONTACT: Text("联系方式", "Contact"),
}

Stored = Mapping[str, Mapping[str, str]]
"""What was typed: section to field to text."""


@dataclass(frozen=True, slots=True)
class Section:
    """One section that one person writes at a time; ``group`` is the part of the application it lies in.

    ``points`` is what the criteria give for it, empty outside the report.
    """

    id: str
    title: Text
    group: Text
    columns: tuple[Column, ...]
    points: str = ""

    @property
    def is_report(self) -> bool:
        """Tell whether it is an item of the self-assessment report."""
        return bool(self.points)


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that the rulebook asks for (or, not required, any other)."""

    id: str
    title: Text
    required: bool


@dataclass(frozen=True, slots=True)
class Gap:
    """What is missing or wrong: where, and what to do about it.

    ``bars`` says that without it nothing can be handed in; a missing paper does not bar, the review will find it.
    """

    section: str
    field: str
    title: Text
    told: Text
    bars: bool
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class Dossier:
    """An application read: its values by column, the papers that are there, and every gap."""

    values: Mapping[str, Value]
    papers: tuple[str, ...]
    gaps: tuple[Gap, ...]

    @property
    def bars(self) -> tuple[Gap, ...]:
        """Return the gaps with which it cannot be handed in."""
        return tuple(gap for gap in self.gaps if gap.bars)

    @property
    def lacks(self) -> tuple[Gap, ...]:
        """Return the gaps with which it can be handed in, at a cost that the review decides."""
        return tuple(gap for gap in self.gaps if not gap.bars)

    def declared(self) -> dict[str, Any]:
        """Return what the case keeps as declared, in the shape of a row of the workbook."""
        certificates = [
            key.partition(":")[2] for key, held in self.values.items() if key.startswith("holds:") and held
        ]
        return {
            "papers": list(self.papers),
            "measures": {
                key.partition(":")[2]: format(value, "f")
                for key, value in self.values.items()
                if key.startswith("measure:") and isinstance(value, Decimal)
            },
            "holds": [
                {"certificate": id_, "valid_from": None, "valid_to": str(self.values[f"until:{id_}"])}
                for id_ in certificates if f"until:{id_}" in self.values
            ],
            **declared_facts(self.values),
        }  # fmt: skip

    def corrections(self) -> dict[str, Any]:
        """Return what the registers did not know of the organisation and the application states."""
        return {name: self.values[name] for name in OF_REGISTER if name in self.values}


def criteria_of(book: Rulebook) -> CriteriaModel | None:
    """Return the criteria under which the first marking stage marks, if there is one."""
    rule = next((rule for rule in book.stages if isinstance(rule, ScoreStage)), None)
    return None if rule is None else criteria.criteria_of(book, rule)


def sections_for(
    book: Rulebook, organisation: OrganisationRow, closing: date | None = None
) -> tuple[Section, ...]:
    """Return the sections that an organisation writes under a rulebook, in order; empty ones are left out.

    What the registers hold is not asked again. *closing* is the last day for applications.
    """
    every = columns_for(book, closing, organisation.kind)
    columns = [replace(one, remedy=_ON_PAGES.get(one.key, one.remedy)) for one in every]
    asked = [
        one for one in columns if one.key in OF_REGISTER and getattr(organisation, one.key) in (None, "")
    ]
    figures = [one for one in columns if one.key.partition(":")[0] in ("measure", "holds", "until")]
    declared = [one for one in columns if one.key.partition(":")[0] in KINDS]
    contact = [one for one in columns if one.key in ("contact", "phone", "email", "remark")]
    form = Text("申报表", "Application form")
    plain = [(ORGANISATION, asked), (FIGURES, figures), (DECLARED, declared), (CONTACT, contact)]
    return (
        *(Section(id_, _TITLES[id_], form, tuple(found)) for id_, found in plain if found),
        *_report(criteria_of(book)),
    )


def papers_for(book: Rulebook) -> tuple[Paper, ...]:
    """Return the papers to be uploaded: those that the rulebook names, the report, and anything else."""
    named = [one.key.partition(":")[2] for one in columns_for(book) if one.key.startswith("paper:")]
    wanted = [Paper(id_, word("paper", id_, book), True) for id_ in named if id_ != FORM]
    return (*wanted, Paper(OTHER, Text("其他材料", "Other papers"), False))


def dossier_of(
    sections: Sequence[Section], stored: Stored, uploaded: Iterable[str], papers: Sequence[Paper], today: date
) -> Dossier:
    """Return an application read as it stands, with its gaps in the order of its sections and papers."""
    values: dict[str, Value] = {}
    gaps: list[Gap] = []
    for section in sections:
        if not section.is_report:
            gaps += _read(section, stored.get(section.id, {}), values, today)
    given = set(uploaded)
    unwritten = [one for one in sections if one.is_report and not is_written(stored.get(one.id, {}))]
    has_report = any(one.is_report for one in sections) and not unwritten
    there = [paper.id for paper in papers if paper.id in given or (paper.id == REPORT and has_report)]
    gaps += _missing(papers, there, unwritten)
    asked = [column.key for section in sections for column in section.columns]
    return Dossier(settled(values, asked), (FORM, *(id_ for id_ in there if id_ != OTHER)), tuple(gaps))


def is_written(values: Mapping[str, str]) -> bool:
    """Tell whether anything but space was typed into an item."""
    return bool(values.get(TEXT, "").strip())


def wrong_in(section: Section, typed: Mapping[str, str], today: date) -> dict[str, Text]:
    """Return what is wrong in what was typed, by field; an empty field is not wrong, only missing."""
    return {gap.field: gap.told for gap in _read(section, typed, {}, today) if not gap.is_empty}


def _report(model: CriteriaModel | None) -> Iterator[Section]:
    for category in model.categories if model is not None else ():
        for item in category.items:
            title = Text(f"{item.id} {item.title.zh}", f"{item.id} {item.title.en}")
            group = Text(f"{category.id} {category.title.zh}", f"{category.id} {category.title.en}")
            remedy = Text(f"不超过 {LONGEST_TEXT} 个字。", f"At most {LONGEST_TEXT} characters.")
            column = Column(TEXT, title, "text", False, remedy, most=LONGEST_TEXT)
            yield Section(f"item-{item.id}", title, group, (column,), format(item.points, "f"))


def _read(section: Section, typed: Mapping[str, str], values: dict[str, Value], today: date) -> list[Gap]:
    gaps = []
    for column in section.columns if not section.is_report else ():
        try:
            value = value_of(Cell("text", typed.get(column.key, "")), column, from_1904=False)
        except ValueWrong as wrong:
            gaps.append(_gap(section, column, wrong.message, wrong.remedy or column.remedy))
            continue
        if value is None:
            gaps += [_empty(section, column)] if _is_needed(column, values) else []
        elif column.key == "founded_day" and isinstance(value, date) and value > today:
            later = Text("成立日期在今天之后。", "The founding day lies after today.")
            gaps.append(_gap(section, column, later, column.remedy))
        else:
            values[column.key] = value
    return gaps + _at_odds(section, values)


def _at_odds(section: Section, values: Mapping[str, Value]) -> list[Gap]:
    """Return what is wrong between the fields of a section, each of which is right by itself."""
    columns = {column.key: column for column in section.columns}
    wrong = [(columns[key], told) for key, told in wrong_together(values) if key in columns]
    return [_gap(section, column, told, column.remedy) for column, told in wrong]


def _is_needed(column: Column, values: Mapping[str, Value]) -> bool:
    """A certificate's last day is needed where it is held; the question about it stands before it."""
    kind, _, id_ = column.key.partition(":")
    return column.required or (kind == "until" and values.get(f"holds:{id_}") is True)


def _empty(section: Section, column: Column) -> Gap:
    told = Text(f"尚未填写。{column.remedy.zh}", f"Not filled in. {column.remedy.en}")
    return Gap(section.id, column.key, column.title, told, bars=True, is_empty=True)


def _gap(section: Section, column: Column, message: Text, remedy: Text) -> Gap:
    told = Text(f"{message.zh}{remedy.zh}", f"{message.en} {remedy.en}")
    return Gap(section.id, column.key, column.title, told, bars=True)


def _missing(papers: Sequence[Paper], there: Sequence[str], unwritten: Sequence[Section]) -> Iterator[Gap]:
    for paper in papers:
        if paper.required and paper.id not in there:
            yield Gap("files", paper.id, paper.title, _not_there(paper, unwritten), bars=False, is_empty=True)


def _not_there(paper: Paper, unwritten: Sequence[Section]) -> Text:
    if paper.id != REPORT or not unwritten:
        return Text("尚未上传。", "Not uploaded.")
    first = unwritten[0].title
    return Text(
        f"尚未上传，在线报告还有 {len(unwritten)} 个条目未写（如{first.zh}）。",
        f"Not uploaded, and {len(unwritten)} items of the online report are empty (such as {first.en}).",
    )
