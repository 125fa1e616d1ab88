"""What an applicant declares because no register holds it: the columns that a rulebook's conditions ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, Final

from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.columns import A_COUNT, A_DAY, A_NUMBER, YES_OR_NO, Column, choose
from zhiheng.rules.model import Rulebook
from zhiheng.rules.model.conditions import (
    Condition,
    Measure,
    NotOnList,
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
from zhiheng.rules.model.rulebook import within
from zhiheng.rules.vocabulary import CHANNELS, RANKS, RELATIONS, SCOPES, by_year, word

TIMES: Final = 3
"""How many times of service an application can state; those that touch are stated as one."""
OWN: Final = "own"


def declared_columns(book: Rulebook, closing: date | None, kind: str = "") -> tuple[Column, ...]:
    """Return a column for each fact that only the applicant can state, each once, in the order of the rules.

    *closing* is the last day for applications: the years of a yearly measure count back from it, and without it
    none of them is asked. Of one *kind* of subject nothing is asked that concerns other kinds alone. A column is
    required where everybody must meet the condition.
    """
    found: dict[str, Column] = {column.key: column for column in class_columns(book)}
    tops = (*book.entry, *book.exclusion, *book.noted)
    for top in (one for one in tops if not kind or _concerns(one, kind, book)):
        for column in columns_of(top, book, closing):
            is_needed = column.required and is_for_all(top, book)
            before = found.get(column.key)
            rules = (*(before.rules if before else ()), top.id)
            is_needed = is_needed or (before is not None and before.required)
            found[column.key] = replace(before or column, required=is_needed, rules=rules)
    return tuple(found.values())


def class_columns(book: Rulebook) -> Iterator[Column]:
    """Yield a column for each class of the rulebook that an applicant chooses."""
    for one in book.classes:
        if one.chosen:
            title = Text(f"是否选报：{one.title.zh}", f"Chosen class: {one.title.en}")
            yield Column(f"class:{one.id}", title, "yes_no", True, YES_OR_NO, rules=(one.id,))


def columns_of(condition: Condition, book: Rulebook, closing: date | None) -> Iterator[Column]:
    """Yield the columns that a condition, and those inside it, ask for; ``required`` as if everybody had to meet it."""
    for one in (condition, *within(condition)):
        if isinstance(one, Measure):
            yield from _yearly(one, book, closing)
        elif (columns := _COLUMNS.get(one.rule)) is not None:
            yield from columns(one, book)


def is_for_all(condition: Condition, book: Rulebook) -> bool:
    """Tell whether a condition bars whoever does not meet it, whoever that is."""
    is_for_some = bool(condition.applies_to) or condition.when is not None or condition.unless is not None
    return condition not in book.noted and not is_for_some and not list(within(condition))


def _concerns(condition: Condition, kind: str, book: Rulebook) -> bool:
    """Tell whether a condition may be for a kind of subject; a class whose members are told otherwise may be."""
    kinds_of = {one.id: one.of.kinds if one.of is not None else None for one in book.classes}
    named = [kinds_of.get(name, (name,)) for name in condition.applies_to]
    if named and not any(kinds is None or kind in kinds for kinds in named):
        return False
    if condition.when is not None and condition.when.kinds is not None and kind not in condition.when.kinds:
        return False
    spared = condition.unless
    return spared is None or spared.kinds is None or kind not in spared.kinds or spared.classes is not None


def _yearly(one: Measure, book: Rulebook, closing: date | None) -> Iterator[Column]:
    """Yield a column for each of the last full years; the year of the day counts when it ends on that day."""
    if one.consecutive_years is None or closing is None:
        return
    day = one.cut_off.day_for(closing) if one.cut_off is not None else closing
    last = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    said = by_year(word("measure", one.name, book))
    for year in range(last - one.consecutive_years + 1, last + 1):
        title = Text(f"{year} 年{said.zh}", f"{said.en.capitalize()}, {year}")
        yield Column(f"yearly:{one.name}.{year}", title, "number", True, A_NUMBER)


def _rating(one: Rating, book: Rulebook) -> Iterator[Column]:
    title = word("rating", one.name, book)
    if one.scale is not None:
        choices = tuple((grade, Text.of(grade)) for grade in one.scale)
        yield Column(f"rating:{one.name}", title, "choice", False, choose(choices), choices)
        return
    grades = one.among or ()
    remedy = Text(
        f"请照评价结果填写等级，如 {grades[0]}；没有评价的不填。",
        f"Write the grade as it was given, such as {grades[0]}; leave it empty if none was.",
    )
    yield Column(f"rating:{one.name}", title, "text", False, remedy, most=20)


def _standing(one: Standing, book: Rulebook) -> Iterator[Column]:
    index, level = word("measure", one.index, book), SCOPES[one.level]
    field = {"industry": Text("同行业", "in its industry"), "area": Text("本地区", "in its area")}[one.among]
    key = f"{one.index}.{one.level}.{one.among}"
    where = Text(f"按{index.zh}在{level.zh}{field.zh}的", f"by {index.en} {field.en}, {level.en} level")
    place = Text(f"{where.zh}名次", f"Place {where.en}")
    remedy = Text(
        "请填写名次，如 3；没有排名的不填。", "Write the place, such as 3; leave it empty if not ranked."
    )
    yield Column(f"place:{key}", place, "count", False, remedy)
    if one.share is not None:
        total = Text(f"{where.zh}参评总数", f"How many were ranked {where.en}")
        yield Column(f"ranked:{key}", total, "count", False, A_COUNT)


def _lists(one: OnList | NotOnList, book: Rulebook) -> Iterator[Column]:
    for id_ in one.list:
        said = word("list", id_, book)
        title = Text(f"是否列入{said.zh}", f"Stands on {said.en}")
        yield Column(f"list:{id_}", title, "yes_no", True, YES_OR_NO)


def _recommended(one: Recommended, book: Rulebook) -> Iterator[Column]:
    yield from (_channel(by, book) for by in one.by)


def _single_channel(one: SingleChannel, book: Rulebook) -> Iterator[Column]:
    """Ask for the channels that the rulebook names, or for all where it names none."""
    tops = (*book.entry, *book.exclusion)
    asked = [inner for top in tops for inner in (top, *within(top)) if isinstance(inner, Recommended)]
    named = dict.fromkeys(by for inner in asked for by in inner.by)
    yield from (_channel(by, book) for by in (named or CHANNELS))


def _channel(by: str, book: Rulebook) -> Column:
    said = word("channel", by, book)
    if by == OWN:
        return Column(f"channel:{by}", Text("是否自行申报", "Applies on its own"), "yes_no", False, YES_OR_NO)
    remedy = Text(
        "请填写推荐单位（人）的全称，多个用分号隔开；没有的不填。",
        "Write the full name of who recommends, several with semicolons between; leave it empty if nobody does.",
    )
    title = Text(f"推荐单位（人）：{said.zh}", f"Recommended by {said.en}")
    return Column(f"channel:{by}", title, "text", False, remedy, most=300)


def _service(one: ServiceYears, book: Rulebook) -> Iterator[Column]:
    for n in range(1, TIMES + 1):
        since = Text(f"从业经历 {n}：起始日", f"Service {n}: from")
        yield Column(f"served_from:{n}", since, "day", n == 1, A_DAY)
        until = Text(f"从业经历 {n}：终止日", f"Service {n}: to")
        still = Text(f"仍在从业的不填。{A_DAY.zh}", f"Leave it empty if it still lasts. {A_DAY.en}")
        yield Column(f"served_to:{n}", until, "day", False, still)
        if one.of_which_here is not None:
            here = Text(f"从业经历 {n}：是否在本地", f"Service {n}: in this region")
            yield Column(f"served_here:{n}", here, "yes_no", False, YES_OR_NO)


def _office_rank(one: OfficeRank, book: Rulebook) -> Iterator[Column]:
    ranks = tuple(RANKS.items())
    yield Column("office_rank:own", Text("行政级别", "Official rank"), "choice", True, choose(ranks), ranks)


def _others(one: OtherApplicant, book: Rulebook) -> Iterator[Column]:
    for relation in one.relations:
        said = RELATIONS[relation]
        asked = Text(f"{said.zh}是否也在本届申报", f"Applies in this round too: {said.en}")
        yield Column(f"other:{relation}", asked, "yes_no", True, YES_OR_NO)
        name = Text(f"{said.zh}的名称", f"Name: {said.en}")
        remedy = Text("也在申报时填写全称。", "Write the full name if it applies too.")
        yield Column(f"other_name:{relation}", name, "text", False, remedy, most=120)
        if one.then == "one_only":
            stays = Text(f"是否由{said.zh}继续申报", f"The other one stays: {said.en}")
            yield Column(f"other_stays:{relation}", stays, "yes_no", False, YES_OR_NO)


def _papers(one: Papers, book: Rulebook) -> Iterator[Column]:
    for id_ in one.limits or {}:
        said = word("paper", id_, book)
        title = Text(f"{said.zh}的字数", f"Characters: {said.en}")
        yield Column(f"characters:{id_}", title, "count", False, A_COUNT)
    for id_, period in (one.published_for or {}).items():
        said, is_working = word("paper", id_, book), period.kind == "working_days"
        counted = Text("工作日", "working days") if is_working else Text("日", "days")
        title = Text(f"{said.zh}所载公示的天数（{counted.zh}）", f"Published for ({counted.en}): {said.en}")
        key = "published_working_days" if is_working else "published_days"
        yield Column(f"{key}:{id_}", title, "count", False, A_COUNT)


_COLUMNS: Final[dict[str, Callable[[Any, Rulebook], Iterator[Column]]]] = {
    "rating": _rating, "standing": _standing, "on_list": _lists, "not_on_list": _lists, "recommended": _recommended,
    "single_channel": _single_channel, "service_years": _service, "office_rank": _office_rank,
    "other_applicant": _others, "papers": _papers,
}  # fmt: skip
KINDS: Final = frozenset({
    "class", "yearly", "rating", "place", "ranked", "list", "channel", "served_from", "served_to", "served_here",
    "office_rank", "other", "other_name", "other_stays", "characters", "published_working_days", "published_days",
})  # fmt: skip
"""The first parts of the keys of these columns."""
