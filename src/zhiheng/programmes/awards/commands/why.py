"""Explaining a case: the tree of rules, facts and results, from the database or from an exported file."""

from __future__ import annotations

import json
from pathlib import Path

import click

from zhiheng.casework.queries.rounds import case_of
from zhiheng.core.refusal import Refused
from zhiheng.core.speech import language, say
from zhiheng.core.text import Text
from zhiheng.programmes.awards.commands.intake import FILE
from zhiheng.programmes.awards.commands.stages import as_json, print_json
from zhiheng.programmes.awards.queries.why import proofs_in, proofs_of


@click.command(
    help=say(
        "说明一个办件为什么是这个结果：规则、所据事实及来源、结论",
        "Say why a case ended as it did: rules, facts and their sources, results",
    )
)
@click.argument("case", metavar=say("办件", "CASE"))
@click.option(
    "--file",
    "path",
    type=FILE,
    help=say("从导出的届次证明读取，不用数据库", "Read from an exported round instead of the database"),
)
@as_json
def explain(case: str, path: Path | None, wants_json: bool) -> None:
    """Print the proof of every stage that concluded for the case."""
    if path is None:
        found = case_of(case)
        if found is None:
            raise Refused("why.no_such_case", Text(f"没有办件 {case}。", f"There is no case {case}."))
        proofs = proofs_of(found)
    else:
        proofs = proofs_in(_read(path), case)
    if wants_json:
        print_json([proof.to_json() for proof in proofs])
        return
    for proof in proofs:
        click.echo("\n".join(proof.lines(language())))
    if not proofs:
        click.echo(say("还没有环节作出结论。", "No stage has concluded yet."))


def _read(path: Path) -> dict[str, object]:
    try:
        read = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as fault:
        raise Refused(
            "why.unreadable", Text(f"文件无法读取：{fault}。", f"The file cannot be read: {fault}.")
        ) from None
    if not isinstance(read, dict) or not {"rulebook", "cases", "stages"} <= read.keys():
        raise Refused(
            "why.other_file",
            Text("这不是届次证明文件（zhiheng round export 所写）。",
                 "This is not the proof of a round (as written by zhiheng round export)."),
        )  # fmt: skip
    return read
