"""Re-computes a round's result from its exported file: no database, no network, no trust in the office.

The file holds the rulebook's text, the inputs and the conclusions of every closed stage, and for each the ledger
line that recorded the inputs' digest, with its inclusion proof under a published checkpoint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from zhiheng.casework.domain import conclusions as casework
from zhiheng.casework.domain.places import candidate_of
from zhiheng.casework.domain.values import Concluder
from zhiheng.core.canonical import digest
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger.domain.proof import Proof
from zhiheng.programmes.awards.domain import granting
from zhiheng.programmes.awards.domain.flow import Difference, flow_differences
from zhiheng.review.domain import conclusions as review
from zhiheng.rules.criteria import criteria_of
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.model import Rulebook, ScoreStage

__all__ = ["CONCLUDERS", "FORMAT", "Difference", "Verdict", "recompute"]

FORMAT = "zhiheng-round/1"
CONCLUDERS: dict[str, Concluder] = {**casework.CONCLUDERS, **review.CONCLUDERS, **granting.CONCLUDERS}


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was re-computed: stages, cases and honours seen, and every difference."""

    round_code: str
    stages: int
    cases: int
    honours: tuple[tuple[str, str], ...]
    root: str
    differences: tuple[Difference, ...]


def recompute(file: Mapping[str, Any]) -> Verdict:
    """Re-compute every stage from its inputs and compare it with what the file states.

    Raises ``Refused`` for a file of another format, and for one whose parts are missing or of another kind.
    """
    if file.get("format") != FORMAT:
        raise Refused(
            "proof.format",
            Text(
                f"文件不是 {FORMAT} 格式的届次证明。",
                f"The file is not a round proof of the format {FORMAT}.",
            ),
        )
    try:
        return _recomputed(file)
    except (KeyError, TypeError, AttributeError, IndexError, ValueError, ArithmeticError) as wrong:
        told = f"{type(wrong).__name__}: {wrong}"
        raise Refused(
            "proof.malformed",
            Text(
                f"文件内容不完整或被改坏（{told}）。", f"Parts of the file are missing or malformed ({told})."
            ),
        ) from None


def _recomputed(file: Mapping[str, Any]) -> Verdict:
    found = list(_rulebook_differences(file))
    book = read_rulebook(file["rulebook"]["source"], file["rulebook"]["id"])
    found += flow_differences(book, file)
    for stage in file["stages"]:
        found += _stage_differences(book, stage)
        found += _ledger_differences(file, stage)
    found += _criteria_differences(book, file)
    found += _honour_differences(book, file)
    return Verdict(
        round_code=file["round"]["code"],
        stages=len(file["stages"]),
        cases=len(file["cases"]),
        honours=tuple((one["case"], one["tier"]) for one in file["honours"]),
        root=file["ledger"]["root"],
        differences=tuple(found),
    )


def _rulebook_differences(file: Mapping[str, Any]) -> Iterator[Difference]:
    stated, source = file["rulebook"]["digest"], file["rulebook"]["source"]
    if hashlib.sha256(source.encode()).hexdigest() != stated:
        yield Difference(
            "", "", Text("规则书正文与其摘要不符。", "The rulebook's text does not have the stated digest.")
        )


def _stage_differences(book: Rulebook, stage: Mapping[str, Any]) -> Iterator[Difference]:
    name = stage["stage"]
    if digest(stage["inputs"]) != stage["inputs_digest"]:
        yield Difference(
            name,
            "",
            Text("环节输入与结束时记下的摘要不符。", "The inputs do not have the digest noted at closing."),
        )
    try:
        made = CONCLUDERS[stage["kind"]](book, book.stage(name), stage["inputs"])
    except (Refused, ValueError, KeyError) as refusal:
        told = refusal.message if isinstance(refusal, Refused) else Text.of(str(refusal))
        yield Difference(
            name, "", Text(f"无法由输入重算：{told.zh}", f"Cannot be computed from the inputs: {told.en}")
        )
        return
    computed = {one.case: one.to_json() for one in made}
    stated = {one["case"]: one for one in stage["conclusions"]}
    for case in sorted(computed.keys() | stated.keys()):
        yield from _case_differences(name, case, computed.get(case), stated.get(case))


