"""What an organisation is asked before it applies: one plain question for each fact that a condition needs.

Nothing is asked that only others can say (attestations) or that comes with the application (papers). What no register
holds is asked in the words of the application's own columns.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import EXCELLENCE_YEARS
from zhiheng.programmes.awards.domain.columns import Column
from zhiheng.programmes.awards.domain.declared import declared_facts, settled
from zhiheng.programmes.awards.domain.declaring import class_columns, columns_of
from zhiheng.rules import facts as rules
from zhiheng.rules.model import Rulebook
from zhiheng.rules.model.conditions import (
    Condition,
    EventWithin,
    HoldsCertificate,
    HoldsHonour,
    HonourWithin,
    LegalForm,
    Measure,
    ModelYears,
    OperatingYears,
    RegisteredWithin,
)
from zhiheng.rules.model.rulebook import within
from zhiheng.rules.model.who import Traits, Who
from zhiheng.rules.vocabulary import word
from zhiheng.rules.wording import condition_text

Kind = Literal["region", "day", "yes_no", "choice", "number", "count", "text", "happened"]


@dataclass(frozen=True, slots=True)
class Question:
    """One question; ``happened`` asks whether and, if so, when (or in which session).

    ``helps`` says how to answer; ``most`` counts the characters of a text.
    """

    key: str
    says: Text
    kind: Kind
    choices: tuple[tuple[str, Text], ...] = ()
    by_session: bool = False
    helps: Text | None = None
    most: int = 60


def questions_for(condition: Condition, book: Rulebook, closing: date) -> Iterator[Question]:
    """Yield what a condition, and those inside it, need to know; *closing* is the last day for applications."""
    for one in (condition, *within(condition)):
        if one.applies_to:
            yield _kind(book)
        for who in _told_apart(one):
            yield from _of_traits(who, book)
        yield from _asked(one, book)
    yield from (_question(one) for one in columns_of(condition, book, closing) if _comes_before(one))


def answers_of(
    condition: Condition, book: Rulebook, given: Mapping[str, Any], session: int | None, closing: date
) -> rules.Facts:
    """Return the facts that answers amount to under one condition; an open answer leaves its fact unknown.

    ``given`` has for each key: a region as (code, its ancestors), a day, a bool, a choice, a number, or for what
    happened ``False`` (never) or the day or session when.
    """
    inner = (condition, *within(condition))
    asked = [one.key for one in questions_for(condition, book, closing)]
    stated = declared_facts(settled({key: given[key] for key in asked if key in given}, asked))
    region, above = given.get("region") or (None, ())
    return rules.Facts(
        kind=given.get("kind"), region=region, regions=tuple(above), founded_day=given.get("founded_day"),
        legal_person=given.get("legal_person"), industry=given.get("industry"), size=given.get("size"),
        session=session,
        events=_events([one for one in inner if isinstance(one, EventWithin)], given),
        honours=_honours([one for one in inner if isinstance(one, HonourWithin | HoldsHonour)], book, given),
        holds=_held(inner, given, book),
        measures={key.partition(":")[2]: value for key, value in given.items() if key.startswith("measure:")},
        **stated,
    )  # fmt: skip


def _comes_before(column: Column) -> bool:
    """Tell whether a column can be answered before there are papers."""
    return column.key.partition(":")[0] not in ("characters", "published_working_days", "published_days")


def _question(column: Column) -> Question:
    kinds: dict[str, Kind] = {
        "day": "day", "yes_no": "yes_no", "choice": "choice", "number": "number", "count": "count"
    }  # fmt: skip
    kind = kinds.get(column.kind, "text")
    return Question(column.key, column.title, kind, column.choices, helps=column.remedy, most=column.most)


def _told_apart(one: Condition) -> list[Traits]:
    """Return the traits that say for whom a condition is, and for whom it is eased."""
    eased = [reduced.when for reduced in one.reduced] if isinstance(one, OperatingYears) else []
    return [who for who in (one.when, one.unless, *eased) if who is not None]


def _of_traits(who: Traits, book: Rulebook) -> Iterator[Question]:
    """Yield what tells whether traits fit: those that are named, and the classes that are chosen or have traits."""
    if who.kinds is not None:
        yield _kind(book)
    if who.sizes is not None:
        yield _size(book)
    if who.industries is not None:
        yield Question("industry", Text("行业代码（GB/T 4754）", "Industry code (GB/T 4754)"), "text", most=5)
    if who.regions is not None:
        yield _REGION
    yield from (_certificate(id_, book) for id_ in who.certificates or ())
    named = who.classes or () if isinstance(who, Who) else ()
    yield from (_question(one) for one in class_columns(book) if one.key.partition(":")[2] in named)
    for group in book.classes:
        if group.id in named and group.of is not None:
            yield from _of_traits(group.of, book)
    if any(group not in {one.id for one in book.classes} for group in named):
        yield _kind(book)


def _asked(one: Condition, book: Rulebook) -> Iterator[Question]:
    if isinstance(one, RegisteredWithin):
        yield _REGION
    elif isinstance(one, LegalForm):
        if one.legal_person is not None:
            yield Question("legal_person", Text("是否具有法人资格", "Is it a legal person"), "yes_no")
        if one.kinds is not None:
            yield _kind(book)
    elif isinstance(one, OperatingYears):
        yield Question("founded_day", Text("成立日期", "Founded on"), "day")
        yield from _reliefs(one, book)
    elif isinstance(one, EventWithin | HonourWithin | HoldsHonour):
        yield _happened(one, book)
    elif isinstance(one, HoldsCertificate):
        for id_ in one.certificate:
            yield _certificate(id_, book)
    elif isinstance(one, ModelYears) or (isinstance(one, Measure) and one.consecutive_years is None):
        name = one.name if isinstance(one, Measure) else EXCELLENCE_YEARS
        yield Question(f"measure:{name}", word("measure", name, book), "number")


def _kind(book: Rulebook) -> Question:
    kinds = tuple((kind, word("kind", kind, book)) for kind in book.applicants)
    return Question("kind", Text("单位类型", "Kind of organisation"), "choice", kinds)


def _reliefs(one: OperatingYears, book: Rulebook) -> Iterator[Question]:
    for reduced in one.reduced:
        if reduced.when.size is not None:
            yield _size(book)
        if reduced.when.kind is not None:
            yield _kind(book)
        if reduced.when.certificate is not None:
            yield _certificate(reduced.when.certificate, book)


def _size(book: Rulebook) -> Question:
    sizes = tuple((size, word("size", size, book)) for size in ("large", "medium", "small", "micro"))
    return Question("size", Text("规模", "Size"), "choice", sizes)


def _certificate(id_: str, book: Rulebook) -> Question:
    said = word("certificate", id_, book)
    return Question(
        f"holds:{id_}", Text(f"是否持有有效的{said.zh}", f"Holds a valid one: {said.en}"), "yes_no"
    )


def _happened(one: EventWithin | HonourWithin | HoldsHonour, book: Rulebook) -> Question:
    if isinstance(one, EventWithin):
        names = [word("event", id_, book) for id_ in one.event]
        said = Text("、".join(name.zh for name in names), ", ".join(name.en for name in names))
        return Question(
            f"event:{one.id}", Text(f"是否发生过：{said.zh}", f"Has there been: {said.en}"), "happened"
        )
    said = one.title or condition_text(one, book)
    by_session = isinstance(one, HonourWithin) and one.editions is not None
    tiers = (
        "、".join(book.tier(tier).title.zh for tier in one.tiers) if one.award is None else (one.award or "")
    )
    asked = Text(f"是否获得过：{tiers or '本奖'}", f"Has it won this before ({said.en})")
    return Question(f"honour:{one.id}", asked, "happened", by_session=by_session)


def _events(asked: list[EventWithin], given: Mapping[str, Any]) -> tuple[rules.Event, ...] | None:
    """Return the events answered; one open answer leaves all of them unknown, for no list is complete then."""
    found = [(one, given.get(f"event:{one.id}")) for one in asked]
    if any(answer is None for _, answer in found):
        return None
    return tuple(rules.Event(event=one.event[0], day=day) for one, day in found if day is not False and day)


def _honours(
    asked: list[HonourWithin | HoldsHonour], book: Rulebook, given: Mapping[str, Any]
) -> tuple[rules.PastHonour, ...] | None:
    found = [(one, given.get(f"honour:{one.id}")) for one in asked]
    if any(answer is None for _, answer in found):
        return None
    return tuple(_honour(one, book, when) for one, when in found if when is not False and when is not None)


def _honour(one: HonourWithin | HoldsHonour, book: Rulebook, when: Any) -> rules.PastHonour:
    return rules.PastHonour(
        award=one.award or book.instrument, tier=one.tiers[0] if one.tiers else "", relation=one.relations[0],
        session=when if isinstance(when, int) else None, day=None if isinstance(when, int) else when,
    )  # fmt: skip


def _held(
    inner: tuple[Condition, ...], given: Mapping[str, Any], book: Rulebook
) -> tuple[rules.Held, ...] | None:
    ids = [id_ for one in inner for id_ in _ids(one)]
    asked = (question.key for one in inner for who in _told_apart(one) for question in _of_traits(who, book))
    ids += [key.partition(":")[2] for key in asked if key.startswith("holds:")]
    answers = [(id_, given.get(f"holds:{id_}")) for id_ in ids]
    if any(answer is None for _, answer in answers):
        return None
    return tuple(rules.Held(certificate=id_) for id_, answer in answers if answer)


def _ids(one: Condition) -> Iterator[str]:
    if isinstance(one, HoldsCertificate):
        yield from one.certificate
    elif isinstance(one, OperatingYears):
        yield from (
            reduced.when.certificate for reduced in one.reduced if reduced.when.certificate is not None
        )


_REGION = Question(
    "region", Text("登记地（名称或六位代码）", "Place of registration (name or code)"), "region"
)
