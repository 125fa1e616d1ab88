"""``zhiheng rulebook simulate``: run an instrument on invented applicants, without a database."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from zhiheng.core.calendar import china_calendar
from zhiheng.core.refusal import Refused
from zhiheng.core.speech import language
from zhiheng.core.text import Text
from zhiheng.programmes.awards.simulation.assumptions import SHIPPED, Assumptions, read_assumptions, shipped
from zhiheng.programmes.awards.simulation.pictures import every_picture
from zhiheng.programmes.awards.simulation.report import simulate
from zhiheng.programmes.awards.simulation.timeline import closing_day
from zhiheng.programmes.awards.simulation.wording import plain
from zhiheng.rules.commands import Told
from zhiheng.rules.load import load_rulebook

_ZH, _EN = (
    "用假设的申报主体模拟一份奖项规则书：各环节余下多少、所需人力、日程、奖金、名额空缺的可能。",
    "Simulate an award on invented applicants: cases left, work, calendar, money, chance of empty places.",
)


def _show_assumptions(ctx: click.Context, _option: click.Parameter, is_asked: bool) -> None:
    """Print the shipped file of assumptions and end, whatever else is asked."""
    if is_asked and not ctx.resilient_parsing:
        click.echo(SHIPPED.read_text(encoding="utf-8"), nl=False)
        ctx.exit()


@click.command("simulate", cls=Told, tells=(_ZH, _EN), help=_EN)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--applicants", type=click.IntRange(1, 1_000_000), default=100, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=1, show_default=True)
@click.option("--rounds", type=click.IntRange(1, 100_000), default=1, show_default=True)
@click.option("--closes", type=click.DateTime(["%Y-%m-%d"]), default=None)
@click.option("--assumptions", type=click.Path(path_type=Path), default=None, metavar="FILE")
@click.option(
    "--show-assumptions", is_flag=True, is_eager=True, expose_value=False, callback=_show_assumptions
)
@click.option("--pictures", type=click.Path(path_type=Path, file_okay=False), default=None, metavar="FOLDER")
@click.option("--json", "as_json", is_flag=True, help="JSON")
def simulate_command(
    file: Path,
    applicants: int,
    seed: int,
    rounds: int,
    closes: datetime | None,
    assumptions: Path | None,
    pictures: Path | None,
    as_json: bool,
) -> None:
    """Print the report; the same file, seed and numbers give the same bytes."""
    book, assumed = load_rulebook(file), _assumed(assumptions)
    day: date = closing_day(book, assumed) if closes is None else closes.date()
    report = simulate(
        book, assumed, applicants=applicants, seed=seed, rounds=rounds, closes=day, calendar=china_calendar()
    )
    if pictures is not None:
        _write(pictures, report)
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False, indent=2))
    else:
        click.echo(plain(report), nl=False)


def _assumed(path: Path | None) -> Assumptions:
    if path is None:
        return shipped()
    try:
        return read_assumptions(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError):
        told = Text(f"无法读取 {path}。", f"{path} cannot be read.")
        raise Refused("simulation.assumptions", told) from None


def _write(folder: Path, report: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, drawn in every_picture(report, language()).items():
        (folder / f"{name}.svg").write_text(drawn, encoding="utf-8")
