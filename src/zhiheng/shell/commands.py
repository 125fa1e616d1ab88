"""``zhiheng token``: open, list and revoke API tokens; forget kept answers."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime, timedelta

import click
from django.utils import timezone

from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.speech import say
from zhiheng.shell.terminal import acting, as_account
from zhiheng.shell.tokens import actions, keys, queries
from zhiheng.shell.tokens.domain import SCOPES, TokenRow

as_json = click.option("--json", "wants_json", is_flag=True, help=say("输出 JSON", "Print JSON"))


@click.group(help=say("接口令牌：开立、列出、撤销", "API tokens: open, list, revoke"))
def token() -> None:
    """Hold the commands together."""


@token.command("open", help=say("开立令牌；密文只显示这一次", "Open a token; its secret is shown this once"))
@click.argument("name")
@click.option(
    "--place",
    required=True,
    help=say("限于哪个主管机关或单位", "The one authority or organisation it is for"),
)
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    required=True,
    type=click.Choice(list(SCOPES)),
    help=say("权限范围，可多次给出", "A scope; repeat for more"),
)
@click.option(
    "--days",
    default=30,
    show_default=True,
    type=click.IntRange(1, 366),
    help=say("有效天数", "How many days it is good for"),
)
@as_account
@as_json
def open_(
    name: str, place: str, scopes: tuple[str, ...], days: int, username: str | None, wants_json: bool
) -> None:
    """Open a token for the acting account."""
    now = timezone.now()
    opened, secret = actions.open_token(
        name=name, place=place, scopes=scopes, expires_at=now + timedelta(days=days), by=acting(username, now), now=now
    )  # fmt: skip
    if wants_json:
        _print_json({**asdict(opened), "secret": secret})
        return
    click.echo(_line(opened))
    click.echo(secret)


@token.command("list", help=say("列出本人的令牌", "List the own tokens"))
@as_account
@as_json
def list_(username: str | None, wants_json: bool) -> None:
    """Print the tokens of the acting account."""
    rows = queries.tokens_of(acting(username, timezone.now()).code)
    if wants_json:
        _print_json([asdict(row) for row in rows])
        return
    for row in rows:
        click.echo(_line(row))
    if not rows:
        click.echo(say("没有令牌。", "There are no tokens."))


@token.command(help=say("撤销令牌，立即失效", "Revoke a token; it ends at once"))
@click.argument("code")
@as_account
def revoke(code: str, username: str | None) -> None:
    """Revoke an own token."""
    now = timezone.now()
    actions.revoke_token(code=code, by=acting(username, now), now=now)
    click.echo(say("已撤销", "Revoked") + f": {code}")


@token.command(
    help=say(
        "清除一天前保存的幂等应答（可定时运行）", "Forget kept answers older than a day; may run on a timer"
    )
)
def tidy() -> None:
    """Delete kept answers that are over."""
    forgotten = keys.forget(now=timezone.now())
    click.echo(say(f"已清除 {forgotten} 条。", f"{forgotten} forgotten."))


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))


def _line(row: TokenRow) -> str:
    ended = "" if row.revoked_at is None else say("  已撤销", "  revoked")
    used = say("未使用", "never used") if row.last_used_at is None else _at(row.last_used_at)
    until = say(f"有效至 {_at(row.expires_at)}", f"until {_at(row.expires_at)}")
    return f"{row.code}  {row.name}  {row.place}  {' '.join(row.scopes)}  {until}  {used}{ended}"


def _at(at: datetime) -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
