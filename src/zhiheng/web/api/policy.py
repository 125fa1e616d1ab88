"""The rooms' policies as questions about what an address names. Nothing is decided here that they do not decide."""

from __future__ import annotations

from typing import Any

from zhiheng.casework import policy as casework
from zhiheng.casework.queries.places import AskedAt, CaseAt, ObjectionAt, StageAt
from zhiheng.core.actor import Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.text import Text
from zhiheng.review import policy as review
from zhiheng.review import queries as reviewed
from zhiheng.web.api.finders import BookAt, RuleAt, SubjectAt

YES = Answer(True, Text("允许。", "Allowed."))
NO = Answer(False, Text("没有此内容。", "There is no such thing."))


def may_read_papers(actor: Actor, at: StageAt) -> Answer:
    """Who may read the round's working papers."""
    return casework.may_read_round(actor, at.round)


def may_list_cases(actor: Actor, round_: Any) -> Answer:
    """Who may read the round, and applicants, whose list holds their own cases alone."""
    return YES if actor.places(Role.APPLICANT) else casework.may_read_round(actor, round_)


def may_attest(actor: Actor, at: RuleAt) -> Answer:
    """Whom the rule names."""
    return casework.may_attest(actor, at.round.authority, at.rule.by)


def may_reply(actor: Actor, at: AskedAt) -> Answer:
    """The department itself, and the office for what came on paper."""
    return casework.may_reply(actor, at.at.round.authority, at.department)


def may_approve(actor: Actor, at: StageAt) -> Answer:
    """The deciding body, and the office for what came as a document."""
    return casework.may_decide(actor, at.round.authority, at.rule)


def may_decide_objection(actor: Actor, at: ObjectionAt) -> Answer:
    """The office of the notice's authority."""
    return casework.may_run_round(actor, at.at.round.authority)


def may_return(actor: Actor, at: CaseAt) -> Answer:
    """The office, and whom the stage's rule puts in charge."""
    return casework.may_return(actor, at.at.round.authority, at.at.book.stage(at.at.row.stage).by)


def may_request_late(actor: Actor, at: SubjectAt) -> Answer:
    """The organisation itself, and the office for what came on paper."""
    if actor.has(Role.APPLICANT, at.subject):
        return YES
    return casework.may_run_round(actor, at.round.authority)


def may_decide_late(actor: Actor, request: Any) -> Answer:
    """The office of the round's authority."""
    return casework.may_run_round(actor, request.round.authority)


def may_read_line(actor: Actor, at: BookAt) -> Answer:
    """The office and the supervisor of the book's authority: lines hold working papers, so they are not public."""
    has = actor.has(Role.OFFICE, at.book) or actor.has(Role.SUPERVISOR, at.book)
    return YES if has else NO


def may_mark(actor: Actor, at: CaseAt) -> Answer:
    """An assessor with a seat at the case."""
    return review.may_mark(actor, at.case.code, at.at.row.stage)


def may_see_marks(actor: Actor, at: CaseAt) -> Answer:
    """Whoever may see the marks of at least one seat."""
    return YES if review.visible_seats(actor, at.case.code, at.at.row.stage) else NO


def may_hand_in(actor: Actor, at: StageAt) -> Answer:
    """An assessor with a seat at the stage, for the own scorebooks; the office, for those on paper."""
    if review.may_hand_in(actor, at.round.authority):
        return YES
    seats = reviewed.seats_by_case(at.row.pk).values() if actor.has(Role.ASSESSOR, at.round.authority) else ()
    return YES if any(actor.code and one.account == actor.code for own in seats for one in own) else NO


def may_vote(actor: Actor, at: StageAt) -> Answer:
    """A member of the ballot who came."""
    return review.may_vote(actor, at.round.code, at.row.stage)
