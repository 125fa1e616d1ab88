"""Conditions on figures, persons and applications in words."""

from __future__ import annotations

from zhiheng.core.text import Text, joined
from zhiheng.rules.model.conditions import (
    NoBan,
    NotOnList,
    OfClass,
    OfficeRank,
    OnList,
    OtherApplicant,
    Papers,
    Rating,
    Recommended,
    ServiceYears,
    SingleChannel,
    Standing,
)
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.saying import begun, either, listing
from zhiheng.rules.vocabulary import OWN, RANKS, RELATIONS, SCOPES, word
from zhiheng.rules.who_wording import class_text


def listed(of: str, ids: tuple[str, ...], book: Rulebook) -> Text:
    """Return several words of one kind as a list."""
    return listing([word(of, one, book) for one in ids])


def papers(condition: Papers, book: Rulebook) -> Text:
    """Return the papers, their greatest lengths, and how long what must be published was out."""
    names = listed("paper", condition.needs, book)
    parts = [Text(f"提交{names.zh}", f"Handed in: {names.en}")]
    for paper, limit in (condition.limits or {}).items():
        name, n = word("paper", paper, book), limit.characters
        parts.append(Text(f"{name.zh}不超过 {n} 字", f"{name.en} of at most {n} characters"))
    for paper, period in (condition.published_for or {}).items():
        name, span = word("paper", paper, book), period.text()
        parts.append(
            Text(f"{name.zh}所载公示不少于 {span.zh}", f"{name.en}: published for at least {span.en}")
        )
    return joined(parts, zh="，", en="; ")


def rating(condition: Rating, book: Rulebook) -> Text:
    """Return the rating and the grades that do."""
    name = word("rating", condition.name, book)
    if condition.among is not None:
        grades = either([Text.of(one) for one in condition.among])
        return Text(f"{name.zh}为 {grades.zh}", f"{name.en.capitalize()}: {grades.en}")
    scale = condition.scale or ()
    return Text(
        f"{name.zh}不低于 {condition.at_least}（由高到低：{'、'.join(scale)}）",
        f"{name.en.capitalize()} of at least {condition.at_least} (from the best: {', '.join(scale)})",
    )


def standing(condition: Standing, book: Rulebook) -> Text:
    """Return the index, the field and the rank that is asked for."""
    index, level = word("measure", condition.index, book), SCOPES[condition.level]
    field = {"industry": Text("同行业", "the industry"), "area": Text("本地区", "the area")}[condition.among]
    if condition.top is not None:
        first = Text(f"前 {condition.top} 位", f"the first {condition.top}")
    else:
        first = Text(f"前 {condition.share}", f"the first {condition.share}")
    return Text(
        f"{index.zh}居{level.zh}{field.zh}{first.zh}",
        f"Among {first.en} of {field.en} by {index.en}, {level.en} level",
    )


def on_list(condition: OnList, book: Rulebook) -> Text:
    """Return the lists."""
    names = listed("list", condition.list, book)
    return Text(f"列入{names.zh}", f"On the list: {names.en}")


def not_on_list(condition: NotOnList, book: Rulebook) -> Text:
    """Return the lists."""
    names = listed("list", condition.list, book)
    return Text(f"未列入{names.zh}", f"Not on: {names.en}")


def service_years(condition: ServiceYears, book: Rulebook) -> Text:
    """Return the years, and how many of them here."""
    n, here = condition.at_least, condition.of_which_here
    if here is None:
        return Text(f"从业满 {n} 年", f"At least {n} years of service")
    return Text(
        f"从业满 {n} 年，其中在本地满 {here} 年", f"At least {n} years of service, {here} of them here"
    )


def of_class(condition: OfClass, book: Rulebook) -> Text:
    """Return the classes of which one must fit."""
    names = either([class_text(one, book) for one in condition.classes])
    return Text(f"属于{names.zh}", f"Of this class: {names.en}")


def office_rank(condition: OfficeRank, book: Rulebook) -> Text:
    """Return the rank that is too high."""
    limit = RANKS[condition.below]
    return Text(f"行政级别低于{limit.zh}", f"Of an official rank below {limit.en}")


def recommended(condition: Recommended, book: Rulebook) -> Text:
    """Return who recommends, and how many must."""
    others, n = [word("channel", one, book) for one in condition.by if one != OWN], condition.at_least
    if n > 1:
        every = listed("channel", condition.by, book)
        return Text(f"经{every.zh}中至少 {n} 个推荐", f"Recommended by at least {n} of: {every.en}")
    names, own = either(others), word("channel", OWN, book)
    if not others:
        return begun(own)
    said = Text(f"经{names.zh}推荐", f"Recommended by {names.en}")
    if OWN not in condition.by:
        return said
    return Text(f"{said.zh}，或者{own.zh}", f"{said.en}; or {own.en}")


def single_channel(condition: SingleChannel, book: Rulebook) -> Text:
    """Return that one channel only may be used."""
    return Text("只通过一个渠道申报，多渠道申报无效", "Put forward through one channel only")


def other_applicant(condition: OtherApplicant, book: Rulebook) -> Text:
    """Return who may not apply beside the subject."""
    who = listing([RELATIONS[one] for one in condition.relations])
    if condition.then == "out":
        return Text(f"{who.zh}不在本届同时申报", f"None of these applies in the same round: {who.en}")
    return Text(
        f"与{who.zh}在本届同时申报的，只保留一个", f"Of these in the same round only one stays: {who.en}"
    )


def no_ban(condition: NoBan, book: Rulebook) -> Text:
    """Return that no ban may run."""
    award = Text("", "")
    if condition.award is not None:
        name = book.award_called(condition.award)
        award = Text(f"（{name.zh}）", f" ({name.en})")
    return Text(
        f"不在撤销奖项后的禁止申报期内{award.zh}", f"No ban runs after an honour was revoked{award.en}"
    )
