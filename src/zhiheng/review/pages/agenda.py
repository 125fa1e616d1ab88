"""What a committee has before it when it votes: the candidates with their points and places, no names of assessors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhiheng.calc.combine import rounded
from zhiheng.calc.ranking import rank
from zhiheng.casework.queries.results import points_of
from zhiheng.casework.queries.rounds import cases_of, stages_of
from zhiheng.core.text import Text
from zhiheng.review import queries
from zhiheng.review.queries.ballots import QuorumRow
from zhiheng.review.queries.places import StageAt

SCORED = ("score", "hearing", "survey", "shortlist")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case on the ballot: for each stage with points, the points and the place among the candidates."""

    case: str
    name: str
    region: str
    cells: tuple[tuple[Text, tuple[str, int] | None], ...]
    quorum: QuorumRow | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """The stages that gave points, and the candidates in the order of their numbers."""

    titles: tuple[Text, ...]
    candidates: tuple[Candidate, ...]

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of every candidate."""
        return tuple((one.case, one.name) for one in self.candidates)

    def without(self, away: Collection[str]) -> tuple[tuple[str, str], ...]:
        """Return code and name of the candidates on which somebody may vote."""
        return tuple(one for one in self.names if one[0] not in away)


def agenda_of(at: StageAt) -> Agenda:
    """Return the agenda of a ballot; before it opens, of the cases that are running."""
    on = queries.ballot_cases(at.row.pk)
    rows = [row for row in cases_of(at.round) if (row["case"] in on if on else row["state"] == "running")]
    codes = [str(row["case"]) for row in rows]
    stages = _scored_before(at)
    found = points_of(at.round.pk, stages, codes) if stages and codes else {}
    given = [stage for stage in stages if any(stage in own for own in found.values())]
    cells = {stage: _cells({c: own[stage] for c, own in found.items() if stage in own}) for stage in given}
    quorums = _quorums(at, on)
    return Agenda(
        tuple(at.book.stage(stage).title for stage in given),
        tuple(
            Candidate(
                str(row["case"]), str(row["name"]), str(row["region"]),
                tuple((at.book.stage(stage).title, cells[stage].get(str(row["case"]))) for stage in given),
                quorums.get(str(row["case"])),
            )
            for row in rows
        ),
    )  # fmt: skip


def _scored_before(at: StageAt) -> list[str]:
    """Return the closed stages before the ballot that gave points."""
    before = [one for one in stages_of(at.round) if one.state == "closed" and one.position < at.row.position]
    return [one.stage for one in before if one.kind in SCORED]


def _quorums(at: StageAt, on: Collection[str]) -> dict[str, QuorumRow]:
    members = queries.ballot_members(at.row.pk) if on else ()
    return {row.case: row for row in queries.quorums(at.rule, on, members)}


def _cells(points: Mapping[str, Fraction]) -> dict[str, tuple[str, int]]:
    groups = rank({code: (value,) for code, value in points.items()})
    return {code: (str(rounded(group.scores[0])), group.place) for group in groups for code in group.codes}
