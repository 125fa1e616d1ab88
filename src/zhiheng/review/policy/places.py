"""The same questions, asked about what the address of a page names."""

from __future__ import annotations

from zhiheng.casework import policy as casework
from zhiheng.core.actor import Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.text import Text
from zhiheng.review import queries
from zhiheng.review.policy import judging
from zhiheng.review.queries.interests import interests_of
from zhiheng.review.queries.papers import Paper
from zhiheng.review.queries.places import CaseAt, StageAt
from zhiheng.review.queries.recused import recused_in
from zhiheng.rules.model import BallotStage

_YES = Text("允许。", "Allowed.")
_NO = Text("没有您可以查看的内容。", "There is nothing here for you.")


def _answer(allowed: bool) -> Answer:
    return Answer(allowed, _YES if allowed else _NO)


def may_judge(actor: Actor) -> Answer:
    """Whoever is an assessor or a committee member anywhere has a list of tasks."""
    return _answer(bool(actor.places(Role.ASSESSOR) or actor.places(Role.COMMITTEE)))


def may_mark_here(actor: Actor, found: CaseAt) -> Answer:
    """Only the own seat, without recusal or undecided interest, opens a sheet; the page asks for a declaration first."""
    return judging.may_open(actor, found.case.code, found.at.row.stage)


def may_read_paper(actor: Actor, found: tuple[CaseAt, Paper]) -> Answer:
    """Who marks a case reads its papers, once the own interests are declared."""
    return judging.may_mark(actor, found[0].case.code, found[0].at.row.stage)


def may_declare_here(actor: Actor, at: StageAt) -> Answer:
    """An assessor with a seat at the stage, or a member of its ballot, declares the own interests in its applicants."""
    if isinstance(at.rule, BallotStage):
        return may_attend(actor, at)
    if not actor.has(Role.ASSESSOR, at.round.authority):
        return _answer(False)
    seats = queries.seats_by_case(at.row.pk).values()
    return _answer(any(seat.account == actor.code for own in seats for seat in own))


def may_step_back(actor: Actor, found: CaseAt) -> Answer:
    """Whoever has a standing seat at a case may step back from it, also while an interest is undecided."""
    seat = queries.seat_of(found.at.row.pk, found.case.code, actor.code)
    holds = actor.has(Role.ASSESSOR, found.case.round.authority)
    return _answer(seat is not None and not seat.is_recused and holds)


def may_attend(actor: Actor, at: StageAt) -> Answer:
    """A member of this ballot sees its agenda, present or not."""
    members = queries.ballot_members(at.row.pk)
    is_member = any(actor.code and member.account == actor.code for member in members)
    return _answer(is_member and actor.has(Role.COMMITTEE, at.round.authority))


def may_study(actor: Actor, found: CaseAt) -> Answer:
    """A member of the ballot studies a candidate of it, unless recused from it or bound to it by an interest.

    An interest bars from the moment it is declared until the office dismisses it.
    """
    authority, case = found.at.round.authority, found.case
    held = queries.rounds_held(found.at.row.pk)
    if not held or case.code not in held[0].cases or not may_attend(actor, found.at):
        return _answer(False)
    tied = [
        one
        for one in interests_of(authority, account=actor.code)
        if one.organisation == case.subject and one.state != "dismissed"
    ]
    own = queries.expert_of(authority, actor.code)
    away = own is not None and case.code in recused_in(found.at.round.code).get(own.code, ())
    return _answer(not tied and not away)


def may_read_candidate_paper(actor: Actor, found: tuple[CaseAt, Paper]) -> Answer:
    """Who studies a candidate reads its papers, once the own interests are declared."""
    case = found[0].case
    declared = queries.has_declared(found[0].at.round.pk, actor.code, {case.subject})
    return _answer(declared and bool(may_study(actor, found[0])))


def may_leave_candidate(actor: Actor, found: CaseAt) -> Answer:
    """A member of this ballot who has not voted steps back from one candidate of it."""
    members = queries.ballot_members(found.at.row.pk)
    own = next((one for one in members if actor.code and one.account == actor.code), None)
    on = found.case.code in queries.ballot_cases(found.at.row.pk)
    free = own is not None and not own.has_voted and found.case.code not in own.recused_from
    return _answer(on and free and bool(may_attend(actor, found.at)))


def may_verify(actor: Actor, at: StageAt) -> Answer:
    """Members, the office and the supervisor check receipts against what was published."""
    return _answer(bool(may_attend(actor, at)) or bool(may_watch(actor, at)))


def may_watch(actor: Actor, at: StageAt) -> Answer:
    """The office and the supervisor see who is how far, without values."""
    return casework.may_read_round(actor, at.round)


def may_conduct(actor: Actor, at: StageAt) -> Answer:
    """The office forms panels, reopens scorebooks and conducts the vote."""
    return casework.may_run_round(actor, at.round.authority)


def may_take_off_here(actor: Actor, found: CaseAt) -> Answer:
    """The office, or who leads the case's panel; a leader whose interest is undecided waits."""
    case, stage = found.case.code, found.at.row.stage
    opens = may_conduct(actor, found.at) or judging.may_open(actor, case, stage)
    return _answer(bool(opens) and bool(judging.may_take_off(actor, case, stage)))


def may_reopen(actor: Actor, found: tuple[CaseAt, str]) -> Answer:
    """The office reopens a seat's scorebook on a case of its own round."""
    return may_conduct(actor, found[0].at)


def may_see_values(actor: Actor, found: CaseAt) -> Answer:
    """The office and the supervisor see marks once the stage has closed, and an assessor those of the own cases."""
    return _answer(bool(judging.visible_seats(actor, found.case.code, found.at.row.stage)))


def may_keep_pool(actor: Actor, authority: str) -> Answer:
    """An award office keeps the pool of its own experts."""
    return casework.may_run_round(actor, authority)


def may_keep_some_pool(actor: Actor) -> Answer:
    """Whoever works in an award office has a pool."""
    return _answer(bool(actor.places(Role.OFFICE)))
