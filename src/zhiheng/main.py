"""The command ``zhiheng``: one door for every room's commands.

Exit codes: 0 done, 1 refused (the reason is printed), 2 wrong use, 3 a fault of ours (kept in ``faults.log``).
"""

from __future__ import annotations

import gettext
import json
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

import click

from zhiheng import __version__
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.core.speech import language, say, speak, told
from zhiheng.core.text import Text
from zhiheng.registers.domain.shipped_places import place_names
from zhiheng.rules.model.called import Called


class Door(NamedTuple):
    """Where a group of commands lives, and what it is for."""

    module: str
    attribute: str
    zh: str
    en: str
    needs_database: bool = True
    more: tuple[tuple[str, str], ...] = ()  # commands of the group that live in a higher room


DOORS = {
    "setup": Door(
        "zhiheng.web.commands", "setup", "建立或更新数据库和基础台账", "Set up or update the database"
    ),
    "serve": Door("zhiheng.web.commands", "serve", "在本机打开网站", "Open the site on this computer"),
    "tick": Door(
        "zhiheng.web.commands", "tick", "定时工作：提醒、邮件、清理", "Periodic work: reminders, mail"
    ),
    "post": Door("zhiheng.post.commands", "post", "邮件：投递发件箱", "Mail: deliver the outbox"),
    "round": Door(
        "zhiheng.programmes.awards.commands",
        "round_group",
        "评审届次：申报到荣誉",
        "Award rounds, call to honour",
    ),
    "case": Door(
        "zhiheng.casework.commands", "case", "查看办件：在哪里、谁欠什么、为什么", "Cases: where, who, why"
    ),
    "explain": Door(
        "zhiheng.programmes.awards.commands.why",
        "explain",
        "说明一个办件为什么是这个结果",
        "Say why a case ended as it did",
    ),
    "review": Door(
        "zhiheng.review.commands", "review", "评审：裁定利害关系、补齐席位", "Reviews: interests, seats"
    ),
    "incentives": Door(
        "zhiheng.programmes.incentives.commands", "incentives", "标准化战略奖励", "Rewards for standards"
    ),
    "rulebook": Door(
        "zhiheng.rules.commands",
        "rulebook",
        "检查、阅读、测试和模拟规则书",
        "Check, read, test and simulate rulebooks",
        False,
        (
            ("zhiheng.programmes.awards.simulation.command", "simulate_command"),
            ("zhiheng.programmes.awards.rulebook_diff", "diff_command"),
            ("zhiheng.programmes.awards.eligible.commands", "eligible_command"),
        ),
    ),
    "register": Door(
        "zhiheng.registers.commands",
        "register",
        "行政区划、组织、荣誉等台账",
        "Registers: regions, honours, accounts",
    ),
    "token": Door(
        "zhiheng.shell.commands", "token", "接口令牌：开立、列出、撤销", "API tokens: open, list, revoke"
    ),
    "ledger": Door(
        "zhiheng.ledger.commands", "ledger", "核验和查看行为总账", "Verify and read the ledger of acts"
    ),
}


def _prepare_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
    import django  # noqa: PLC0415 - commands that need no database start without it
    from django.conf import settings  # noqa: PLC0415
    from django.utils import translation  # noqa: PLC0415

    settings.ZHIHENG_HOME.mkdir(parents=True, exist_ok=True)
    django.setup()
    translation.activate("en" if language() == "en" else "zh-hans")


class House(click.Group):
    """Finds a room's commands only when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(DOORS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        door = DOORS.get(cmd_name)
        if door is None:
            return None
        if door.needs_database:
            _prepare_django()
        command: click.Command = getattr(import_module(door.module), door.attribute)
        for module, attribute in door.more:
            assert isinstance(command, click.Group)
            command.add_command(getattr(import_module(module), attribute))
        if cmd_name == "rulebook":
            ctx.obj = Called(places=place_names())
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(say("命令", "Commands")):
            formatter.write_dl([(name, say(door.zh, door.en)) for name, door in DOORS.items()])


def _chosen_language(arguments: Sequence[str]) -> str | None:
    for position, argument in enumerate(arguments):
        if argument.startswith("--lang="):
            return argument.partition("=")[2]
        if argument == "--lang" and position + 1 < len(arguments):
            return arguments[position + 1]
    return None


def _house() -> House:
    return House(
        name="zhiheng",
        help=say(
            "质衡：政府质量工作平台。每条命令都有 --help。",
            "Zhiheng, a government's quality programme. Every command has --help.",
        ),
        params=[
            click.Option(
                ["--lang"],
                type=click.Choice(["zh", "en"]),
                help=say("界面语言", "Language"),
                expose_value=False,
            ),
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_show_version,
                help=say("显示版本", "Show the version"),
            ),
        ],
    )


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"zhiheng {__version__}")
        ctx.exit()


def show_refusal(refusal: Refused, *, as_json: bool) -> None:
    """Print why something was refused: to people on stderr, to machines as JSON on stdout."""
    problems = refusal.problems if isinstance(refusal, InputRefused) else ()
    if as_json:
        body = {
            "refused": refusal.code,
            "message": refusal.message.to_json(),
            "cites": [cite.to_json() for cite in refusal.cites],
            "problems": [problem.to_json() for problem in problems],
        }
        click.echo(json.dumps(body, ensure_ascii=False, indent=2))
        return
    cited = "".join(f"（{told(cite.text())}）" for cite in refusal.cites)
    click.echo(f"{say('未办理', 'Refused')}: {told(refusal.message)}{cited}", err=True)
    for problem in problems:
        click.echo(f"  {told(problem.text())}", err=True)


def _translate_click() -> None:
    """Let click's own words (usage, options, mistakes) come from our catalogue."""
    catalogues = Path(__file__).resolve().parent / "locale"
    os.environ["LANGUAGE"] = "en" if language() == "en" else "zh_Hans"
    gettext.bindtextdomain("terminal", str(catalogues))
    gettext.textdomain("terminal")


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code."""
    chosen = _chosen_language(arguments)
    if chosen:
        speak(chosen)
    _translate_click()
    try:
        result = _house().main(args=list(arguments), prog_name="zhiheng", standalone_mode=False)
    except Refused as refusal:
        show_refusal(refusal, as_json="--json" in arguments)
        return 1
    except click.ClickException as mistake:
        mistake.show()
        return mistake.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("已中止", "Aborted"), err=True)
        return 1
    except Exception:
        return _broken()
    return result if isinstance(result, int) else 0


def _broken() -> int:
    """Keep the details of a fault in the data folder, and say where they are."""
    home = Path(os.environ.get("ZHIHENG_HOME") or Path(__file__).resolve().parents[2] / "var")
    kept = home / "faults.log"
    try:
        home.mkdir(parents=True, exist_ok=True)
        with kept.open("a", encoding="utf-8") as file:
            file.write(traceback.format_exc() + "\n")
    except OSError:
        traceback.print_exc()
    message = Text(
        f"程序内部出错，本次没有办成。详情已写入 {kept}，请交给维护人员。",
        f"A fault inside the program; nothing was done. Details are in {kept}: please hand them to whoever maintains it.",
    )
    click.echo(told(message), err=True)
    return 3


def main() -> None:
    """Run the command line of this process."""
    try:
        sys.exit(run(sys.argv[1:]))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
