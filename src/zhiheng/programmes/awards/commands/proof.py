"""The proof of a round: written here, re-computed anywhere."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
from django.utils import timezone

from zhiheng.casework.queries.rounds import round_of
from zhiheng.core.refusal import Refused
from zhiheng.core.speech import say, told
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.awards.commands.intake import FILE, NEW_FILE
from zhiheng.programmes.awards.commands.stages import ROUND, as_json, print_json
from zhiheng.programmes.awards.domain.recompute import Verdict
from zhiheng.programmes.awards.domain.recompute import recompute as recomputed
from zhiheng.programmes.awards.queries.export import proof_file


@click.command(
    help=say(
        "导出一届结果所依据的全部内容（不含名称）",
        "Export everything that a round's result rests on (no names)",
    )
)
@click.argument("round_code", metavar=ROUND)
@click.option("--to", type=NEW_FILE, required=True, help=say("写到哪个文件", "The file to write"))
def export(round_code: str, to: Path) -> None:
    """Publish a checkpoint that covers the round and write its proof."""
    ledger.publish_checkpoint(book=round_of(round_code).authority, at=timezone.now())
    file = proof_file(round_code)
    to.write_text(json.dumps(file, ensure_ascii=False, indent=1), encoding="utf-8")
    click.echo(
        say("已写出", "Written")
        + f": {to}  ({len(file['stages'])} {say('个环节，检查点', 'stages, checkpoint')} {file['ledger']['root']})"
    )


@click.command(
    help=say(
        "不用数据库，由导出文件重算一届的结果",
        "Re-compute a round's result from its file, without a database",
    )
)
@click.argument("path", metavar=say("文件", "FILE"), type=FILE)
@click.option(
    "--root", help=say("公布的检查点根值，用来核对", "The published checkpoint root to compare with")
)
@as_json
def recompute(path: Path, root: str | None, wants_json: bool) -> None:
    """Re-compute and say where the file differs."""
    verdict = recomputed(_read(path))
    wrong_root = root is not None and root.strip().lower() != verdict.root
    if wants_json:
        print_json(_verdict_json(verdict, wrong_root))
        if verdict.differences or wrong_root:
            raise SystemExit(1)
        return
    for one in verdict.differences:
        click.echo(f"{one.stage or '-'}  {one.case or '-'}  {told(one.told)}")
    if verdict.differences or wrong_root:
        raise Refused("proof.differs", _told_wrong(verdict, wrong_root))
    click.echo(
        say(f"重算一致：{verdict.stages} 个环节、{verdict.cases} 个办件、{len(verdict.honours)} 个荣誉。"
            f"检查点 {verdict.root}",
            f"Re-computed and equal: {verdict.stages} stages, {verdict.cases} cases, {len(verdict.honours)} honours. "
            f"Checkpoint {verdict.root}")
    )  # fmt: skip


def _told_wrong(verdict: Verdict, wrong_root: bool) -> Text:
    if wrong_root:
        return Text(
            "文件所据的检查点与给出的根值不同。", "The file's checkpoint is not the root that was given."
        )
    count = len(verdict.differences)
    return Text(
        f"重算结果与文件有 {count} 处不同。",
        f"The re-computed result differs from the file in {count} places.",
    )


def _verdict_json(verdict: Verdict, wrong_root: bool) -> dict[str, Any]:
    return {
        "round": verdict.round_code, "equal": not verdict.differences and not wrong_root, "stages": verdict.stages,
        "cases": verdict.cases, "honours": [list(one) for one in verdict.honours], "root": verdict.root,
        "root_as_published": not wrong_root,
        "differences": [
            {"stage": one.stage, "case": one.case, "what": one.told.to_json()} for one in verdict.differences
        ],
    }  # fmt: skip


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError) as wrong:
        raise Refused(
            "proof.unreadable",
            Text(f"{path.name} 不是 JSON 文件：{wrong}", f"{path.name} is not JSON: {wrong}"),
        ) from None
    if not isinstance(found, dict):
        raise Refused(
            "proof.unreadable", Text(f"{path.name} 不是届次证明。", f"{path.name} is not a round's proof.")
        )
    return found
