"""A condition in words: what it asks, as a sentence in both languages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from zhiheng.core.text import Text, joined
from zhiheng.rules.model.conditions import (
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
    OneOf,
    OperatingYears,
    Papers,
    RegisteredWithin,
    When,
)
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.vocabulary import ACTORS, RELATIONS, word


def listed(of: str, ids: Sequence[str], book: Rulebook) -> Text:
    """Return several words of one kind as a list."""
    return joined([word(of, one, book) for one in ids], zh="、", en=", ")


def condition_text(condition: Condition, book: Rulebook) -> Text:
    """Return what a condition asks, without a full stop."""
    said: Text = _CONDITIONS[condition.rule](condition, book)
    if condition.applies_to:
        who = listed("kind", condition.applies_to, book)
        said = Text(f"{said.zh}（适用于{who.zh}）", f"{said.en} (for: {who.en})")
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
    return joined(parts, zh="且", en=" and ")


def _attested(condition: Attested, book: Rulebook) -> Text:
    who = ACTORS[condition.by]
    return Text(f"{condition.says.zh}（由{who.zh}确认）", f"{condition.says.en} (confirmed by {who.en})")


def _event(condition: EventWithin, book: Rulebook) -> Text:
    span, events = condition.span(), listed("event", condition.event, book)
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
    return Text(f"{who.zh}获得{award.zh}{tier.zh}", f"{tier.en}{award.en}, won by {who.en}")


def _honour_within(condition: HonourWithin, book: Rulebook) -> Text:
    span, honour = condition.span(), _honour(condition, book)
    if condition.ever:
        return Text(f"未曾有{honour.zh}", f"Never before: {honour.en}")
    return Text(f"{span.zh}内未有{honour.zh}", f"Not within {span.en}: {honour.en}")


def _holds_honour(condition: HoldsHonour, book: Rulebook) -> Text:
    honour = _honour(condition, book)
    if condition.years is None:
        return Text(f"曾有{honour.zh}", f"Won before: {honour.en}")
    return Text(f"{condition.years} 年内{honour.zh}", f"Won within {condition.years} years: {honour.en}")


def _measure(condition: Measure, book: Rulebook) -> Text:
    name = word("measure", condition.name, book)
    low, high = condition.at_least, condition.at_most
    zh = [
        *([f"不少于 {low:f}"] if low is not None else []),
        *([f"不超过 {high:f}"] if high is not None else []),
    ]
    en = [
        *([f"at least {low:f}"] if low is not None else []),
        *([f"at most {high:f}"] if high is not None else []),
    ]
    return Text(f"{name.zh}{'，'.join(zh)}", f"{name.en.capitalize()}: {', '.join(en)}")


def _model_years(condition: ModelYears, book: Rulebook) -> Text:
    n = condition.at_least
    return Text(f"卓越绩效模式运行满 {n} 年", f"An excellence model run for at least {n} years")


def _papers(condition: Papers, book: Rulebook) -> Text:
    names = listed("paper", condition.needs, book)
    return Text(f"提交{names.zh}", f"Papers: {names.en}")


def _k_of(condition: KOf | OneOf, book: Rulebook) -> Text:
    k = condition.at_least if isinstance(condition, KOf) else 1
    inner = joined([condition_text(c, book) for c in condition.of])
    n = len(condition.of)
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
    "papers": _papers,
    "one_of": _k_of,
    "k_of": _k_of,
}
