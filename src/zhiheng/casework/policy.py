"""Who may do what in a procedure; everything that is not allowed here is refused."""

from __future__ import annotations

from typing import Any

from zhiheng.casework.models import Case, LateRequest, Round
from zhiheng.casework.queries.places import AskedAt, CaseAt, NoticeAt, ObjectionAt, StageAt
from zhiheng.core.actor import SYSTEM, Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.text import Text

_YES = Text("允许。", "Allowed.")
_ABSENT = Text("没有这一页。", "There is no such page.")


def _at(actor: Actor, role: Role, place: str, told: Text) -> Answer:
    if actor == SYSTEM or actor.has(role, place):
        return Answer(True, _YES)
    return Answer(False, told)


def may_run_round(actor: Actor, authority: str) -> Answer:
    """Only the award office of the authority opens rounds, opens and closes stages, records decisions."""
    return _at(
        actor,
        Role.OFFICE,
        authority,
        Text("只有本机关的评审办可以办理。", "Only the office of this authority may do this."),
    )


def may_reply(actor: Actor, authority: str, department: str) -> Answer:
    """A department answers for itself; the office may record a reply that came on paper."""
    if actor.has(Role.OFFICE, authority):
        return Answer(True, _YES)
    told = Text("只有被征询的部门本身可以答复。", "Only the department that was asked may reply.")
    return _at(actor, Role.DEPARTMENT, f"{authority}/{department}", told)


def may_approve(actor: Actor, authority: str) -> Answer:
    """The government decides; the office may record a decision that came as a document."""
    if actor.has(Role.OFFICE, authority):
        return Answer(True, _YES)
    return _at(
        actor,
        Role.GOVERNMENT,
        authority,
        Text("只有批准机关可以批准。", "Only the approving body may approve."),
    )


def may_decide(actor: Actor, authority: str, rule: Any) -> Answer:
    """Whom the rule puts in charge of a decision; the office may record one that came as a document."""
    if rule.kind == "approve":
        return may_approve(actor, authority)
    if actor == SYSTEM or actor.has(Role.OFFICE, authority):
        return Answer(True, _YES)
    if actor.places(Role(rule.by)).intersection(deciding_places(authority, rule)):
        return Answer(True, _YES)
    return Answer(
        False, Text("只有规则指定的机关可以决定。", "Only the body that the rule names may decide this.")
    )


def deciding_places(authority: str, rule: Any) -> tuple[str, ...]:
    """Return where who decides a stage holds its role: a department or street at its own place, others at the authority."""
    if rule.by in (Role.DEPARTMENT, Role.STREET):
        return tuple(f"{authority}/{body}" for body in rule.body)
    return (authority,)


def may_attest(actor: Actor, authority: str, witness: str) -> Answer:
    """The actor whom the rule names attests, and nobody else."""
    told = Text("规则没有指定您认定这一条件。", "The rule does not name you to attest this condition.")
    return _at(actor, Role(witness), authority, told)


def may_return(actor: Actor, authority: str, by: str) -> Answer:
    """The office returns files for correction, and so does whom the stage's rule puts in charge of it.

    Whether this case is theirs (a street's own) is the higher room's question.
    """
    if actor.has(Role.OFFICE, authority):
        return Answer(True, _YES)
    places = actor.places(Role(by))
    if authority in places or any(place.startswith(f"{authority}/") for place in places):
        return Answer(True, _YES)
    return Answer(
        False,
        Text("本环节不由您办理，不能退回补正。", "This stage is not yours, so you cannot return files."),
    )


def may_act_for(actor: Actor, case: Case) -> Answer:
    """The subject acts for its own case; the office may record what came on paper."""
    if actor.has(Role.OFFICE, case.round.authority):
        return Answer(True, _YES)
    return _at(
        actor,
        Role.APPLICANT,
        case.subject,
        Text("这不是您单位的办件。", "This is not your organisation's case."),
    )


def may_read_round(actor: Actor, round_: Round) -> Answer:
    """The office and the supervisor of the authority read a round's working papers."""
    for role in (Role.OFFICE, Role.SUPERVISOR):
        if actor.has(role, round_.authority):
            return Answer(True, _YES)
    return Answer(False, Text("没有这一届。", "There is no such round."))


def may_read_case(actor: Actor, case: Case) -> Answer:
    """The office, the supervisor and the subject itself read a case."""
    if may_read_round(actor, case.round) or actor.has(Role.APPLICANT, case.subject):
        return Answer(True, _YES)
    return Answer(False, Text("没有这个办件。", "There is no such case."))


def may_run(actor: Actor, round_: Round) -> Answer:
    """The office of a round's authority carries the round."""
    return may_run_round(actor, round_.authority)


def may_run_stage(actor: Actor, at: StageAt) -> Answer:
    """The office of a round's authority carries its stages."""
    return may_run_round(actor, at.round.authority)


def may_read_stage(actor: Actor, at: StageAt) -> Answer:
    """The office, the supervisor, and whom the rule puts in charge of what no expert judges."""
    answer = may_read_round(actor, at.round)
    if answer:
        return answer
    decides = _is_decided(at) and may_decide(actor, at.round.authority, at.rule)
    return Answer(True, _YES) if decides else answer


def _is_decided(at: StageAt) -> bool:
    return at.row.kind in ("approve", "gate")


def may_decide_stage(actor: Actor, at: StageAt) -> Answer:
    """Whom the rule names decides at its stage; the office records what came as a document."""
    return may_decide(actor, at.round.authority, at.rule) if _is_decided(at) else Answer(False, _ABSENT)


def may_handle_case(actor: Actor, found: CaseAt) -> Answer:
    """Who reads a stage reads a case at it."""
    return may_read_stage(actor, found.at)


def may_reply_on_paper(actor: Actor, asked: AskedAt) -> Answer:
    """The office records a department's reply that came on paper."""
    return may_run_round(actor, asked.at.round.authority)


def may_reply_at(actor: Actor, at: StageAt) -> Answer:
    """Each department that the stage asks answers for itself."""
    asked = {f"{at.round.authority}/{department}" for department in getattr(at.rule, "asks", ())}
    if at.row.opened_at is not None and actor.places(Role.DEPARTMENT) & asked:
        return Answer(True, _YES)
    return Answer(False, _ABSENT)


def may_read_notice(actor: Actor, found: NoticeAt) -> Answer:
    """Everybody reads a notice; that it has begun is for the page to see, which knows the time."""
    return Answer(True, _YES)


def may_decide_objection(actor: Actor, found: ObjectionAt) -> Answer:
    """The office decides objections; the supervisor reads them."""
    return may_read_round(actor, found.at.round)


def may_decide_late(actor: Actor, request: LateRequest) -> Answer:
    """The office of the round decides; the supervisor reads."""
    return may_read_round(actor, request.round)


def may_restore(actor: Actor, case: Case) -> Answer:
    """The office lets a withdrawn case return."""
    return may_run_round(actor, case.round.authority)


def may_record_withdrawal(actor: Actor, case: Case) -> Answer:
    """The office records a withdrawal that came as a letter; applicants withdraw on their own pages."""
    return may_run_round(actor, case.round.authority)


def may_return_case(actor: Actor, found: CaseAt) -> Answer:
    """The office returns files on its pages; the supervisor only reads them."""
    return may_run_stage(actor, found.at)


def may_record_objection(actor: Actor, found: NoticeAt) -> Answer:
    """The office records an objection that came as a letter."""
    return may_run_stage(actor, found.at)
