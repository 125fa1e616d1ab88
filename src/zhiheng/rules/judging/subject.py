"""Judgements on the subject itself: where and what it is, how old, and what an actor confirmed of it."""

from __future__ import annotations

from zhiheng.core.text import Text, joined
from zhiheng.rules.classes import every, fits
from zhiheng.rules.dates import full_years
from zhiheng.rules.judging.asking import Asked, Judgement, unknown, valid_certificate, verdict_of
from zhiheng.rules.model.conditions import (
    Attested,
    LegalForm,
    OfClass,
    OperatingYears,
    Reduced,
    RegisteredWithin,
)
from zhiheng.rules.model.who import TRAITS, Traits, Who
from zhiheng.rules.vocabulary import ACTORS, a
from zhiheng.rules.who_wording import who_text


def registered(condition: RegisteredWithin, asked: Asked) -> Judgement:
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


def legal_form(condition: LegalForm, asked: Asked) -> Judgement:
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
        parts.append(Text(f"主体类型为{name.zh}", a(name.en)))
        used.append(f"kind={facts.kind}")
        verdicts.append(facts.kind in condition.kinds)
    said = joined(parts)
    return verdict_of(all(verdicts)), Text(f"{said.zh}。", f"It is {said.en}."), tuple(used)


def of_class(condition: OfClass, asked: Asked) -> Judgement:
    """Ask whether the subject is of one of the classes or kinds."""
    who = Who(classes=condition.classes)
    fit, said = fits(who, asked.facts, asked.day, asked.rulebook), who_text(who, asked.rulebook)
    if fit is None:
        return unknown(
            f"是否属于{said.zh}未登记。", f"Whether it is of this class is not recorded: {said.en}."
        )
    used = tuple(f"classes={one}" for one in condition.classes)
    if fit:
        return "met", Text(f"属于{said.zh}。", f"It is of this class: {said.en}."), used
    return "not_met", Text(f"不属于{said.zh}。", f"It is not of this class: {said.en}."), used


def operating(condition: OperatingYears, asked: Asked) -> Judgement:
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
    named = {name: getattr(when, name) for name in TRAITS if getattr(when, name) is not None}
    if named:
        answers.append(fits(Traits(**named), facts, asked.day, asked.rulebook))
    return every(answers)


def attested(condition: Attested, asked: Asked) -> Judgement:
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
