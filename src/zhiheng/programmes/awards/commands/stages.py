"""Looking at rounds, and opening and closing their stages."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import click
from django.utils import timezone

from zhiheng.casework import actions as casework
from zhiheng.casework.domain.words import OUTCOMES, STATES
from zhiheng.casework.queries.preview import preview_of
from zhiheng.casework.queries.rounds import cases_of, round_of, rounds_of, rulebook_of, stages_of
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.speech import say, told
from zhiheng.registers import queries as registers
from zhiheng.shell.terminal import acting, as_account

ROUND = say("届次代码", "ROUND")
STAGE = say("环节", "STAGE")
as_json = click.option("--json", "wants_json", is_flag=True, help=say("输出 JSON", "Print JSON"))


def print_json(value: object) -> None:
    """Print plain values for a machine."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def local(at: datetime | None) -> str:
    """Return an instant as local day and minute, or a dash."""
    return "-" if at is None else f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


@click.command("list", help=say("列出各届", "List the rounds"))
@as_json
def list_rounds(wants_json: bool) -> None:
    """Print every round, the newest first."""
    rows = [
        {"round": one.code, "programme": one.programme.code, "session": one.session, "state": one.state,
         "opens_at": one.opens_at.isoformat(), "closes_at": one.closes_at.isoformat(), "is_sample": one.is_sample}
        for one in rounds_of()
    ]  # fmt: skip
    if wants_json:
        print_json(rows)
        return
    for row in rows:
        sample = say("（演示）", " (sample)") if row["is_sample"] else ""
        click.echo(
            f"{row['round']}  {row['programme']}  {row['session']}  {told(STATES[str(row['state'])])}{sample}"
        )
    if not rows:
        click.echo(
            say(
                "还没有任何届次。运行 zhiheng round demo 可看演示。",
                "No rounds yet; see one with zhiheng round demo.",
            )
        )


@click.command(
    help=say("显示一届：规则书、日程、各环节进出和荣誉", "Show a round: rulebook, calendar, stages, honours")
)
@click.argument("round_code", metavar=ROUND)
@as_json
def show(round_code: str, wants_json: bool) -> None:
    """Print one round."""
    found = _round_json(round_code)
    if wants_json:
        print_json(found)
        return
    click.echo(f"{found['round']}  {found['title'][say('zh', 'en')]}  {found['session']}")
    click.echo(f"{say('规则书', 'Rulebook')}: {found['rulebook']}  sha256 {found['digest'][:16]}…")
    click.echo(f"{say('申报', 'Applications')}: {found['opens_at']} – {found['closes_at']}")
    for stage in found["stages"]:
        mark = {"closed": "●", "open": "◐", "waiting": "○"}[stage["state"]]
        click.echo(f"{mark} {stage['title'][say('zh', 'en')]}（{stage['stage']}）  {stage['when']}")
    for honour in found["honours"]:
        click.echo(f"★ {honour['tier']}  {honour['winner']}  {honour['case']}")


def _round_json(round_code: str) -> dict[str, Any]:
    round_ = round_of(round_code)
    book = rulebook_of(round_)
    stages = [
        {"stage": row.stage, "title": book.stage(row.stage).title.to_json(), "state": row.state,
         "when": local(row.closed_at or row.due_at) if row.opened_at else str(row.planned_due_day or "-")}
        for row in stages_of(round_)
    ]  # fmt: skip
    honours = registers.honours_of_round(round_code, timezone.localdate())
    return {
        "round": round_.code, "title": book.title.to_json(), "session": round_.session, "state": round_.state,
        "rulebook": book.id, "digest": book.digest, "opens_at": local(round_.opens_at),
        "closes_at": local(round_.closes_at), "cases": len(cases_of(round_)), "stages": stages,
        "honours": [{"case": one.case_code, "tier": one.tier, "winner": one.winner} for one in honours],
    }  # fmt: skip


@click.command(help=say("开始一个环节", "Begin a stage"))
@click.argument("round_code", metavar=ROUND)
@click.argument("stage", metavar=STAGE)
@as_account
def begin(round_code: str, stage: str, username: str | None) -> None:
    """Open a stage."""
    now = timezone.now()
    row = casework.open_stage(round_code=round_code, stage=stage, by=acting(username, now), now=now)
    due = say("，截止 ", ", due ") + local(row.due_at) if row.due_at else ""
    click.echo(say("环节已开始", "The stage has begun") + f": {stage}{due}")


@click.command(
    help=say(
        "结束环节之前，先看谁进入下一环节、谁不进入、为什么", "Before closing: who goes on, who does not, why"
    )
)
@click.argument("round_code", metavar=ROUND)
@click.argument("stage", metavar=STAGE)
@as_json
def preview(round_code: str, stage: str, wants_json: bool) -> None:
    """Print what closing would conclude; nothing is saved."""
    found = preview_of(round_code, stage, timezone.now())
    if wants_json:
        print_json(
            {"awaits": {about: text.to_json() for about, text in found.awaits.items()},
             "conclusions": [made.to_json() for made in found.conclusions]}
        )  # fmt: skip
        return
    for about, text in found.awaits.items():
        click.echo(f"{say('等待', 'Waiting')}: {about} {told(text)}")
    for made in found.conclusions:
        click.echo(f"{made.case}  {told(OUTCOMES[made.outcome.value])}  {told(made.reasons[0])}")
    if not found.awaits:
        count = len(found.conclusions), len(found.going_on)
        click.echo(
            say(
                f"共 {count[0]} 个办件，{count[1]} 个进入下一环节。", f"{count[1]} of {count[0]} would go on."
            )
        )


@click.command(help=say("结束一个环节：为每个办件作出结论", "Close a stage: a finding for every case"))
@click.argument("round_code", metavar=ROUND)
@click.argument("stage", metavar=STAGE)
@as_account
def close(round_code: str, stage: str, username: str | None) -> None:
    """Close a stage."""
    now = timezone.now()
    row = casework.close_stage(round_code=round_code, stage=stage, by=acting(username, now), now=now)
    click.echo(
        say("环节已结束，输入摘要", "The stage is closed; digest of its inputs") + f" {row.inputs_digest}"
    )
