"""What the office and the supervisor see of panels and experts: who sits where and how far, never a value."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from zhiheng.ledger import queries as ledger
from zhiheng.review.models import Expert, HearingMark, Panel, PanelCase, Recusal, Seat


@dataclass(frozen=True, slots=True)
class SeatOnPanel:
    """A seat with its expert; ``case`` is set where it replaces a recused one there."""

    label: str
    expert: str
    name: str
    is_lead: bool
    case: str


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A panel with its seats and the codes and names of its cases."""

    name: str
    seats: tuple[SeatOnPanel, ...]
    cases: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class RecusalRow:
    """That an expert stays away from a case of the round, why and since when."""

    case: str
    case_name: str
    expert: str
    expert_name: str
    ground: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class ReopeningRow:
    """That the office let a signed scorebook be changed, and why."""

    about: str
    at: datetime
    by: str
    ground: str


def panels_of(stage_pk: int) -> tuple[PanelRow, ...]:
    """Return the panels of a stage in order of their names. Three statements."""
    seats: dict[int, list[SeatOnPanel]] = defaultdict(list)
    columns = ("panel_id", "label", "expert__code", "expert__name", "is_lead", "case__code")
    for panel, label, code, name, lead, case in (
        Seat.objects.filter(stage_id=stage_pk).order_by("pk").values_list(*columns)
    ):
        seats[panel].append(SeatOnPanel(label, code, name, lead, case or ""))
    cases: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = PanelCase.objects.filter(stage_id=stage_pk).order_by("case__number")
    for panel, code, name in rows.values_list("panel_id", "case__code", "case__name"):
        cases[panel].append((code, name))
    found = Panel.objects.filter(stage_id=stage_pk).order_by("name").values_list("pk", "name")
    return tuple(PanelRow(name, tuple(seats[pk]), tuple(cases[pk])) for pk, name in found)


def recusals_in(round_code: str) -> tuple[RecusalRow, ...]:
    """Return the recusals of a round, the oldest first."""
    rows = Recusal.objects.filter(case__round__code=round_code).order_by("given_at", "pk")
    columns = ("case__code", "case__name", "expert__code", "expert__name", "ground", "given_at")
    return tuple(RecusalRow(*row) for row in rows.values_list(*columns))


def reopenings_at(authority: str, round_code: str, stage: str) -> tuple[ReopeningRow, ...]:
    """Return the reopened scorebooks of a stage from the ledger, the oldest first."""
    lines = ledger.lines_of(authority).filter(
        act="review.scorebook_reopened", about__startswith=f"{round_code}-", about__contains=f"/{stage}/"
    )
    return tuple(
        ReopeningRow(line.about, line.at, line.actor, str(ledger.content_of(line)[-1]["ground"]))  # type: ignore[index,call-overload]
        for line in lines
    )


def heard_at(stage_pk: int) -> frozenset[tuple[str, str]]:
    """Return (case, seat) of every seat that gave points at a hearing. No values."""
    rows = HearingMark.objects.filter(stage_id=stage_pk, withdrawn_at=None)
    return frozenset(rows.values_list("case__code", "seat__label"))


def seats_held(codes: frozenset[str]) -> dict[str, int]:
    """Return how many seats at stages that have not closed each expert holds."""
    held: dict[str, int] = defaultdict(int)
    for code in Seat.objects.filter(stage__closed_at=None, expert__code__in=codes).values_list(
        "expert__code", flat=True
    ):
        held[code] += 1
    return dict(held)


def names_of(authority: str, codes: frozenset[str]) -> dict[str, str]:
    """Return the names of experts."""
    rows = Expert.objects.filter(authority=authority, code__in=codes)
    return dict(rows.values_list("code", "name"))
