"""Many simulated rounds in one report: plain values without fractions lost, the same bytes for the same seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from zhiheng.core.calendar import WorkCalendar
from zhiheng.core.money import Money
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.programmes.awards.simulation.assumptions import Assumptions
from zhiheng.programmes.awards.simulation.counting import Sums
from zhiheng.programmes.awards.simulation.effort import effort
from zhiheng.programmes.awards.simulation.population import Population, is_with_facts
from zhiheng.programmes.awards.simulation.round import run_round
from zhiheng.programmes.awards.simulation.timeline import Timeline, timeline
from zhiheng.programmes.awards.simulation.wording import condition_says, reason_text, stop_text
from zhiheng.rules.model import Rulebook

FORMAT = "zhiheng-simulation/1"
MOST_APPLICANTS, MOST_ROUNDS, MOST_CASES = 1_000_000, 100_000, 50_000_000


def simulate(
    book: Rulebook,
    assumed: Assumptions,
    *,
    applicants: int | Population,
    seed: int,
    rounds: int,
    closes: date,
    calendar: WorkCalendar,
) -> dict[str, Any]:
    """Run *rounds* rounds and return the report as plain JSON values; numbers are whole, shares are texts.

    Refuses an incentive, and numbers of applicants or rounds out of range. Each round has its own seed, made of
    *seed* and its number, so that a longer run begins with the rounds of a shorter one.
    """
    count = len(applicants.codes) if isinstance(applicants, Population) else applicants
    _refuse_out_of_range(book, count, rounds, seed)
    sums = Sums()
    for number in range(rounds):
        sums.add(book, run_round(book, assumed, applicants, closes, (seed, number)), closes)
    plan = timeline(book, assumed, closes, calendar)
    asked = {"applicants": count, "seed": seed, "rounds": rounds, "closes": closes.isoformat()}
    stages = [_stage(book, stage, sums, assumed, plan) for stage in book.stages]
    return (
        _head(book, assumed) | asked | {"stages": stages, "calendar": _calendar(plan)} | _results(book, sums)
    )


def _head(book: Rulebook, assumed: Assumptions) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "rulebook": {"id": book.id, "digest": book.digest, "title": book.title.to_json()},
        "assumptions": {"digest": assumed.digest, "says": _ASSUMED.to_json(), "values": assumed.values},
    }


def _results(book: Rulebook, sums: Sums) -> dict[str, Any]:
    return {
        "finished": sums.finished,
        "places": [_tier(tier, sums) for tier in book.tiers],
        "winners": {name: dict(sorted(found.items())) for name, found in sorted(sums.winners.items())},
        "money": {**_three(sums.money, money=True), "by_tier": _yuan(sums.money_of)},
        "stopped": _stopped(book, sums),
        "votes_again": sums.votes_again,
        "drawn_without_facts": [_condition(book, c.id) for c in book.conditions if not is_with_facts(c)],
        "left_open": [_condition(book, id_) for id_ in sorted(sums.open_conditions)],
    }


def _stopped(book: Rulebook, sums: Sums) -> list[dict[str, Any]]:
    """Return where rounds stopped and why, the most frequent first; the words are those of the first such round."""
    listed = sorted(sums.stopped.items(), key=lambda one: (-one[1], one[0]))
    return [
        {
            "stage": stage,
            "title": book.stage(stage).title.to_json(),
            "code": code,
            "says": stop_text(code, sums.stops_say[stage, code]).to_json(),
            "rounds": n,
        }
        for (stage, code), n in listed
    ]


def _condition(book: Rulebook, id_: str) -> dict[str, Any]:
    return {"condition": id_, "says": condition_says(book, id_).to_json()}


_ASSUMED = Text(
    "申报主体、评分、表决等均为假设，不是统计数据；只有规则本身来自规则书。",
    "Applicants, marks and votes are invented, not statistics; only the rules come from the rulebook.",
)


def _refuse_out_of_range(book: Rulebook, applicants: int, rounds: int, seed: int) -> None:
    if book.kind != "award":
        raise Refused(
            "simulation.not_an_award",
            Text("只能模拟奖项；这是一份奖励办法。", "Only awards can be simulated; this is an incentive."),
        )
    fits = 1 <= applicants <= MOST_APPLICANTS and 1 <= rounds <= MOST_ROUNDS and seed >= 0
    if not fits or applicants * rounds > MOST_CASES:
        raise Refused(
            "simulation.out_of_range",
            Text(
                f"申报数须为 1 至 {MOST_APPLICANTS:,}，届数须为 1 至 {MOST_ROUNDS:,}，"
                f"两者之积不超过 {MOST_CASES:,}，种子不小于 0。",
                f"Applicants are 1 to {MOST_APPLICANTS:,}, rounds 1 to {MOST_ROUNDS:,}, together at most "
                f"{MOST_CASES:,} cases; a seed is 0 or more.",
            ),
        )


def _stage(book: Rulebook, stage: Any, sums: Sums, assumed: Assumptions, plan: Timeline) -> dict[str, Any]:
    entered = sums.entered.get(stage.id, [])
    takes = effort(stage, _middle(entered), assumed)
    return {
        "stage": stage.id,
        "kind": stage.kind,
        "title": stage.title.to_json(),
        "rounds": len(entered),
        "entered": _three(entered),
        "left": _three(sums.left.get(stage.id, [])),
        "passed_by": _three(sums.passed_by.get(stage.id, [])),
        "standing": _three(sums.standing.get(stage.id, [])),
        "reasons": _reasons(book, stage.id, sums),
        "panels": None if takes is None else takes.panels,
        "seats": None if takes is None else takes.seats,
        "assessor_days": None if takes is None else str(takes.assessor_days),
        **_time(stage.id, plan),
    }


def _reasons(book: Rulebook, stage: str, sums: Sums) -> list[dict[str, Any]]:
    """Return why cases left a stage, the most frequent first; *cases* counts those of all rounds."""
    found = [(n, rule, outcome) for (where, rule, outcome), n in sums.reasons.items() if where == stage]
    return [
        {"rule": rule, "outcome": outcome, "says": reason_text(book, rule, outcome).to_json(), "cases": n}
        for n, rule, outcome in sorted(found, key=lambda one: (-one[0], one[1], one[2]))
    ]


def _time(stage: str, plan: Timeline) -> dict[str, Any]:
    span = next((one for one in plan.spans if one.stage == stage), None)
    return {
        "first_day": None if span is None else span.first.isoformat(),
        "last_day": None if span is None else span.last.isoformat(),
        "working_days": None if span is None else span.working_days,
        "time_is_assumed": span is not None and span.is_assumed,
        "is_projected": span is not None and span.is_projected,
    }


def _calendar(plan: Timeline) -> dict[str, Any]:
    return {
        "first_day": plan.spans[0].first.isoformat() if plan.spans else None,
        "last_day": max(span.last for span in plan.spans).isoformat() if plan.spans else None,
        "breaks_off": None if plan.says is None else plan.says.to_json(),
    }


def _tier(tier: Any, sums: Sums) -> dict[str, Any]:
    """Return what was given of a tier, over the rounds that came to an end; without one no chance is told.

    A place is empty where nobody got the tier, nor rose from it to one that is chosen from it.
    """
    given, filled, rounds = sums.given.get(tier.id, []), sums.filled.get(tier.id, []), sums.finished
    places = tier.at_most
    some = 0 if places is None else sum(n < places for n in filled)
    return {
        "tier": tier.id,
        "title": tier.title.to_json(),
        "places": places,
        "places_unseen": tier.said_quota is not None and tier.said_quota.has_unseen,
        "given": _three(given),
        "rounds_by_number_given": {str(n): times for n, times in sorted(Counter(given).items())},
        "chance_of_an_empty_place": None if places is None or not rounds else f"{some}/{rounds}",
        "chance_that_all_stay_empty": f"{sum(n == 0 for n in filled)}/{rounds}" if rounds else None,
    }


def _middle(values: Sequence[int]) -> int:
    return sorted(values)[len(values) // 2] if values else 0


def _three(values: Sequence[int], *, money: bool = False) -> dict[str, Any]:
    """Return the values below which a twentieth, a half and nineteen twentieths of the rounds lie."""
    ordered = sorted(values)
    if not ordered:
        return {"low": None, "middle": None, "high": None}
    last = len(ordered) - 1
    found = {"low": ordered[last // 20], "middle": _middle(ordered), "high": ordered[last - last // 20]}
    return {name: str(Money(n)) if money else n for name, n in found.items()}


def _yuan(fen: Counter[str]) -> dict[str, str]:
    return {tier: str(Money(n)) for tier, n in sorted(fen.items())}
