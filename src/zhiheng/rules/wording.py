"""A condition in words: what it asks, as a sentence in both languages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zhiheng.core.text import Text, joined
from zhiheng.rules import asked_wording
from zhiheng.rules.asked_wording import listed
from zhiheng.rules.model.conditions import (
    AllOf,
    Attested,
    Condition,
    EventWithin,
    HoldsCertificate,
    HoldsHonour,
    HonourBase,
    HonourWithin,
    KOf,
    LegalForm,
    Measure,
    ModelYears,
    NoneOf,
    OneOf,
    OperatingYears,
    RegisteredWithin,
    When,
)
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.who import TRAITS
from zhiheng.rules.vocabulary import ACTORS, RELATIONS, SCOPES, by_year, word
from zhiheng.rules.who_wording import who_text

__all__ = ["condition_text", "listed"]


def condition_text(condition: Condition, book: Rulebook) -> Text:
    """Return what a condition asks, without a full stop."""
    said: Text = _CONDITIONS[condition.rule](condition, book)
    if condition.applies_to:
        who = listed("kind", condition.applies_to, book)
        said = Text(f"{said.zh}（适用于{who.zh}）", f"{said.en} (for: {who.en})")
    if condition.when is not None:
        who = who_text(condition.when, book)
        said = Text(f"{said.zh}（只适用于{who.zh}）", f"{said.en} (only for: {who.en})")
    if condition.unless is not None:
        who = who_text(condition.unless, book)
        said = Text(f"{said.zh}（不适用于{who.zh}）", f"{said.en} (not for: {who.en})")
    if condition.cut_off is not None:
        at = condition.cut_off
        year = {"same": Text("当年", "that year"), "before": Text("上一年", "the year before")}[at.year]
        said = Text(
            f"{said.zh}，计算至{year.zh} {at.month} 月 {at.day} 日",
            f"{said.en}, counted to {at.month:02d}-{at.day:02d} of {year.en}",
        )
    return said


def _registered(condition: RegisteredWithin, book: Rulebook) -> Text:
    return Text(f"登记地在 {condition.region} 行政区域内", f"Registered within region {condition.region}")


def _legal_form(condition: LegalForm, book: Rulebook) -> Text:
    parts = []
    if condition.legal_person is not None:
        has = condition.legal_person
        parts.append(
            Text(
                "具有法人资格" if has else "不具有法人资格", "A legal person" if has else "Not a legal person"
            )
        )
    if condition.kinds is not None:
        kinds = listed("kind", condition.kinds, book)
        parts.append(Text(f"主体类型为{kinds.zh}之一", f"One of: {kinds.en}"))
    return joined(parts, zh="，且", en=", and ")


def _operating(condition: OperatingYears, book: Rulebook) -> Text:
    said = Text(f"成立满 {condition.at_least} 年", f"At least {condition.at_least} full years since founding")
    for reduced in condition.reduced:
        when = _when(reduced.when, book)
        said = Text(
            f"{said.zh}；{when.zh}满 {reduced.at_least} 年", f"{said.en}; {reduced.at_least} if {when.en}"
        )
    return said


def _when(when: When, book: Rulebook) -> Text:
    named = [("size", when.size), ("certificate", when.certificate), ("kind", when.kind)]
    parts = [word(of, id_, book) for of, id_ in named if id_ is not None]
    if when.industry is not None:
        parts.append(Text(f"行业 {when.industry}", f"industry {when.industry}"))
    if any(getattr(when, name) is not None for name in TRAITS):
        parts.append(who_text(when, book))
    return joined(parts, zh="且", en=" and ")


def _attested(condition: Attested, book: Rulebook) -> Text:
    who = ACTORS[condition.by]
    return Text(f"{condition.says.zh}（由{who.zh}确认）", f"{condition.says.en} (confirmed by {who.en})")


def _event(condition: EventWithin, book: Rulebook) -> Text:
    span, events = condition.span(), listed("event", condition.event, book)
    if condition.level is not None:
        levels = joined([SCOPES[one] for one in condition.level], zh="、", en=", ")
        events = Text(f"{levels.zh}{events.zh}", f"{events.en} ({levels.en})")
    if condition.relations != ("self",):
        who = joined([RELATIONS[one] for one in condition.relations], zh="、", en=", ")
        events = Text(f"{who.zh}的{events.zh}", f"{events.en} of {who.en}")
    if condition.excepted is not None:
        causes = listed("cause", condition.excepted, book)
        events = Text(f"{events.zh}（{causes.zh}除外）", f"{events.en} (except for {causes.en})")
    if condition.at_least > 1:
        n = condition.at_least
        return Text(f"{span.zh}内{events.zh}少于 {n} 次", f"Fewer than {n} within {span.en}: {events.en}")
    if condition.ever:
        return Text(f"从无：{events.zh}", f"Never: {events.en}")
    return Text(f"{span.zh}内无：{events.zh}", f"None within {span.en}: {events.en}")


def _certificate(condition: HoldsCertificate, book: Rulebook) -> Text:
    names = listed("certificate", condition.certificate, book)
    return Text(f"持有有效证书：{names.zh}", f"Holds a valid certificate: {names.en}")


def _honour(condition: HonourBase, book: Rulebook) -> Text:
    """Return which honours are looked for: the award, its tiers, and whose."""
    tiers = [book.tier(t).title if condition.award is None else Text.of(t) for t in condition.tiers]
    tier = joined(tiers, zh="、", en=", ") if tiers else Text("任何等次", "any tier")
    award = Text(f" {condition.award} ", f" of {condition.award}") if condition.award else Text("", "")
    who = joined([RELATIONS[r] for r in condition.relations], zh="、", en=", ")
    if condition.outcome == "proposed":
        return Text(
            f"{who.zh}被推荐或获得{award.zh}{tier.zh}",
            f"{tier.en}{award.en}, won by or proposed for {who.en}",
        )
    return Text(f"{who.zh}获得{award.zh}{tier.zh}", f"{tier.en}{award.en}, won by {who.en}")


def _honour_within(condition: HonourWithin, book: Rulebook) -> Text:
    span, honour = condition.span(), _honour(condition, book)
    if condition.ever:
        return Text(f"未曾有{honour.zh}", f"Never before: {honour.en}")
    return Text(f"{span.zh}内未有{honour.zh}", f"Not within {span.en}: {honour.en}")


def _holds_honour(condition: HoldsHonour, book: Rulebook) -> Text:
    honour = _honour(condition, book)
    if condition.held_for is not None:
        held = condition.held_for.text()
        honour = Text(f"{honour.zh}且已满 {held.zh}", f"{honour.en}, and held for {held.en}")
    if (condition.years, condition.months, condition.editions) == (None, None, None):
        return Text(f"曾有{honour.zh}", f"Won before: {honour.en}")
    span = condition.span()
    return Text(f"{span.zh}内{honour.zh}", f"Won within {span.en}: {honour.en}")


def _measure(condition: Measure, book: Rulebook) -> Text:
    name = word("measure", condition.name, book)
    if condition.consecutive_years is not None:
        name = by_year(name)
    low, high = condition.at_least, condition.at_most
    zh = [
        *([f"不少于 {low:f}"] if low is not None else []),
        *([f"不超过 {high:f}"] if high is not None else []),
    ]
    en = [
        *([f"at least {low:f}"] if low is not None else []),
        *([f"at most {high:f}"] if high is not None else []),
    ]
    said = Text(f"{name.zh}{'，'.join(zh)}", f"{name.en.capitalize()}: {', '.join(en)}")
    if condition.consecutive_years is None:
        return said
    n = condition.consecutive_years
    return Text(f"连续 {n} 年{said.zh}", f"{said.en}, in each of the last {n} years")


def _model_years(condition: ModelYears, book: Rulebook) -> Text:
    n = condition.at_least
    return Text(f"卓越绩效模式运行满 {n} 年", f"An excellence model run for at least {n} years")


def _combined(condition: KOf | OneOf | AllOf | NoneOf, book: Rulebook) -> Text:
    n, inner = len(condition.of), joined([condition_text(c, book) for c in condition.of])
    if isinstance(condition, AllOf):
        return Text(f"下列 {n} 项全部满足：{inner.zh}", f"All of these {n}: {inner.en}")
    if isinstance(condition, NoneOf):
        return Text(f"下列 {n} 项均不满足：{inner.zh}", f"None of these {n}: {inner.en}")
    k = condition.at_least if isinstance(condition, KOf) else 1
    return Text(f"下列 {n} 项中至少满足 {k} 项：{inner.zh}", f"At least {k} of these {n}: {inner.en}")


_CONDITIONS: dict[str, Callable[[Any, Rulebook], Text]] = {
    "registered_within": _registered,
    "legal_form": _legal_form,
    "operating_years": _operating,
    "attested": _attested,
    "event_within": _event,
    "holds_certificate": _certificate,
    "honour_within": _honour_within,
    "holds_honour": _holds_honour,
    "measure": _measure,
    "model_years": _model_years,
    "no_ban": asked_wording.no_ban,
    "papers": asked_wording.papers,
    "rating": asked_wording.rating,
    "standing": asked_wording.standing,
    "on_list": asked_wording.on_list,
    "not_on_list": asked_wording.not_on_list,
    "service_years": asked_wording.service_years,
    "office_rank": asked_wording.office_rank,
    "recommended": asked_wording.recommended,
    "single_channel": asked_wording.single_channel,
    "other_applicant": asked_wording.other_applicant,
    "one_of": _combined,
    "all_of": _combined,
    "none_of": _combined,
    "k_of": _combined,
}
