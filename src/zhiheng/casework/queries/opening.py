"""What beginning a stage would do, before anybody does it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from zhiheng.casework.domain.plan import due_of
from zhiheng.casework.kinds import kind_of
from zhiheng.casework.models import Stage
from zhiheng.casework.queries.places import StageAt
from zhiheng.casework.queries.rounds import run_of
from zhiheng.casework.queries.standing import late_requests_waiting, review_began
from zhiheng.core.calendar import Due, china_calendar
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.rules.model import NoticeStage


@dataclass(frozen=True, slots=True)
class Opening:
    """How many cases enter, until when, who will owe something, and what stands in the way.

    ``late`` counts the requests for late entry that this beginning would cut off undecided.
    """

    cases: int
    due: Due | None
    tasks: tuple[tuple[str, str, int], ...]
    refused: Refused | None
    is_notice: bool
    late: int


def opening_of(at: StageAt, now: datetime) -> Opening:
    """Return what would follow if the stage began now; nothing is saved."""
    run = run_of(at.round, at.row)
    owed = Counter((str(plan.role), plan.place) for plan in kind_of(at.row.kind).tasks(run))
    return Opening(
        cases=len(run.cases),
        due=due_of(run.rule, now, china_calendar()),
        tasks=tuple((role, place, n) for (role, place), n in owed.items()),
        refused=_too_early(at, now),
        is_notice=isinstance(run.rule, NoticeStage),
        late=0 if review_began(at.round) else late_requests_waiting(at.round),
    )


def _too_early(at: StageAt, now: datetime) -> Refused | None:
    if now < at.round.closes_at:
        return Refused(
            "stage.round_still_open",
            Text("申报尚未截止，不能开始评审。", "Applications are still open; review cannot begin."),
        )
    rows = Stage.objects.filter(round=at.round, stage__in=at.book.before(at.row.stage))
    unfinished = rows.exclude(state=Stage.State.CLOSED).order_by("position").first()
    if unfinished is None:
        return None
    title = at.book.stage(unfinished.stage).title
    return Refused(
        "stage.before_not_closed",
        Text(f"前一环节“{title.zh}”尚未结束。", f"The stage before it, “{title.en}”, has not closed."),
        [at.book.cite(at.row.stage)],
    )
