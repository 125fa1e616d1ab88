"""What all checks look through: the rulebook, where its parts stand in the file, what comes before what."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from zhiheng.core.text import Text
from zhiheng.rules.criteria import criteria_of
from zhiheng.rules.model.criteria import OwnCriteria
from zhiheng.rules.model.places import Pool, Tier
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.stages import HearingStage, ScoreStage, Stage, SurveyStage
from zhiheng.rules.yamltext import Path, Reading


class Sight:
    """A rulebook beside the text that it was read from."""

    def __init__(self, book: Rulebook, reading: Reading) -> None:
        self.book = book
        self.reading = reading
        self._before = {stage.id: book.before(stage.id) for stage in book.stages}

    def note(self, code: str, path: Path, message: Text, remedy: Text) -> None:
        """Note a problem at a key, or at the value where there is no such key."""
        self.reading.add(code, path, message, remedy, key=path in self.reading.keys)

    def of(self, stage: Stage, *rest: str | int) -> Path:
        """Return the place of a stage, or of something in it."""
        return ("stages", self.book.stages.index(stage), *rest)

    def of_tier(self, tier: Tier, *rest: str | int) -> Path:
        """Return the place of a tier, or of something in it."""
        return ("tiers", self.book.tiers.index(tier), *rest)

    def of_criteria(self, model: OwnCriteria, *rest: str | int) -> Path:
        """Return the place of a criteria model of the rulebook's own, or of something in it."""
        return ("criteria", self.book.criteria.index(model), *rest)

    def of_pool(self, pool: Pool, *rest: str | int) -> Path:
        """Return the place of a pool, which may stand alone or in a list."""
        alone = isinstance(self.reading.data.get("pool"), dict)
        return ("pool", *rest) if alone else ("pool", self.book.pools.index(pool), *rest)

    def ahead_of(self, id_: str) -> set[str]:
        """Return every stage that must be closed before this one."""
        found: set[str] = set()
        waiting = list(self._before[id_])
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting += self._before[here]
        return found

    def stages(self, ids: Sequence[str] | set[str]) -> list[Stage]:
        """Return stages by their ids, in the order of the file."""
        return [stage for stage in self.book.stages if stage.id in ids]

    def kinds_of(self, id_: str) -> frozenset[str]:
        """Return the kinds of subject that may be of a class (or kind) and may apply at all."""
        may_apply = frozenset(self.book.applicants)
        group = next((one for one in self.book.classes if one.id == id_), None)
        if group is None:
            return may_apply & {id_}
        if group.of is None or group.of.kinds is None:
            return may_apply
        return may_apply & frozenset(group.of.kinds)


def full_marks(book: Rulebook, stage: Stage) -> Fraction | None:
    """Return the most points that a stage can give; ``None`` for one that gives none."""
    if isinstance(stage, ScoreStage):
        seats = stage.panel.assessors if stage.combine == "sum" else 1
        return Fraction(criteria_of(book, stage).total) * seats
    if isinstance(stage, HearingStage):
        seats = stage.panel.assessors if stage.panel is not None and stage.combine == "sum" else 1
        return Fraction(stage.points * seats)
    if isinstance(stage, SurveyStage) and stage.scored:
        return Fraction(stage.scale)
    return None
