"""A past round under another rulebook: what its own inputs would have led to, and what they cannot tell.

Facts, marks, votes and words of that round stay as they were; only the rules are others. What was never asked
(the marks of a case that had left, a stage that did not exist) is not guessed: the case counts as untold from there.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from zhiheng.casework.domain.bearing import KEYS, bearing_of, is_of
from zhiheng.casework.domain.concluding import whole
from zhiheng.casework.domain.conclusions import conditions_of
from zhiheng.casework.domain.contest import has_steps, passes_by
from zhiheng.casework.domain.values import Conclusion, Inputs, Outcome
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.recompute import CONCLUDERS
from zhiheng.rules.conditions import evaluate_all
from zhiheng.rules.facts import Facts
from zhiheng.rules.model import CheckStage, Rulebook

_CARRYING = ("score", "hearing", "shortlist", "ballot", "grant")
State = Literal["honoured", "ended", "on", "untold"]


@dataclass(frozen=True, slots=True)
class PastStage:
    """A closed stage of the round: the inputs it rested on, and what it concluded, as plain values."""

    stage: str
    kind: str
    inputs: Inputs
    conclusions: Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a case ended, and where; ``on`` means that it was still running after the last stage told."""

    state: State
    stage: str = ""
    tier: str = ""
    reasons: tuple[Text, ...] = ()
    cites: tuple[Citation, ...] = ()

    @property
    def key(self) -> tuple[str, str, str]:
        """Return what makes two endings the same."""
        return (self.state, self.stage if self.state == "ended" else "", self.tier)

    def text(self, book: Rulebook) -> Text:
        """Say the ending in the words of the rulebook that led to it."""
        if self.state == "on":
            return Text("仍在评审", "still in the round")
        if self.state == "honoured":
            title = book.tier(self.tier).title
            return Text(f"获授{title.zh}", f"given: {title.en}")
        title = book.stage(self.stage).title
        if self.state == "ended":
            return Text(f"止于“{title.zh}”", f"ended at “{title.en}”")
        return Text(f"进入“{title.zh}”，此后无从得知", f"came to “{title.en}”; what follows cannot be told")


@dataclass(frozen=True, slots=True)
class Otherwise:
    """A case that would have ended otherwise."""

    case: str
    then: Ending
    now: Ending


@dataclass(frozen=True, slots=True)
class Replay:
    """What a replay found: cases that end the same, otherwise, or cannot be told, and what limits it."""

    cases: int
    same: int
    otherwise: tuple[Otherwise, ...]
    untold: tuple[str, ...]
    notes: tuple[Text, ...]


@dataclass
class _Run:
    book: Rulebook
    running: list[str]
    then: Mapping[str, Ending]
    ended: dict[str, Ending] = field(default_factory=dict)
    passed: dict[str, set[str]] = field(default_factory=dict)
    scores: dict[str, dict[str, str]] = field(default_factory=dict)
    tiers: dict[str, str] = field(default_factory=dict)
    out: set[str] = field(default_factory=set)
    bearing: dict[str, dict[str, Any]] = field(default_factory=dict)
    notes: list[Text] = field(default_factory=list)
    open_conditions: dict[str, int] = field(default_factory=dict)


def replay(
    new: Rulebook, past: Sequence[PastStage], cases: Sequence[str], *, withdrawn: Collection[str] = ()
) -> Replay:
    """Take the cases of a past round through the stages of *new*, as far as the round's inputs reach.

    A case that was withdrawn is left out. Nothing is refused: what cannot be concluded is said in the notes.
    """
    left = [code for code in cases if code not in withdrawn]
    run = _Run(new, list(left), endings(past, left))
    known = {one.stage: one for one in past}
    for rule in new.stages:
        found = known.get(rule.id)
        if found is None or found.kind != rule.kind:
            run.notes.append(_no_record(rule))
        elif not _taken_through(run, rule, found):
            break
    run.notes += [_gone(name) for name in known if name not in {stage.id for stage in new.stages}]
    run.notes += _left_open(run)
    now = {code: run.ended.get(code, Ending("on")) for code in left}
    changed = tuple(
        Otherwise(code, run.then[code], now[code]) for code in left if _differs(run, code, now[code])
    )
    untold = tuple(
        code for code in left if now[code].state == "untold" and code not in {one.case for one in changed}
    )
    return Replay(len(left), len(left) - len(changed) - len(untold), changed, untold, tuple(run.notes))


def endings(past: Sequence[PastStage], cases: Sequence[str]) -> dict[str, Ending]:
    """Return how each case ended then."""
    found = {code: Ending("on") for code in cases}
    for stage in past:
        for one in stage.conclusions:
            reasons = tuple(Text.of(reason) for reason in one["reasons"])
            cites = tuple(Citation.of(cite) for cite in one["cites"])
            if not one["goes_on"]:
                found[one["case"]] = Ending("ended", stage.stage, "", reasons, cites)
            elif stage.kind == "grant":
                found[one["case"]] = Ending("honoured", stage.stage, one["details"]["tier"], reasons, cites)
    return found


def _differs(run: _Run, code: str, now: Ending) -> bool:
    then = run.then[code]
    if now.state == "untold":
        return then.state == "ended" and then.stage in run.passed.get(code, ())
    return then.key != now.key


def _taken_through(run: _Run, rule: Any, found: PastStage) -> bool:
    """Conclude one stage; where that cannot be done, nothing after it can be told of anybody."""
    inputs = _inputs(run, rule, found)
    try:
        made = (
            _check(run, rule, inputs) if isinstance(rule, CheckStage) else _concluded(run.book, rule, inputs)
        )
    except (Refused, KeyError, ValueError, TypeError, AttributeError) as wrong:
        run.notes.append(_not_concluded(rule, wrong))
        for code in inputs["cases"]:
            run.ended[code] = Ending("untold", rule.id)
        run.running.clear()
        return False
    for one in made:
        _note(run, rule, one)
    run.running = [code for code in run.running if code not in run.ended]
    return True


