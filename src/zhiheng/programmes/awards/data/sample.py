"""A sample workbook of 24 invented applicants, what the registers know of them, and any number of further ones.

Of the 24, one is two years old, one lacks its self-assessment report, one is registered in another city; the events
and the honour exclude three more. One spot check and one penalty lie just long enough ago to exclude nobody.
"""

from __future__ import annotations

import csv
import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Final

from zhiheng.core.codes import sample_uscc
from zhiheng.programmes.awards.domain.applications import closing_day, columns_for, kinds_for
from zhiheng.programmes.awards.domain.declaring import declared_columns
from zhiheng.programmes.awards.queries.applications import intake_of, regions_for
from zhiheng.programmes.awards.workbook.template import Values, write_workbook
from zhiheng.registers.domain.intake import NewOrganisation
from zhiheng.rules.dates import later
from zhiheng.rules.model import Rulebook
from zhiheng.rules.model.conditions import OnList

PEOPLE: Final = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
REFERENCE: Final = date(2024, 3, 31)
PAST_WINNER: Final = 19
APPLICANT: Final = 6
LATECOMER: Final = 3
PLACES: Final = ("350203", "350205", "350206", "350211", "350212", "350213")
INDUSTRIES: Final = ("C3411", "C3982", "C1411", "E4710", "G5532", "I6513", "K7020", "Q8416")
SIZES: Final = ("large", "medium", "small", "micro")


@dataclass(frozen=True, slots=True)
class SampleEvent:
    """An invented event to record about the organisation of a credit code; kinds are those of ``vocabulary.EVENTS``."""

    uscc: str
    event: str
    day: date
    source: str


@dataclass(frozen=True, slots=True)
class SampleHonour:
    """An invented honour of the same award, won by an applicant two years before this round closes."""

    uscc: str
    award: str
    authority: str
    session: str
    year: int
    tier: str
    day: date


def sample_workbook(round_code: str, seed: int = 0, *, without: Collection[int] = ()) -> bytes:
    """Return a filled workbook of the 24 for a round, *without* some by number; the seed decides their order."""
    intake = intake_of(round_code)
    closing = closing_day(intake.closes_at)
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    listed = [row for row in _table("applicants.csv") if int(row["number"]) not in without]
    rows = [_applicant(row, intake.book, closing, chance) for row in listed]
    chance.shuffle(rows)
    return write_workbook(intake, rows, regions_for(intake))


def sample_organisation(number: int) -> NewOrganisation:
    """Return one of the 24 as the registers take it in, word for word as its row of the workbook states it."""
    row = next(row for row in _table("applicants.csv") if int(row["number"]) == number)
    return NewOrganisation(
        row["name"], _uscc(number, row["region"]), row["region"], row["kind"], _founded(row), True, row["industry"],
        row["size"],
    )  # fmt: skip


def sample_events(round_code: str) -> tuple[SampleEvent, ...]:
    """Return the events to record before the round's conformity review, dated back from its closing day."""
    closing = closing_day(intake_of(round_code).closes_at)
    return tuple(
        SampleEvent(
            _uscc(int(row["number"])),
            row["event"],
            _before(closing, int(row["months_before"])),
            row["source"],
        )
        for row in _table("events.csv")
    )


def sample_honours(round_code: str) -> tuple[SampleHonour, ...]:
    """Return the past honours to grant before the round's conformity review."""
    intake = intake_of(round_code)
    book, day = intake.book, _before(closing_day(intake.closes_at), 24)
    tier = book.tiers[0].id
    uscc = _uscc(PAST_WINNER)
    return (SampleHonour(uscc, book.award.zh, book.authority, f"示例{day.year}", day.year, tier, day),)


def invented_rows(book: Rulebook, count: int, closing: date, seed: int = 0) -> Iterator[Values]:
    """Yield any number (at most 900,000) of invented applicants that meet what a workbook can show, for measurements."""
    chance = random.Random(seed)  # noqa: S311 - a sample, not a secret
    papers = " ".join(key.partition(":")[2] for key in _keys(book, "paper"))
    for number in range(1, count + 1):
        row = {
            "number": str(100_000 + number), "name": f"示例{number:06d}号有限公司", "region": chance.choice(PLACES),
            "kind": "enterprise", "industry": chance.choice(INDUSTRIES), "size": chance.choice(SIZES),
            "years": str(chance.randint(4, 30)), "papers": papers,
        }  # fmt: skip
        yield _applicant(row, book, closing, chance)


def _applicant(row: Mapping[str, str], book: Rulebook, closing: date, chance: random.Random) -> Values:
    number = int(row["number"])
    handed_in = row["papers"].split()
    values: dict[str, str | date | bool | int] = {
        "name": row["name"], "uscc": _uscc(number, row["region"]), "region": row["region"],
        "founded_day": _founded(row), "legal_person": True,
        "kind": row["kind"] if row["kind"] in kinds_for(book) else kinds_for(book)[0],
        "industry": row["industry"], "size": row["size"],
        "contact": f"联系人{PEOPLE[(number - 1) % len(PEOPLE)]}", "phone": f"0592-{number:07d}",
        "email": f"contact{number:02d}@example.invalid",
    }  # fmt: skip
    values |= {key: key.partition(":")[2] in handed_in for key in _keys(book, "paper")}
    values |= {key: chance.randint(5, 500) for key in _keys(book, "measure")}
    values |= dict.fromkeys(_keys(book, "holds"), False)
    return {**values, **_declared(book, closing)}


def _declared(book: Rulebook, closing: date) -> Values:
    """Return what a sample applicant declares so that nothing that must be declared bars it."""
    said: dict[str, str | date | bool | int] = {
        "class": True, "yearly": 100, "list": False, "served_from": _before(closing, 120), "office_rank": "none",
        "other": False,
    }  # fmt: skip
    columns = declared_columns(book, closing)
    values = {one.key: said[one.key.partition(":")[0]] for one in columns if one.required}
    wanted = (one for one in (*book.entry, *book.exclusion) if isinstance(one, OnList))
    values |= {f"list:{name}": True for one in wanted for name in one.list}
    for one in columns:
        if one.key.startswith("channel:") and one.kind == "text":
            return values | {one.key: "示例推荐单位（虚构）"}
    return values


def _founded(row: Mapping[str, str]) -> date:
    return _before(REFERENCE, 12 * int(row["years"]) + 1 + int(row["number"]) % 10)


def _keys(book: Rulebook, kind: str) -> list[str]:
    return [column.key for column in columns_for(book) if column.key.startswith(f"{kind}:")]


def _uscc(number: int, region: str = "") -> str:
    """Return the credit code of a sample applicant, which holds its region."""
    place = region or next(row["region"] for row in _table("applicants.csv") if int(row["number"]) == number)
    return sample_uscc(place, number)


def _before(day: date, months: int) -> date:
    found = later(day, months=-months)
    if found is None:
        raise ValueError(f"no day {months} months before {day}")
    return found


def _table(name: str) -> list[dict[str, str]]:
    text = (files("zhiheng.programmes.awards") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
