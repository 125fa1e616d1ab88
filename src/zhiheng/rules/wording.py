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
from zhiheng.rules.model.who import TRAITS, Traits
from zhiheng.rules.saying import begun, counted, either, inside, listing, marked_at_the_end
from zhiheng.rules.vocabulary import MONEY, RELATIONS, SCOPES, TIERS, a, by_year, word
from zhiheng.rules.who_wording import actor_text, place_text, who_text

__all__ = ["condition_text", "listed"]


def condition_text(condition: Condition, book: Rulebook) -> Text:
    """Return what a condition asks, without a full stop."""
    said: Text = _CONDITIONS[condition.rule](condition, book)
    for_whom = [listed("kind", condition.applies_to, book)] if condition.applies_to else []
    if condition.when is not None:
        for_whom.append(who_text(condition.when, book))
    if for_whom:
        who = joined(for_whom, zh="，且", en=" and ")
        said = Text(f"{said.zh}（适用于{who.zh}）", f"{said.en} (for: {who.en})")
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
    return marked_at_the_end(condition, said)


def _registered(condition: RegisteredWithin, book: Rulebook) -> Text:
    place = place_text(condition.region, book)
    within = "" if place.zh.endswith("境内") else "行政区域内"
    return Text(f"登记地在{place.zh}{within}", f"Registered within {place.en}")


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
        kinds = either([word("kind", one, book) for one in condition.kinds])
        parts.append(Text(f"主体类型为{kinds.zh}", a(kinds.en)))
    return begun(
        joined([Text(one.zh, one.en[:1].lower() + one.en[1:]) for one in parts], zh="，且", en=", and ")
    )


def _operating(condition: OperatingYears, book: Rulebook) -> Text:
    n = condition.at_least
    said = Text(f"成立满 {n} 年", f"At least {counted(n, 'full year')} since founding")
    for reduced in condition.reduced:
        when = _when(reduced.when, book)
        said = Text(
            f"{said.zh}；{when.zh}的，满 {reduced.at_least} 年", f"{said.en}; {reduced.at_least} if {when.en}"
        )
    return said


def _when(when: When, book: Rulebook) -> Text:
    """Return for whom a relief is; the single names of older files are read as the lists of newer ones."""
    named = {name: getattr(when, name) for name in TRAITS}
    for old, new in (
        ("kind", "kinds"),
        ("size", "sizes"),
        ("certificate", "certificates"),
        ("industry", "industries"),
    ):
        if getattr(when, old) is not None:
            named[new] = (*(named[new] or ()), getattr(when, old))
    return who_text(Traits(**named), book)


def _attested(condition: Attested, book: Rulebook) -> Text:
    who = actor_text(condition.by, book)
    return Text(f"{condition.says.zh}（由{who.zh}确认）", f"{condition.says.en} (confirmed by {who.en})")


def _event(condition: EventWithin, book: Rulebook) -> Text:
    span, events = condition.span(), listed("event", condition.event, book)
    if condition.level is not None:
        levels = either([SCOPES[one] for one in condition.level])
        events = Text(f"{levels.zh}{events.zh}", f"{events.en} ({levels.en})")
    if condition.relations != ("self",):
        who = listing([RELATIONS[one] for one in condition.relations])
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
    return Text(f"持有有效证书（资质）：{names.zh}", f"Holds a valid certificate: {names.en}")


def _honour(condition: HonourBase, book: Rulebook) -> Text:
    """Return which honours are looked for: the award, its tiers, and whose."""
    is_own = condition.award in (None, book.instrument)
    tiers = [book.tier(t).title if is_own else TIERS.get(t, Text.of(t)) for t in condition.tiers]
    every = Text("本奖任何等次", "any tier of this award") if is_own else Text("任何等次", "any tier")
    tier = either(tiers) if tiers else every
    award = Text("", "")
    if condition.award is not None:
        name = inside(book.award_called(condition.award))
        award = Text(f"{name.zh}（", f" of {name.en}")
        tier = Text(f"{tier.zh}）", tier.en)
    who = either([RELATIONS[r] for r in condition.relations])
    if condition.outcome == "proposed":
        return Text(
            f"被推荐或获得{award.zh}{tier.zh}",
            f"{tier.en}{award.en}, won by or proposed for {who.en}",
        )
    return Text(f"获得{award.zh}{tier.zh}", f"{tier.en}{award.en}, won by {who.en}")


def _whose(condition: HonourBase) -> str:
    """Return in Chinese whose honours are looked for; 申报主体 is a body or a person."""
    own = Text("申报主体", "")
    return either([own if r == "self" else RELATIONS[r] for r in condition.relations]).zh


def _honour_within(condition: HonourWithin, book: Rulebook) -> Text:
    span, honour, who = condition.span(), _honour(condition, book), _whose(condition)
    if condition.ever:
        return Text(f"{who}从未{honour.zh}", f"Never before: {honour.en}")
    return Text(f"{span.zh}内{who}未{honour.zh}", f"Not within {span.en}: {honour.en}")


def _holds_honour(condition: HoldsHonour, book: Rulebook) -> Text:
    honour, who = _honour(condition, book), _whose(condition)
    if condition.held_for is not None:
        held = condition.held_for.text()
        honour = Text(f"{honour.zh}且已满 {held.zh}", f"{honour.en}, and held for {held.en}")
    if (condition.years, condition.months, condition.editions) == (None, None, None):
        return Text(f"{who}曾{honour.zh}", f"Won before: {honour.en}")
    span = condition.span()
    return Text(f"{span.zh}内{who}{honour.zh}", f"Won within {span.en}: {honour.en}")


def _measure(condition: Measure, book: Rulebook) -> Text:
    name = word("measure", condition.name, book)
    if condition.consecutive_years is not None:
        name = by_year(name)
    low, high = condition.at_least, condition.at_most
    yuan = Text(" 元", " yuan") if condition.name in MONEY else Text("", "")
    zh = [
        *([f"不少于 {low:,f}{yuan.zh}"] if low is not None else []),
        *([f"不超过 {high:,f}{yuan.zh}"] if high is not None else []),
    ]
    en = [
        *([f"at least {low:,f}{yuan.en}"] if low is not None else []),
        *([f"at most {high:,f}{yuan.en}"] if high is not None else []),
    ]
    said = Text(f"{name.zh}{'，'.join(zh)}", f"{name.en.capitalize()}: {', '.join(en)}")
    if condition.consecutive_years is None:
        return said
    n = condition.consecutive_years
    return Text(f"连续 {n} 年{said.zh}", f"{said.en}, in each of the last {n} years")


def _model_years(condition: ModelYears, book: Rulebook) -> Text:
    n = condition.at_least
    return Text(f"卓越绩效模式运行满 {n} 年", f"An excellence model run for at least {counted(n, 'year')}")


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
    "of_class": asked_wording.of_class,
    "recommended": asked_wording.recommended,
    "single_channel": asked_wording.single_channel,
    "other_applicant": asked_wording.other_applicant,
    "one_of": _combined,
    "all_of": _combined,
    "none_of": _combined,
    "k_of": _combined,
}