def _concluded(book: Rulebook, rule: Any, inputs: Inputs) -> list[Conclusion]:
    return CONCLUDERS[rule.kind](book, rule, inputs) if inputs["cases"] or inputs.get("passing") else []


def _inputs(run: _Run, rule: Any, found: PastStage) -> dict[str, Any]:
    """Return the stage's inputs for those who come to it now; who has none there is untold from here."""
    cases: dict[str, Any] = {}
    passing: dict[str, Any] = {}
    for code in run.running:
        bearing = run.bearing.get(code, {})
        given = found.inputs["cases"].get(code)
        tier = run.tiers.get(code)
        if tier is not None and passes_by(run.book, rule, tier, is_out=code in run.out):
            passing[code] = {"holds": tier, "out": code in run.out}
        elif rule.applies_to and not is_of(rule.applies_to, {"classes": [], **bearing}):
            passing[code] = {"classes": list(bearing.get("classes", ()))}
        elif given is not None:
            cases[code] = _carried(run, rule, code, given)
        else:
            run.ended[code] = Ending("untold", rule.id)
    run.running = [code for code in run.running if code not in run.ended]
    inputs = {name: value for name, value in found.inputs.items() if name not in ("passing", "holding")}
    holding = {code: run.tiers[code] for code in cases if code in run.tiers and has_steps(run.book)}
    places = {"places": run.book.places()} if "places" in inputs else {}
    beside = {name: part for name, part in (("passing", passing), ("holding", holding)) if part}
    return {**inputs, **places, **beside, "cases": cases}


def _carried(run: _Run, rule: Any, code: str, given: Any) -> Any:
    """Replace what was carried from earlier stages by what they conclude now."""
    if not isinstance(given, Mapping) or rule.kind not in _CARRYING:
        return given
    bearing = {name: value for name, value in given.items() if name not in KEYS} | run.bearing.get(code, {})
    tier = {"tier": run.tiers.get(code, given.get("tier"))} if rule.kind == "grant" else {}
    scores = {"scores": {**given["scores"], **run.scores.get(code, {})}} if "scores" in given else {}
    return {**bearing, **tier, **scores}


def _check(run: _Run, rule: CheckStage, inputs: Inputs) -> list[Conclusion]:
    """Judge each case by the conditions of the new rulebook; what its facts leave open counts as met and is noted."""

    def judged(book: Rulebook, stage: CheckStage, given: Inputs) -> list[Conclusion]:
        as_of = date.fromisoformat(given["as_of"])
        return [_judged(run, stage, code, facts, as_of) for code, facts in given["cases"].items()]

    return whole(judged)(run.book, rule, inputs)


def _judged(run: _Run, rule: CheckStage, code: str, given: Any, as_of: date) -> Conclusion:
    facts = Facts.from_json(json.dumps(given))
    outcomes = evaluate_all(conditions_of(run.book, rule), facts, as_of, run.book)
    for one in outcomes:
        if one.verdict == "unknown":
            run.open_conditions[one.condition] = run.open_conditions.get(one.condition, 0) + 1
    run.bearing[code] = bearing_of(run.book, facts, as_of)
    failed = [one for one in outcomes if one.verdict == "not_met"]
    reasons, cites = tuple(one.reason for one in failed), tuple(one.cite for one in failed)
    outcome = Outcome.FAILED if failed else Outcome.PASSED
    return Conclusion(code, outcome, not failed, reasons, cites, run.bearing[code])


def _note(run: _Run, rule: Any, made: Conclusion) -> None:
    details = made.details
    points = details.get("exact") or details.get("points") or details.get("score")
    if points is not None:
        run.scores.setdefault(made.case, {})[rule.id] = str(points)
    if not made.goes_on:
        run.ended[made.case] = Ending("ended", rule.id, "", made.reasons, made.cites)
        return
    run.passed.setdefault(made.case, set()).add(rule.id)
    if details.get("tier"):
        run.tiers[made.case] = str(details["tier"])
        run.out |= {made.case} if details.get("out") else set()
    if rule.kind == "grant":
        run.ended[made.case] = Ending("honoured", rule.id, str(details["tier"]), made.reasons, made.cites)


def _no_record(rule: Any) -> Text:
    title = rule.title
    return Text(
        f"环节“{title.zh}”在那一届没有记录，无从重算：按全部通过继续。",
        f"The round holds no record of the stage “{title.en}”; it is passed over, as if everybody had gone on.",
    )


def _gone(name: str) -> Text:
    return Text(
        f"那一届的环节 {name} 在新的规则书中没有，不再计算。",
        f"The new rulebook has no stage {name}; what it concluded then does not count.",
    )


def _not_concluded(rule: Any, wrong: Exception) -> Text:
    told = wrong.message if isinstance(wrong, Refused) else Text.of(f"{type(wrong).__name__}: {wrong}")
    title = rule.title
    return Text(
        f"环节“{title.zh}”不能由那一届的输入重算（{told.zh}），此后都无从得知。",
        f"The stage “{title.en}” cannot be concluded from that round's inputs ({told.en}); nothing after it is told.",
    )


def _left_open(run: _Run) -> list[Text]:
    titles = {one.id: one.title or Text.of(one.id) for one in run.book.conditions}
    return [
        Text(
            f"条件“{titles[name].zh}”有 {n} 家的事实当时没有查过，按符合计。",
            f"“{titles[name].en}” was not looked up for {n} applicant(s) then; it counts as met.",
        )
        for name, n in run.open_conditions.items()
    ]
