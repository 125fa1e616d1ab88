"""Everything that a round's result rests on, as one file for outsiders; cases appear under their codes only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zhiheng.casework.queries.closed import ClosedStage, closed_stages, withdrawn_before
from zhiheng.casework.queries.rounds import round_of, rulebook_of, states_of
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import queries as ledger
from zhiheng.programmes.awards.domain.recompute import FORMAT
from zhiheng.registers import queries as registers
from zhiheng.rules.criteria import criteria_of
from zhiheng.rules.model import Rulebook, ScoreStage


def proof_file(round_code: str, *, told: Callable[[str], None] = lambda _stage: None) -> dict[str, Any]:
    """Return the round's proof as plain JSON values; ``told`` hears the name of each stage on the way.

    Refuses when no checkpoint covers the round's lines yet.
    """
    round_ = round_of(round_code)
    book = rulebook_of(round_)
    checkpoint = ledger.latest_checkpoint(round_.authority)
    if checkpoint is None:
        raise Refused(
            "proof.no_checkpoint", Text("尚未公布检查点。", "No checkpoint has been published yet.")
        )
    left = withdrawn_before(round_)
    stages = []
    for closed in closed_stages(round_):
        told(closed.stage)
        stages.append(_stage(round_.authority, round_code, closed, checkpoint.size))
    return {
        "format": FORMAT,
        "round": {"code": round_code, "session": round_.session, "is_sample": round_.is_sample,
                  "opens_at": round_.opens_at.isoformat(), "closes_at": round_.closes_at.isoformat()},
        "rulebook": {"id": book.id, "digest": book.digest, "source": book.source},
        "criteria": _criteria(book),
        "cases": [
            {"code": code, "state": state, "withdrawn_before": left.get(code)} for code, state in states_of(round_)
        ],
        "stages": stages,
        "honours": [
            {"case": one.case_code, "tier": one.tier}
            for one in registers.honours_of_round(round_code, round_.closes_at.date())
        ],
        "ledger": {"book": round_.authority, "size": checkpoint.size, "root": checkpoint.root},
    }  # fmt: skip


def _stage(book: str, round_code: str, closed: ClosedStage, size: int) -> dict[str, Any]:
    lines = ledger.lines_about(book, f"{round_code}/{closed.stage}", below=False).filter(
        act="casework.stage_closed"
    )
    line = lines.order_by("-seq").first()
    if line is None or line.seq > size:
        raise Refused(
            "proof.checkpoint_too_old",
            Text("最新检查点尚未覆盖本届，请先运行 zhiheng ledger checkpoint。",
                 "The latest checkpoint does not cover this round; run zhiheng ledger checkpoint first."),
        )  # fmt: skip
    return {
        "stage": closed.stage, "kind": closed.kind, "inputs": closed.inputs, "inputs_digest": closed.inputs_digest,
        "conclusions": closed.conclusions, "ledger": ledger.proof_of(book, line.seq, size).to_json(),
    }  # fmt: skip


def _criteria(book: Rulebook) -> dict[str, dict[str, str]]:
    used = {rule.criteria: rule for rule in book.stages if isinstance(rule, ScoreStage)}
    return {
        name: {code: format(item.points, "f") for code, item in criteria_of(book, rule).items.items()}
        for name, rule in sorted(used.items())
    }
