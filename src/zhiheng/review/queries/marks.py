"""What assessors wrote down. ``progress_of`` and ``signed_seats`` tell no values; everything else does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Count, Q

from zhiheng.review.domain.values import Opening, Progress
from zhiheng.review.models import Comment, HearingMark, Mark, PanelCase, Penalty, Recusal, Scorebook, Seat
from zhiheng.review.queries.panels import seats_by_case


def marks_of_stage(stage_pk: int) -> dict[tuple[str, str], dict[str, int]]:
    """Return the standing marks of every signed scorebook: (case, seat) to item to percent. Values."""
    signed = Scorebook.objects.filter(stage_id=stage_pk, signed_at__isnull=False)
    book_of: dict[int, dict[str, int]] = {}
    books: dict[tuple[str, str], dict[str, int]] = {}
    for pk, code, label in signed.values_list("pk", "case__code", "seat__label").iterator():
        book_of[pk] = books[code, label] = {}
    marks = Mark.objects.filter(
        scorebook__stage_id=stage_pk, scorebook__signed_at__isnull=False, withdrawn_at=None
    )
    for pk, item, percent in marks.values_list("scorebook_id", "item", "percent").iterator(chunk_size=10_000):
        book_of[pk][item] = percent
    return books


def signed_seats(stage_pk: int) -> set[tuple[str, str]]:
    """Return (case, seat) of every signed scorebook."""
    signed = Scorebook.objects.filter(stage_id=stage_pk, signed_at__isnull=False)
    return set(signed.values_list("case__code", "seat__label").iterator())


def is_all_signed(stage_pk: int, account: str) -> bool:
    """Tell whether an assessor has signed the scorebook of every running case of the own seats."""
    seats = Seat.objects.filter(stage_id=stage_pk, expert__account=account)
    whole = PanelCase.objects.filter(panel__seats__in=seats.filter(case=None), case__state="running")
    own = set(whole.values_list("case_id", flat=True)) | set(
        seats.filter(case__isnull=False, case__state="running").values_list("case_id", flat=True)
    )
    away = Recusal.objects.filter(expert__account=account).values_list("case_id", flat=True)
    signed = Scorebook.objects.filter(stage_id=stage_pk, seat__in=seats, signed_at__isnull=False)
    return own - set(away) <= set(signed.values_list("case_id", flat=True))


def marks_for(stage_pk: int, case: str, seats: Collection[str]) -> dict[str, dict[str, int]]:
    """Return the standing marks of these seats on one case: seat to item to percent. Values."""
    rows = Mark.objects.filter(
        scorebook__stage_id=stage_pk,
        scorebook__case__code=case,
        scorebook__seat__label__in=seats,
        withdrawn_at=None,
    )
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for label, item, percent in rows.order_by("pk").values_list("scorebook__seat__label", "item", "percent"):
        found[label][item] = percent
    return dict(found)


def comments_for(stage_pk: int, case: str, seats: Collection[str]) -> tuple[dict[str, str], ...]:
    """Return the standing comments of these seats on one case, in the order they were given. Values."""
    rows = Comment.objects.filter(
        scorebook__stage_id=stage_pk,
        scorebook__case__code=case,
        scorebook__seat__label__in=seats,
        withdrawn_at=None,
    )
    columns = rows.order_by("pk").values_list("scorebook__seat__label", "item", "kind", "text")
    return tuple(
        {"seat": seat, "item": item, "kind": kind, "text": text} for seat, item, kind, text in columns
    )


def hearing_points_of(stage_pk: int) -> dict[str, dict[str, str]]:
    """Return the standing points at a hearing: case to seat to points. Values."""
    rows = HearingMark.objects.filter(stage_id=stage_pk, withdrawn_at=None).order_by("pk")
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for code, label, points in rows.values_list("case__code", "seat__label", "points").iterator():
        found[code][label] = format(points, ".2f")
    return dict(found)


def penalties_of(stage_pk: int) -> dict[str, dict[str, int]]:
    """Return the standing penalties of a stage: case to rule to times (or minutes)."""
    rows = Penalty.objects.filter(stage_id=stage_pk, withdrawn_at=None).order_by("pk")
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for code, rule, times in rows.values_list("case__code", "rule", "times"):
        found[code][rule] = times
    return dict(found)


def penalties_on(stage_pk: int, case: str) -> dict[str, tuple[int, str]]:
    """Return the standing penalties of one case at a stage: rule to times (or minutes) and reason."""
    rows = Penalty.objects.filter(stage_id=stage_pk, case__code=case, withdrawn_at=None).order_by("pk")
    return {rule: (times, ground) for rule, times, ground in rows.values_list("rule", "times", "ground")}


def progress_of(stage_pk: int, asked: int) -> tuple[Progress, ...]:
    """Return how far every standing seat is with every case, without a value of any mark."""
    books = Scorebook.objects.filter(stage_id=stage_pk).annotate(
        marked=Count("marks", filter=Q(marks__withdrawn_at=None))
    )
    found = {
        (code, label): (marked, signed is not None)
        for code, label, marked, signed in books.values_list(
            "case__code", "seat__label", "marked", "signed_at"
        )
    }
    return tuple(
        Progress(code, seat.label, *_far(found.get((code, seat.label)), asked))
        for code, seats in seats_by_case(stage_pk).items()
        for seat in seats
        if not seat.is_recused
    )


def _far(found: tuple[int, bool] | None, asked: int) -> tuple[int, int, bool]:
    marked, signed = found or (0, False)
    return marked, asked, signed


def openings_of(round_code: str, stage: str) -> Iterator[Opening]:
    """Yield what opens the ledger's commitment of each signed scorebook of a stage. Values, for the auditor."""
    books = Scorebook.objects.filter(
        stage__round__code=round_code, stage__stage=stage, signed_at__isnull=False
    )
    marks: dict[int, dict[str, Any]] = defaultdict(dict)
    rows = Mark.objects.filter(scorebook__in=books.values("pk"), withdrawn_at=None)
    for pk, item, percent in rows.values_list("scorebook_id", "item", "percent").iterator():
        marks[pk][item] = percent
    for pk, code, label, salt in books.order_by("pk").values_list("pk", "case__code", "seat__label", "salt"):
        yield Opening(f"{code}/{stage}/{label}", salt, {"marks": marks[pk]})
