"""Commands of the post: deliver the outbox, and see what waits or failed."""

from __future__ import annotations

import json
from dataclasses import asdict

import click
from django.conf import settings
from django.utils import timezone

from zhiheng.core.refusal import Refused
from zhiheng.core.speech import say
from zhiheng.core.text import Text
from zhiheng.post import actions, queries
from zhiheng.post.actions import Delivered
from zhiheng.post.smtp import Smtp


@click.group(help=say("邮件：投递发件箱，查看待发和失败", "Mail: deliver the outbox, see what waits"))
def post() -> None:
    """The post."""


@post.command(
    help=say(
        "投递到期的邮件；可以重复运行，每封只投递一次。",
        "Deliver the mails that are due; safe to repeat, each goes once.",
    )
)
@click.option("--limit", default=500, show_default=True, type=click.IntRange(1, 10000),
              help=say("本次最多投递多少封", "At most so many this time"))  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help=say("输出 JSON", "Print JSON"))
def deliver(limit: int, as_json: bool) -> None:
    """Deliver what is due."""
    done = delivered(limit)
    if as_json:
        click.echo(json.dumps({**asdict(done), "waiting": queries.waiting_count()}))
        return
    click.echo(say(
        f"已发出 {done.sent} 封，稍后重试 {done.again} 封，放弃 {done.failed} 封，待发 {queries.waiting_count()} 封。",
        f"{done.sent} sent, {done.again} to be tried again, {done.failed} given up, {queries.waiting_count()} waiting.",
    ))  # fmt: skip
    if not done.reached:
        raise Refused("mail.unreachable", Text(
            "邮件服务器无法连接，邮件仍在发件箱中，下次运行时再发。",
            "The mail server cannot be reached; the mails stay in the outbox for the next run.",
        ))  # fmt: skip


def delivered(limit: int = 500) -> Delivered:
    """Deliver over the mail server of the settings; without one this is refused with the remedy."""
    if not settings.ZHIHENG_MAIL_URL:
        raise Refused("mail.no_server", Text(
            "没有设置邮件服务器。请设置环境变量 ZHIHENG_MAIL_URL，例如 smtp://用户:密码@主机:587/?tls=start。",
            "No mail server is set. Set ZHIHENG_MAIL_URL, such as smtp://user:password@host:587/?tls=start.",
        ))  # fmt: skip
    with Smtp() as transport:
        return actions.deliver(clock=timezone.now, transport=transport, limit=limit)
