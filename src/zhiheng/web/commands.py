"""Commands of the site: set the database and the registers up, and serve the pages."""

from __future__ import annotations

import gc
import socket
from collections.abc import Callable
from time import sleep
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.urls import reverse
from django.utils import timezone

from zhiheng.casework.actions import letters
from zhiheng.core.refusal import Refused
from zhiheng.core.speech import say, told
from zhiheng.core.text import Text
from zhiheng.post import queries as mails
from zhiheng.post.commands import delivered
from zhiheng.registers import actions as registers
from zhiheng.registers.actions.regions import Loaded
from zhiheng.shell import limits
from zhiheng.shell.tokens import keys
from zhiheng.signin import actions as signin

NEEDED_TABLES = frozenset({"django_session", "registers_region", "registers_honour", "casework_round"})
THREADS = 8


@click.command(
    help=say(
        "建立或更新数据库、行政区划和荣誉台账；可以重复运行。",
        "Set up or update database and registers; safe to repeat.",
    )
)
def setup() -> None:
    """Migrate the database and load the shipped registers; a repeated run changes nothing."""
    settings.ZHIHENG_HOME.mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    click.echo(say("数据库已是最新", "The database is up to date") + f": {_database()}")
    now = timezone.now()
    _tell(say("行政区划", "Regions"), registers.load_regions(now=now))
    _tell(say("历届荣誉", "Past honours"), registers.import_honours(now=now))
    if settings.PRODUCTION:
        call_command("collectstatic", verbosity=0, interactive=False)
        click.echo(say("静态文件已汇集", "Static files collected"))


@click.command(
    help=say("在本机打开网站，按 Ctrl+C 结束。", "Serve the site from this computer; Ctrl+C ends it.")
)
@click.option("--host", default="127.0.0.1", show_default=True, help=say("监听地址", "Address to listen on"))
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help=say("端口", "Port")
)
def serve(host: str, port: int) -> None:
    """Serve the pages in one process with several threads; refuses a taken port and an empty database."""
    _refuse_unless_set_up()
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    _refuse_taken(host, port)
    _greet(host, port)
    _server(f"[{host}]:{port}" if ":" in host else f"{host}:{port}").run()


@click.command(
    help=say(
        "定时工作：答复密码重置、提醒期限、投递邮件、清理过期登录；每分钟运行一次，重复运行无害。",
        "Periodic work: password mails, reminders, delivery, clearing up; run it every minute, safe to repeat.",
    )
)
@click.option(
    "--every",
    type=click.IntRange(5, 3600),
    help=say("每隔多少秒运行一次，直到 Ctrl+C", "Repeat every so many seconds until Ctrl+C"),
)
def tick(every: int | None) -> None:
    """Do what is due; one part that fails is told and stops no other."""
    while True:
        failed = _tick()
        if every is None:
            break
        sleep(every)
    if failed:
        raise click.exceptions.Exit(1)


def _tick() -> int:
    """Do every part once, say what each did, and return how many failed."""
    now, failed = timezone.now(), 0
    parts: tuple[tuple[str, Callable[[], object]], ...] = (
        (say("密码重置邮件", "Password mails"),
         lambda: signin.answer_resets(path=reverse("web:reset", args=["KEY"]).replace("KEY", "{key}"), now=now)),
        (say("期限提醒", "Reminders"), lambda: letters.remind(now=now)),
        (say("清理过期登录", "Visits cleared"), lambda: signin.forget_old_visits(now=now)),
        (say("清理登录尝试", "Tries cleared"), lambda: signin.forget_old_tries(now=now)),
        (say("清理幂等应答", "Kept answers cleared"), lambda: keys.forget(now=now)),
        (say("清理发送计数", "Counts of public forms cleared"), lambda: limits.forget_knocks(now=now)),
        (say("投递邮件", "Mails sent"), _deliver),
    )  # fmt: skip
    for name, part in parts:
        try:
            click.echo(f"{name}: {part()}")
        except Refused as refusal:
            failed += 1
            click.echo(f"{name}: {told(refusal.message)}", err=True)
    return failed


def _deliver() -> str:
    if not settings.ZHIHENG_MAIL_URL:
        n = mails.waiting_count()
        return say(f"未设置邮件服务器，{n} 封待发", f"no mail server is set, {n} waiting")
    done = delivered()
    if not done.reached:
        return say("邮件服务器无法连接", "the mail server cannot be reached")
    return say(
        f"发出 {done.sent}，重试 {done.again}，放弃 {done.failed}",
        f"{done.sent} sent, {done.again} again later, {done.failed} given up",
    )


def _database() -> str:
    return str(connection.settings_dict["NAME"]) if connection.vendor == "sqlite" else connection.vendor


def _tell(what: str, loaded: Loaded) -> None:
    told = say(
        f"共 {loaded.total} 条，新增 {loaded.new}，更新 {loaded.changed}",
        f"{loaded.total} in all, {loaded.new} new, {loaded.changed} changed",
    )
    click.echo(f"{what}: {told}")


def _refuse_unless_set_up() -> None:
    if NEEDED_TABLES.difference(connection.introspection.table_names()):
        raise Refused(
            "serve.not_set_up",
            Text(
                "数据库还没有建立。请先运行 make demo（含演示届次）或 zhiheng setup。",
                "The database is not set up. First run make demo (with a sample round) or zhiheng setup.",
            ),
        )
    connection.close()


def _refuse_taken(host: str, port: int) -> None:
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as fault:
        raise Refused(
            "serve.port_taken",
            Text(
                f"无法在 {host}:{port} 提供服务（{fault.strerror}）。端口可能已被占用，可换一个："
                f"zhiheng serve --port {port + 1}",
                f"Cannot serve on {host}:{port} ({fault.strerror}). If the port is taken, try another: "
                f"zhiheng serve --port {port + 1}",
            ),
        ) from None


def _greet(host: str, port: int) -> None:
    site = _address(host, port)
    click.echo(say("网站地址", "The site is at") + f": {site}")
    accounts = settings.ZHIHENG_HOME / "demo-accounts.txt"
    if accounts.is_file():
        click.echo(say("演示账号（用户名和密码）", "Demo accounts (username and password)") + ":")
        for line in accounts.read_text(encoding="utf-8").splitlines():
            click.echo(f"  {line}")
        click.echo(say("登录页", "Sign in at") + f": {site}sign-in/")
    click.echo(say("按 Ctrl+C 结束。", "Ctrl+C ends it."))


def _address(host: str, port: int) -> str:
    """Return the address to open: this computer by its name, for browsers bind passkeys to names alone."""
    named = "localhost" if host in ("127.0.0.1", "::1") else f"[{host}]" if ":" in host else host
    return f"http://{named}:{port}/"


def _server(bind: str) -> Any:
    from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]  # noqa: PLC0415

    class Server(BaseApplication):  # type: ignore[misc]
        """One process, several threads: enough for a county, and SQLite has one writer anyway."""

        def load_config(self) -> None:
            chosen = {
                "bind": bind,
                "worker_class": "gthread",
                "workers": 1,
                "threads": THREADS,
                "loglevel": "error",
                "preload_app": True,  # what both processes hold is held once
                "pre_fork": _part,
            }
            for name, value in chosen.items():
                self.cfg.set(name, value)

        def load(self) -> Any:
            from zhiheng.web import urls  # noqa: F401, PLC0415 - loaded once, before the processes part
            from zhiheng.web.wsgi import application  # noqa: PLC0415

            return application

    return Server()


def _part(_server: object, _worker: object) -> None:
    """Leave no connection to the process that serves, and keep collecting from copying what both hold."""
    connections.close_all()
    gc.freeze()
