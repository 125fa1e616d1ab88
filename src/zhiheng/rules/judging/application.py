"""Judgements on an application and those around it: papers, channels, recommenders, other applicants, persons."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from zhiheng.core.text import Text, joined
from zhiheng.rules.dates import full_years
from zhiheng.rules.facts import PaperFacts, Practice
from zhiheng.rules.judging.asking import Asked, Judgement, Verdict, unknown, verdict_of
from zhiheng.rules.model.conditions import (
    OfficeRank,
    OtherApplicant,
    Papers,
    Recommended,
    ServiceYears,
    SingleChannel,
)
from zhiheng.rules.model.words import Within
from zhiheng.rules.saying import listing
from zhiheng.rules.vocabulary import RANKS, RELATIONS


def papers(condition: Papers, asked: Asked) -> Judgement:
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
    trouble = sorted(_troubles(condition, asked), key=lambda one: one[0] == "unknown")
    if trouble:
        return trouble[0][0], joined([said for _, said in trouble], zh="", en=" "), (f"papers={len(given)}",)
    return (
        "met",
        Text(f"材料齐全：{names.zh}。", f"All papers are there: {names.en}."),
        (f"papers={len(given)}",),
    )


def _troubles(condition: Papers, asked: Asked) -> Iterator[tuple[Verdict, Text]]:
    """Yield every paper that is too long or was not published long enough, or of which that is not known."""
    for paper, limit in (condition.limits or {}).items():
        name, counted = asked.word("paper", paper), _counted(asked, paper).characters
        if counted is None:
            yield "unknown", Text(f"未登记{name.zh}的字数。", f"The length is not recorded: {name.en}.")
        elif counted > limit.characters:
            yield (
                "not_met",
                Text(
                    f"{name.zh} {counted} 字，不得超过 {limit.characters} 字。",
                    f"{name.en.capitalize()}: {counted} characters, at most {limit.characters} allowed.",
                ),
            )
    for paper, period in (condition.published_for or {}).items():
        yield from _published(paper, period, asked)


def _counted(asked: Asked, paper: str) -> PaperFacts:
    return asked.facts.paper_facts.get(paper) or PaperFacts()


def _published(paper: str, period: Within, asked: Asked) -> Iterator[tuple[Verdict, Text]]:
    name, own, wanted = asked.word("paper", paper), _counted(asked, paper), period.text()
    days = own.published_working_days if period.kind == "working_days" else own.published_days
    if days is None:
        yield (
            "unknown",
            Text(f"未登记{name.zh}所载公示的天数。", f"How long was published is not recorded: {name.en}."),
        )
    elif days < period.n:
        yield (
            "not_met",
            Text(
                f"{name.zh}所载公示为 {days} 日，要求不少于 {wanted.zh}。",
                f"{name.en.capitalize()}: published for {days}, at least {wanted.en} required.",
            ),
        )


def recommended(condition: Recommended, asked: Asked) -> Judgement:
    """Count those of the named kinds who put the subject forward."""
    channels = asked.facts.channels
    names = listing([asked.word("channel", one) for one in condition.by])
    if channels is None:
        return unknown(f"未登记推荐情况：{names.zh}。", f"Recommendations not recorded: {names.en}.")
    fitting = {(one.by, one.name) for one in channels if one.by in condition.by}
    n = condition.at_least
    reason = Text(
        f"推荐单位（人）{len(fitting)} 个，要求{names.zh}推荐不少于 {n} 个。",
        f"Recommended by {len(fitting)}; at least {n} of: {names.en}.",
    )
    return verdict_of(len(fitting) >= n), reason, (f"channels={len(channels)}",)


def single_channel(condition: SingleChannel, asked: Asked) -> Judgement:
    """Look whether the subject came through more than one channel."""
    if asked.facts.channels is None:
        return unknown("未登记申报渠道。", "The channel of the application is not recorded.")
    ways = {(one.by, one.name) for one in asked.facts.channels}
    reason = Text(
        f"经 {len(ways)} 个渠道申报，只能选择一个渠道。",
        f"Put forward through {len(ways)} channels; one is allowed.",
    )
    return verdict_of(len(ways) <= 1), reason, (f"channels={len(ways)}",)


def other_applicant(condition: OtherApplicant, asked: Asked) -> Judgement:
    """Look for related applicants of the round; where one may stay, wait until it is settled which."""
    others = asked.facts.others
    if others is None:
        return unknown(
            "尚未核对本届其他申报主体。", "The other applicants of the round are not yet looked at."
        )
    related = [one for one in others if one.relation in condition.relations]
    used = tuple(f"other:{one.relation}={one.name or one.kind or '-'}" for one in related)
    if not related:
        return (
            "met",
            Text("本届没有关联的其他申报主体。", "No related applicant in this round."),
            ("others=0",),
        )
    who = joined([RELATIONS[one.relation] for one in related], zh="、", en=", ")
    said = Text(f"{who.zh}也在本届申报", f"Also applying in this round: {who.en}")
    if condition.then == "out":
        return "not_met", Text(f"{said.zh}，不得同时申报。", f"{said.en}; not both may apply."), used
    if any(one.stays for one in related):
        return "not_met", Text(f"{said.zh}，已确定保留对方。", f"{said.en}; the other one stays."), used
    if all(one.stays is False for one in related):
        return "met", Text(f"{said.zh}，对方已退出。", f"{said.en}, but gave way."), used
    return (
        "unknown",
        Text(f"{said.zh}，只能保留一个，尚未确定。", f"{said.en}; only one may stay, which is not settled."),
        used,
    )


def service_years(condition: ServiceYears, asked: Asked) -> Judgement:
    """Count full years of service, overlapping times once; so many of them within the authority's region."""
    practice = asked.facts.practice
    if practice is None:
        return unknown("未登记从业经历。", "The years of service are not recorded.")
    years, used = _years(practice, asked.day), (f"practice={len(practice)}",)
    said = Text(
        f"至 {asked.day} 从业满 {years} 年，要求不少于 {condition.at_least} 年",
        f"{years} full years of service by {asked.day}; at least {condition.at_least} required",
    )
    if years < condition.at_least or condition.of_which_here is None:
        return verdict_of(years >= condition.at_least), Text(f"{said.zh}。", f"{said.en}."), used
    places = [_is_here(one, asked) for one in practice]
    here = _years([one for one, at in zip(practice, places, strict=True) if at], asked.day)
    perhaps = _years([one for one, at in zip(practice, places, strict=True) if at is not False], asked.day)
    wanted = condition.of_which_here
    whole = Text(
        f"{said.zh}；其中在本地满 {here} 年，要求不少于 {wanted} 年。",
        f"{said.en}; {here} of them here, at least {wanted} required.",
    )
    if here < wanted <= perhaps:
        return (
            "unknown",
            Text(f"{said.zh}；部分经历的地点未登记。", f"{said.en}; some places are not recorded."),
            used,
        )
    return verdict_of(here >= wanted), whole, used


