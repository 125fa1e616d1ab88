"""``zhiheng rulebook eligible FILE``: how many organisations of a place could apply, and at which rule the others fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import Refused
from zhiheng.core.speech import say, told
from zhiheng.core.text import Text
from zhiheng.programmes.awards.terminal import open_database
from zhiheng.rules.commands import Told
from zhiheng.rules.load import load_rulebook
from zhiheng.rules.model import Rulebook

_ZH, _EN = (
    "按台账统计一地有多少单位符合规则书的申报条件，其余不符合哪一条，哪些尚不能判定。",
    "Count by the registers who in a place could apply under a rulebook, at which rule others fail, what is not known.",
)
WIDTH = 30


@click.command("eligible", cls=Told, tells=(_ZH, _EN), help=_EN)
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--authority", default=None, metavar="REGION")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), default=None)
@click.option("--json", "as_json", is_flag=True, help="JSON")
def eligible_command(file: Path, authority: str | None, day: datetime | None, as_json: bool) -> None:
    """Print the counts; the database is read, nothing is written."""
    book = load_rulebook(file)
    place = authority or book.authority
    as_of = datetime.now(SHANGHAI).date() if day is None else day.date()
    open_database()
    from zhiheng.programmes.awards.queries.eligible import eligible  # noqa: PLC0415 - needs the database
    from zhiheng.registers import queries as registers  # noqa: PLC0415

    names = registers.region_names({place})
    if place not in names:
        raise Refused("region.unknown", Text(f"没有行政区划 {place}。", f"There is no region {place}."))
    found = eligible(book, place, as_of)
    if as_json:
        click.echo(json.dumps(_json(book, place, as_of, found), ensure_ascii=False, indent=2))
        return
    for line in lines(book, names[place], as_of, found):
        click.echo(line)


def lines(book: Rulebook, place: str, as_of: date, found: Any) -> Iterator[str]:
    """Yield the table: all together first, then rule by rule, each with a bar (met, not known, not met)."""
    judged = found.met + found.open + found.not_met
    yield say(f"{told(book.title)}：{place}，截至 {as_of}", f"{told(book.title)}: {place}, as of {as_of}")
    yield say(f"台账所载单位 {found.organisations:,} 家，其中申报主体类型不符 {found.other_kinds:,} 家。",
              f"{found.organisations:,} organisations on record, {found.other_kinds:,} of other kinds.")  # fmt: skip
    yield say(f"各项均符合 {found.met:,} 家，尚待判定 {found.open:,} 家，不符合 {found.not_met:,} 家。",
              f"{found.met:,} meet every rule, {found.open:,} are open, {found.not_met:,} do not qualify.")  # fmt: skip
    yield f"  {bar(found.met, found.open, judged)}"
    yield ""
    yield say("逐条（█ 符合 ▒ 尚不能判定 · 不符合；“仅因此条”指其余各条均无不符合）：",
              "Rule by rule (█ met, ▒ not known, · not met; “alone”: fails at nothing else):")  # fmt: skip
    for one in found.rules:
        yield f"  {bar(one.met, one.unknown, judged)} {told(one.says)} [{_article(one.cite)}]"
        yield say(
            f"  {'':{WIDTH}} 符合 {one.met:,}，不能判定 {one.unknown:,}，不符合 {one.not_met:,}（仅因此条 {one.alone:,}）",
            f"  {'':{WIDTH}} met {one.met:,}, not known {one.unknown:,}, not met {one.not_met:,} (alone {one.alone:,})",
        )


def bar(met: int, unknown: int, total: int) -> str:
    """Return a bar of a fixed width; the least that is there shows as one sign."""
    if total == 0:
        return " " * WIDTH
    full = min(WIDTH, max(met > 0, round(WIDTH * met / total)))
    grey = min(WIDTH - full, max(unknown > 0, round(WIDTH * unknown / total)))
    return "█" * full + "▒" * grey + "·" * (WIDTH - full - grey)


def _article(cite: Any) -> str:
    return str(cite.article or cite.rule)


def _json(book: Rulebook, place: str, as_of: date, found: Any) -> dict[str, Any]:
    return {
        "rulebook": book.id, "digest": book.digest, "region": place, "as_of": as_of.isoformat(),
        "organisations": found.organisations, "other_kinds": found.other_kinds, "met": found.met,
        "open": found.open, "not_met": found.not_met,
        "rules": [
            {"id": one.id, "says": one.says.to_json(), "cite": one.cite.to_json(), "exclusion": one.is_exclusion,
             "met": one.met, "not_met": one.not_met, "unknown": one.unknown, "alone": one.alone}
            for one in found.rules
        ],
    }  # fmt: skip
