"""How a report is read: reasons in words, and the whole as a short text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhiheng.casework.domain.words import OUTCOMES
from zhiheng.core.refusal import Refused
from zhiheng.core.speech import say, told
from zhiheng.core.text import Text
from zhiheng.rules.model import Rulebook
from zhiheng.rules.wording import condition_text


def reason_text(book: Rulebook, rule: str, outcome: str) -> Text:
    """Return why cases left: the condition that was not met, or the outcome of the stage."""
    word = OUTCOMES.get(outcome) or Text.of(outcome)
    if any(stage.id == rule for stage in book.stages):
        return word
    try:
        condition = book.condition(rule)
    except Refused:
        return word
    title = condition.title or condition_text(condition, book)
    return Text(f"不符合：{title.zh}", f"not met: {title.en}")


def plain(report: dict[str, Any]) -> str:
    """Return the report for a terminal, in the language of the process."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: dict[str, Any]) -> Iterator[str]:
    yield told(Text.of(report["rulebook"]["title"]))
    n, rounds, seed = report["applicants"], report["rounds"], report["seed"]
    yield say(f"申报 {n} 家，模拟 {rounds} 届，种子 {seed}", f"{n} applicants, {rounds} rounds, seed {seed}")
    yield told(Text.of(report["assumptions"]["says"]))
    if rounds > 1:
        yield say(
            "数字为各届的中位数（括号内为九成届次的范围）；未通过原因为各届合计。",
            "Numbers are medians (nine tenths of the rounds in brackets); reasons count the cases of all rounds.",
        )
    yield ""
    for stage in report["stages"]:
        yield from _stage_lines(stage)
    yield ""
    for tier in report["places"]:
        yield _tier_line(tier)
    money = report["money"]
    yield say(f"奖金（元）：{_range(money)}", f"Money (yuan): {_range(money)}")
    for one in report["stopped"]:
        says = told(Text.of(one["says"]))
        yield say(
            f"{one['rounds']} 届停在 {one['stage']}：{says}",
            f"{one['rounds']} rounds stop at {one['stage']}: {says}",
        )
    for name, zh, en in _LISTED:
        if report[name]:
            yield f"{say(zh, en)}{_colon()}{', '.join(report[name])}"


_LISTED = (
    ("drawn_without_facts", "以下条件未生成事实，直接按比例抽取", "Conditions drawn without facts"),
    ("left_open", "以下条件的事实不足，按符合处理", "Conditions that the facts leave open, counted as met"),
)


def _stage_lines(stage: dict[str, Any]) -> Iterator[str]:
    title = told(Text.of(stage["title"]))
    line = f"{title}{_colon()}{_range(stage['entered'])} → {_range(stage['left'])}"
    if stage["panels"]:
        panels, days = stage["panels"], stage["assessor_days"]
        line += say(f"；评审组 {panels} 个，{days} 人日", f"; {panels} panels, {days} assessor-days")
    if stage["first_day"]:
        mark = say("（假设）", " (assumed)") if stage["time_is_assumed"] else ""
        days = stage["working_days"]
        line += say(
            f"；{stage['first_day']} 至 {stage['last_day']}，{days} 个工作日{mark}",
            f"; {stage['first_day']} to {stage['last_day']}, {days} working days{mark}",
        )
    yield line
    for reason in stage["reasons"][:5]:
        yield f"    {told(Text.of(reason['says']))}{_colon(' ')}{reason['cases']}"


def _tier_line(tier: dict[str, Any]) -> str:
    title, given, places = told(Text.of(tier["title"])), _range(tier["given"]), tier["places"]
    of = "" if places is None else f"/{places}"
    chance = tier["chance_of_an_empty_place"]
    empty = "" if chance is None else say(f"，有空缺的可能 {chance}", f", chance of an empty place {chance}")
    return f"{title}{_colon()}{given}{of}{empty}"


def _colon(zh: str = "：") -> str:
    return say(zh, ": ")


def _range(three: dict[str, Any]) -> str:
    low, middle, high = three["low"], three["middle"], three["high"]
    if middle is None:
        return "-"
    return str(middle) if low == high else f"{middle} ({low}–{high})"
