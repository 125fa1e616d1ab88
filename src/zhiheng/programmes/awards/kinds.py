"""The stage that turns a decision into honours in the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from zhiheng.casework.domain.values import Conclusion, Inputs, Outcome, StageRun
from zhiheng.casework.kinds import PlainKind
from zhiheng.casework.queries import going
from zhiheng.casework.queries.decided import tiers_of
from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.programmes.awards.domain.granting import only_tier, stages_to_order_by
from zhiheng.registers import actions as registers
from zhiheng.review.queries.voting import carried_scores
from zhiheng.rules.model import Rulebook


class GrantKind(PlainKind):
    """Gives every case that is still running the honour of the tier it was selected for."""

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the tier that an earlier stage decided, or the only tier there is, else what orders the cases."""
        decided, codes = tiers_of(run.round_pk), tuple(case.code for case in run.cases)
        bearing = going.carried(run, codes)
        undecided = [code for code in codes if code not in decided]
        only = only_tier(run.book, len(codes)) if undecided else None
        cases: dict[str, dict[str, Any]] = {
            code: {"tier": decided.get(code) or only, **bearing[code]} for code in codes
        }
        if undecided and only is None:
            scores = carried_scores(run, stages_to_order_by(run.book))
            cases = {code: {**own, "scores": scores[code]} for code, own in cases.items()}
        return {"cases": cases}

    def closed(self, run: StageRun, conclusions: Sequence[Conclusion], by: Actor, now: datetime) -> None:
        """Write the honours, each valid for as long as the rulebook says."""
        day = now.astimezone(SHANGHAI).date()
        subjects = {case.code: case.subject for case in run.cases}
        honoured = [made for made in conclusions if made.outcome is Outcome.HONOURED]
        for made in honoured:
            registers.grant_honour(
                award=run.book.award.zh, authority=run.authority, session=run.session, year=day.year,
                tier=made.details["tier"], organisation=subjects[made.case], day=day, valid_to=valid_to(run.book, day),
                round_code=run.round_code, case_code=made.case, by=by, now=now,
                award_en=run.book.title.en, is_sample=run.is_sample,
            )  # fmt: skip


def valid_to(book: Rulebook, day: date) -> date | None:
    """Return the first day on which the title no longer holds; ``None`` where no term in years is set."""
    valid = book.after.title_valid if book.after else None
    if valid is None or not valid.years:
        return None
    try:
        return day.replace(year=day.year + valid.years)
    except ValueError:  # 29 February
        return date(day.year + valid.years, 3, 1)
