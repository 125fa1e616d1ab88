"""Who goes through a stage, who passes it by, and what bears on their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import QuerySet, Subquery

from zhiheng.casework.domain.bearing import asked_of, bearing_of, is_of
from zhiheng.casework.domain.contest import has_steps, passes_by
from zhiheng.casework.domain.values import StageRun
from zhiheng.casework.models import Finding, Stage
from zhiheng.casework.queries import facts


@dataclass(frozen=True, slots=True)
class Held:
    """The tier that a case holds in a round that goes on, and whether it is out of the contest."""

    tier: str
    is_out: bool = False


def parted(run: StageRun) -> StageRun:
    """Return the run with the cases that the stage concerns, and beside them those that pass by.

    Costs nothing where the rulebook has neither classes for this stage nor steps.
    """
    steps = has_steps(run.book)
    if not run.rule.applies_to and not steps:
        return run
    held = held_tiers(run.round_pk, before=run.pk) if steps else {}
    bearing = bearings(run) if run.rule.applies_to else {}
    passing = {case.code: why for case in run.cases if (why := _why(run, case.code, held, bearing))}
    return _split(run, passing, held)


def parted_as_closed(run: StageRun) -> StageRun:
    """Return the same for a stage that closed: those pass by of whom its findings say so."""
    if not run.rule.applies_to and not has_steps(run.book):
        return run
    rows = _standing(stage_id=run.pk).filter(details__has_key="passed_by")
    passing = {code: details["passed_by"] for code, details in rows.values_list("case__code", "details")}
    return _split(run, passing, held_tiers(run.round_pk, before=run.pk) if has_steps(run.book) else {})


def _split(run: StageRun, passing: Mapping[str, Mapping[str, Any]], held: Mapping[str, Held]) -> StageRun:
    going = tuple(case for case in run.cases if case.code not in passing)
    return replace(
        run,
        cases=going,
        passers=tuple(case for case in run.cases if case.code in passing),
        passing=passing,
        holding={case.code: held[case.code].tier for case in going if case.code in held},
    )


def _why(
    run: StageRun, code: str, held: Mapping[str, Held], bearing: Mapping[str, Mapping[str, Any]]
) -> dict[str, Any] | None:
    own = held.get(code)
    if own is not None and passes_by(run.book, run.rule, own.tier, is_out=own.is_out):
        return {"holds": own.tier, "out": own.is_out}
    if not is_of(run.rule.applies_to, bearing.get(code, {})):
        return {"classes": list(bearing.get(code, {}).get("classes", ()))}
    return None


def held_tiers(round_pk: int, before: int) -> dict[str, Held]:
    """Return what the stages before one gave each case of a round, by case code; the latest counts."""
    place = Stage.objects.filter(pk=before).values("position")
    rows = _standing(stage__round_id=round_pk, goes_on=True, stage__position__lt=Subquery(place))
    rows = rows.filter(details__has_key="tier").order_by("stage__position", "case__number")
    found: dict[str, Held] = {}
    for code, details in rows.values_list("case__code", "details").iterator():
        if details.get("tier"):
            found[code] = Held(details["tier"], bool(details.get("out")))
    return found


def bearings(run: StageRun) -> dict[str, dict[str, Any]]:
    """Return what bears on each case of a run, as the latest check before it found; without one, as it is now."""
    asked = asked_of(run.book)
    if not asked:
        return {}
    rows = _standing(stage__round_id=run.round_pk, stage__kind="check")
    rows = rows.filter(stage__position__lt=Subquery(Stage.objects.filter(pk=run.pk).values("position")))
    found = {
        code: {key: details[key] for key in asked if key in details}
        for code, details in rows.order_by("stage__position").values_list("case__code", "details").iterator()
        if asked[0] in details
    }
    missing = tuple(case for case in run.everybody if case.code not in found)
    if missing:
        as_of = facts.as_of_day(run)
        known = facts.facts_of(replace(run, cases=missing, passers=()), as_of)
        found |= {code: bearing_of(run.book, own, as_of) for code, own in known.items()}
    return found


def taken(run: StageRun) -> dict[str, dict[str, Any]]:
    """Return who of the running cases holds a tier of an earlier step, with what bears on its place."""
    if not has_steps(run.book):
        return {}
    running = {case.code for case in run.everybody}
    held = {code: own for code, own in held_tiers(run.round_pk, before=run.pk).items() if code in running}
    bearing = bearings(run) if held else {}
    return {code: {"tier": own.tier, **bearing.get(code, {})} for code, own in sorted(held.items())}


def _standing(**wanted: Any) -> QuerySet[Finding]:
    return Finding.objects.filter(withdrawn_at=None, **wanted)


def carried(run: StageRun, codes: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Return, for inputs, what bears on each case; nothing where the rulebook looks at nothing."""
    known = bearings(run)
    return {code: known.get(code, {}) for code in codes}
