"""Judgements on what lies in the past: events, and certificates held on a day."""

from __future__ import annotations

from zhiheng.core.text import Text, joined
from zhiheng.rules.facts import Event
from zhiheng.rules.judging.asking import Asked, Judgement, day_of_edition, lasts, unknown, valid_certificate
from zhiheng.rules.model.conditions import EventWithin, HoldsCertificate
from zhiheng.rules.vocabulary import RELATIONS


def event_within(condition: EventWithin, asked: Asked) -> Judgement:
    """Count the events that surely bar, and those that may."""
    events = asked.facts.events
    names = joined([asked.word("event", e) for e in condition.event], zh="、", en=", ")
    if events is None:
        return unknown(f"尚未查询：{names.zh}。", f"Not yet looked up: {names.en}.")
    latest = sorted(events, key=lambda e: e.day, reverse=True)
    judged = [(one, _bars(condition, one, asked)) for one in latest]
    certain = [one for one, bars in judged if bars]
    doubtful = [one for one, bars in judged if bars is None]
    if len(certain) >= condition.at_least:
        used = tuple(_event_used(one) for one in certain[: condition.at_least])
        return "not_met", _barred(condition, certain, asked), used
    if len(certain) + len(doubtful) >= condition.at_least:
        used = tuple(_event_used(one) for one in doubtful)
        return "unknown", _doubt(condition, doubtful[0], asked), used
    span = condition.span()
    clear = Text(
        f"截至 {asked.day}，{span.zh}内没有记录：{names.zh}。",
        f"Nothing recorded within {span.en} before {asked.day}: {names.en}.",
    )
    if certain or condition.at_least > 1:
        n, most = len(certain), condition.at_least
        clear = Text(
            f"截至 {asked.day}，{span.zh}内有 {n} 次记录（{names.zh}），未达到 {most} 次。",
            f"{n} recorded within {span.en} before {asked.day} ({names.en}), fewer than {most}.",
        )
    return "met", clear, (f"events={len(events)}",)


def _event_used(event: Event) -> str:
    return f"event:{event.event}={event.day.isoformat()}"


def _bars(condition: EventWithin, event: Event, asked: Asked) -> bool | None:
    """Tell whether an event bars; ``None`` where its level, its cause or the edition's day is not recorded."""
    if event.event not in condition.event or event.relation not in condition.relations:
        return False
    inside = _is_inside(condition, event, asked)
    level = condition.level is None or (None if event.level is None else event.level in condition.level)
    cause = condition.excepted is None or (
        None if event.cause is None else event.cause not in condition.excepted
    )
    if inside is False or level is False or cause is False:
        return False
    return None if inside is None or level is None or cause is None else True


def _is_inside(condition: EventWithin, event: Event, asked: Asked) -> bool | None:
    if event.day > asked.day or condition.editions is None:
        return lasts(event.day, asked.day, condition.years or 0, condition.months or 0)
    if asked.facts.session is None:
        return None
    begun = day_of_edition(asked, asked.facts.session - condition.editions)
    return None if begun is None else event.day > begun


def _barred(condition: EventWithin, certain: list[Event], asked: Asked) -> Text:
    event, span = certain[0], condition.span()
    name = asked.word("event", event.event)
    source = Text(f"（{event.source}）", f" ({event.source})") if event.source else Text("", "")
    who = Text("", "")
    if event.relation != "self":
        relation = RELATIONS[event.relation]
        who = Text(relation.zh, f" ({relation.en})")
    times = Text("", "")
    if condition.at_least > 1:
        n = len(certain)
        times = Text(f"，共 {n} 次，达到 {condition.at_least} 次", f"; {n} in all, {condition.at_least} bar")
    return Text(
        f"{who.zh}{event.day} 有{name.zh}{source.zh}，在截至 {asked.day} 的 {span.zh}之内{times.zh}。",
        f"{name.en.capitalize()}{who.en} on {event.day}{source.en}, within {span.en} before {asked.day}{times.en}.",
    )


def _doubt(condition: EventWithin, event: Event, asked: Asked) -> Text:
    name = asked.word("event", event.event)
    lacks = [Text("级别", "level")] if condition.level is not None and event.level is None else []
    if condition.excepted is not None and event.cause is None:
        lacks.append(Text("原因", "cause"))
    if condition.editions is not None and _is_inside(condition, event, asked) is None:
        lacks.append(Text("所属届次", "edition"))
    what = joined(lacks, zh="、", en=" and ")
    return Text(
        f"{event.day} 有{name.zh}，但其{what.zh}未登记，无法判断。",
        f"{name.en.capitalize()} on {event.day}, but its {what.en} is not recorded.",
    )


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
