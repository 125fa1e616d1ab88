"""What a stage of a kind does around its pure conclusion: whom it asks, what it waits for, what it reads.

A kind is written once. Higher rooms add theirs with ``register`` in ``AppConfig.ready``.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from zhiheng.casework.domain.values import Concluder, Conclusion, Inputs, StageRun, TaskPlan
from zhiheng.core.actor import Actor
from zhiheng.core.text import Text


class Kind(Protocol):
    """One kind of stage.

    ``keeps_inputs``: its inputs lie in registers that go on changing, so closing keeps them with the stage.
    """

    kind: str
    conclude: Concluder
    keeps_inputs: bool

    def opened(self, run: StageRun, by: Actor, now: datetime) -> None:
        """Prepare what the stage needs when it opens (a notice, a ballot)."""

    def tasks(self, run: StageRun) -> Sequence[TaskPlan]:
        """Say who owes what once the stage is open."""

    def awaits(self, run: StageRun, now: datetime) -> Mapping[str, Text]:
        """Say what keeps the stage from closing: case code (or "" for the stage) to a sentence."""

    def counts(self, rules: Mapping[int, Any]) -> Mapping[int, tuple[int, int]]:
        """Count, for several stages by key and rule, who has not finished and how many there are, where it can."""

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Gather, in a constant number of queries, everything that the conclusion rests on."""

    def begun_without(self, run: StageRun) -> Collection[str]:
        """Name the run's cases that are missing from a list which the stage fixed when it began (a notice, a ballot)."""

    def closed(self, run: StageRun, conclusions: Sequence[Conclusion], by: Actor, now: datetime) -> None:
        """Do what follows from the conclusions in other registers, in the same transaction."""


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Add a kind; the same name twice is a programming error."""
    if kind.kind in _kinds:
        raise RuntimeError(f"stage kind {kind.kind} is registered twice")
    _kinds[kind.kind] = kind


def kind_of(name: str) -> Kind:
    """Return the kind of this name."""
    return _kinds[name]


def gathered(run: StageRun, now: datetime) -> Inputs:
    """Return everything that the conclusion of a stage rests on: its kind's inputs, who passes by, who holds what.

    What says nothing is left out.
    """
    beside = {"passing": run.passing, "holding": run.holding}
    own = kind_of(run.rule.kind).inputs(run, now)
    return {**own, **{name: dict(found) for name, found in beside.items() if found}}


def concluders() -> dict[str, Concluder]:
    """Return the pure conclusion of every registered kind."""
    return {name: kind.conclude for name, kind in _kinds.items()}


class PlainKind:
    """A kind that prepares nothing, waits for nobody and leaves nothing behind; others build on it."""

    kind: str
    conclude: Concluder
    keeps_inputs = False

    def __init__(self, kind: str, conclude: Concluder) -> None:
        self.kind = kind
        self.conclude = conclude

    def opened(self, run: StageRun, by: Actor, now: datetime) -> None:
        """Prepare nothing."""

    def tasks(self, run: StageRun) -> Sequence[TaskPlan]:
        """Give the stage to the actor whom the rulebook names."""
        return [TaskPlan(role=run.rule.by, place=run.authority, summary=run.rule.title)]

    def awaits(self, run: StageRun, now: datetime) -> Mapping[str, Text]:
        """Wait for nothing."""
        return {}

    def counts(self, rules: Mapping[int, Any]) -> Mapping[int, tuple[int, int]]:
        """Count nobody."""
        return {}

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Rest on the cases alone."""
        return {"cases": {case.code: {} for case in run.cases}}

    def begun_without(self, run: StageRun) -> Collection[str]:
        """Fix no list."""
        return ()

    def closed(self, run: StageRun, conclusions: Sequence[Conclusion], by: Actor, now: datetime) -> None:
        """Leave nothing behind."""
