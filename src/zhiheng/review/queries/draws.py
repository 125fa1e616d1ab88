"""The draws of a stage whose panels are drawn by lot, and whether each gives the same panel when it is repeated."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhiheng.core.canonical import digest
from zhiheng.review.domain.lots import PanelLot, draw_seats
from zhiheng.review.models import Expert, PanelDraw, Seat
from zhiheng.rules.model.stages import Panel


@dataclass(frozen=True, slots=True)
class DrawRow:
    """A draw as it was announced and, once there is a seed, as it came out.

    ``is_repeated``: drawing again from list and seed gives the order and the seats that stand.
    """

    panel: str
    cases: tuple[str, ...]
    frame: tuple[tuple[str, str], ...]
    digest: str
    source: str
    announced_at: datetime
    seed: str
    order: tuple[str, ...]
    seated: tuple[str, ...]
    drawn_at: datetime | None
    is_repeated: bool


def draws_at(stage_pk: int, rule: Panel) -> tuple[DrawRow, ...]:
    """Return the draws of a stage that stand, in the order of their announcement."""
    rows = list(PanelDraw.objects.filter(stage_id=stage_pk, is_void=False).order_by("announced_at", "pk"))
    if not rows:
        return ()
    codes = {code for one in rows for code in one.frame}
    names = dict(Expert.objects.filter(code__in=codes).values_list("code", "name"))
    sitting: dict[str, list[str]] = {}
    seats = Seat.objects.filter(stage_id=stage_pk, case=None).order_by("pk")
    for panel, expert in seats.values_list("panel__name", "expert__code"):
        sitting.setdefault(panel, []).append(expert)
    return tuple(_row(one, rule, names, sitting.get(one.panel, [])) for one in rows)


def lot_of(stage_pk: int, panel: str, rule: Panel) -> PanelLot | None:
    """Return what the draw of a panel gave, computed anew from its list and seed; ``None`` before it was drawn."""
    one = PanelDraw.objects.filter(stage_id=stage_pk, panel=panel, is_void=False, drawn_at__isnull=False)
    found = one.first()
    return None if found is None else draw_seats(rule, found.frame, found.outside, found.seed)


def _row(one: PanelDraw, rule: Panel, names: dict[str, str], sitting: list[str]) -> DrawRow:
    lot = draw_seats(rule, one.frame, one.outside, one.seed) if one.drawn_at is not None else None
    return DrawRow(
        one.panel,
        tuple(one.cases),
        tuple((code, names.get(code, code)) for code in one.frame),
        digest(sorted(one.frame, key=str.encode)),
        one.source,
        one.announced_at,
        one.seed,
        () if lot is None else lot.order,
        () if lot is None else lot.seated,
        one.drawn_at,
        lot is not None and list(lot.order) == one.order and list(lot.seated) == sitting,
    )
