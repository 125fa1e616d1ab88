"""The supervisor's view of a round: everything is read, nothing is changed, and no form is shown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from zhiheng.casework import policy
from zhiheng.casework.forms.lists import page_of
from zhiheng.casework.queries import beside, progress
from zhiheng.casework.queries.desk import counts_by_state
from zhiheng.casework.queries.deviations import deviations_of, lines_of_round
from zhiheng.casework.queries.rounds import round_of, rulebook_of
from zhiheng.ledger import queries as ledger
from zhiheng.shell.doors import door, show


@door(policy.may_read_round, finds=round_of)
@require_safe
def supervision(request: HttpRequest, round_: Any) -> HttpResponse:
    """Show what deviated, what happened beside the stages, and the sealed lines about the round."""
    now, book = timezone.now(), rulebook_of(round_)
    return show(
        request,
        "casework/supervision.html",
        nav="desk",
        round=round_,
        book=book,
        now=now,
        calendar=progress.calendar_of(round_, book),
        counts=counts_by_state(round_),
        deviations=deviations_of(round_, book, now),
        beside=beside.beside(round_),
        lines=lines_of_round(round_, book, page_of(request.GET)),
        checkpoint=ledger.latest_checkpoint(round_.authority),
        may_read=True,
    )
