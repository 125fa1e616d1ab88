"""Facts become columns, and one row of columns becomes facts again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

import numpy as np

from zhiheng.rules.bulk.columns import (
    NO_NUMBER,
    NONE,
    Attestations,
    Certificates,
    Coded,
    Columns,
    Days,
    Events,
    Flags,
    Honours,
    Numbers,
    Rows,
    day_number,
    day_of,
)
from zhiheng.rules.facts import Attestation, Event, Facts, Held, PastHonour

W = TypeVar("W")
E = TypeVar("E")
OWN = frozenset(
    {
        "kind", "region", "place_names", "regions", "founded_day", "legal_person", "industry", "size", "session",
        "events", "honours", "holds", "measures", "attested", "papers",
    }
)  # fmt: skip
"""The facts that have columns of their own; place names bear on no verdict."""


def columns_of(facts: Sequence[Facts]) -> Columns:
    """Return the columns of *facts*, in their order; nothing is lost but place names and evidence."""
    return Columns(
        count=len(facts),
        kind=coded(one.kind for one in facts),
        region=coded(one.region for one in facts),
        regions=coded(one.regions for one in facts),
        founded=_days(one.founded_day for one in facts),
        legal_person=np.array(
            [-1 if one.legal_person is None else int(one.legal_person) for one in facts], dtype=np.int8
        ),
        industry=coded(one.industry for one in facts),
        size=coded(one.size for one in facts),
        session=_sessions(one.session for one in facts),
        papers=coded(one.papers for one in facts),
        events=_events(facts),
        honours=_honours(facts),
        holds=_certificates(facts),
        measures=_measures(facts),
        attested=_attested(facts),
        other={name: _distinct(facts, name) for name in Facts.model_fields if name not in OWN},
        sources=tuple(facts),
    )


def coded(values: Iterable[W | None], key: Callable[[W], Any] | None = None) -> Coded[W]:
    """Return values as places in the list of the distinct ones, in order of first appearance.

    *key* tells which values count as one, where they cannot be looked up themselves.
    """
    places: dict[Any, int] = {}
    words: list[W] = []
    codes = []
    for value in values:
        if value is None:
            codes.append(NONE)
            continue
        name = value if key is None else key(value)
        if name not in places:
            places[name] = len(words)
            words.append(value)
        codes.append(places[name])
    return Coded(np.array(codes, dtype=np.int32), tuple(words))


def _days(values: Iterable[Any]) -> Days:
    return np.array([day_number(value) for value in values], dtype=np.int32)


def _sessions(values: Iterable[int | None]) -> Days:
    return np.array([NO_NUMBER if value is None else value for value in values], dtype=np.int32)


def _distinct(facts: Sequence[Facts], name: str) -> Coded[Any]:
    """Code a further fact by its distinct values; mappings and lists are told apart by what they hold."""
    return coded((getattr(one, name) for one in facts), key=_spelt)


def _spelt(value: object) -> object:
    if isinstance(value, Mapping):
        return tuple(sorted((key, _spelt(part)) for key, part in value.items()))
    if isinstance(value, list | tuple):
        return tuple(_spelt(part) for part in value)
    return repr(value)


def _entries(lists: Iterable[Sequence[E] | None]) -> tuple[Flags, Rows, list[E]]:
    looked_up, rows, flat = [], [], []
    for row, own in enumerate(lists):
        looked_up.append(own is not None)
        for entry in own or ():
            rows.append(row)
            flat.append(entry)
    return np.array(looked_up, dtype=np.bool_), np.array(rows, dtype=np.int32), flat


def _events(facts: Sequence[Facts]) -> Events:
    looked_up, rows, flat = _entries(one.events for one in facts)
    return Events(
        looked_up,
        rows,
        event=coded(e.event for e in flat),
        day=_days(e.day for e in flat),
        relation=coded(str(e.relation) for e in flat),
        level=coded(e.level for e in flat),
        cause=coded(e.cause for e in flat),
    )


def _honours(facts: Sequence[Facts]) -> Honours:
    looked_up, rows, flat = _entries(one.honours for one in facts)
    return Honours(
        looked_up,
        rows,
        award=coded(h.award for h in flat),
        tier=coded(h.tier for h in flat),
        relation=coded(str(h.relation) for h in flat),
        session=_sessions(h.session for h in flat),
        day=_days(h.day for h in flat),
        outcome=coded(str(h.outcome) for h in flat),
    )


def _certificates(facts: Sequence[Facts]) -> Certificates:
    looked_up, rows, flat = _entries(one.holds for one in facts)
    names = coded(h.certificate for h in flat)
    return Certificates(
        looked_up, rows, names, _days(h.valid_from for h in flat), _days(h.valid_to for h in flat)
    )


def _measures(facts: Sequence[Facts]) -> dict[str, Numbers]:
    names = dict.fromkeys(name for one in facts for name in one.measures)
    return {name: numbers([one.measures.get(name) for one in facts]) for name in names}


def numbers(values: Sequence[Decimal | None]) -> Numbers:
    """Return exact numbers as whole units of one power of ten."""
    places = max((-int(v.as_tuple().exponent) for v in values if v is not None), default=0)
    places = max(places, 0)
    units = [0 if v is None else _units(v, places) for v in values]
    small = all(-(2**62) < unit < 2**62 for unit in units)
    return Numbers(
        np.array(units, dtype=np.int64 if small else object),
        places,
        np.array([v is not None for v in values], dtype=np.bool_),
    )


def _units(value: Decimal, places: int) -> int:
    sign, digits, exponent = value.as_tuple()
    whole = int("".join(map(str, digits))) * int(10 ** (int(exponent) + places))
    return -whole if sign else whole


def _number(units: int, places: int) -> Decimal:
    return Decimal((int(units < 0), tuple(int(digit) for digit in str(abs(units))), -places))


def _attested(facts: Sequence[Facts]) -> dict[str, Attestations]:
    names = dict.fromkeys(name for one in facts for name in one.attested)
    found = {}
    for name in names:
        given = [one.attested.get(name) for one in facts]
        holds = np.array([-1 if a is None else int(a.holds) for a in given], dtype=np.int8)
        found[name] = Attestations(holds, coded(None if a is None else a.by for a in given))
    return found


def facts_at(columns: Columns, row: int) -> Facts:
    """Return the facts of one row: those that the columns were made from, else what the columns say."""
    if columns.sources is not None:
        return columns.sources[row]
    session = int(columns.session[row])
    said = {
        "kind": columns.kind.at(row),
        "region": columns.region.at(row),
        "regions": columns.regions.at(row) or (),
        "founded_day": day_of(int(columns.founded[row])),
        "legal_person": None if columns.legal_person[row] < 0 else bool(columns.legal_person[row]),
        "industry": columns.industry.at(row),
        "size": columns.size.at(row),
        "session": None if session == NO_NUMBER else session,
        "papers": columns.papers.at(row),
        "events": _entries_at(columns.events.looked_up, columns.events.row, row, _event_at, columns),
        "honours": _entries_at(columns.honours.looked_up, columns.honours.row, row, _honour_at, columns),
        "holds": _entries_at(columns.holds.looked_up, columns.holds.row, row, _held_at, columns),
        "measures": _measures_at(columns, row),
        "attested": _attested_at(columns, row),
    }
    said |= {name: own.at(row) for name, own in columns.other.items() if own.at(row) is not None}
    return Facts.model_validate(said)


def _entries_at(
    looked_up: Flags, rows: Rows, row: int, one: Callable[[Columns, int], E], columns: Columns
) -> tuple[E, ...] | None:
    if not looked_up[row]:
        return None
    first, after = np.searchsorted(rows, [row, row + 1])
    return tuple(one(columns, i) for i in range(int(first), int(after)))


def _event_at(columns: Columns, i: int) -> Event:
    table = columns.events
    said = {
        "event": table.event.at(i),
        "day": day_of(int(table.day[i])),
        "level": None if table.level is None else table.level.at(i),
        "cause": None if table.cause is None else table.cause.at(i),
        "relation": "self" if table.relation is None else table.relation.at(i),
    }
    return Event.model_validate(said)


def _honour_at(columns: Columns, i: int) -> PastHonour:
    table = columns.honours
    said = {
        "award": table.award.at(i),
        "tier": table.tier.at(i) or "",
        "session": None if table.session[i] == NO_NUMBER else int(table.session[i]),
        "day": day_of(int(table.day[i])),
        "relation": table.relation.at(i),
        "outcome": "given" if table.outcome is None else table.outcome.at(i),
    }
    return PastHonour.model_validate(said)


def _held_at(columns: Columns, i: int) -> Held:
    table = columns.holds
    said = {
        "certificate": table.certificate.at(i),
        "valid_from": day_of(int(table.since[i])),
        "valid_to": day_of(int(table.until[i])),
    }
    return Held.model_validate(said)


def _measures_at(columns: Columns, row: int) -> dict[str, Decimal]:
    return {
        name: _number(int(own.units[row]), own.places)
        for name, own in columns.measures.items()
        if own.given[row]
    }


def _attested_at(columns: Columns, row: int) -> dict[str, Attestation]:
    return {
        name: Attestation(by=own.by.at(row) or "", holds=bool(own.holds[row]))
        for name, own in columns.attested.items()
        if own.holds[row] >= 0
    }
