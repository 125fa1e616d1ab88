"""Running a stage from a workbook: written for the office, filled in, recorded."""

from __future__ import annotations

from pathlib import Path

import click
from django.utils import timezone

from zhiheng.core.refusal import InputRefused
from zhiheng.core.speech import say, told
from zhiheng.core.text import Text
from zhiheng.programmes.awards.actions.sheets import record_sheet
from zhiheng.programmes.awards.commands.intake import FILE, NEW_FILE
from zhiheng.programmes.awards.commands.stages import ROUND, STAGE, as_json, print_json
from zhiheng.programmes.awards.sheets.desk import sheet_for
from zhiheng.programmes.awards.sheets.layout import Report
from zhiheng.programmes.awards.workbook.template import deadline_text
from zhiheng.shell.terminal import acting, as_account


@click.command(
    help=say(
        "写出进行中环节的工作簿（xlsx），供填写后录入",
        "Write the workbook of the open stage (xlsx), to be filled and recorded",
    )
)
@click.argument("round_code", metavar=ROUND)
@click.argument("stage", metavar=f"[{STAGE}]", required=False)
@click.option("--to", type=NEW_FILE, required=True, help=say("写到哪个文件", "The file to write"))
@as_account
def sheet(round_code: str, stage: str | None, to: Path, username: str | None) -> None:
    """Write the sheet of a stage."""
    found = sheet_for(round_code, stage, acting(username, timezone.now()))
    to.write_bytes(found.content)
    until = "" if found.ends_at is None else told(deadline_text(found.ends_at))
    click.echo(
        say(
            f"已写出环节“{found.title.zh}”（{found.stage}）的工作簿：{to}，共 {found.rows} 行。",
            f"Written for “{found.title.en}” ({found.stage}): {to}, {found.rows} rows.",
        )
    )
    if until:
        click.echo(say("办理期限：", "To be done ") + until)
    click.echo(say("填好后录入：", "When filled: ") + f"zhiheng round record {round_code} {to}")


@click.command(
    help=say(
        "录入填好的环节工作簿；重复录入同一文件不会重复记录",
        "Record a filled stage workbook; the same file again records nothing twice",
    )
)
@click.argument("round_code", metavar=ROUND)
@click.argument("path", metavar=say("文件.xlsx", "FILE.xlsx"), type=FILE)
@click.option("--dry-run", "dry", is_flag=True, help=say("只检查，不保存", "Check only, save nothing"))
@as_account
@as_json
def record(round_code: str, path: Path, dry: bool, username: str | None, wants_json: bool) -> None:
    """Record a sheet, all of it or nothing."""
    now = timezone.now()
    report = record_sheet(
        round_code=round_code, content=path.read_bytes(), name=path.name, by=acting(username, now), now=now, dry=dry
    )  # fmt: skip
    if wants_json:
        print_json(report.to_json())
        if report.problems:
            raise SystemExit(1)
        return
    _print_report(report)
    if report.problems:
        raise InputRefused(
            "sheet.problems",
            Text("文件有问题，未录入任何内容。", "The file has problems; nothing was recorded."),
            (),
        )
    _print_end(report, dry=dry)


def _print_report(report: Report) -> None:
    for problem in report.problems:
        click.echo(f"{say('问题', 'Problem')}: {told(problem.text())}")
    for warning in report.warnings:
        click.echo(f"{say('提示', 'Note')}: {told(warning.text())}")
    click.echo(told(report.summary()))


def _print_end(report: Report, *, dry: bool) -> None:
    if dry:
        click.echo(say("检查通过，未保存。", "It can be recorded; nothing was saved."))
        return
    if report.is_unchanged:
        click.echo(
            say("与已有记录一致，未作改动。", "Nothing differs from what is on record; nothing was changed.")
        )
    click.echo(
        say("下一步：", "Next: ") + f"zhiheng round preview {report.round_code} {report.stage}"
        + say("，然后 ", ", then ") + f"zhiheng round close {report.round_code} {report.stage}"
    )  # fmt: skip
