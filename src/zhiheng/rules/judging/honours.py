"""Judgements on honours: won too recently, won before, and bans that follow a revocation."""

from __future__ import annotations

from datetime import date

from zhiheng.core.text import Text
from zhiheng.rules.dates import later
from zhiheng.rules.facts import Ban, PastHonour
from zhiheng.rules.judging.asking import Asked, Judgement, day_of_edition, lasts, unknown
from zhiheng.rules.model.conditions import HoldsHonour, HonourBase, HonourWithin, NoBan
from zhiheng.rules.model.words import Span
from zhiheng.rules.vocabulary import RELATIONS


def _matching(condition: HonourBase, asked: Asked) -> list[PastHonour]:
    award = condition.award or asked.instrument
    return [
        honour
        for honour in asked.facts.honours or ()
        if honour.award == award
        and honour.relation in condition.relations
        and (honour.outcome == "given" or condition.outcome == "proposed")
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


def _is_recent(condition: HonourBase, honour: PastHonour, asked: Asked) -> bool | None:
    """Tell whether an honour lies in the period; ``None`` where its day, or an edition, is not known."""
    if condition.ever:
        return True
    if condition.editions is not None:
        return _in_editions(honour, condition.editions, asked)
    years, months = condition.years or 0, condition.months or 0
    return None if honour.day is None else lasts(honour.day, asked.day, years, months)


def _in_editions(honour: PastHonour, editions: int, asked: Asked) -> bool | None:
    """Count sessions; where the honour's own is not known, its day against that of the edition."""
    if asked.facts.session is None:
        return None
    if honour.session is not None:
        return 0 < asked.facts.session - honour.session <= editions
    begun = day_of_edition(asked, asked.facts.session - editions)
    return None if honour.day is None or begun is None else honour.day >= begun


def _used(honour: PastHonour) -> str:
    when = honour.day.isoformat() if honour.day else f"session {honour.session}"
    return f"honour:{honour.award}/{honour.tier}={when}"


def _won(condition: HonourWithin, honour: PastHonour, asked: Asked) -> Text:
    who, span, award = RELATIONS[honour.relation], condition.span(), asked.award(honour.award)
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
        f"{who.zh}{on.zh}获得{session.zh}同类荣誉（{award.zh}），{limit.zh}。",
        f"Won by {who.en}{on.en}{session.en} ({award.en}); {limit.en}.",
    )


def holds_honour(condition: HoldsHonour, asked: Asked) -> Judgement:
    """Look for such an honour, not too long ago and, with ``held_for``, held long enough."""
    if asked.facts.honours is None:
        return unknown("尚未查询以往获奖情况。", "Past honours are not yet looked up.")
    found = _matching(condition, asked)
    judged = [(one, _holds(condition, one, asked)) for one in found]
    award = asked.award(condition.award or asked.instrument)
    held = next((one for one, answer in judged if answer), None)
    if held is not None:
        long = condition.held_for
        since = Text("", "")
        if long is not None:
            span = long.text()
            since = Text(f"，且获奖已满 {span.zh}", f" and held for {span.en}")
        reason = Text(
            f"已获得所要求的荣誉（{award.zh}）{since.zh}。",
            f"The honour asked for was won ({award.en}){since.en}.",
        )
        return "met", reason, (_used(held),)
    if any(answer is None for _, answer in judged):
        return unknown("获奖日期未登记，无法判断。", "The day of an honour is not recorded.")
    if found and condition.held_for is not None:
        span = condition.held_for.text()
        short = Text(
            f"获奖（{award.zh}）未满 {span.zh}。", f"The honour ({award.en}) was not held for {span.en}."
        )
        return "not_met", short, (_used(found[0]),)
    return (
        "not_met",
        Text(f"没有所要求的荣誉（{award.zh}）。", f"The honour asked for is not recorded ({award.en})."),
        (),
    )


def _holds(condition: HoldsHonour, honour: PastHonour, asked: Asked) -> bool | None:
    lengths = (condition.years, condition.months, condition.editions)
    recent = True if lengths == (None, None, None) else _is_recent(condition, honour, asked)
    long = True if condition.held_for is None else _is_held(condition.held_for, honour, asked)
    if recent is False or long is False:
        return False
    return None if recent is None or long is None else True


def _is_held(span: Span, honour: PastHonour, asked: Asked) -> bool | None:
    """Tell whether so long has passed since an honour was won."""
    if span.editions is not None:
        if honour.session is None or asked.facts.session is None:
            return None
        return asked.facts.session - honour.session >= span.editions
    if honour.day is None:
        return None
    end = later(honour.day, years=span.years or 0, months=span.months or 0)
    return end is not None and end <= asked.day


def no_ban(condition: NoBan, asked: Asked) -> Judgement:
    """Look for a ban from this award, or the one named, that still runs."""
    award = condition.award or asked.instrument
    if asked.facts.bans is None:
        return unknown("尚未查询禁止申报的记录。", "Bans are not yet looked up.")
    judged = [(ban, _runs(ban, asked)) for ban in asked.facts.bans if ban.award == award]
    for ban, runs in judged:
        if runs:
            limit = _ban_text(ban, asked.day)
            reason = Text(f"因撤销奖项被禁止申报，{limit.zh}。", f"Banned after a revocation, {limit.en}.")
            return "not_met", reason, (f"ban:{award}={limit.en}",)
    if any(runs is None for _, runs in judged):
        lacks = Text("禁止申报的届次未登记，无法判断。", "The edition of a ban is not recorded.")
        return "unknown", lacks, (f"bans={len(asked.facts.bans)}",)
    clear = Text(f"{asked.day} 没有禁止申报的记录。", f"No ban runs on {asked.day}.")
    return "met", clear, (f"bans={len(asked.facts.bans)}",)


def _runs(ban: Ban, asked: Asked) -> bool | None:
    """Tell whether a ban runs; ``None`` where its length cannot be told."""
    if ban.since is not None and ban.since > asked.day:
        return False
    if ban.ever:
        return True
    if ban.until is not None:
        return asked.day <= ban.until
    if ban.editions is None or ban.session is None or asked.facts.session is None:
        return None
    return 0 < asked.facts.session - ban.session <= ban.editions


def _ban_text(ban: Ban, day: date) -> Text:
    if ban.ever:
        return Text("终身不得申报", "for life")
    if ban.until is not None:
        return Text(f"至 {ban.until} 止", f"until {ban.until}")
    return Text(
        f"自第 {ban.session} 届后 {ban.editions} 届", f"for {ban.editions} editions after {ban.session}"
    )
