"""``zhiheng rulebook diff A B --round CODE``: what changed, and which cases of a past round would have ended otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from zhiheng.core.speech import say, told
from zhiheng.programmes.awards.terminal import open_database
from zhiheng.rules.commands import Told, rulebook
from zhiheng.rules.load import load_rulebook

_ZH, _EN = (
    "逐条说明两份规则书有何不同；--round 另说明那一届有哪些办件结果会不同。",
    "Say rule by rule what changed from A to B; with --round, which cases of a past round would end otherwise.",
)
_PLAIN = rulebook.commands["diff"]


@click.command("diff", cls=Told, tells=(_ZH, _EN), help=_EN)
@click.argument("a", type=click.Path(path_type=Path), metavar="A")
@click.argument("b", type=click.Path(path_type=Path), metavar="B")
@click.option("--round", "round_code", default=None, metavar="CODE")
@click.option("--json", "as_json", is_flag=True, help="JSON")
@click.pass_context
def diff_command(ctx: click.Context, a: Path, b: Path, round_code: str | None, as_json: bool) -> None:
    """Print the changes; with a round, hold its inputs against B (the database is read, nothing is written)."""
    if round_code is None or not as_json:
        ctx.invoke(_PLAIN, a=a, b=b, as_json=as_json)
    if round_code is not None:
        _print_replay(round_code, b, as_json)


def _print_replay(round_code: str, b: Path, as_json: bool) -> None:
    new = load_rulebook(b)
    open_database()
    from zhiheng.casework.queries.rounds import round_of, rulebook_of  # noqa: PLC0415 - needs the database
    from zhiheng.programmes.awards.queries.replaying import replayed  # noqa: PLC0415

    round_ = round_of(round_code)
    found, then = replayed(round_, new), rulebook_of(round_)
    rows = [(one.case, one.then.text(then), one.now.text(new), one.now.reasons) for one in found.otherwise]
    if as_json:
        listed = [
            {
                "case": case,
                "then": was.to_json(),
                "now": now.to_json(),
                "reasons": [r.to_json() for r in reasons],
            }
            for case, was, now, reasons in rows
        ]
        _print_json(round_code, found, listed)
        return
    click.echo(
        say(f"届次 {round_code} 按 B 重算：{found.cases} 件中 {len(rows)} 件结果不同，{len(found.untold)} 件无从得知。",
            f"Round {round_code} under B: of {found.cases} cases {len(rows)} end otherwise, {len(found.untold)} untold.")
    )  # fmt: skip
    for case, was, now, reasons in rows:
        click.echo(f"  - {case}: {told(was)} → {told(now)} {' '.join(told(one) for one in reasons)}".rstrip())
    for note in found.notes:
        click.echo(f"  * {told(note)}")


def _print_json(round_code: str, found: Any, listed: list[dict[str, Any]]) -> None:
    said = {"round": round_code, "cases": found.cases, "same": found.same, "otherwise": listed,
            "untold": list(found.untold), "notes": [note.to_json() for note in found.notes]}  # fmt: skip
    click.echo(json.dumps(said, ensure_ascii=False, indent=2))
