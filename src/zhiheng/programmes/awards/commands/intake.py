"""Opening a round, and taking in its applications as a workbook."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from django.utils import timezone

from zhiheng.casework import actions as casework
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import InputRefused, Problem
from zhiheng.core.speech import say, told
from zhiheng.core.text import Text
from zhiheng.programmes.awards.actions.applications import dry_run, import_applications
from zhiheng.programmes.awards.commands.stages import ROUND, as_json, local, print_json
from zhiheng.programmes.awards.domain.intake_report import Report
from zhiheng.programmes.awards.queries.applications import template_of
from zhiheng.rules.load import load_rulebook
from zhiheng.shell.terminal import acting, as_account

INSTANT = click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"])
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("open", help=say("按规则书开启一届", "Open a round under a rulebook"))
@click.argument("code", metavar=ROUND)
@click.option("--rulebook", "path", type=FILE, required=True, help=say("规则书文件", "The rulebook's file"))
@click.option("--session", required=True, help=say("届别，例如 7", "The session, such as 7"))
@click.option(
    "--opens",
    type=INSTANT,
    required=True,
    help=say("申报开始（北京时间）", "First instant for applications, Beijing time"),
)
@click.option(
    "--closes", type=INSTANT, required=True,
    help=say("申报截止（北京时间，到这一刻为止）", "End of applications, Beijing time: from this instant on it is too late"),
)  # fmt: skip
@as_account
def open_(
    code: str, path: Path, session: str, opens: datetime, closes: datetime, username: str | None
) -> None:
    """Open a round and print its calendar's ends."""
    now = timezone.now()
    round_ = casework.open_round(
        code=code, source=load_rulebook(path).source, session=session, opens_at=opens.replace(tzinfo=SHANGHAI),
        closes_at=closes.replace(tzinfo=SHANGHAI), by=acting(username, now), now=now,
    )  # fmt: skip
    click.echo(say("届次已开启", "The round is open") + f": {round_.code}  {local(opens)} – {local(closes)}")


@click.command(
    help=say("写出申报名单的空白工作簿（xlsx）", "Write the empty workbook of applications (xlsx)")
)
@click.argument("round_code", metavar=ROUND)
@click.option("--to", type=NEW_FILE, required=True, help=say("写到哪个文件", "The file to write"))
def template(round_code: str, to: Path) -> None:
    """Write the template of a round."""
    to.write_bytes(template_of(round_code))
    click.echo(say("已写出", "Written") + f": {to}")


@click.command(
    "import",
    help=say(
        "导入申报名单；重复导入同一文件不会重复立件",
        "Import applications; the same file again doubles nothing",
    ),
)
@click.argument("round_code", metavar=ROUND)
@click.argument("path", metavar=say("文件.xlsx", "FILE.xlsx"), type=FILE)
@click.option("--dry-run", "dry", is_flag=True, help=say("只检查，不保存", "Check only, save nothing"))
@as_account
@as_json
def import_workbook(round_code: str, path: Path, dry: bool, username: str | None, wants_json: bool) -> None:
    """Take in a workbook, all of its rows or none."""
    now = timezone.now()
    act = dry_run if dry else import_applications
    report = act(round_code, path.read_bytes(), path.name, acting(username, now), now)
    if wants_json:
        print_json(report.to_json())
    else:
        _print_report(report)
    if dry and report.problems and not wants_json:
        raise InputRefused(
            "applications.problems",
            Text("文件有问题，未保存任何内容。", "The file has problems; nothing was saved."),
            (),
        )


def _print_report(report: Report) -> None:
    for problem in report.problems:
        _print_problem(say("问题", "Problem"), problem)
    if report.more:
        click.echo(say(f"……另有 {report.more} 处问题。", f"... and {report.more} more problems."))
    for warning in report.warnings:
        _print_problem(say("提示", "Note"), warning)
    click.echo(told(report.summary()))


def _print_problem(word: str, problem: Problem) -> None:
    click.echo(f"{word}: {told(problem.text())}")
