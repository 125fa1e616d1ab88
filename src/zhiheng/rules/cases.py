"""A rulebook's own examples: facts in, findings out with their articles.

They stand beside the rulebook as ``<version>.cases.yaml`` and are read as strictly as it is.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from zhiheng.core.text import Text
from zhiheng.rules.case_facts import check_case_facts
from zhiheng.rules.conditions import Outcome, Verdict, evaluate
from zhiheng.rules.facts import Facts
from zhiheng.rules.load import built, in_order, load_rulebook, refusal, text_of
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.words import Article, Id, RulebookId, Strict, Words
from zhiheng.rules.yamltext import Reading, read_yaml

SUFFIX = ".cases.yaml"


class Expected(Strict):
    """What is expected of one condition: the verdict, its article, ``unverified`` or ``open``, perhaps the reason."""

    condition: Id
    verdict: Verdict
    art: Article | None = None
    unverified: bool = False
    open: bool = False
    reason: Words | None = None


class Example(Strict):
    """One subject on one day."""

    id: Id
    says: Words
    as_of: date
    facts: Facts
    expects: Annotated[tuple[Expected, ...], Field(min_length=1)]


class Examples(Strict):
    """A file of examples for one rulebook."""

    cases: RulebookId
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One expectation, its line in the file, and what the rulebook says; ``difference`` is ``None`` where they agree."""

    example: str
    condition: str
    outcome: Outcome
    difference: Text | None
    line: int | None = None

    @property
    def is_as_expected(self) -> bool:
        """Tell whether the rulebook says what was expected."""
        return self.difference is None

    def to_json(self) -> dict[str, object]:
        """Return plain values for a machine."""
        difference = None if self.difference is None else self.difference.to_json()
        return {
            "example": self.example,
            "line": self.line,
            "outcome": self.outcome.to_json(),
            "difference": difference,
        }


def cases_path(rulebook: Path) -> Path:
    """Return the path of the examples beside a rulebook."""
    return rulebook.with_name(rulebook.name.removesuffix(".yaml") + SUFFIX)


def run_cases(path: Path) -> tuple[CaseResult, ...]:
    """Run the examples of a rulebook, given its own path or that of its ``.cases.yaml``.

    Raises ``InputRefused`` for mistakes in either file.
    """
    is_cases = path.name.endswith(SUFFIX)
    home = path.with_name(path.name.removesuffix(SUFFIX) + ".yaml") if is_cases else path
    rulebook = load_rulebook(home)
    examples, reading = _read(cases_path(home), rulebook)
    return tuple(
        replace(_compared(example, expected, rulebook), line=_line(reading, number, place))
        for number, example in enumerate(examples.examples)
        for place, expected in enumerate(example.expects)
    )


def _line(reading: Reading, example: int, expected: int) -> int | None:
    return reading.place(("examples", example, "expects", expected)).line


def examples_of(rulebook: Path) -> tuple[Example, ...]:
    """Return the examples beside a rulebook, in the order of their file."""
    return _read(cases_path(rulebook), load_rulebook(rulebook))[0].examples


def _read(path: Path, rulebook: Rulebook) -> tuple[Examples, Reading]:
    reading = read_yaml(text_of(path), str(path))
    examples = built(Examples, reading)
    if examples is not None:
        _check(reading, examples, rulebook)
    problems = in_order(reading)
    if examples is None or problems:
        raise refusal(str(path), problems)
    return examples, reading


def _check(reading: Reading, examples: Examples, rulebook: Rulebook) -> None:
    if examples.cases != rulebook.id:
        message = Text(
            f"这些示例属于 {examples.cases}，不是 {rulebook.id}。",
            f"These are examples of {examples.cases}, not of {rulebook.id}.",
        )
        reading.add(
            "other_rulebook", ("cases",), message, Text(f"写 {rulebook.id}。", f"Write {rulebook.id}.")
        )
    known = {c.id for c in rulebook.conditions}
    seen: set[str] = set()
    for number, example in enumerate(examples.examples):
        path = ("examples", number)
        if example.id in seen:
            message = Text(f"示例编号 {example.id} 重复。", f"The example id {example.id} is repeated.")
            reading.add("repeated_id", (*path, "id"), message, Text("换一个编号。", "Choose another id."))
        seen.add(example.id)
        check_case_facts(reading, (*path, "facts"), reading.data["examples"][number].get("facts"), rulebook)
        for place, expected in enumerate(example.expects):
            spot = (*path, "expects", place)
            if expected.condition not in known:
                message = Text(
                    f"规则书没有条件 {expected.condition}。",
                    f"The rulebook has no condition {expected.condition}.",
                )
                remedy = Text(
                    f"可写：{'、'.join(sorted(known))}。", f"Write one of: {', '.join(sorted(known))}."
                )
                reading.add("unknown_condition", (*spot, "condition"), message, remedy)
            if expected.art is None and not expected.unverified and not expected.open:
                message = Text("没有写预期的条款。", "The expected article is missing.")
                reading.add(
                    "no_article",
                    spot,
                    message,
                    Text(
                        "写 art、unverified: true 或 open: true。",
                        "Write art, unverified: true or open: true.",
                    ),
                )


def _compared(example: Example, expected: Expected, rulebook: Rulebook) -> CaseResult:
    condition = rulebook.condition(expected.condition)
    outcome = evaluate(condition, example.facts, example.as_of, rulebook)
    differences = []
    for zh, en, wanted, found in (
        ("结论", "verdict", expected.verdict, outcome.verdict),
        ("条款", "article", expected.art, outcome.cite.article),
        ("是否待核实", "unverified", expected.unverified or expected.open, outcome.cite.unverified),
        ("是否取通常值", "open", expected.open or (expected.unverified and condition.open), condition.open),
        ("理由", "reason", expected.reason or outcome.reason, outcome.reason),
    ):
        if wanted != found:
            differences.append(
                Text(f"{zh}应为 {wanted}，实为 {found}", f"{en}: expected {wanted}, found {found}")
            )
    told = None
    if differences:
        told = Text("；".join(d.zh for d in differences) + "。", "; ".join(d.en for d in differences) + ".")
    return CaseResult(example.id, expected.condition, outcome, told)


def has_cases(rulebook: Path) -> bool:
    """Tell whether examples stand beside a rulebook."""
    return cases_path(rulebook).is_file()