def _is_here(one: Practice, asked: Asked) -> bool | None:
    """Tell whether a time was served within the authority's region, by its code without trailing zeros."""
    if one.here is not None or one.region is None:
        return one.here
    home = asked.instrument.partition("/")[0]
    while home.endswith("00"):
        home = home[:-2]
    return home in ("", "10") or one.region.startswith(home)


def _years(practice: list[Practice] | tuple[Practice, ...], day: date) -> int:
    spans = sorted((one.since, min(one.until or day, day)) for one in practice if one.since <= day)
    total, reached = 0, date.min
    for since, until in spans:
        total += max((until - max(since, reached)).days, 0)
        reached = max(reached, until)
    return full_years(day - timedelta(days=total), day)


def office_rank(condition: OfficeRank, asked: Asked) -> Judgement:
    """Compare the rank of an official with the one that is too high."""
    own, scale = asked.facts.office_rank, list(RANKS)
    if own is None or own not in scale:
        return unknown("未登记行政级别。", "The rank of an official is not recorded.")
    name, limit = RANKS[own], RANKS[condition.below]
    reason = Text(
        f"行政级别：{name.zh}，须低于{limit.zh}。", f"Official rank: {name.en}; must be below {limit.en}."
    )
    return verdict_of(scale.index(own) < scale.index(condition.below)), reason, (f"office_rank={own}",)
