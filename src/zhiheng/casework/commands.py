"""``zhiheng case``: where a case is, who owes what by when, what was decided under which article, and why."""

from __future__ import annotations

import json
from datetime import datetime

import click
from django.utils import timezone

from zhiheng.casework.domain.words import OUTCOMES, ROLES, STATES
from zhiheng.casework.queries.rounds import case_of, cases_of, round_of
from zhiheng.casework.queries.story import Step, story_json, story_of
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import Citation
from zhiheng.core.speech import say, told
from zhiheng.core.text import Text


@click.group(help=say("查看办件", "Cases"))
def case() -> None:
    """Group the commands about cases."""


@case.command(
    "list", help=say("列出一届的全部办件及其所到环节", "List the cases of a round and how far each came")
)
@click.argument("round_code", metavar=say("届次代码", "ROUND"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
def list_cases(round_code: str, as_json: bool) -> None:
    """List the cases of a round."""
    rows = cases_of(round_of(round_code))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(f"{row['case']}  {told(STATES[str(row['state'])])}  {row['stage'] or '-'}  {row['name']}")


@case.command(
    help=say(
        "讲清一个办件：在哪里、谁欠什么、依据哪一条、为什么",
        "Tell one case: where, who owes what, which article, why",
    )
)
@click.argument("case_code", metavar=say("办件编号", "CASE"))
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
def show(case_code: str, as_json: bool) -> None:
    """Tell the story of one case."""
    story = story_of(case_of(case_code), timezone.now())
    if as_json:
        click.echo(json.dumps(story_json(story), ensure_ascii=False, indent=2))
        return
    found = story.case
    click.echo(f"{found.code}  {found.name}（{found.region}）")
    click.echo(
        f"{say('届次', 'Round')}: {found.round.code}   {say('状态', 'State')}: {told(STATES[found.state])}"
    )
    for step in story.steps:
        _show_step(step)
    for owed in story.owed:
        due = f"，{say('截止', 'due')} {_at(owed.due_at)}" if owed.due_at else ""
        click.echo(
            f"{say('待办', 'Owed')}: {told(ROLES.get(owed.role, Text.of(owed.role)))} {told(owed.what)}{due}"
        )
    if story.awaits is not None:
        click.echo(f"{say('等待', 'Waiting')}: {told(story.awaits)}")


def _show_step(step: Step) -> None:
    mark = {"closed": "●", "open": "◐", "waiting": "○"}[step.state]
    outcome = f"  {told(OUTCOMES[step.outcome])}" if step.outcome else ""
    when = (
        _at(step.closed_at) if step.closed_at else f"{say('计划', 'planned')} {step.planned_due_day or '-'}"
    )
    click.echo(f"{mark} {told(step.title)}（{told(step.cite.text())}）{outcome}  {when}")
    for reason, cite in step.reasons:
        click.echo(f"    {told(reason)}{_cited(cite)}")


def _cited(cite: Citation | None) -> str:
    return "" if cite is None else f"〔{told(cite.text())}〕"


def _at(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
