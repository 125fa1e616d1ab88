"""The values of a proof."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text


@dataclass(frozen=True, slots=True)
class Fact:
    """Something known: what it is, what it was, and who says so."""

    name: Text
    value: Text
    source: Text

    def to_json(self) -> dict[str, Any]:
        """Return plain values."""
        return {"name": self.name.to_json(), "value": self.value.to_json(), "source": self.source.to_json()}


@dataclass(frozen=True, slots=True)
class Proof:
    """One rule at work: what it says, what came of it, on which facts, and the rules below it.

    ``holds``: the rule is met; ``None`` where nothing is met or missed, as with a number that goes into a sum.
    """

    title: Text
    rule: Text | None
    cite: Citation | None
    result: Text
    holds: bool | None = None
    facts: tuple[Fact, ...] = ()
    parts: tuple[Proof, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Return plain values, the parts in order."""
        return {
            "title": self.title.to_json(),
            "rule": None if self.rule is None else self.rule.to_json(),
            "cite": None if self.cite is None else self.cite.to_json(),
            "result": self.result.to_json(),
            "holds": self.holds,
            "facts": [fact.to_json() for fact in self.facts],
            "parts": [part.to_json() for part in self.parts],
        }

    def lines(self, language: str, depth: int = 0) -> Iterator[str]:
        """Yield the tree as indented lines in one language, for a terminal."""
        mark = {True: "+ ", False: "- ", None: ""}[self.holds]
        cite = "" if self.cite is None else f"  [{self.cite.text().in_(language)}]"
        yield f"{'  ' * depth}{mark}{self.title.in_(language)}: {self.result.in_(language)}{cite}"
        inner = "  " * (depth + 2)
        if self.rule is not None:
            yield f"{inner}{Text('规则', 'rule').in_(language)}: {self.rule.in_(language)}"
        for fact in self.facts:
            told = f"{fact.name.in_(language)} = {fact.value.in_(language)}"
            yield f"{inner}{told}  ({fact.source.in_(language)})"
        for part in self.parts:
            yield from part.lines(language, depth + 1)
