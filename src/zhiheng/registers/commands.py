"""The commands ``zhiheng register``: set up the registers, and look things up in them."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime

import click
from django.utils import timezone

from zhiheng.core.actor import SYSTEM, Role
from zhiheng.core.refusal import Refused
from zhiheng.core.speech import say, told
from zhiheng.core.text import Text
from zhiheng.registers import actions, queries
from zhiheng.registers.domain.kinds import STANDINGS, TIERS, HonourStatus
from zhiheng.registers.domain.rows import HonourRow, OrganisationRow, RegionRow
from zhiheng.rules.vocabulary import EVENTS

as_json = click.option("--json", "wants_json", is_flag=True, help=say("以 JSON 输出", "Print JSON"))
DAY = click.DateTime(["%Y-%m-%d"])


@click.group(
    help=say("行政区划、组织、账号和荣誉台账", "The registers: regions, organisations, accounts, honours")
)
def register() -> None:
    """Hold the commands together."""


@register.command(
    help=say("载入行政区划和历年荣誉（可重复执行）", "Load regions and past honours; can be repeated")
)
@as_json
def setup(wants_json: bool) -> None:
    """Load what the house ships."""
    now = timezone.now()
    loaded = {"regions": actions.load_regions(now=now), "honours": actions.import_honours(now=now)}
    if wants_json:
        _print_json({name: asdict(one) for name, one in loaded.items()})
        return
    for name, one in loaded.items():
        title = say("行政区划", "Regions") if name == "regions" else say("历年荣誉", "Past honours")
        zh = f"{title}：共 {one.total} 条，新增 {one.new} 条，更新 {one.changed} 条。"
        click.echo(say(zh, f"{title}: {one.total} rows, {one.new} new, {one.changed} changed."))


@register.command(help=say("按名称或代码查询行政区划", "Look up regions by name or code"))
@click.argument("query")
@click.option("--on", type=DAY, help=say("在哪一天", "As of this day"))
@as_json
def regions(query: str, on: datetime | None, wants_json: bool) -> None:
    """Print the regions whose name contains the query or whose code begins with it."""
    found = queries.regions_named(query, None if on is None else on.date())
    if wants_json:
        _print_json([asdict(row) for row in found])
        return
    if not found:
        raise Refused("region.unknown", Text(f"没有找到“{query}”。", f"Nothing found for “{query}”."))
    for row in found:
        click.echo(_region_line(row))


@register.command(help=say("查看一个组织及其记录", "Show an organisation and what is on record about it"))
@click.argument("code")
@as_json
def organisation(code: str, wants_json: bool) -> None:
    """Print an organisation found by its code or its credit code."""
    row = queries.organisation(code) or queries.organisation_by_uscc(code)
    if row is None:
        raise Refused(
            "organisation.unknown", Text(f"组织“{code}”不存在。", f"There is no organisation “{code}”.")
        )
    facts = queries.facts_about([row.code], _today())[row.code]
    if wants_json:
        _print_json({**asdict(facts), "names": [asdict(name) for name in queries.names_of(row.code)]})
        return
    for line in _organisation_lines(row):
        click.echo(line)
    for event in facts.events:
        kind = told(EVENTS[event.event]) if event.event in EVENTS else event.event
        click.echo(f"  {event.day}  {kind}  {event.source}")
    for honour in facts.honours:
        click.echo(f"  {honour.day.year}  {honour.award}  {honour.tier}  {told(STANDINGS[honour.standing])}")


@register.command(help=say("查询荣誉；拟授名单不是荣誉", "Search honours; a proposed one is not an honour"))
@click.option("--award", default="", help=say("奖项名称的一部分", "A part of the award's name"))
@click.option("--region", default="", help=say("行政区划代码，含下级", "A region and all below it"))
@click.option("--year", type=int, help=say("年份", "Year"))
@click.option("--session", default="", help=say("届次", "Session"))
@click.option("--tier", default="", help=say("等次", "Tier"))
@click.option("--organisation", default="", help=say("获奖者名称的一部分", "A part of the winner's name"))
@click.option("--decided", is_flag=True, help=say("只看已决定的", "Only decided ones"))
@click.option("--page", type=click.IntRange(min=1), default=1, help=say("页码", "Page"))
@as_json
def honours(
    award: str, region: str, year: int | None, session: str, tier: str,
    organisation: str, decided: bool, page: int, wants_json: bool,
) -> None:  # fmt: skip
    """Print one page of the honours that match."""
    found = queries.honours_matching(
        day=_today(), award=award, region=region, year=year, session=session, tier=tier,
        organisation=organisation, status=HonourStatus.DECIDED if decided else None, page=page,
    )  # fmt: skip
    if wants_json:
        _print_json(asdict(found))
        return
    for row in found.rows:
        click.echo(_honour_line(row))
    zh = f"共 {found.total} 条，第 {found.page}/{found.pages} 页。"
    click.echo(say(zh, f"{found.total} rows, page {found.page} of {found.pages}."))


@register.group(help=say("开立账号、授予角色", "Open accounts and give roles"))
def account() -> None:
    """Hold the commands on accounts together."""


@account.command(
    "open", help=say("开立账号；口令从终端读取", "Open an account; its password is read from the terminal")
)
@click.argument("username")
@click.option("--person", default="", help=say("持有人姓名", "Name of its holder"))
@click.option("--no-password", is_flag=True, help=say("不设口令，不能登录", "Without a password: no sign-in"))
def open_account(username: str, person: str, no_password: bool) -> None:
    """Open an account and print its code."""
    password = None
    if not no_password:
        password = click.prompt(say("口令", "Password"), hide_input=True, confirmation_prompt=True)
    opened = actions.open_account(
        username=username, person=person, password=password, by=SYSTEM, now=timezone.now()
    )
    click.echo(opened.code)


@account.command("role", help=say("授予角色", "Give a role"))
@click.argument("username")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.argument("place")
@click.option("--from", "from_day", type=DAY, help=say("起日，默认今天", "First day; today by default"))
@click.option(
    "--to", "to_day", type=DAY, help=say("止日（当日不再有效）", "First day on which it no longer holds")
)
def give_role(
    username: str, role: str, place: str, from_day: datetime | None, to_day: datetime | None
) -> None:
    """Give a role to the account with this username."""
    found = queries.account_named(username)
    if found is None:
        raise Refused(
            "account.unknown", Text(f"没有账号“{username}”。", f"There is no account “{username}”.")
        )
    code = actions.give_role(
        account=found.code, role=Role(role), place=place, by=SYSTEM, now=timezone.now(),
        from_day=_today() if from_day is None else from_day.date(),
        to_day=None if to_day is None else to_day.date(),
    )  # fmt: skip
    click.echo(code)


def _today() -> date:
    return timezone.localdate()


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _region_line(row: RegionRow) -> str:
    ended = "" if row.valid_to is None else say(f"  至 {row.valid_to}", f"  until {row.valid_to}")
    after = "" if not row.successor else f" → {row.successor}"
    return f"{row.code}  {row.name}  ({' < '.join(row.ancestors)}){ended}{after}"


def _organisation_lines(row: OrganisationRow) -> list[str]:
    place = queries.region(row.region)
    return [
        f"{row.code}  {row.name}",
        say(f"  统一社会信用代码：{row.uscc or '无'}", f"  Credit code: {row.uscc or 'none'}"),
        say("  所在地：", "  Place: ") + f"{row.region} {place.name if place else ''}",
    ]


def _honour_line(row: HonourRow) -> str:
    tier = told(TIERS[row.tier]) if row.tier in TIERS else row.tier
    session = say(f"第 {row.session} 届", f"session {row.session}") if len(row.session) < 3 else row.session
    return f"{row.year}  {row.award}  {session}  {tier}  {row.winner}  [{told(STANDINGS[row.standing])}]"
