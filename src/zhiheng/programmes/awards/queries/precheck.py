"""Whether an organisation may apply, asked before anything is typed: from its answers or from the registers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.casework.queries.asked_facts import stated
from zhiheng.casework.queries.facts import facts_on_record
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import closing_day
from zhiheng.programmes.awards.domain.asking import Question, answers_of, questions_for
from zhiheng.programmes.awards.queries.wording import conditions_told
from zhiheng.registers import queries as registers
from zhiheng.rules import facts as rules
from zhiheng.rules.conditions import Outcome, evaluate
from zhiheng.rules.model import Rulebook


@dataclass(frozen=True, slots=True)
class Checked:
    """One condition in words, with what the facts mean under it."""

    title: Text
    says: Text
    is_exclusion: bool
    outcome: Outcome


def counting_day(round_: Any) -> date:
    """Return the day to which years count: the last on which an application can be handed in."""
    return closing_day(round_.closes_at)


def facts_known(
    round_: Any, book: Rulebook, organisation: str, declared: Mapping[str, Any] | None
) -> rules.Facts:
    """Return what the registers hold about an organisation for a round, with what its application declares."""
    known = registers.facts_about({organisation}, counting_day(round_))[organisation]
    said = declared or {}
    return facts_on_record(
        book, known, round_.session, **stated(said),
        holds=tuple(rules.Held.model_validate(held) for held in said["holds"]) if "holds" in said else None,
        measures={name: Decimal(value) for name, value in said.get("measures", {}).items()},
        papers=tuple(said["papers"]) if "papers" in said else None,
        place_names=registers.region_names({known.organisation.region, book.authority}),
    )  # fmt: skip


def checked_by_register(
    round_: Any, book: Rulebook, organisation: str, declared: Mapping[str, Any] | None = None
) -> list[Checked]:
    """Judge every condition on what the registers hold (and the application declares, if it is given)."""
    facts = facts_known(round_, book, organisation, declared)
    return [_checked(one, says, book, facts, counting_day(round_)) for one, says in _told(book)]


def checked_by_answers(round_: Any, book: Rulebook, answers: Mapping[str, Any]) -> list[Checked]:
    """Judge every condition on what somebody answered; what was left open stays open."""
    region, _above = answers.get("region") or ("", ())
    names = {"place_names": registers.region_names({region, book.authority})}
    checked, day = [], counting_day(round_)
    for one, says in _told(book):
        facts = answers_of(one, book, answers, _session(round_.session), day).model_copy(update=names)
        checked.append(_checked(one, says, book, facts, day))
    return checked


def questions_of(book: Rulebook, closing: date) -> tuple[Question, ...]:
    """Return what is to be asked for a rulebook, each question once; *closing* is the last day for applications."""
    found = {
        one.key: one for condition in _conditions(book) for one in questions_for(condition, book, closing)
    }
    return tuple(found.values())


def _conditions(book: Rulebook) -> tuple[Any, ...]:
    return (*book.entry, *book.exclusion)


def _told(book: Rulebook) -> Iterator[tuple[Any, Text]]:
    conditions = _conditions(book)
    return zip(conditions, conditions_told(book, conditions), strict=True)


def _checked(condition: Any, says: Text, book: Rulebook, facts: rules.Facts, day: date) -> Checked:
    found = evaluate(condition, facts, day, book)
    return Checked(condition.title or says, says, condition in book.exclusion, found)


def _session(session: str) -> int | None:
    return int(session) if session.isdigit() else None
