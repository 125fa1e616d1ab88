"""What a committee has before it when it votes: the candidates with their points and places, no names of assessors."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction

from zhiheng.calc.combine import rounded
from zhiheng.calc.ranking import rank
from zhiheng.casework.queries.results import points_of
from zhiheng.casework.queries.rounds import cases_of, run_of, stages_of
from zhiheng.core.text import Text
from zhiheng.review import queries
from zhiheng.review.domain.rounds import Due, due_text
from zhiheng.review.queries.ballots import QuorumRow
from zhiheng.review.queries.places import StageAt

SCORED = ("score", "hearing", "survey", "shortlist")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case on the ballot: for each stage with points, the points and the place among the candidates."""

    case: str
    subject: str
    name: str
    region: str
    cells: tuple[tuple[Text, tuple[str, int] | None], ...]
    quorum: QuorumRow | None


@dataclass(frozen=True, slots=True)
class Agenda:
    """The stages that gave points, the candidates in the order of their numbers, and who stood in any round."""

    titles: tuple[Text, ...]
    candidates: tuple[Candidate, ...]
    ever: tuple[tuple[str, str], ...] = ()

    @property
    def names(self) -> tuple[tuple[str, str], ...]:
        """Return code and name of every candidate."""
        return tuple((one.case, one.name) for one in self.candidates)

    def without(self, away: Collection[str]) -> tuple[tuple[str, str], ...]:
        """Return code and name of the candidates on which somebody may vote."""
        return tuple(one for one in self.names if one[0] not in away)


@dataclass(frozen=True, slots=True)
class PastRound:
    """A round of votes that is over: its number, and name and votes of every candidate that stood in it."""

    number: int
    counts: tuple[tuple[str, Mapping[str, int]], ...]


def agenda_of(at: StageAt) -> Agenda:
    """Return the agenda of a ballot; before it opens, of the cases that are running, or that stand in a due round."""
    due = due_at(at)
    on = queries.ballot_cases(at.row.pk) if due is None else due.cases
    rows = [row for row in cases_of(at.round) if (row["case"] in on if on else row["state"] == "running")]
    codes = [str(row["case"]) for row in rows]
    stages = _scored_before(at)
    found = points_of(at.round.pk, stages, codes) if stages and codes else {}
    given = [stage for stage in stages if any(stage in own for own in found.values())]
    cells = {stage: _cells({c: own[stage] for c, own in found.items() if stage in own}) for stage in given}
    quorums = _quorums(at, on if due is None else ())
    return Agenda(
        tuple(at.book.stage(stage).title for stage in given),
        tuple(
            Candidate(
                str(row["case"]), str(row["subject"]), str(row["name"]), str(row["region"]),
                tuple((at.book.stage(stage).title, cells[stage].get(str(row["case"]))) for stage in given),
                quorums.get(str(row["case"])),
            )
            for row in rows
        ),
        tuple((str(row["case"]), str(row["name"])) for row in _ever(at, rows)),
    )  # fmt: skip


def due_at(at: StageAt) -> Due | None:
    """Return the later round of votes that an open stage has to hold next, where its rule has several."""
    if at.rule.rounds == 1 or at.row.state != "open" or not queries.ballot_cases(at.row.pk):
        return None
    return queries.round_to_hold(run_of(at.round, at.row))


def rounds_of(at: StageAt, agenda: Agenda) -> dict[str, object]:
    """Return what a page shows of the rounds: how many there were, which is due and why, and their counts."""
    due = due_at(at)
    return {
        "due": due,
        "due_says": None if due is None else due_text(at.rule, due, dict(agenda.ever)),
        "held": len(queries.rounds_held(at.row.pk)) if at.rule.rounds > 1 else 1,
        "rounds": _past(at, agenda),
    }


def _past(at: StageAt, agenda: Agenda) -> tuple[PastRound, ...]:
    """Return the counts of the closed rounds, where the rule has several or the stage has closed."""
    if at.rule.rounds == 1 and at.row.state != "closed":
        return ()
    names = dict(agenda.ever)
    return tuple(
        PastRound(
            one.number,
            tuple(
                (names.get(code, code), votes)
                for code, votes in queries.ballot_counts(at.row.pk, one.cases, one.number).items()
            ),
        )
        for one in queries.rounds_held(at.row.pk)
        if one.is_closed
    )


def _ever(at: StageAt, rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Return the cases that stood in any round of the vote, or will in the first."""
    held = queries.rounds_held(at.row.pk) if at.rule.rounds > 1 else ()
    codes = {code for one in held for code in one.cases}
    return [row for row in cases_of(at.round) if row["case"] in codes] if codes else rows


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
