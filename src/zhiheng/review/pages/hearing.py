"""The sheet of a hearing: one number for each case, given while the stage is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zhiheng.core.refusal import Refused
from zhiheng.review import actions, policy, queries
from zhiheng.review.domain.values import HearingGiven, SeatRow
from zhiheng.review.forms import PointsForm, said
from zhiheng.review.pages.asked import sent
from zhiheng.review.pages.dossier import dossier_of
from zhiheng.review.pages.first import declared_first
from zhiheng.review.pages.penalties import record, stated
from zhiheng.review.queries.own import Duty, duties_of
from zhiheng.review.queries.places import CaseAt, heard_case
from zhiheng.review.queries.written import points_by
from zhiheng.shell.doors import after_change, door, show, visitor_of


@door(policy.may_mark_here, finds=heard_case)
@never_cache
@require_http_methods(["GET", "POST"])
@declared_first
def hearing(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Show the dossier, the minutes and the field for the own points; save them."""
    at, case, now = found.at, found.case, timezone.now()
    seat = queries.seat_of(at.row.pk, case.code, visitor_of(request).code)
    assert seat is not None
    given = points_by(at.row.pk, case.pk, seat.label)
    form = PointsForm(
        sent(request), full=at.rule.points, points=given[0] if given else None, **_penalties(found, seat)
    )
    if request.method == "POST" and form.is_valid():
        try:
            _give(request, found, seat.label, form, now)
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, "review:hearing", case.code, at.row.stage)
    own = _own(visitor_of(request).code, found)
    return show(
        request, "review/hearing.html", case=case, at=at, form=form, given=given, label=seat.label, now=now,
        can_write=at.row.state == "open" and case.state == "running", dossier=dossier_of(found),
        own=own, following=_following(own, case.code), status=409 if form.errors else 200,
    )  # fmt: skip


def _penalties(found: CaseAt, seat: SeatRow) -> dict[str, Any]:
    """Return what the leader of a panel may take off, and what is taken off so far."""
    rules = found.at.rule.penalties
    if not rules or not seat.is_lead:
        return {}
    return stated(found)


@transaction.atomic
def _give(request: HttpRequest, found: CaseAt, label: str, form: PointsForm, now: datetime) -> None:
    given = [HearingGiven(found.case.code, label, form.cleaned_data["points"])]
    actions.give_hearing_points(
        round_code=found.case.round.code,
        stage=found.at.row.stage,
        given=given,
        by=visitor_of(request),
        now=now,
    )
    record(request, found, form, now)


def _own(account: str, found: CaseAt) -> tuple[Duty, ...]:
    wanted = (found.case.round.code, found.at.row.stage)
    found_ = (one.duties for one in duties_of(account) if (one.round_code, one.stage) == wanted)
    return tuple(duty for duty in next(found_, ()) if not (duty.is_recused or duty.is_disputed))


def _following(own: tuple[Duty, ...], case: str) -> Duty | None:
    codes = [duty.case for duty in own]
    after = codes.index(case) + 1 if case in codes else 0
    return next((duty for duty in own[after:] if not duty.is_done), None)
