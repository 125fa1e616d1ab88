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
        says = condition_says(book, rule)
    except Refused:
        return word
    return Text(f"不符合条件“{says.zh}”", f"condition not met: “{says.en}”")


def condition_says(book: Rulebook, id_: str) -> Text:
    """Return the title of a condition, else its sentence."""
    condition = book.condition(id_)
    title = condition.title
    return condition_text(condition, book) if title is None else Text(title.zh, title.en)


_STOPS = {
    "ballot.tie_at_last_place": Text(
        "末位次序并列，多次重新表决仍未分出先后。",
        "A tie across the last place that voting again several times did not settle.",
    ),
    "ballot.round_due": Text("还须再进行一轮表决。", "A further round of voting is due."),
    "grant.too_many": Text(
        "应授荣誉超过名额，须先在前面的环节确定人选。",
        "More honours than places; an earlier stage must choose.",
    ),
}


def stop_text(code: str, says: Text) -> Text:
    """Return why rounds stopped: for refusals that name invented cases a sentence without them."""
    return _STOPS.get(code, says)


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
            "数字为各届的中位数，括号内为九成届次的范围；逐条列出的离开原因为各届合计。",
            "Numbers are medians, with nine tenths of the rounds in brackets; each reason counts the cases of all rounds.",
        )
    yield ""
    for stage in report["stages"]:
        yield from _stage_lines(stage, rounds)
    yield ""
    yield from _stop_lines(report)
    for tier in report["places"]:
        yield _tier_line(tier)
    money = report["money"]
    yield say(f"奖金（元）：{_range(money)}", f"Money (yuan): {_range(money)}")
    for name, zh, en in _LISTED:
        if report[name]:
            listed = say("；", "; ").join(told(Text.of(one["says"])) for one in report[name])
            yield f"{say(zh, en)}{_colon()}{listed}"


_LISTED = (
    ("drawn_without_facts", "以下条件未生成事实，直接按比例抽取", "Conditions drawn without facts"),
    ("left_open", "以下条件的事实不足，按符合处理", "Conditions that the facts leave open, counted as met"),
)


def _stop_lines(report: dict[str, Any]) -> Iterator[str]:
    """Say where rounds stopped, and of how many what follows speaks."""
    for one in report["stopped"]:
        title, says, n = told(Text.of(one["title"])), told(Text.of(one["says"])), one["rounds"]
        yield say(f"{n} 届停在“{title}”：{says}", f"{_rounds(n)} stopped at “{title}”: {says}")
    done = report["finished"]
    if report["stopped"] and done:
        yield say(
            f"以下按走完全程的 {done} 届计算：",
            f"What follows counts the {_rounds(done)} that came to an end:",
        )


def _rounds(n: int) -> str:
    return f"{n} round" if n == 1 else f"{n} rounds"


def _stage_lines(stage: dict[str, Any], rounds: int) -> Iterator[str]:
    title = told(Text.of(stage["title"]))
    if not stage["rounds"]:
        yield f"{title}{_colon()}{say('未进行', 'not held')}"
        return
    line = f"{title}{_colon()}{_range(stage['entered'])} → {_range(stage['left'])}"
    if stage["passed_by"]["high"]:
        by = _range(stage["passed_by"])
        line += say(f"（另有 {by} 家不经过）", f" ({by} more pass it by)")
    if stage["panels"]:
        panels, days = stage["panels"], stage["assessor_days"]
        line += say(
            f"；评审组 {panels} 个，{days} 人日",
            f"; {panels} panel{'' if panels == 1 else 's'}, {days} assessor-days",
        )
    if stage["first_day"]:
        mark = say("（假设）", " (assumed)") if stage["time_is_assumed"] else ""
        days = stage["working_days"]
        line += say(
            f"；{stage['first_day']} 至 {stage['last_day']}，{days} 个工作日{mark}",
            f"; {stage['first_day']} to {stage['last_day']}, {days} working days{mark}",
        )
    yield line
    for reason in stage["reasons"][:5]:
        n = reason["cases"]
        count = say(f"各届共 {n} 家", f"{n} in all rounds") if rounds > 1 else say(f"{n} 家", str(n))
        yield f"    {told(Text.of(reason['says']))}{say('，', ', ')}{count}"


def _tier_line(tier: dict[str, Any]) -> str:
    title, given, places = told(Text.of(tier["title"])), _range(tier["given"]), tier["places"]
    if tier["given"]["middle"] is None:
        return f"{title}{_colon()}{say('没有一届走完全程', 'no round came to an end')}"
    of = "" if places is None else f"/{places}"
    if tier["places_unseen"]:
        of += say(
            "（规则中的名额未见规定，未加限制）", " (a number of places was not seen and bounds nobody)"
        )
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
