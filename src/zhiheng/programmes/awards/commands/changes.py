"""What happens to a case or a scorebook beside the sheets: withdrawn, restored, late, corrected, reopened."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from django.db import transaction
from django.utils import timezone

from zhiheng.casework import actions as casework
from zhiheng.casework.queries.rounds import case_of, rulebook_of
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.core.speech import say
from zhiheng.core.text import Text
from zhiheng.programmes.awards.commands.intake import FILE, INSTANT
from zhiheng.programmes.awards.commands.stages import ROUND, STAGE, local
from zhiheng.programmes.awards.domain.applications import closing_day
from zhiheng.programmes.awards.sheets.desk import the_open_stage
from zhiheng.programmes.awards.workbook.read import read_workbook
from zhiheng.registers import queries as registers
from zhiheng.review import actions as review
from zhiheng.shell.terminal import acting, as_account

CASE = say("办件编号", "CASE")


@click.command(help=say("撤回一个办件", "Withdraw a case"))
@click.argument("case_code", metavar=CASE)
@click.option("--reason", required=True, help=say("撤回理由", "Why"))
@as_account
def withdraw(case_code: str, reason: str, username: str | None) -> None:
    """Withdraw a case."""
    now = timezone.now()
    case = casework.withdraw_case(case_code=case_code, reason=reason, by=acting(username, now), now=now)
    click.echo(say("已撤回", "Withdrawn") + f": {case.code}  {case.name}")


@click.command(help=say("恢复已撤回的办件", "Let a withdrawn case return"))
@click.argument("case_code", metavar=CASE)
@as_account
def restore(case_code: str, username: str | None) -> None:
    """Restore a case."""
    now = timezone.now()
    case = casework.restore_case(case_code=case_code, by=acting(username, now), now=now)
    click.echo(say("已恢复", "Restored") + f": {case.code}  {case.name}")


@click.command(help=say("登记并批准一个单位的逾期申报", "Grant an organisation a late entry"))
@click.argument("round_code", metavar=ROUND)
@click.argument("organisation", metavar=say("单位代码", "ORGANISATION"))
@click.option(
    "--until", type=INSTANT, required=True, help=say("准许到何时（北京时间）", "Until when, Beijing time")
)
@click.option("--ground", required=True, help=say("理由", "Why"))
@as_account
def late(round_code: str, organisation: str, until: datetime, ground: str, username: str | None) -> None:
    """Record the request of an organisation and grant it, in one go."""
    now = timezone.now()
    by, row = acting(username, now), registers.organisation(organisation)
    row = row or registers.organisation_by_uscc(organisation)
    if row is None:
        told = Text(f"组织“{organisation}”不存在。", f"There is no organisation “{organisation}”.")
        raise Refused("organisation.unknown", told)
    with transaction.atomic():
        asked = casework.request_late_entry(
            round_code=round_code, subject=row.code, reason=ground, by=by, now=now
        )
        granted = casework.decide_late_request(
            request_pk=asked.pk, granted_until_at=until.replace(tzinfo=SHANGHAI), ground=ground, by=by, now=now
        )  # fmt: skip
    click.echo(
        say("已准许逾期申报", "Late entry granted") + f": {row.name}  → {local(granted.granted_until_at)}"
    )


@click.command(help=say("退回一个办件，要求补正材料", "Return a case for correction"))
@click.argument("case_code", metavar=CASE)
@click.option("--asks", required=True, help=say("要补正什么", "What is to be corrected"))
@as_account
def correct(case_code: str, asks: str, username: str | None) -> None:
    """Ask for a correction at the stage that is open."""
    now = timezone.now()
    stage = the_open_stage(case_of(case_code).round.code)
    asked = casework.ask_correction(
        case_code=case_code, stage=stage, asks=asks, by=acting(username, now), now=now
    )
    click.echo(say("已退回补正", "Returned for correction") + f": {case_code}  → {local(asked.due_at)}")


@click.command(
    help=say(
        "录入补正后的申报：只含该单位一行的申报名单",
        "Take a corrected application: a workbook of applications with this one row",
    )
)
@click.argument("case_code", metavar=CASE)
@click.argument("path", metavar=say("文件.xlsx", "FILE.xlsx"), type=FILE)
@as_account
def corrected(case_code: str, path: Path, username: str | None) -> None:
    """Take back a corrected application."""
    now, case = timezone.now(), case_of(case_code)
    read = read_workbook(
        path.read_bytes(), path.name, rulebook_of(case.round), closing=closing_day(case.round.closes_at)
    )
    if read.problems:
        told = Text("文件有问题，未录入任何内容。", "The file has problems; nothing was recorded.")
        raise InputRefused("correction.refused", told, read.problems)
    subject = registers.organisation(case.subject)
    if len(read.rows) != 1 or subject is None or read.rows[0].uscc != subject.uscc:
        told = Text(
            f"文件须只含办件 {case_code} 的单位“{case.name}”一行。",
            f"The file has to hold one row, that of “{case.name}”.",
        )
        raise Refused("correction.other_rows", told)
    declared = read.rows[0].declared()
    casework.answer_correction(case_code=case_code, declared=declared, by=acting(username, now), now=now)
    click.echo(say("已录入补正", "Correction taken") + f": {case_code}  {case.name}")


@click.command(help=say("退回已签署的评分手册，准许更正", "Reopen a signed scorebook for correction"))
@click.argument("round_code", metavar=ROUND)
@click.argument("stage", metavar=STAGE)
@click.argument("case_code", metavar=CASE)
@click.argument("seat", metavar=say("席位", "SEAT"))
@click.option("--ground", required=True, help=say("理由", "Why"))
@as_account
def reopen(round_code: str, stage: str, case_code: str, seat: str, ground: str, username: str | None) -> None:
    """Reopen one scorebook."""
    now = timezone.now()
    if case_of(case_code).round.code != round_code:
        told = Text(f"{case_code} 不属于届次 {round_code}。", f"{case_code} is not of round {round_code}.")
        raise Refused("case.other_round", told)
    review.reopen_scorebook(
        case_code=case_code, stage=stage, seat=seat.upper(), ground=ground, by=acting(username, now), now=now
    )
    click.echo(say("评分手册已退回", "Scorebook reopened") + f": {case_code}/{stage}/{seat.upper()}")
