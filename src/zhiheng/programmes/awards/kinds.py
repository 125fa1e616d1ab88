"""The stage that turns a decision into honours in the register."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from zhiheng.casework.domain.values import Conclusion, Inputs, StageRun
from zhiheng.casework.kinds import PlainKind
from zhiheng.casework.queries.decided import tiers_of
from zhiheng.casework.queries.facts import award_name
from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.registers import actions as registers
from zhiheng.rules.model import Rulebook


class GrantKind(PlainKind):
    """Gives every case that is still running the honour of the tier it was selected for."""

    def inputs(self, run: StageRun, now: datetime) -> Inputs:
        """Take the tier that an earlier stage decided, or the only tier there is."""
        decided = tiers_of(run.round_pk)
        return {
            "cases": {
                case.code: {"tier": decided.get(case.code) or _only_tier(run.book)} for case in run.cases
            }
        }

    def closed(self, run: StageRun, conclusions: Sequence[Conclusion], by: Actor, now: datetime) -> None:
        """Write the honours, each valid for as long as the rulebook says."""
        day = now.astimezone(SHANGHAI).date()
        subjects = {case.code: case.subject for case in run.cases}
        for made in conclusions:
            registers.grant_honour(
                award=award_name(run.book), authority=run.authority, session=run.session, year=day.year,
                tier=made.details["tier"], organisation=subjects[made.case], day=day, valid_to=valid_to(run.book, day),
                round_code=run.round_code, case_code=made.case, by=by, now=now,
                award_en=run.book.title.en, is_sample=run.is_sample,
            )  # fmt: skip


def _only_tier(book: Rulebook) -> str:
    if len(book.tiers) == 1:
        return book.tiers[0].id
    raise Refused(
        "grant.no_tier",
        Text("没有任何环节决定等次，不能授奖。", "No stage has decided the tier, so no honour can be given."),
    )


def valid_to(book: Rulebook, day: date) -> date | None:
    """Return the first day on which the title no longer holds; ``None`` where no term in years is set."""
    valid = book.after.title_valid if book.after else None
    if valid is None or not valid.years:
        return None
    try:
        return day.replace(year=day.year + valid.years)
    except ValueError:  # 29 February
        return date(day.year + valid.years, 3, 1)
