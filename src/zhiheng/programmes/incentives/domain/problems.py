"""What is wrong with a list of claims before any of them is taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from zhiheng.core.refusal import Place, Problem
from zhiheng.core.text import Text
from zhiheng.programmes.incentives.domain.claims import NOWHERE, ClaimGiven
from zhiheng.programmes.incentives.domain.numbers import number_problem
from zhiheng.registers.domain.names import name_key

MOST_UNITS = 99
MOST_PROPORTION = Decimal(10**8)
MOST_FEN = 10**15
LONGEST = {"title": 300, "name": 120, "street": 40, "paper": 48}


def problems_of(
    given: Sequence[ClaimGiven], names: Mapping[str, Sequence[str]], today: date
) -> list[Problem]:
    """Return everything that is wrong with claims, in their order.

    *names* are the names, present and past, of each enterprise that is registered, by its code.
    """
    problems: list[Problem] = []
    seen: dict[tuple[str, str], int] = {}
    for position, one in enumerate(given, start=1):
        before = seen.setdefault((one.subject, one.item), position)
        found = [*_of_standard(one, today), *_of_foreword(one, names), *_of_rest(one)]
        if before != position:
            zh, en = (
                f"与第 {before} 项申报重复（{one.item}）。",
                f"The same claim as number {before} ({one.item}).",
            )
            found.append(
                ("claim.repeated", "number", Text(zh, en), Text("删去一项。", "Remove one of them."))
            )
        problems += [
            Problem(code, _at(one.place, name, position), message, remedy)
            for code, name, message, remedy in found
        ]
    return problems


_Found = tuple[str, str, Text, Text]


def _at(place: Place, name: str, position: int) -> Place:
    if place == NOWHERE:
        return Place(row=position, field=name)
    return Place(
        place.file, place.sheet, place.row, place.column, place.line, place.column_no, place.field or name
    )


def _of_standard(one: ClaimGiven, today: date) -> Iterator[_Found]:
    wrong = number_problem(one.number, one.level)
    if wrong is not None:
        yield "claim.number", "number", wrong, Text("照标准封面填写。", "Copy it from the standard's cover.")
    if not one.title.strip() or len(one.title) > LONGEST["title"]:
        yield (
            "claim.title",
            "title",
            Text("标准名称为空或超过 300 字。", "The standard's title is empty or longer than 300 signs."),
            Text("照标准封面填写。", "Copy it from the standard's cover."),
        )
    if one.published_day is not None and one.published_day > today:
        yield (
            "claim.published_later",
            "published_day",
            Text(
                f"发布日期 {one.published_day} 晚于申报日。",
                f"Publication day {one.published_day} lies ahead.",
            ),
            Text(
                "更正日期；尚未发布的标准留空。", "Correct the day; leave it empty for what is not published."
            ),
        )


def _of_foreword(one: ClaimGiven, names: Mapping[str, Sequence[str]]) -> Iterator[_Found]:
    keys = [name_key(unit.name) for unit in one.units]
    remedy = Text("照标准前言的起草单位顺序填写。", "Copy the drafting units in the order of the foreword.")
    if (
        not keys
        or len(keys) > MOST_UNITS
        or not all(keys)
        or any(len(u.name) > LONGEST["name"] for u in one.units)
    ):
        zh, en = (
            "起草单位为 1 至 99 家，名称不能为空。",
            "There are 1 to 99 drafting units, each with its name.",
        )
        yield "claim.units", "units", Text(zh, en), remedy
    elif len(set(keys)) != len(keys):
        zh, en = "起草单位重复出现。", "A drafting unit is named twice."
        yield "claim.units", "units", Text(zh, en), remedy
    elif not 1 <= one.rank <= len(keys):
        zh = f"前言列有 {len(keys)} 家起草单位，没有第 {one.rank} 位。"
        en = f"The foreword names {len(keys)} drafting units; there is no rank {one.rank}."
        yield "claim.rank", "rank", Text(zh, en), remedy
    elif keys[one.rank - 1] not in {name_key(name) for name in names.get(one.subject, ())}:
        named = one.units[one.rank - 1].name
        zh = f"前言第 {one.rank} 位是“{named}”，不是申报企业。"
        en = f"Rank {one.rank} of the foreword is “{named}”, not the enterprise that claims."
        yield "claim.not_the_drafter", "rank", Text(zh, en), remedy


def _of_rest(one: ClaimGiven) -> Iterator[_Found]:
    if not one.street.strip() or len(one.street) > LONGEST["street"] or "/" in one.street:
        zh, en = "未填写所属街道，或名称有误。", "The street office is missing or badly named."
        yield "claim.street", "street", Text(zh, en), Text("填写街道名称。", "Name the street office.")
    if not all(0 <= money.fen <= MOST_FEN for money in (one.received, one.earlier)):
        zh, en = (
            "已获奖励金额不能为负数或过大。",
            "Money already received is not negative and not beyond reason.",
        )
        yield "claim.money", "received", Text(zh, en), Text("更正金额。", "Correct the amount.")
    wrong = proportions_problem(one.proportions, one.rank)
    if wrong is not None:
        remedy = Text("照市级奖励文件填写。", "Copy them from the city's decision.")
        yield "claim.proportions", "proportions", wrong, remedy
    written = [one.title, one.street, *one.papers, *(unit.name for unit in one.units)]
    if not all(is_writable(text) for text in written) or any(len(p) > LONGEST["paper"] for p in one.papers):
        zh, en = (
            "含有不可显示的字符，或材料名称过长。",
            "There are signs that cannot be shown, or a paper's name is too long.",
        )
        yield "claim.characters", "title", Text(zh, en), Text("重新录入文字。", "Type the text again.")


def is_writable(text: str) -> bool:
    """Tell whether a text has no signs that a database or a page cannot take; line breaks and tabs are fine."""
    return all(sign in "\n\r\t" or unicodedata.category(sign) not in ("Cc", "Cs") for sign in text)


def proportions_problem(proportions: Mapping[int, Decimal], rank: int) -> Text | None:
    """Say what is wrong with the city's proportions as the unit of *rank* states them, or return ``None``."""
    if not proportions:
        return None
    if min(proportions) < 2 or max(proportions) > MOST_UNITS:
        return Text(
            "只有第二位及以后的起草单位按比例分配。", "Only the second and later ranks share in proportions."
        )
    if rank not in proportions:
        return Text(f"市级比例中没有第 {rank} 位。", f"The city's proportions do not name rank {rank}.")
    if any(not part.is_finite() or not 0 < part < MOST_PROPORTION for part in proportions.values()):
        return Text("比例须为正数。", "A proportion is a positive number.")
    return None
