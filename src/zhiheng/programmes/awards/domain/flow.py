"""Whether an exported round followed its own conclusions: cases, points, tiers and classes from stage to stage."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from zhiheng.casework.domain.bearing import KEYS
from zhiheng.casework.domain.contest import has_steps, passes_by
from zhiheng.core.text import Text
from zhiheng.rules.model import Rulebook


@dataclass(frozen=True, slots=True)
class Difference:
    """Where the file and the re-computed result differ: stage, case (or ""), and what."""

    stage: str
    case: str
    told: Text


@dataclass
class _Followed:
    """What the stages so far concluded: points, the tier held, who is out, and what bears on places."""

    points: dict[str, dict[str, Fraction]] = field(default_factory=dict)
    held: dict[str, str] = field(default_factory=dict)
    out: set[str] = field(default_factory=set)
    bearing: dict[str, dict[str, Any]] = field(default_factory=dict)

    def take(self, stage: Mapping[str, Any]) -> None:
        """Take in what a stage concluded."""
        for one in stage["conclusions"]:
            case, details = one["case"], one["details"]
            exact = details.get("exact") or details.get("points") or details.get("score")
            if exact is not None:
                self.points.setdefault(case, {})[stage["stage"]] = Fraction(exact)
            if one["goes_on"] and details.get("tier"):
                self.held[case] = details["tier"]
            if details.get("out"):
                self.out.add(case)
            if stage["kind"] == "check":
                own = {key: details[key] for key in KEYS if key in details}
                self.bearing.setdefault(case, {}).update(own)


def flow_differences(book: Rulebook, file: Mapping[str, Any]) -> Iterator[Difference]:
    """Check that each stage took exactly the cases that those before let through, with what they concluded."""
    left = {one["code"]: one["withdrawn_before"] for one in file["cases"]}
    going_on = set(left)
    followed = _Followed()
    for stage in file["stages"]:
        name, inputs = stage["stage"], stage["inputs"]
        going_on -= {code for code in going_on if left[code] == name}
        for case in sorted((set(inputs["cases"]) | set(inputs.get("passing", {}))) ^ going_on):
            told = Text(
                "进入本环节的办件与前一环节的结论不符。", "These are not the cases that went on from before."
            )
            yield Difference(name, case, told)
        yield from _carried_differences(stage, followed)
        if has_steps(book):
            yield from _step_differences(book, stage, followed)
        followed.take(stage)
        going_on -= {one["case"] for one in stage["conclusions"] if not one["goes_on"]}


def _carried_differences(stage: Mapping[str, Any], followed: _Followed) -> Iterator[Difference]:
    for case, given in stage["inputs"]["cases"].items():
        if not isinstance(given, Mapping):
            continue
        for earlier, value in given.get("scores", {}).items():
            known = followed.points.get(case, {}).get(earlier)
            stated = None if value is None else Fraction(value)
            if known != stated:
                told = Text(
                    f"引用的 {earlier} 得分 {value} 与该环节结论 {known} 不符。",
                    f"Carries {value} for {earlier}, but that stage concluded {known}.",
                )
                yield Difference(stage["stage"], case, told)
        if stage["kind"] != "check":
            yield from _bearing_differences(stage["stage"], case, given, followed)


def _bearing_differences(
    stage: str, case: str, given: Mapping[str, Any], followed: _Followed
) -> Iterator[Difference]:
    for key, value in followed.bearing.get(case, {}).items():
        if key in given and given[key] != value:
            told = Text(
                f"引用的 {key} 与资格审查的结论不符。", f"Carries other {key} than the check concluded."
            )
            yield Difference(stage, case, told)


def _step_differences(book: Rulebook, stage: Mapping[str, Any], followed: _Followed) -> Iterator[Difference]:
    """Check who passes by because of a tier held, who competes with one, and whose places are taken."""
    name, inputs = stage["stage"], stage["inputs"]
    rule, passing = book.stage(name), inputs.get("passing", {})
    told = Text("与前面环节决定的奖项不符。", "This is not the tier that earlier stages decided.")
    for case, why in passing.items():
        if "holds" in why and why["holds"] != followed.held.get(case):
            yield Difference(name, case, told)
    for case in sorted({*inputs["cases"], *passing}):
        held = followed.held.get(case)
        is_by = held is not None and passes_by(book, rule, held, is_out=case in followed.out)
        competes_as = inputs.get("holding", {}).get(case) if case in inputs["cases"] else held
        if is_by != ("holds" in passing.get(case, {})) or competes_as != held:
            yield Difference(name, case, told)
    for case, one in inputs.get("taken", {}).items():
        if one["tier"] != followed.held.get(case):
            yield Difference(name, case, told)
