"""Keeping each standard once, with the drafting units of its foreword."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from zhiheng.core.actor import Actor
from zhiheng.core.canonical import Json
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.incentives.domain.claims import ClaimGiven
from zhiheng.programmes.incentives.models import Claim, DraftingUnit, Standard
from zhiheng.registers.domain.names import name_key

CHUNK = 500


def keep_standards(
    given: Sequence[ClaimGiven], *, book: str, by: Actor, now: datetime, correcting: int | None = None
) -> dict[str, Standard]:
    """Return the standard of each claim by number; new ones are recorded with a ledger line each.

    Claims on one standard must agree about its publication day and its foreword: otherwise ``Refused``, because
    the ranks decide about money. *correcting* is the case whose correction may state them anew, as long as no
    other claim rests on them. Must run inside the transaction of its act.
    """
    stated: dict[str, ClaimGiven] = {}
    for one in given:
        if _statement(stated.setdefault(one.standard, one)) != _statement(one):
            raise _differs(one.standard)
    recorded = _record(stated, now)
    kept = _kept(stated)
    units = _units(stated)
    for number, one in stated.items():
        if _statement(one) != (kept[number].published_day, units[number]):
            _state_anew(one, kept[number], correcting, now)
            recorded.add(number)
    entries = [
        ledger.Entry("incentives.standard_recorded", f"standard/{number}", body=_body(stated[number]))
        for number in sorted(recorded)
    ]
    ledger.write_many(book=book, entries=entries, actor=by, at=now)
    return kept


_Foreword = tuple[tuple[str, bool], ...]


def _statement(one: ClaimGiven) -> tuple[object, _Foreword]:
    return one.published_day, tuple((name_key(unit.name), unit.is_responsible) for unit in one.units)


def _body(one: ClaimGiven) -> dict[str, Json]:
    return {name: one.declared()[name] for name in ("standard", "level", "title", "published_day", "units")}


def _differs(number: str) -> Refused:
    return Refused(
        "standard.foreword_differs",
        Text(
            f"{number} 的发布日期或起草单位与另一项申报所填不一致，请核对标准前言。",
            f"Two claims state different publication days or drafting units for {number}; compare them with its foreword.",
        ),
    )


def _record(stated: dict[str, ClaimGiven], now: datetime) -> set[str]:
    """Insert the standards that are not there; if somebody else inserts one meanwhile, it is theirs."""
    known = _kept(stated)
    new = [one for number, one in stated.items() if number not in known]
    try:
        with transaction.atomic():
            standards = Standard.objects.bulk_create([_standard(one, now) for one in new], batch_size=CHUNK)
            units = [
                unit
                for one, standard in zip(new, standards, strict=True)
                for unit in _drafting_units(one, standard)
            ]
            DraftingUnit.objects.bulk_create(units, batch_size=CHUNK)
    except IntegrityError:
        return _record(stated, now)
    return {one.standard for one in new}


def _standard(one: ClaimGiven, now: datetime) -> Standard:
    return Standard(
        number=one.standard,
        title=one.title,
        level=one.level,
        published_day=one.published_day,
        recorded_at=now,
    )


def _drafting_units(one: ClaimGiven, standard: Standard) -> list[DraftingUnit]:
    return [
        DraftingUnit(
            standard=standard,
            rank=rank,
            name=unit.name,
            organisation=one.subject if rank == one.rank else unit.organisation,
            is_responsible=unit.is_responsible,
        )
        for rank, unit in enumerate(one.units, start=1)
    ]


def _kept(numbers: Collection[str]) -> dict[str, Standard]:
    wanted, kept = sorted(numbers), {}
    for start in range(0, len(wanted), CHUNK):
        found = Standard.objects.filter(number__in=wanted[start : start + CHUNK])
        kept.update({one.number: one for one in found})
    return kept


def _units(numbers: Collection[str]) -> dict[str, _Foreword]:
    wanted = sorted(numbers)
    found: dict[str, list[tuple[str, bool]]] = {number: [] for number in wanted}
    for start in range(0, len(wanted), CHUNK):
        rows = DraftingUnit.objects.filter(standard__number__in=wanted[start : start + CHUNK]).order_by(
            "rank", "pk"
        )
        for number, name, responsible in rows.values_list("standard__number", "name", "is_responsible"):
            found[number].append((name_key(name), responsible))
    return {number: tuple(units) for number, units in found.items()}


def _state_anew(one: ClaimGiven, standard: Standard, correcting: int | None, now: datetime) -> None:
    """Replace what is kept of a standard, unless another claim rests on it."""
    others = Claim.objects.filter(standard=standard, withdrawn_at=None).exclude(case__state="withdrawn")
    if (others if correcting is None else others.exclude(case_id=correcting)).exists():
        raise _differs(standard.number)
    standard.title, standard.published_day, standard.recorded_at = one.title, one.published_day, now
    standard.save(update_fields=["title", "published_day", "recorded_at"])
    DraftingUnit.objects.filter(standard=standard).delete()
    DraftingUnit.objects.bulk_create(_drafting_units(one, standard))
