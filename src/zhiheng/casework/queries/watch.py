"""What an open stage waits for, case by case where that can be read at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhiheng.casework.kinds import kind_of
from zhiheng.casework.queries.places import StageAt
from zhiheng.casework.queries.rounds import run_of
from zhiheng.casework.queries.waiting import Progress, progress_of, running_in
from zhiheng.core.text import Text

SHOWN = 12
FEW = 300


@dataclass(frozen=True, slots=True)
class Awaited:
    """How far a stage is; of up to 300 cases also which of them it waits for (code, name, why), the first 12.

    ``total`` is ``None`` where there are so many cases that the closing's preview alone names them.
    """

    progress: Progress
    stage_waits: Text | None
    named: tuple[tuple[str, str, Text], ...]
    total: int | None

    @property
    def more(self) -> int:
        """Return how many more there are than are named."""
        return (self.total or 0) - len(self.named)


def awaited_at(at: StageAt, now: datetime) -> Awaited:
    """Return what the stage waits for now."""
    at.row.round = at.round
    progress = progress_of([at.row], {at.round.code: at.book}, now)[at.row.pk]
    if running_in([at.round]).get(at.round.pk, 0) > FEW:
        return Awaited(progress, None, (), None)
    run = run_of(at.round, at.row)
    waiting = dict(kind_of(at.row.kind).awaits(run, now))
    names = {case.code: case.name for case in run.cases}
    whole = waiting.pop("", None)
    named = tuple((code, names.get(code, ""), told) for code, told in list(waiting.items())[:SHOWN])
    return Awaited(progress, whole, named, len(waiting))
