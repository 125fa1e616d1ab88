"""An office that runs a round from workbooks alone: commands on one side, filled cells on the other."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import time_machine
from click.testing import CliRunner
from django.db import transaction
from openpyxl.cell import Cell
from workbooks import applicant

from factories import AFTER, CLOSES, OFFICE, OPENS, make_cases, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.queries import said
from zhiheng.casework.queries.rounds import cases_of, round_of, stages_of
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import InputRefused
from zhiheng.programmes.awards.actions.sheets import record_sheet
from zhiheng.programmes.awards.commands import round_group
from zhiheng.programmes.awards.domain.applications import Intake
from zhiheng.programmes.awards.sheets.desk import sheet_for
from zhiheng.programmes.awards.simulate import Simulation, run_round
from zhiheng.programmes.awards.workbook.template import write_workbook
from zhiheng.registers import queries as registers
from zhiheng.review import actions as review_actions
from zhiheng.review import queries as review
from zhiheng.rules.load import read_rulebook

ROUND = "xm-7"
Change = Callable[[dict[str, Cell]], None]


@dataclass
class Office:
    """Somebody at a terminal, with a clock, an account and a folder."""

    folder: Path
    account: str = "office"
    now: datetime = AFTER

    def run(self, *words: str) -> str:
        """Run one command of ``zhiheng round`` at the present instant and return what it printed."""
        with time_machine.travel(self.now, tick=False):
            done = CliRunner().invoke(
                round_group, words, catch_exceptions=False, standalone_mode=False,
                env={"ZHIHENG_ACCOUNT": self.account},
            )  # fmt: skip
        if done.exception:
            raise done.exception
        return done.output

    def sheet(self, name: str = "表.xlsx") -> Path:
        """Write the sheet of the stage that is open."""
        path = self.folder / name
        self.run("sheet", ROUND, "--to", str(path))
        return path

    def record(self, path: Path, *more: str) -> str:
        """Record a sheet."""
        return self.run("record", ROUND, str(path), *more)

    def answer(self, path: Path, *more: str) -> dict[str, Any]:
        """Record a sheet and read the answer as a machine does."""
        answer: dict[str, Any] = json.loads(self.record(path, "--json", *more))
        return answer


def edit(path: Path, sheet: str, change: Change) -> None:
    """Let somebody go through the rows of one sheet; a row is its cells by the Chinese titles of the columns."""
    book = openpyxl.load_workbook(path)
    table = book[sheet]
    titles = [str(cell.value).split("\n")[0] for cell in table[1]]
    for row in table.iter_rows(min_row=2, max_row=table.max_row):
        change(dict(zip(titles, row, strict=True)))
    book.save(path)


def add_row(path: Path, sheet: str, **values: Any) -> None:
    """Write into the first row that has nothing in the columns that are filled."""
    book = openpyxl.load_workbook(path)
    table = book[sheet]
    at = {str(cell.value).split("\n")[0]: cell.column for cell in table[1]}
    row = 2
    while any(table.cell(row, at[title]).value is not None for title in values):
        row += 1
    for title, value in values.items():
        table.cell(row, at[title], value)
    book.save(path)


def put(path: Path, sheet: str, address: str, value: Any) -> None:
    """Overwrite one cell."""
    book = openpyxl.load_workbook(path)
    book[sheet][address] = value
    book.save(path)


def cells(path: Path, sheet: str, title: str) -> list[Any]:
    """Return what a column holds below its header."""
    table = openpyxl.load_workbook(path)[sheet]
    at = next(cell.column for cell in table[1] if str(cell.value).split("\n")[0] == title)
    return [row[at - 1] for row in table.iter_rows(min_row=2, values_only=True)]


def applications(source: str, count: int) -> bytes:
    """Return a filled workbook of applications under any rulebook."""
    intake = Intake(ROUND, "7", read_rulebook(source, "sample"), OPENS, CLOSES)
    return write_workbook(intake, [applicant(number) for number in range(1, count + 1)])


class Undo(Exception):  # noqa: N818 - a way out, not an error
    """The rehearsal is over."""


@dataclass
class Stage:
    """What was said at one stage of the rehearsal, and when it opened and closed."""

    kind: str
    opened_at: datetime
    closed_at: datetime
    said: dict[str, Any] = field(default_factory=dict)


@dataclass
class Rehearsal:
    """A whole round done by the actions, which was undone: its stages in order and who won."""

    stages: dict[str, Stage]
    honours: list[tuple[str, str]]


def rehearsed(source: str, count: int) -> Rehearsal:
    """Run a simulated round through the actions, note everything that was said, and undo it."""
    found: list[Rehearsal] = []
    try:
        with transaction.atomic():
            round_ = make_round(source=source)
            make_cases(round_, count)
            sim = Simulation(ROUND, OFFICE, 7, CLOSES.replace(hour=9))
            run_round(sim)
            found.append(Rehearsal({row.stage: _stage(row) for row in stages_of(round_)}, honours(sim.now)))
            raise Undo
    except Undo:
        return found[0]


def _stage(row: Any) -> Stage:
    answers: dict[str, Any] = {
        "attested": said.attestations_in(row.round_id), "replies": said.replies_at(row.pk),
        "surveys": said.surveys_at(row.pk), "approvals": said.approvals_at(row.pk),
        "marks": review.marks_of_stage(row.pk), "points": review.hearing_points_of(row.pk),
        "members": len(review.ballot_members(row.pk)),
        "votes": review.ballot_counts(row.pk, review.ballot_cases(row.pk)),
    }  # fmt: skip
    return Stage(row.kind, row.opened_at, row.closed_at, answers)


def honours(now: datetime) -> list[tuple[str, str]]:
    """Return (case, tier) of every honour of the round."""
    return sorted((one.case_code, one.tier) for one in registers.honours_of_round(ROUND, now.date()))


def at_stage(folder: Path, stage: str, source: str, count: int = 3) -> Office:
    """Return the office of a round whose first stage, of the given source, is open."""
    make_cases(make_round(source=source), count)
    casework.open_stage(round_code=ROUND, stage=stage, by=OFFICE, now=AFTER)
    return Office(folder)


def recorded(path: Path, *, by: Actor = OFFICE, now: datetime = AFTER, dry: bool = False) -> Any:
    """Record a sheet through the action."""
    return record_sheet(round_code=ROUND, content=path.read_bytes(), name=path.name, by=by, now=now, dry=dry)


def written(folder: Path, stage: str | None = None) -> Path:
    """Write the sheet of a stage through the query."""
    path = folder / "表.xlsx"
    path.write_bytes(sheet_for(ROUND, stage, OFFICE).content)
    return path


def problems(path: Path, now: datetime = AFTER) -> list[tuple[str, str, int | None, str]]:
    """Return (code, sheet, row, column) of everything that recording a sheet refuses."""
    try:
        recorded(path, now=now)
    except InputRefused as refusal:
        for problem in refusal.problems:
            assert problem.message.en not in ("", problem.message.zh)
            assert problem.remedy.zh
        return [
            (one.code.removeprefix("workbook."), one.place.sheet, one.place.row, one.place.column)
            for one in refusal.problems
        ]
    raise AssertionError("nothing was refused")


def declare(expert: str, account: str) -> None:
    """Let an expert declare that nothing ties it to the applicants of the round."""
    subjects = {str(one["subject"]) for one in cases_of(round_of(ROUND))}
    review_actions.declare_for_round(
        round_code=ROUND, expert=expert, organisations=subjects, by=Actor(account), now=AFTER
    )


def only_stage(line: str) -> str:
    """Return a rulebook with one stage of its own before the notice of the short procedure, and no conditions."""
    from factories import SHORT

    head, _, tail = SHORT.partition("stages:\n")
    kept = tail.split("\n", 1)[1].replace("written: true}", "written: true}, of: applicants")
    return f"{head.partition('entry:')[0]}stages:\n  - {line}\n{kept}"
