"""What closing a stage would do, before anybody does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from zhiheng.casework.domain.values import Conclusion
from zhiheng.casework.kinds import gathered, kind_of
from zhiheng.casework.queries.rounds import open_stage_of, round_of, run_of
from zhiheng.core.text import Text


@dataclass(frozen=True, slots=True)
class Preview:
    """What is still awaited and, once nothing is, the conclusion for every case."""

    awaits: Mapping[str, Text]
    conclusions: tuple[Conclusion, ...]

    @property
    def going_on(self) -> tuple[Conclusion, ...]:
        """Return the conclusions of the cases that would go on."""
        return tuple(made for made in self.conclusions if made.goes_on)


def preview_of(round_code: str, stage: str, now: datetime) -> Preview:
    """Return what closing the open stage would conclude now; nothing is saved."""
    round_ = round_of(round_code)
    run = run_of(round_, open_stage_of(round_, stage, lock=False))
    kind = kind_of(run.rule.kind)
    awaits = kind.awaits(run, now)
    if awaits:
        return Preview(awaits, ())
    return Preview({}, tuple(kind.conclude(run.book, run.rule, gathered(run, now))))
