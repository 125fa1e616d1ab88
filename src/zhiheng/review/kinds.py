"""What casework asks of the stages at which people judge: whom they wait for, and what they rest on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from zhiheng.casework.domain.values import Inputs, StageRun, TaskPlan
from zhiheng.casework.kinds import PlainKind
from zhiheng.casework.queries import going
from zhiheng.core.actor import Role
from zhiheng.core.text import Text, joined
from zhiheng.review import queries
from zhiheng.review.actions.ballots import not_quorate
from zhiheng.review.domain.conclusions import CONCLUDERS
from zhiheng.review.domain.order import stages_of
from zhiheng.review.domain.rounds import due_text
from zhiheng.review.domain.seats import seats_wanted
from zhiheng.review.domain.values import SeatRow
from zhiheng.review.queries.voting import ballot_inputs, carried_scores, round_to_hold
from zhiheng.review.queries.work import seats_at_work


class PanelKind(PlainKind, ABC):
    """Panels judge every case: the seats that count, and what each still owes."""

    def tasks(self, run: StageRun) -> Sequence[TaskPlan]:
        """Give each seated account one task for the whole stage, and the office the stage."""
        seats = {
            seat.account for own in queries.seats_by_case(run.pk).values() for seat in own if seat.account
        }
        office = TaskPlan(Role.OFFICE, run.authority, run.rule.title)
        own = [
            TaskPlan(Role.ASSESSOR, run.authority, run.rule.title, account=account)
            for account in sorted(seats)
        ]
        return [office, *own]

    def counts(self, rules: Mapping[int, Any]) -> Mapping[int, tuple[int, int]]:
        """Count the seats that have not finished their cases, and all seats."""
        agreed = {pk for pk, rule in rules.items() if rule.combine == "consensus"}
        return seats_at_work(rules.keys(), agreed)

    def awaits(self, run: StageRun, now: datetime) -> Mapping[str, Text]:
        """Wait for a full panel and for the work of every seat that counts."""
        seats, done = queries.seats_by_case(run.pk), self._done(run)
        told = {}
        for case in run.cases:
            text = self._waits(run, seats.get(case.code, ()), done.get(case.code, frozenset()))
            if text is not None:
                told[case.code] = text
        return told

    def _waits(self, run: StageRun, seats: Sequence[SeatRow], done: frozenset[str]) -> Text | None:
        standing = [seat for seat in seats if not seat.is_recused]
        wanted = seats_wanted(run.rule, seats)
        counting = queries.counting(seats, combine=run.rule.combine)
        disputed = [seat.label for seat in standing if seat.is_disputed]
        missing = [seat.label for seat in counting if seat.label not in done]
        parts = []
        if len(standing) < wanted or not counting:
            away = [seat.label for seat in seats if seat.is_recused]
            zh = f"（{'、'.join(away)} 已回避）" if away else ""
            en = f" ({', '.join(away)} recused)" if away else ""
            parts.append(
                Text(
                    f"评审组应有 {wanted} 名评审员，现有 {len(standing)} 名{zh}",
                    f"the panel has {len(standing)} of {wanted} assessors{en}",
                )
            )
        if disputed:
            parts.append(
                Text(
                    f"{'、'.join(disputed)} 的利害关系待裁定",
                    f"an interest of {', '.join(disputed)} is undecided",
                )
            )
        if missing:
            parts.append(self._missing(missing))
        if not parts:
            return None
        text = joined(parts)
        return Text(f"{text.zh}。", f"{text.en[0].upper()}{text.en[1:]}.")

    @abstractmethod
    def _missing(self, labels: Sequence[str]) -> Text:
        """Say what these seats still owe."""

    @abstractmethod
    def _done(self, run: StageRun) -> dict[str, frozenset[str]]:
        """Return, by case, the seats whose work is complete."""

    def _counting(self, run: StageRun) -> dict[str, tuple[SeatRow, ...]]:
        seats = queries.seats_by_case(run.pk)
        return {
            case.code: queries.counting(seats.get(case.code, ()), combine=run.rule.combine)
            for case in run.cases
        }


class ScoreKind(PanelKind):
    """Scorebooks on a criteria model."""

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the marks of every signed scorebook whose seat counts, and the number of places."""
        books = queries.marks_of_stage(run.pk)
        cases = {
            code: {
                "marks": {
                    seat.label: books[code, seat.label] for seat in seats if (code, seat.label) in books
                }
            }
            for code, seats in self._counting(run).items()
        }
        return {"cases": with_penalties(run, with_classes(run, cases)), "places": run.book.places()}

    def _done(self, run: StageRun) -> dict[str, frozenset[str]]:
        return _grouped(queries.signed_seats(run.pk))

    def _missing(self, labels: Sequence[str]) -> Text:
        zh, en = "、".join(labels), ", ".join(labels)
        owed = f"the scorebooks of {en} are" if len(labels) > 1 else f"the scorebook of {en} is"
        return Text(f"{zh} 的评分手册未签署", f"{owed} not signed")


