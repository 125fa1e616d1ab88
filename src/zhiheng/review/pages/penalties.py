"""What takes points off a case at a scored stage: recorded by who leads its panel, or by the office, with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from zhiheng.core.refusal import Refused
from zhiheng.review import actions, policy, queries
from zhiheng.review.domain.values import PenaltyGiven
from zhiheng.review.forms import PenaltyForm, said
from zhiheng.review.pages.asked import sent
from zhiheng.review.queries.places import CaseAt, judged_case
from zhiheng.shell.doors import after_change, door, show, visitor_of


@door(policy.may_take_off_here, finds=judged_case)
@never_cache
@require_http_methods(["GET", "POST"])
def penalties(request: HttpRequest, found: CaseAt) -> HttpResponse:
    """Show the rulebook's penalties with what stands; record how often each applies, and why."""
    form = PenaltyForm(sent(request), **stated(found))
    is_open = found.at.row.state == "open" and found.case.state == "running"
    if request.method == "POST" and form.is_valid():
        try:
            record(request, found, form, timezone.now())
        except Refused as refusal:
            form.add_error(None, said(refusal.message))
        else:
            return after_change(request, *_back(request, found))
    back = _back(request, found)
    return show(
        request, "review/penalties.html", case=found.case, at=found.at, form=form, is_open=is_open,
        is_office=back[0] == "review:panels", status=409 if form.errors else 200,
    )  # fmt: skip


def stated(found: CaseAt) -> dict[str, Any]:
    """Return the rulebook's penalties of a stage and what stands of them on the case."""
    return {
        "penalties": found.at.rule.penalties,
        "taken": queries.penalties_on(found.at.row.pk, found.case.code),
    }


def record(request: HttpRequest, found: CaseAt, form: PenaltyForm, now: datetime) -> None:
    """Record what differs from what stood; nothing where nothing differs."""
    changed = form.changed()
    if changed:
        actions.give_penalties(
            round_code=found.case.round.code,
            stage=found.at.row.stage,
            given=[PenaltyGiven(found.case.code, rule, *now_) for rule, now_ in changed.items()],
            by=visitor_of(request),
            now=now,
        )


def _back(request: HttpRequest, found: CaseAt) -> tuple[str, ...]:
    """Return where who recorded came from: the office from the panels, a leader from the own sheet."""
    if policy.may_conduct(visitor_of(request), found.at):
        return ("review:panels", found.at.round.code, found.at.row.stage)
    page = "review:scorebook" if found.at.rule.kind == "score" else "review:hearing"
    return (page, found.case.code, found.at.row.stage)
