"""Who may mark, vote, and see what others wrote.

Until a score or hearing stage closes, an assessor sees the own marks and nobody else's, and the office and the
supervisor see how far each seat is and no value: no mark, sum, mean, order or count of marks above a line. A
recused seat sees nothing of the case, before or after. What may not be seen is answered like what is not there.
"""

from __future__ import annotations

from typing import Any

from zhiheng.casework import policy as casework
from zhiheng.casework.queries.rounds import case_of, round_of, run_of, stage_of
from zhiheng.core.actor import Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.text import Text
from zhiheng.review import queries
from zhiheng.review.queries.ballots import MemberRow

_YES = Text("允许。", "Allowed.")
_DECLARE_FIRST = Text(
    "请先申报您与本届申报单位的利害关系（没有的也须申明）。",
    "Declare your interests in the applicants of this round first; that there are none is declared too.",
)
_NOTHING = Text("没有可以查看的评分。", "There are no marks to see.")


def may_mark(actor: Actor, case_code: str, stage: str) -> Answer:
    """Whoever may open the case and has declared the own interests in this round."""
    opened = may_open(actor, case_code, stage)
    if not opened:
        return opened
    case = case_of(case_code)
    if not queries.has_declared(case.round_id, actor.code, {case.subject}):
        return Answer(False, _DECLARE_FIRST)
    return opened


def may_open(actor: Actor, case_code: str, stage: str) -> Answer:
    """Only an assessor with a seat at the case, no standing recusal and no undecided interest."""
    case = case_of(case_code)
    seat = queries.seat_of(stage_of(case.round, stage).pk, case_code, actor.code)
    if seat is None or not actor.has(Role.ASSESSOR, case.round.authority):
        return Answer(False, Text("您没有被安排评审该办件。", "You are not assigned to this case."))
    if seat.is_recused:
        return Answer(False, Text("您已回避该办件。", "You stepped back from this case."))
    if seat.is_disputed:
        told = Text(
            "您与该单位的利害关系尚待评审办裁定。",
            "Your interest in this organisation waits for the office's decision.",
        )
        return Answer(False, told)
    return Answer(True, Text("您被安排评审该办件。", "You are assigned to this case."))


def may_hand_in(actor: Actor, authority: str) -> Answer:
    """The office hands in scorebooks and points that came on paper or as workbooks; each line says that it did."""
    return casework.may_run_round(actor, authority)


def may_take_off(actor: Actor, case_code: str, stage: str) -> Answer:
    """The office, and whoever leads the case's panel there, record what takes points off."""
    case = case_of(case_code)
    if may_hand_in(actor, case.round.authority):
        return Answer(True, _YES)
    seat = queries.seat_of(stage_of(case.round, stage).pk, case_code, actor.code)
    leads = seat is not None and seat.is_lead and not seat.is_recused
    if leads and actor.has(Role.ASSESSOR, case.round.authority):
        return Answer(True, _YES)
    return Answer(
        False,
        Text(
            "只有评审办或该组组长可以登记扣分。", "Only the office or the panel's leader records penalties."
        ),
    )


def may_vote(actor: Actor, round_code: str, stage: str) -> Answer:
    """Only a committee member of this session who is present; which cases, the recusals say."""
    round_ = round_of(round_code)
    members = queries.ballot_members(stage_of(round_, stage).pk)
    own = next((member for member in members if actor.code and member.account == actor.code), None)
    if own is None or not actor.has(Role.COMMITTEE, round_.authority):
        return Answer(False, Text("您不是本次表决的评委。", "You are not a member of this ballot."))
    if not own.is_present:
        return Answer(
            False, Text("您没有签到，不能表决。", "You are not recorded as present and cannot vote.")
        )
    if not queries.has_declared(round_.pk, actor.code, _voted_on(round_, stage, own)):
        return Answer(False, _DECLARE_FIRST)
    return Answer(True, _YES)


def _voted_on(round_: Any, stage: str, own: MemberRow) -> set[str]:
    """Return the applicants on whom a member has a vote."""
    row = stage_of(round_, stage)
    on = queries.ballot_cases(row.pk) - own.recused_from
    return {case.subject for case in run_of(round_, row).cases if case.code in on}


def visible_seats(actor: Actor, case_code: str, stage: str) -> tuple[str, ...]:
    """Return the labels of the seats whose marks on a case the actor may see."""
    case = case_of(case_code)
    row = stage_of(case.round, stage)
    seats = queries.seats_by_case(row.pk, case=case_code).get(case_code, ())
    own = next((seat for seat in seats if actor.code and seat.account == actor.code), None)
    if own is not None:
        if own.is_recused or not actor.has(Role.ASSESSOR, case.round.authority):
            return ()
        return tuple(seat.label for seat in seats) if row.state == "closed" else (own.label,)
    if row.state == "closed" and casework.may_read_round(actor, case.round):
        return tuple(seat.label for seat in seats)
    return ()


def may_see_marks(actor: Actor, case_code: str, stage: str, seat: str) -> Answer:
    """An assessor sees the own marks; those of others only once the stage has closed; so does the office."""
    if seat in visible_seats(actor, case_code, stage):
        return Answer(True, _YES)
    return Answer(False, _NOTHING)


def may_see_progress(actor: Actor, round_code: str) -> Answer:
    """The office and the supervisor see who is how far, without values."""
    return casework.may_read_round(actor, round_of(round_code))
