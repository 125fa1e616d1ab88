"""Re-computes a round's result from its exported file: no database, no network, no trust in the office.

The file holds the rulebook's text, the inputs and the conclusions of every closed stage, and for each the ledger
line that recorded the inputs' digest, with its inclusion proof under a published checkpoint.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from zhiheng.casework.domain import conclusions as casework
from zhiheng.casework.domain.values import Concluder
from zhiheng.core.canonical import digest
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger.domain.proof import Proof
from zhiheng.review.domain import conclusions as review
from zhiheng.rules.criteria import criteria_model
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.model import Rulebook, ScoreStage

FORMAT = "zhiheng-round/1"
CONCLUDERS: dict[str, Concluder] = {**casework.CONCLUDERS, **review.CONCLUDERS}


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the file and the re-computed result differ: stage, case (or ""), and what."""

    stage: str
    case: str
    told: Text


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
    found += _flow_differences(file)
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


def _flow_differences(file: Mapping[str, Any]) -> Iterator[Difference]:
    """Check that each stage took exactly the cases that the stages before it let through, with their points."""
    left = {one["code"]: one["withdrawn_before"] for one in file["cases"]}
    going_on = set(left)
    points: dict[str, dict[str, Fraction]] = {}
    for stage in file["stages"]:
        name = stage["stage"]
        going_on -= {code for code in going_on if left[code] == name}
        for case in sorted(set(stage["inputs"]["cases"]) ^ going_on):
            told = Text(
                "进入本环节的办件与前一环节的结论不符。", "These are not the cases that went on from before."
            )
            yield Difference(name, case, told)
        yield from _carried_differences(stage, points)
        for one in stage["conclusions"]:
            exact = one["details"].get("exact") or one["details"].get("points") or one["details"].get("score")
            if exact is not None:
                points.setdefault(one["case"], {})[name] = Fraction(exact)
        going_on -= {one["case"] for one in stage["conclusions"] if not one["goes_on"]}


def _carried_differences(
    stage: Mapping[str, Any], points: Mapping[str, Mapping[str, Fraction]]
) -> Iterator[Difference]:
    for case, given in stage["inputs"]["cases"].items():
        carried = given.get("scores", {}) if isinstance(given, Mapping) else {}
        for earlier, value in carried.items():
            known = points.get(case, {}).get(earlier)
            if known != Fraction(value):
                told = Text(
                    f"引用的 {earlier} 得分 {value} 与该环节结论 {known} 不符。",
                    f"Carries {value} for {earlier}, but that stage concluded {known}.",
                )
                yield Difference(stage["stage"], case, told)


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
            points = {
                code: format(item.points, "f") for code, item in criteria_model(rule.criteria).items.items()
            }
            if file["criteria"].get(rule.criteria) != points:
                yield Difference(
                    rule.id,
                    "",
                    Text(
                        "评价准则分值与本软件所带的不符。",
                        "The criteria's points are not those shipped here.",
                    ),
                )


def _honour_differences(book: Rulebook, file: Mapping[str, Any]) -> Iterator[Difference]:
    granted = {
        (one["case"], one["details"]["tier"])
        for stage in file["stages"] if stage["kind"] == "grant" for one in stage["conclusions"]
    }  # fmt: skip
    stated = {(one["case"], one["tier"]) for one in file["honours"]}
    for case, tier in sorted(granted ^ stated):
        yield Difference(
            "", case, Text(f"荣誉（{tier}）与授奖环节不符。", f"The honour ({tier}) is not what was granted.")
        )
    places = book.places()
    if places is not None and len(stated) > places:
        yield Difference(
            "",
            "",
            Text(
                f"荣誉 {len(stated)} 个，超过名额 {places} 个。",
                f"{len(stated)} honours for {places} places.",
            ),
        )
