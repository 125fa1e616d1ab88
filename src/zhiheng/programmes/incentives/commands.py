"""``zhiheng incentives``: rewards for standards on the terminal."""

from __future__ import annotations

import json
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from zhiheng.casework.queries.rounds import round_of
from zhiheng.core.money import Money
from zhiheng.core.speech import say, told
from zhiheng.core.text import Text
from zhiheng.programmes.incentives import queries
from zhiheng.programmes.incentives.demo import CODE, RULEBOOK, Demonstration
from zhiheng.rules.vocabulary import word

JSON = click.option("--json", "as_json", is_flag=True, help=say("以 JSON 输出", "Print JSON"))


@click.group(
    help=say(
        "标准化战略奖励：谁参与制定了哪项标准，奖励多少，怎样算出。",
        "Rewards for standards: who helped to make which standard, how much that is worth, and why.",
    )
)
def incentives() -> None:
    """Gather the commands."""


@incentives.command(
    help=say(
        "用虚构的样例走完一批奖励（届次 demo-hl）：申报、初审、复核、公示、批准、拨付。重复运行即重新开始。",
        "Run a whole reward on invented data (round demo-hl), from claims to payment. Again: afresh.",
    )
)
@JSON
def demo(as_json: bool) -> None:
    """Run the demonstration and print what came of it."""
    _migrate()
    source = (settings.CHECKOUT / RULEBOOK).read_text(encoding="utf-8")
    Demonstration(source, told=_silent if as_json else _tell).run()
    _print(CODE, as_json)


@incentives.command(
    help=say(
        "列出一个届次的奖励明细和未获奖励的原因。", "List a round's lines and refusals, each with its reason."
    )
)
@click.argument("round_code", metavar=say("届次", "ROUND"))
@JSON
def show(round_code: str, as_json: bool) -> None:
    """Print the lines of a round."""
    round_of(round_code)
    _print(round_code, as_json)


def _migrate() -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", verbosity=0, interactive=False)


def _tell(told_: Text) -> None:
    click.echo(told(told_))


def _silent(_told: Text) -> None:
    """Leave the output to the JSON."""


def _print(round_code: str, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(_report(round_code), ensure_ascii=False, indent=2))
        return
    _print_lines(round_code)
    _print_refusals(round_code)
    _print_totals(round_code)


def _print_lines(round_code: str) -> None:
    click.echo(say("\n奖励明细", "\nLines"))
    for line in queries.lines_of(round_code):
        click.echo(f"{line.claim.case}  {line.claim.name}  {line.claim.standard}  {told(line.told)}")


def _print_refusals(round_code: str) -> None:
    click.echo(say("\n未获奖励", "\nNot rewarded"))
    for row in queries.refusals_of(round_code):
        reasons = "".join(told(reason) for reason in row.reasons)
        cited = sorted({told(cite.text()) for cite in row.cites})
        claim, where = row.claim, told(row.stage_title)
        click.echo(f"{claim.case}  {claim.name}  {claim.standard}  {where}: {reasons} [{', '.join(cited)}]")


def _print_totals(round_code: str) -> None:
    totals = queries.totals_of(round_code)
    counted = [f"{told(word('level', level))} {count}" for level, count in totals.by_level.items()]
    levels = say("，", ", ").join(counted)
    click.echo(
        say(
            f"\n申报 {totals.applied_enterprises} 家企业 {totals.applied_projects} 个项目，"
            f"奖励 {totals.paid_enterprises} 家企业 {totals.paid_projects} 个项目（{levels}），共 {totals.amount} 元。",
            f"\nApplied: {totals.applied_enterprises} enterprises, {totals.applied_projects} projects. "
            f"Paid: {totals.paid_enterprises} enterprises, {totals.paid_projects} projects ({levels}), "
            f"{totals.amount} yuan.",
        )
    )
    if round_of(round_code).is_sample:
        click.echo(say("以上均为虚构的演示数据。", "All of this is invented sample data."))


def _report(round_code: str) -> dict[str, Any]:
    totals = queries.totals_of(round_code)
    return {
        "round": round_code,
        "is_sample": round_of(round_code).is_sample,
        "lines": [_line(line) for line in queries.lines_of(round_code)],
        "refused": [_refused(row) for row in queries.refusals_of(round_code)],
        "totals": {
            "applied": {"enterprises": totals.applied_enterprises, "projects": totals.applied_projects},
            "paid": {"enterprises": totals.paid_enterprises, "projects": totals.paid_projects},
            "by_level": totals.by_level,
            "fen": totals.amount.fen,
            "yuan": _yuan(totals.amount),
        },
    }


def _line(line: queries.LineRow) -> dict[str, Any]:
    return {
        **_claim(line.claim),
        "fen": line.amount.fen,
        "yuan": _yuan(line.amount),
        "calculation": line.told.to_json(),
        "steps": [step.to_json() for step in line.steps],
        "reductions": [less.to_json() for less in line.reductions],
        "paid_at": None if line.paid_at is None else line.paid_at.isoformat(),
        "document": line.document,
    }


def _refused(row: queries.RefusedRow) -> dict[str, Any]:
    return {
        **_claim(row.claim),
        "stage": row.stage,
        "reasons": [reason.to_json() for reason in row.reasons],
        "cites": [cite.to_json() for cite in row.cites],
    }


def _claim(claim: queries.ClaimRow) -> dict[str, Any]:
    return {
        "case": claim.case,
        "enterprise": claim.name,
        "standard": claim.standard,
        "title": claim.title,
        "level": claim.level,
        "action": claim.action,
        "rank": claim.rank,
    }


def _yuan(amount: Money) -> str:
    return str(amount).replace(",", "")
