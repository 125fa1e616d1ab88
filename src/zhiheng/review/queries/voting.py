"""What a ballot rests on once its rounds are closed, and which round of it is to be held next."""

from __future__ import annotations

from typing import Any

from zhiheng.casework.domain.contest import elected_at
from zhiheng.casework.domain.places import stages_needed
from zhiheng.casework.domain.values import Inputs, StageRun
from zhiheng.casework.queries import going
from zhiheng.casework.queries.results import points_of
from zhiheng.core.refusal import Refused
from zhiheng.review.domain.order import stages_of
from zhiheng.review.domain.rounds import Due, standing
from zhiheng.review.queries.ballots import RoundRow, ballot_counts, ballot_progress, rounds_held


def ballot_inputs(run: StageRun) -> Inputs:
    """Return the votes on each case, the members who may vote on it and came, and the scores to rank by."""
    held = rounds_held(run.pk)
    progress = ballot_progress(run.pk)
    counts = ballot_counts(run.pk, [case.code for case in run.cases], 1)
    order = run.book.order_of(run.rule)
    stages = () if order is None else stages_of(order)
    needed = stages_needed(elected_at(run.book, run.rule.id))
    scores = carried_scores(run, tuple(dict.fromkeys((*stages, *needed))))
    bearing, again = going.carried(run, tuple(scores)), _again(run, held)
    found: dict[str, Any] = {
        "eligible": 0 if progress is None else progress.eligible,
        "present": 0 if progress is None else progress.present,
        "cases": {
            code: {**counts[code], "scores": own, **bearing[code], **again.get(code, {})}
            for code, own in scores.items()
        },
    }
    if run.rule.rounds > 1:
        found["rounds"] = len(held)
    if run.rule.keep is not None:
        return {**found, "places": run.book.places()}
    taken = going.taken(run)
    return {**found, "taken": taken} if taken else found


def round_to_hold(run: StageRun) -> Due | None:
    """Return the round that is to be held next; ``None`` while one is open, and once nothing is left to vote on.

    Where the rounds so far cannot be concluded (a score is missing), no other round is due: closing says why.
    """
    held = rounds_held(run.pk)
    if not held:
        return Due(1, frozenset(case.code for case in run.cases), "missed")
    if run.rule.rounds <= len(held) or not all(one.is_closed for one in held):
        return None
    try:
        return standing(run.book, run.rule, ballot_inputs(run)).due
    except Refused:
        return None


def carried_scores(run: StageRun, stages: tuple[str, ...]) -> dict[str, dict[str, str | None]]:
    """Return the exact scores of the named stages for every case of the run; an absent one is ``None``."""
    codes = [case.code for case in run.cases]
    found = points_of(run.round_pk, stages, codes) if stages else {}
    return {code: {stage: _text(found.get(code, {}).get(stage)) for stage in stages} for code in codes}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _again(run: StageRun, held: tuple[RoundRow, ...]) -> dict[str, dict[str, Any]]:
    """Return the votes of the later rounds by case."""
    running = {case.code for case in run.cases}
    found: dict[str, dict[str, Any]] = {}
    for one in held[1:]:
        codes = [code for code in one.cases if code in running]
        for code, votes in ballot_counts(run.pk, codes, one.number).items():
            found.setdefault(code, {"again": []})["again"].append({"round": one.number, **votes})
    return found
