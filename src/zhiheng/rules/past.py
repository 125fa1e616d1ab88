"""Judgements on what lies in the past: events, honours, and certificates held on a day."""

from __future__ import annotations

from datetime import date

from zhiheng.core.text import Text, joined
from zhiheng.rules.asking import Asked, Judgement, unknown, valid_certificate
from zhiheng.rules.dates import later
from zhiheng.rules.facts import PastHonour
from zhiheng.rules.model.conditions import (
    EventWithin,
    HoldsCertificate,
    HoldsHonour,
    HonourBase,
    HonourWithin,
)
from zhiheng.rules.vocabulary import RELATIONS


def event_within(condition: EventWithin, asked: Asked) -> Judgement:
    events = asked.facts.events
    names = joined([asked.word("event", e) for e in condition.event], zh="、", en=", ")
    if events is None:
        return unknown(f"尚未查询：{names.zh}。", f"Not yet looked up: {names.en}.")
    years, months = condition.years or 0, condition.months or 0
    for event in sorted(events, key=lambda e: e.day, reverse=True):
        if event.event in condition.event and _lasts(event.day, asked.day, years, months):
            name = asked.word("event", event.event)
            source = Text(f"（{event.source}）", f" ({event.source})") if event.source else Text("", "")
            span = condition.span()
            reason = Text(
                f"{event.day} 有{name.zh}{source.zh}，在截至 {asked.day} 的 {span.zh}之内。",
                f"{name.en.capitalize()} on {event.day}{source.en}, within {span.en} before {asked.day}.",
            )
            return "not_met", reason, (f"event:{event.event}={event.day.isoformat()}",)
    span = condition.span()
    clear = Text(
        f"截至 {asked.day}，{span.zh}内没有记录：{names.zh}。",
        f"Nothing recorded within {span.en} before {asked.day}: {names.en}.",
    )
    return "met", clear, (f"events={len(events)}",)


def _lasts(since: date, until: date, years: int, months: int) -> bool:
    """Tell whether the period from *since* still runs on *until*; no length means for ever."""
    if since > until:
        return False
    end = later(since, years=years, months=months) if years or months else None
    return end is None or end >= until


def certificate(condition: HoldsCertificate, asked: Asked) -> Judgement:
    names = joined([asked.word("certificate", c) for c in condition.certificate], zh="、", en=", ")
    if asked.facts.holds is None:
        return unknown(f"尚未查询证书：{names.zh}。", f"Certificates not yet looked up: {names.en}.")
    held = valid_certificate(asked.facts, condition.certificate, asked.day)
    if held is None:
        reason = Text(
            f"{asked.day} 未持有有效证书：{names.zh}。", f"No valid certificate on {asked.day}: {names.en}."
        )
        return "not_met", reason, (f"holds={len(asked.facts.holds)}",)
    name = asked.word("certificate", held)
    return (
        "met",
        Text(f"{asked.day} 持有有效的{name.zh}。", f"Held on {asked.day}: {name.en}."),
        (f"holds={held}",),
    )


def _matching(condition: HonourBase, asked: Asked) -> list[PastHonour]:
    award = condition.award or asked.instrument
    return [
        honour
        for honour in asked.facts.honours or ()
        if honour.award == award
        and honour.relation in condition.relations
        and (not condition.tiers or honour.tier in condition.tiers)
        and (honour.day is None or honour.day <= asked.day)
    ]


def honour_within(condition: HonourWithin, asked: Asked) -> Judgement:
    if asked.facts.honours is None:
        return unknown("尚未查询以往获奖情况。", "Past honours are not yet looked up.")
    doubtful: PastHonour | None = None
    for honour in _matching(condition, asked):
        recent = _is_recent(condition, honour, asked)
        if recent:
            return "not_met", _won(condition, honour, asked), (_used(honour),)
        doubtful = honour if recent is None else doubtful
    if doubtful is not None:
        lacks = Text("获奖届次或日期未登记，无法判断。", "The edition or day of an honour is not recorded.")
        return "unknown", lacks, (_used(doubtful),)
    span = condition.span()
    clear = Text(
        f"截至 {asked.day}，{span.zh}内没有相关获奖记录。",
        f"No such honour recorded within {span.en} before {asked.day}.",
    )
    return "met", clear, (f"honours={len(asked.facts.honours)}",)


def _is_recent(condition: HonourWithin, honour: PastHonour, asked: Asked) -> bool | None:
    """Tell whether an honour bars; ``None`` where its day, or an edition, is not known."""
    if condition.ever:
        return True
    if condition.editions is not None:
        if asked.facts.session is None or honour.session is None:
            return None
        return 0 < asked.facts.session - honour.session <= condition.editions
    return None if honour.day is None else _lasts(honour.day, asked.day, condition.years or 0, 0)


def _used(honour: PastHonour) -> str:
    when = honour.day.isoformat() if honour.day else f"session {honour.session}"
    return f"honour:{honour.award}/{honour.tier}={when}"


def _won(condition: HonourWithin, honour: PastHonour, asked: Asked) -> Text:
    who, span = RELATIONS[honour.relation], condition.span()
    session = (
        Text(f"第 {honour.session} 届", f" in edition {honour.session}") if honour.session else Text("", "")
    )
    on = Text(f"于 {honour.day} ", f" on {honour.day}") if honour.day else Text("", "")
    limit = (
        Text("不得再次申报", "no further application")
        if condition.ever
        else Text(f"{span.zh}内不得申报", f"no application within {span.en}")
    )
    return Text(
        f"{who.zh}{on.zh}获得{session.zh}同类荣誉（{honour.award}），{limit.zh}。",
        f"Won by {who.en}{on.en}{session.en} ({honour.award}); {limit.en}.",
    )


def holds_honour(condition: HoldsHonour, asked: Asked) -> Judgement:
    if asked.facts.honours is None:
        return unknown("尚未查询以往获奖情况。", "Past honours are not yet looked up.")
    found = _matching(condition, asked)
    if condition.years is not None:
        dated = [h for h in found if h.day is not None]
        undated = len(dated) < len(found)
        found = [h for h in dated if h.day is not None and _lasts(h.day, asked.day, condition.years, 0)]
        if undated and not found:
            return unknown("获奖日期未登记，无法判断。", "The day of an honour is not recorded.")
    award = condition.award or asked.instrument
    if not found:
        return (
            "not_met",
            Text(f"没有所要求的荣誉（{award}）。", f"The honour asked for is not recorded ({award})."),
            (),
        )
    return (
        "met",
        Text(f"已获得所要求的荣誉（{award}）。", f"The honour asked for was won ({award})."),
        (_used(found[0]),),
    )