def _case_differences(
    stage: str, case: str, computed: Mapping[str, Any] | None, stated: Mapping[str, Any] | None
) -> Iterator[Difference]:
    if computed is None or stated is None:
        word = Text("缺少", "is missing from") if stated is None else Text("多出", "is extra in")
        yield Difference(
            stage, case, Text(f"文件中{word.zh}该办件的结论。", f"The case {word.en} the stated conclusions.")
        )
        return
    for part in ("outcome", "goes_on", "details", "reasons", "cites"):
        if digest(computed[part]) != digest(stated[part]):
            yield Difference(
                stage, case,
                Text(f"{part}：文件为 {stated[part]}，重算为 {computed[part]}。",
                     f"{part}: the file says {stated[part]}, re-computed {computed[part]}."),
            )  # fmt: skip


def _ledger_differences(file: Mapping[str, Any], stage: Mapping[str, Any]) -> Iterator[Difference]:
    name, proof = stage["stage"], Proof.read(stage["ledger"])
    if not proof.holds() or proof.root != file["ledger"]["root"]:
        yield Difference(
            name,
            "",
            Text("总账行不在公布的检查点之下。", "The ledger line is not under the published checkpoint."),
        )
    line = proof.line
    expected = ("casework.stage_closed", f"{file['round']['code']}/{name}", stage["inputs_digest"])
    body: Any = line[7]
    if (line[3], line[5], body.get("inputs")) != expected:
        yield Difference(
            name,
            "",
            Text("总账记下的输入摘要与文件不符。", "The ledger line records other inputs than the file."),
        )


def _criteria_differences(book: Rulebook, file: Mapping[str, Any]) -> Iterator[Difference]:
    for rule in book.stages:
        if isinstance(rule, ScoreStage):
            points = {code: format(item.points, "f") for code, item in criteria_of(book, rule).items.items()}
            if file["criteria"].get(rule.criteria) != points:
                yield Difference(
                    rule.id,
                    "",
                    Text(
                        "评价准则分值与本软件所带的不符。",
                        "The criteria's points are not those shipped here.",
                    ),
                )


def _outside(book: Rulebook, file: Mapping[str, Any]) -> int:
    """Return how many honours are outside the quotas, by the inputs of granting."""
    given = [
        (code, one)
        for stage in file["stages"] if stage["kind"] == "grant" for code, one in stage["inputs"]["cases"].items()
        if one["tier"] is not None and book.tier(one["tier"]).outside is not None
    ]  # fmt: skip
    return sum(
        one["tier"] in candidate_of(book, [book.tier(one["tier"])], code, one).outside for code, one in given
    )


def _honour_differences(book: Rulebook, file: Mapping[str, Any]) -> Iterator[Difference]:
    granted = {
        (one["case"], one["details"]["tier"])
        for stage in file["stages"] if stage["kind"] == "grant" for one in stage["conclusions"]
        if one["details"].get("tier")
    }  # fmt: skip
    stated = {(one["case"], one["tier"]) for one in file["honours"]}
    for case, tier in sorted(granted ^ stated):
        yield Difference(
            "", case, Text(f"荣誉（{tier}）与授奖环节不符。", f"The honour ({tier}) is not what was granted.")
        )
    places = book.places()
    counted = [tier for _, tier in stated if granting.is_counted(book.tier(tier))]
    if places is not None and len(counted) > places + _outside(book, file):
        yield Difference(
            "",
            "",
            Text(
                f"荣誉 {len(counted)} 个，超过名额 {places} 个。",
                f"{len(counted)} honours for {places} places.",
            ),
        )
