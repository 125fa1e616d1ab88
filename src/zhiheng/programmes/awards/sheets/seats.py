"""The tables from which panels are formed: who sits where, and which panel has which case.

They are in the workbook while cases are without a panel, and concern those cases alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from zhiheng.casework.domain.values import CaseRef, StageRun
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Column
from zhiheng.programmes.awards.sheets.layout import (
    CASE,
    NAME,
    YES_OR_NO,
    Filled,
    Line,
    Row,
    Said,
    Table,
    Verdict,
)
from zhiheng.programmes.awards.sheets.lines import lines_by_case
from zhiheng.programmes.awards.sheets.people import PERSON_COLUMNS, Person, Pool
from zhiheng.programmes.awards.workbook.values import half_width
from zhiheng.review import queries as review
from zhiheng.review.domain.values import SeatRow

PEOPLE_SHEET, CASES_SHEET = "评审员", "分组"
_PANEL = Column(
    "panel", Text("评审组", "Panel"), "text", True,
    Text("请填评审组的名称，与另一张工作表一致。", "The name of the panel, as on the other sheet."), most=60,
)  # fmt: skip
_LABEL = Column(
    "label", Text("席位", "Seat"), "text", False,
    Text("按顺序为 A1、A2……；可以不填。", "A1, A2, ... in order; may be left empty."), most=12,
)  # fmt: skip
_LEAD = Column("lead", Text("是否组长", "Leads"), "yes_no", True, YES_OR_NO)


@dataclass(frozen=True, slots=True)
class SeatSaid:
    """One seat of a panel to be formed."""

    label: str
    person: Person
    is_lead: bool


@dataclass(slots=True)
class PanelSaid:
    """A panel to be formed: its seats in order, and the codes of its cases."""

    name: str
    seats: list[SeatSaid] = field(default_factory=list)
    cases: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Seating:
    """Who may mark what: the seats on record by case, and those that this sheet would add."""

    known: dict[str, tuple[SeatRow, ...]]
    planned: dict[str, list[str]] = field(default_factory=dict)

    def without_panel(self, run: StageRun) -> list[CaseRef]:
        """Return the running cases that no panel has."""
        return [case for case in run.cases if case.code not in self.known]

    @property
    def taken(self) -> int:
        """Return how many labels the stage has given out."""
        return len({seat.label for seats in self.known.values() for seat in seats})


def seating_of(run: StageRun) -> Seating:
    """Return how the stage is seated now."""
    return Seating(review.seats_by_case(run.pk))


def panel_size(run: StageRun) -> int:
    """Return how many seats a panel has, 0 where the rule does not say."""
    return 0 if run.rule.panel is None else int(run.rule.panel.assessors)


def planned_labels(run: StageRun, seating: Seating) -> list[str]:
    """Return the labels that one new panel of the rule's size would get."""
    return [f"A{seating.taken + number}" for number in range(1, panel_size(run) + 1)]


def panel_tables(run: StageRun, seating: Seating) -> tuple[Table, ...]:
    """Return the two tables; with every case on a panel they may be missing and have no rows."""
    cases = seating.without_panel(run)
    name = f"第{len(review.panel_names(run.pk)) + 1}组"
    people: tuple[Row, ...] = tuple({"label": one, "panel": name} for one in planned_labels(run, seating))
    placed = tuple({"case": case.code, "name": case.name, "panel": name} for case in cases)
    return (
        Table(PEOPLE_SHEET, (_LABEL, _PANEL, *PERSON_COLUMNS, _LEAD), people if cases else (),
              given=frozenset({"label", "panel"}), spare=60, required=bool(cases)),
        Table(CASES_SHEET, (CASE, NAME, _PANEL), placed, required=bool(cases)),
    )  # fmt: skip


def panels_said(run: StageRun, tables: Mapping[str, Filled], seating: Seating, said: Said) -> None:
    """Understand both tables: panels to form are added to what is said, and their seats to the seating.

    Panels that stand already are compared by seat, name and case; another answer is a problem.
    """
    people, placed = tables[PEOPLE_SHEET], tables[CASES_SHEET]
    lines = [line for line in people.lines if not people.is_blank(line)]
    if not lines:
        return
    panels: dict[str, PanelSaid] = {}
    before = len(people.found.problems)
    _seat_all(run, people, lines, panels)
    where = _place_all(run, placed, panels)
    if len(people.found.problems) > before or placed.found.problems:
        return
    if all(code in seating.known for code in where):
        _compare(run, people, lines, panels, seating, said)
        return
    _refuse_sizes(run, people, lines, panels)
    _label_all(people, lines, panels, seating)
    for line in lines:
        said.row(people, line, line.text("person"), Verdict.NEW)
    said.given += list(panels.values())
    for panel in panels.values():
        seating.planned |= {code: [seat.label for seat in panel.seats] for code in panel.cases}


