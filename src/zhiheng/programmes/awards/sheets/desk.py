"""Which stage a sheet is for, and the workbook of an open stage as it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhiheng.casework import policy
from zhiheng.casework.domain.values import StageRun
from zhiheng.casework.queries.rounds import open_stage_of, round_of, rulebook_of, run_of, stages_of
from zhiheng.casework.queries.said import published_at
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.programmes.awards.sheets.kinds import FORMS
from zhiheng.programmes.awards.sheets.layout import Form, Table
from zhiheng.programmes.awards.sheets.write import write_sheet


@dataclass(frozen=True, slots=True)
class StageSheet:
    """The workbook of an open stage, until when it is to be done, and how many rows it has to fill."""

    stage: str
    title: Text
    ends_at: datetime | None
    rows: int
    content: bytes


def sheet_for(round_code: str, stage: str | None, by: Actor) -> StageSheet:
    """Return the workbook of an open stage, without a name that of the one that is open.

    Refuses anybody but the office, a stage that is not open, and one at which nothing is filled in.
    """
    round_ = round_of(round_code)
    policy.may_run_round(by, round_.authority).or_refuse("sheet.not_yours")
    run = run_of(round_, open_stage_of(round_, stage or the_open_stage(round_code), lock=False))
    form, tables = form_for(run)
    ends_at = sheet_ends_at(run)
    content = write_sheet(run, tables, form.notes(run), ends_at)
    return StageSheet(run.rule.id, run.rule.title, ends_at, sum(len(table.rows) for table in tables), content)


def sheet_ends_at(run: StageRun) -> datetime | None:
    """Return until when a stage is to be done: its deadline, or the end of its notice."""
    published = published_at(run.pk) if run.rule.kind == "notice" else None
    return run.due_at if published is None else published.ends_at


def form_for(run: StageRun) -> tuple[Form, tuple[Table, ...]]:
    """Return what a stage asks; one at which there is nothing to fill is refused with what to do instead."""
    form = FORMS.get(run.rule.kind)
    tables = () if form is None else form.tables(run)
    if form is None or not tables:
        raise Refused(
            "sheet.nothing_to_fill",
            Text(
                f"环节“{run.rule.title.zh}”没有需要填写的内容，直接结束即可："
                f"zhiheng round close {run.round_code} {run.rule.id}。",
                f"Nothing is filled in at “{run.rule.title.en}”; close it: "
                f"zhiheng round close {run.round_code} {run.rule.id}.",
            ),
            [run.book.cite(run.rule.id)],
        )
    return form, tables


def the_open_stage(round_code: str) -> str:
    """Return the one stage that is open; with none or several the remedy is told."""
    round_ = round_of(round_code)
    rows = stages_of(round_)
    stages = [row.stage for row in rows if row.state == "open"]
    if len(stages) == 1:
        return stages[0]
    if stages:
        told = Text(
            f"有 {len(stages)} 个环节正在进行：{'、'.join(stages)}，请指明一个。",
            f"{len(stages)} stages are open: {', '.join(stages)}; name one.",
        )
        raise Refused("sheet.which_stage", told)
    waiting = next((row.stage for row in rows if row.state == "waiting"), None)
    if waiting is None:
        raise Refused(
            "sheet.round_concluded", Text("本届各环节均已结束。", "Every stage of the round has closed.")
        )
    title = rulebook_of(round_).stage(waiting).title
    raise Refused(
        "sheet.no_open_stage",
        Text(
            f"没有正在进行的环节。下一环节“{title.zh}”：zhiheng round begin {round_code} {waiting}。",
            f"No stage is open. The next is “{title.en}”: zhiheng round begin {round_code} {waiting}.",
        ),
    )