class HearingKind(PanelKind):
    """Points given at a hearing."""

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the points of every seat that counts, and the number of places."""
        points = queries.hearing_points_of(run.pk)
        cases = {
            code: {
                "points": {
                    seat.label: points[code][seat.label]
                    for seat in seats
                    if seat.label in points.get(code, {})
                }
            }
            for code, seats in self._counting(run).items()
        }
        return {"cases": with_penalties(run, with_classes(run, cases)), "places": run.book.places()}

    def _done(self, run: StageRun) -> dict[str, frozenset[str]]:
        return {code: frozenset(points) for code, points in queries.hearing_points_of(run.pk).items()}

    def _missing(self, labels: Sequence[str]) -> Text:
        return Text(f"{'、'.join(labels)} 尚未评分", f"{', '.join(labels)} gave no points yet")


def _grouped(pairs: set[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for code, label in pairs:
        found.setdefault(code, set()).add(label)
    return {code: frozenset(labels) for code, labels in found.items()}


def with_penalties(run: StageRun, cases: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the inputs of cases with what is taken off, where the stage has penalties and a case got one."""
    if not run.rule.penalties:
        return cases
    given = queries.penalties_of(run.pk)
    return {code: {**own, "penalties": given[code]} if code in given else own for code, own in cases.items()}


def with_classes(run: StageRun, cases: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return the inputs of cases with what bears on who goes on, where the stage looks at it."""
    keep, order = run.rule.keep, getattr(run.rule, "order", None)
    if not (keep is not None and keep.by_class) and not (order is not None and order.prefer):
        return cases
    bearing = going.carried(run, tuple(cases))
    return {code: {**own, **bearing[code]} for code, own in cases.items()}


class ShortlistKind(PlainKind):
    """An order over scores that earlier stages gave."""

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the exact scores that the order needs, and the number of places."""
        scores = carried_scores(run, stages_of(run.rule.order))
        cases: dict[str, dict[str, Any]] = {code: {"scores": own} for code, own in scores.items()}
        return {"cases": with_classes(run, cases), "places": run.book.places()}


class BallotKind(PlainKind):
    """The committee's secret vote."""

    def tasks(self, run: StageRun) -> Sequence[TaskPlan]:
        """Give the vote to the committee and its conduct to the office."""
        return [TaskPlan(role, run.authority, run.rule.title) for role in (Role.OFFICE, Role.COMMITTEE)]

    def awaits(self, run: StageRun, now: datetime) -> Mapping[str, Text]:
        """Wait for a ballot that is quorate for every case, for its end, and for the rounds that the rule asks for."""
        progress = queries.ballot_progress(run.pk)
        if progress is None:
            return {"": Text("尚未召开会议表决。", "The vote has not begun.")}
        held = queries.rounds_held(run.pk)
        running = [case.code for case in run.cases if case.code in held[-1].cases]
        told = not_quorate(run.rule, running, queries.ballot_members(run.pk))
        missing = self._not_on_the_ballot(run, held[0].cases)
        if not progress.is_closed:
            told = {
                "": Text(
                    f"表决尚未结束（应到 {progress.eligible} 人，实到 {progress.present} 人，已投票 {progress.voted} 人）。",
                    f"The vote is open ({progress.present} of {progress.eligible} present, {progress.voted} voted).",
                ),
                **told,
            }
        elif not missing and (due := round_to_hold(run)) is not None:
            told = {"": due_text(run.rule, due), **told}
        return {**told, **missing}

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the votes of every round on each case, who may vote on it and came, and the scores to rank by."""
        return ballot_inputs(run)

    def begun_without(self, run: StageRun) -> Collection[str]:
        """Name the cases that are not on the ballot, once the vote has begun."""
        held = queries.rounds_held(run.pk)
        return self._not_on_the_ballot(run, held[0].cases) if held else ()

    def _not_on_the_ballot(self, run: StageRun, voted_on: Sequence[str]) -> dict[str, Text]:
        told = Text("表决开始后恢复办理，未列入表决票。", "Restored after the vote began; not on the ballot.")
        return {case.code: told for case in run.cases if case.code not in voted_on}


KINDS = (
    ScoreKind("score", CONCLUDERS["score"]),
    HearingKind("hearing", CONCLUDERS["hearing"]),
    ShortlistKind("shortlist", CONCLUDERS["shortlist"]),
    BallotKind("ballot", CONCLUDERS["ballot"]),
)