def _seat_all(run: StageRun, people: Filled, lines: list[Line], panels: dict[str, PanelSaid]) -> None:
    pool = Pool.of(run.authority)
    for line in lines:
        person, name = pool.person(people, line), line.text("panel")
        if not name:
            people.wrong(line, "panel", "required", Text("没有填评审组。", "The panel is missing."))
        elif person is not None:
            panel = panels.setdefault(name, PanelSaid(name))
            if person in (seat.person for seat in panel.seats):
                told = Text(
                    f"“{person.name}”在该评审组中出现两次。", f"“{person.name}” is on the panel twice."
                )
                people.wrong(line, "person", "repeated", told, Text("请更正。", "Correct it."))
            label = half_width(line.text("label")).upper()
            panel.seats.append(SeatSaid(label, person, bool(line.flag("lead"))))


def _place_all(run: StageRun, placed: Filled, panels: dict[str, PanelSaid]) -> list[str]:
    where = []
    for case, line in lines_by_case(run, placed):
        panel = panels.get(line.text("panel"))
        if panel is None:
            told = Text(
                f"评审组“{line.text('panel')}”没有评审员。",
                f"Nobody sits on the panel “{line.text('panel')}”.",
            )
            placed.wrong(line, "panel", "panel_unknown", told)
        else:
            panel.cases.append(case.code)
            where.append(case.code)
    return where


def _refuse_sizes(run: StageRun, people: Filled, lines: list[Line], panels: dict[str, PanelSaid]) -> None:
    rule = run.rule.panel
    for panel in panels.values():
        first = next(line for line in lines if line.text("panel") == panel.name)
        leads = sum(seat.is_lead for seat in panel.seats)
        if rule is not None and (len(panel.seats), leads) != (rule.assessors, rule.lead):
            told = Text(
                f"评审组“{panel.name}”有 {len(panel.seats)} 名评审员、{leads} 名组长，"
                f"规则要求 {rule.assessors} 名、组长 {rule.lead} 名。",
                f"Panel “{panel.name}” has {len(panel.seats)} assessors and {leads} leads; "
                f"{rule.assessors} and {rule.lead} are required.",
            )
            remedy = Text(
                "请按规则增减评审员、指定组长。", "Seat as many as the rule says and name the lead."
            )
            people.wrong(first, "lead", "panel_size", told, remedy)


def _label_all(people: Filled, lines: list[Line], panels: dict[str, PanelSaid], seating: Seating) -> None:
    """Give the seats their labels in the order in which they will be formed; another label is a problem."""
    number = seating.taken
    for panel in panels.values():
        for position, seat in enumerate(panel.seats):
            number += 1
            if seat.label not in ("", f"A{number}"):
                line = next(one for one in lines if half_width(one.text("label")).upper() == seat.label)
                told = Text(
                    f"席位应为 A{number}：同一评审组的席位须连续。",
                    f"This seat is A{number}: the seats of one panel follow each other.",
                )
                people.wrong(line, "label", "label", told, Text("请改正或清空。", "Correct or clear it."))
            panel.seats[position] = SeatSaid(f"A{number}", seat.person, seat.is_lead)


def _compare(
    run: StageRun,
    people: Filled,
    lines: list[Line],
    panels: dict[str, PanelSaid],
    seating: Seating,
    said: Said,
) -> None:
    """Hold panels of the file against those on record: label, expert and lead of every seat of every case."""
    for panel in panels.values():
        wanted = {(seat.person.code, seat.is_lead) for seat in panel.seats}
        for code in panel.cases:
            seats = {(seat.expert, seat.is_lead) for seat in seating.known[code] if not seat.is_substitute}
            if seats != wanted:
                first = next(line for line in lines if line.text("panel") == panel.name)
                told = Text(
                    f"{code} 的评审组已经组成，与本表不同。",
                    f"The panel of {code} is formed and differs from this.",
                )
                remedy = Text(
                    "请删除本工作表的内容，或恢复原样。", "Clear this sheet, or restore what stood there."
                )
                people.wrong(first, "panel", "panel_formed", told, remedy)
                return
    for line in lines:
        said.row(people, line, line.text("person"), Verdict.UNCHANGED)
