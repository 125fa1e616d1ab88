"""What an applicant's facts mean under a condition: met, not met, or unknown, with the facts in a sentence.

A missing fact is never guessed. Years and months count to the application's closing day (``as_of``) or to the
condition's cut-off day; the corresponding day itself still belongs to the period. Events and honours after that
day are not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text, joined
from zhiheng.rules import past
from zhiheng.rules.asking import Asked, Judgement, Verdict, unknown, valid_certificate, verdict_of
from zhiheng.rules.dates import full_years
from zhiheng.rules.facts import Facts
from zhiheng.rules.model.conditions import (
    Attested,
    Condition,
    KOf,
    LegalForm,
    Measure,
    ModelYears,
    OneOf,
    OperatingYears,
    Papers,
    Reduced,
    RegisteredWithin,
)
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.vocabulary import ACTORS

__all__ = ["Outcome", "Verdict", "evaluate", "evaluate_all"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one condition (its id), the reason, the article, and the facts that it rests on."""

    condition: str
    verdict: Verdict
    reason: Text
    cite: Citation
    facts_used: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Return plain values for a machine."""
        return {
            "condition": self.condition,
            "verdict": self.verdict,
            "reason": self.reason.to_json(),
            "cite": self.cite.to_json(),
            "facts_used": list(self.facts_used),
        }


def evaluate(condition: Condition, facts: Facts, as_of: date, rulebook: Rulebook | str) -> Outcome:
    """Judge one condition; *rulebook* is the rulebook, or its id where its own terms do not matter."""
    id_ = rulebook if isinstance(rulebook, str) else rulebook.id
    day = as_of if condition.cut_off is None else condition.cut_off.day_for(as_of)
    own = None if isinstance(rulebook, str) else rulebook
    verdict, reason, used = _judged(condition, Asked(facts, day, id_.rpartition("/")[0], own))
    return Outcome(
        condition.id, verdict, reason, Citation(id_, condition.art, condition.id, condition.unverified), used
    )


def evaluate_all(
    conditions: Iterable[Condition], facts: Facts, as_of: date, rulebook: Rulebook | str
) -> list[Outcome]:
    """Judge conditions in their order; for an exclusion, met means clear of it."""
    return [evaluate(condition, facts, as_of, rulebook) for condition in conditions]


def _judged(condition: Condition, asked: Asked) -> Judgement:
    if condition.applies_to:
        kind = asked.facts.kind
        if kind is None:
            return unknown("未登记主体类型。", "The kind of subject is not recorded.")
        if kind not in condition.applies_to:
            name = asked.word("kind", kind)
            return (
                "met",
                Text(f"本条不适用于{name.zh}。", f"This does not apply to: {name.en}."),
                (f"kind={kind}",),
            )
    return _JUDGES[condition.rule](condition, asked)


def _registered(condition: RegisteredWithin, asked: Asked) -> Judgement:
    own = asked.facts.region
    if own is None:
        return unknown("未登记所在地。", "The place of registration is not recorded.")
    within = own == condition.region or condition.region in asked.facts.regions
    here, there = _place(asked, own), _place(asked, condition.region)
    reason = Text(
        f"登记地{here.zh}，{'属于' if within else '不属于'}{there.zh}。",
        f"Registered in {here.en}, which is {'within' if within else 'not within'} {there.en}.",
    )
    return verdict_of(within), reason, (f"region={own}",)


def _place(asked: Asked, code: str) -> Text:
    name = asked.facts.place_names.get(code)
    return Text(f" {code}", code) if name is None else Text(f"{name}（{code}）", f"{name} ({code})")


def _legal_form(condition: LegalForm, asked: Asked) -> Judgement:
    """Ask for legal personality, for one of the kinds, or for both."""
    facts, parts, used, verdicts = asked.facts, [], [], []
    if condition.legal_person is not None:
        if facts.legal_person is None:
            return unknown("未登记是否具有法人资格。", "Whether it is a legal person is not recorded.")
        has = facts.legal_person
        parts.append(
            Text(
                "具有法人资格" if has else "不具有法人资格", "a legal person" if has else "not a legal person"
            )
        )
        used.append(f"legal_person={str(has).lower()}")
        verdicts.append(has is condition.legal_person)
    if condition.kinds is not None:
        if facts.kind is None:
            return unknown("未登记主体类型。", "The kind of subject is not recorded.")
        name = asked.word("kind", facts.kind)
        parts.append(Text(f"主体类型为{name.zh}", f"kind: {name.en}"))
        used.append(f"kind={facts.kind}")
        verdicts.append(facts.kind in condition.kinds)
    said = joined(parts)
    return verdict_of(all(verdicts)), Text(f"{said.zh}。", f"It is {said.en}."), tuple(used)


def _operating(condition: OperatingYears, asked: Asked) -> Judgement:
    founded = asked.facts.founded_day
    if founded is None:
        return unknown("未登记成立日期。", "The founding day is not recorded.")
    years = full_years(founded, asked.day)
    needed, perhaps = _needed_years(condition, asked)
    used = (f"founded_day={founded.isoformat()}",)
    count = max(years, 0)
    zh, en = (
        f"{founded} 成立，至 {asked.day} 满 {count} 年",
        f"Founded on {founded}; {count} full years by {asked.day}",
    )
    if perhaps <= years < needed:
        doubt = Text(f"{zh}；是否适用放宽年限未登记。", f"{en}; whether a relief applies is not recorded.")
        return "unknown", doubt, used
    eased = Text("", "")
    if needed < condition.at_least:
        eased = Text(f"（放宽自 {condition.at_least} 年）", f" (reduced from {condition.at_least})")
    reason = Text(f"{zh}，要求不少于 {needed} 年{eased.zh}。", f"{en}; at least {needed} required{eased.en}.")
    return verdict_of(years >= needed), reason, used


def _needed_years(condition: OperatingYears, asked: Asked) -> tuple[int, int]:
    """Return the years surely enough for this subject, and those enough if every doubtful relief applied."""
    needed = perhaps = condition.at_least
    for reduced in condition.reduced:
        fits = _fits(reduced, asked)
        if fits is not False:
            perhaps = min(perhaps, reduced.at_least)
        if fits:
            needed = min(needed, reduced.at_least)
    return needed, perhaps


def _fits(reduced: Reduced, asked: Asked) -> bool | None:
    facts, when = asked.facts, reduced.when
    answers: list[bool | None] = []
    for wanted, own in ((when.size, facts.size), (when.kind, facts.kind), (when.industry, facts.industry)):
        if wanted is not None:
            answers.append(None if own is None else own == wanted)
    if when.certificate is not None:
        answers.append(
            None
            if facts.holds is None
            else valid_certificate(facts, (when.certificate,), asked.day) is not None
        )
    if False in answers:
        return False
    return None if None in answers else True


def _attested(condition: Attested, asked: Asked) -> Judgement:
    given = asked.facts.attested.get(condition.id)
    who = ACTORS[condition.by]
    if given is None or given.by != condition.by:
        return unknown(
            f"尚待{who.zh}确认：{condition.says.zh}。", f"Not yet confirmed by {who.en}: {condition.says.en}."
        )
    evidence = (
        Text(f"（依据：{given.evidence}）", f" (evidence: {given.evidence})")
        if given.evidence
        else Text("", "")
    )
    reason = Text(
        f"{who.zh}确认{'符合' if given.holds else '不符合'}：{condition.says.zh}{evidence.zh}。",
        f"{who.en.capitalize()} confirmed that this {'holds' if given.holds else 'does not hold'}: "
        f"{condition.says.en}{evidence.en}.",
    )
    return verdict_of(given.holds), reason, (f"attested.{condition.id}={str(given.holds).lower()}",)


def _measured(
    name: Text, value: Decimal | None, low: Decimal | None, high: Decimal | None, key: str
) -> Judgement:
    if value is None:
        return unknown(f"未登记：{name.zh}。", f"Not recorded: {name.en}.")
    zh = "，".join(
        [
            *([f"要求不少于 {low:f}"] if low is not None else []),
            *([f"不超过 {high:f}"] if high is not None else []),
        ]
    )
    en = ", ".join(
        [
            *([f"at least {low:f}"] if low is not None else []),
            *([f"at most {high:f}"] if high is not None else []),
        ]
    )
    met = (low is None or value >= low) and (high is None or value <= high)
    reason = Text(f"{name.zh}为 {value:f}，{zh}。", f"{name.en.capitalize()}: {value:f}; {en} required.")
    return verdict_of(met), reason, (f"{key}={value:f}",)


def _measure(condition: Measure, asked: Asked) -> Judgement:
    value = asked.facts.measures.get(condition.name)
    return _measured(
        asked.word("measure", condition.name), value, condition.at_least, condition.at_most, condition.name
    )


def _model_years(condition: ModelYears, asked: Asked) -> Judgement:
    key = "excellence_model_years"
    value = asked.facts.measures.get(key)
    return _measured(asked.word("measure", key), value, Decimal(condition.at_least), None, key)


def _papers(condition: Papers, asked: Asked) -> Judgement:
    given = asked.facts.papers
    if given is None:
        return unknown("尚未核对申报材料。", "The papers are not yet looked at.")
    missing = [paper for paper in condition.needs if paper not in given]
    names = joined([asked.word("paper", p) for p in missing or condition.needs], zh="、", en=", ")
    if missing:
        return (
            "not_met",
            Text(f"缺少材料：{names.zh}。", f"Missing papers: {names.en}."),
            (f"papers={len(given)}",),
        )
    return (
        "met",
        Text(f"材料齐全：{names.zh}。", f"All papers are there: {names.en}."),
        (f"papers={len(given)}",),
    )


def _k_of(condition: KOf | OneOf, asked: Asked) -> Judgement:
    """Count those met; open ones leave the whole unknown only where they could turn it."""
    needed = 1 if condition.rule == "one_of" else condition.at_least
    results = [_judged(inner, _for_inner(inner, asked)) for inner in condition.of]
    met = sum(verdict == "met" for verdict, _, _ in results)
    open_ones = sum(verdict == "unknown" for verdict, _, _ in results)
    said = joined([Text(r.zh.rstrip("。"), r.en.rstrip(".")) for _, r, _ in results])
    total = len(results)
    reason = Text(
        f"{total} 项中满足 {met} 项，要求至少 {needed} 项（{said.zh}）。",
        f"{met} of {total} are met, at least {needed} required ({said.en}).",
    )
    used = tuple(fact for _, _, facts in results for fact in facts)
    if met >= needed:
        return "met", reason, used
    return ("unknown" if met + open_ones >= needed else "not_met"), reason, used


def _for_inner(inner: Condition, asked: Asked) -> Asked:
    return asked if inner.cut_off is None else asked._replace(day=inner.cut_off.day_for(asked.day))


_JUDGES: dict[str, Callable[[Any, Asked], Judgement]] = {
    "registered_within": _registered,
    "legal_form": _legal_form,
    "operating_years": _operating,
    "attested": _attested,
    "event_within": past.event_within,
    "holds_certificate": past.certificate,
    "honour_within": past.honour_within,
    "holds_honour": past.holds_honour,
    "measure": _measure,
    "model_years": _model_years,
    "papers": _papers,
    "one_of": _k_of,
    "k_of": _k_of,
}
