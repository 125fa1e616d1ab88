"""``zhiheng review``: interests to decide and seats to fill, for those who work at a terminal."""

from __future__ import annotations

import json

import click
from django.utils import timezone

from zhiheng.casework.queries.rounds import run_of
from zhiheng.core.speech import say, told
from zhiheng.core.text import Text
from zhiheng.review import actions, policy, queries
from zhiheng.review.domain.seats import seats_wanted
from zhiheng.review.queries.interests import interests_of
from zhiheng.review.queries.places import panel_stage
from zhiheng.shell.terminal import acting, as_account

AS_JSON = click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))


@click.group(help=say("评审：裁定利害关系、补齐席位", "Reviews: decide interests, fill seats"))
def review() -> None:
    """Group the commands about reviews."""


@review.command(help=say("列出待裁定的利害关系", "List the interests that wait for a decision"))
@click.argument("authority", metavar=say("主管机关", "AUTHORITY"))
@as_account
@AS_JSON
def interests(authority: str, username: str | None, as_json: bool) -> None:
    """List the undecided interests of an authority; only its office sees them."""
    policy.may_keep_pool(acting(username, timezone.now()), authority).or_refuse("interest.not_yours")
    rows = interests_of(authority, state="open")
    if as_json:
        found = [
            {"interest": one.code, "expert": one.expert, "organisation": one.organisation,
             "relation": one.relation, "says": one.says}
            for one in rows
        ]  # fmt: skip
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for one in rows:
        click.echo(f"{one.code}  {one.expert_name} – {one.name}  {one.relation}  {one.says}")
    click.echo(told(Text(f"待裁定 {len(rows)} 项", f"{len(rows)} to decide")))


@review.command(help=say("裁定一项利害关系，写明理由", "Decide an interest and say why"))
@click.argument("interest", metavar=say("编号", "INTEREST"))
@click.option(
    "--stands/--dismissed", default=None, required=True, help=say("成立或不成立", "It stands or not")
)
@click.option("--reason", required=True, help=say("理由", "The reason"))
@as_account
def decide(interest: str, stands: bool, reason: str, username: str | None) -> None:
    """Decide an interest; one that stands recuses the expert from the organisation's cases."""
    now = timezone.now()
    cases = actions.adjudicate_interest(
        interest=interest, stands=stands, ground=reason, by=acting(username, now), now=now
    )
    if not stands:
        click.echo(say("已裁定：不影响评审。", "Decided: it does not stand in the way."))
        return
    named, named_en = "、".join(cases) or "无在组办件", ", ".join(cases) or "no seated case"
    click.echo(say(f"已裁定：应当回避（{named}）。", f"Decided: it stands ({named_en})."))


@review.command(help=say("列出有空缺席位的办件", "List the cases with an empty seat"))
@click.argument("round_code", metavar=say("届次代码", "ROUND"))
@click.argument("stage", metavar=say("环节", "STAGE"))
@as_account
@AS_JSON
def seats(round_code: str, stage: str, username: str | None, as_json: bool) -> None:
    """List the running cases of a stage that lack an assessor."""
    at = panel_stage(round_code, stage)
    if at is None:
        raise click.UsageError(say("该环节没有评审组。", "No panel sits at this stage."))
    policy.may_watch(acting(username, timezone.now()), at).or_refuse("panel.not_yours")
    running = {case.code: case.name for case in run_of(at.round, at.row).cases}
    empty = {}
    for code, own in queries.seats_by_case(at.row.pk).items():
        lacks = seats_wanted(at.rule, own) - sum(not seat.is_recused for seat in own)
        if code in running and lacks > 0:
            empty[code] = lacks
    if as_json:
        click.echo(json.dumps(empty, ensure_ascii=False, indent=2))
        return
    for code, lacks in empty.items():
        click.echo(f"{code}  {running[code]}  {say(f'空缺 {lacks} 席', f'{lacks} empty')}")
    click.echo(told(Text(f"有空缺的办件 {len(empty)} 个", f"{len(empty)} cases with an empty seat")))


@review.command(help=say("为空缺席位补派评审员", "Seat a substitute at a case"))
@click.argument("round_code", metavar=say("届次代码", "ROUND"))
@click.argument("stage", metavar=say("环节", "STAGE"))
@click.argument("case", metavar=say("办件编号", "CASE"))
@click.argument("expert", metavar=say("专家编号", "EXPERT"))
@as_account
def refill(round_code: str, stage: str, case: str, expert: str, username: str | None) -> None:
    """Seat a substitute for a case whose seat is empty."""
    now = timezone.now()
    label = actions.refill_panel(
        round_code=round_code, stage=stage, case=case, expert=expert, by=acting(username, now), now=now
    )
    click.echo(say(f"{expert} 已补派到 {case}，席位 {label}。", f"{expert} now sits at {case} as {label}."))


@review.command(
    "announce-draw", help=say("公布评审组的抽取名单", "Announce who takes part in the draw of a panel")
)
@click.argument("round_code", metavar=say("届次代码", "ROUND"))
@click.argument("stage", metavar=say("环节", "STAGE"))
@click.argument("panel", metavar=say("评审组名称", "PANEL"))
@click.argument("cases", metavar=say("办件编号…", "CASE..."), nargs=-1, required=True)
@click.option("--source", required=True, help=say("种子的来源", "Where the seed will come from"))
@as_account
def announce_draw(
    round_code: str, stage: str, panel: str, cases: tuple[str, ...], source: str, username: str | None
) -> None:
    """Publish the list from which a panel will be drawn by lot."""
    now = timezone.now()
    named = actions.announce_draw(
        round_code=round_code, stage=stage, panel=panel, cases=cases, source=source,
        by=acting(username, now), now=now,
    )  # fmt: skip
    click.echo(say(f"已公布名单，摘要 {named}。", f"The list is announced, digest {named}."))


@review.command(help=say("以种子抽取已公布名单的评审组", "Draw an announced panel by its seed"))
@click.argument("round_code", metavar=say("届次代码", "ROUND"))
@click.argument("stage", metavar=say("环节", "STAGE"))
@click.argument("panel", metavar=say("评审组名称", "PANEL"))
@click.option("--seed", required=True, help=say("种子，照公布的原文", "The seed exactly as published"))
@as_account
def draw(round_code: str, stage: str, panel: str, seed: str, username: str | None) -> None:
    """Draw and seat a panel."""
    now = timezone.now()
    labels = actions.draw_panel(
        round_code=round_code, stage=stage, panel=panel, seed=seed, by=acting(username, now), now=now
    )
    click.echo(say(f"已抽取，席位 {'、'.join(labels)}。", f"Drawn, seats {', '.join(labels)}."))
