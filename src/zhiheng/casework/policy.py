"""Who may do what in a procedure; everything that is not allowed here is refused."""

from __future__ import annotations

from zhiheng.casework.models import Case, Round
from zhiheng.core.actor import SYSTEM, Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.text import Text

_YES = Text("允许。", "Allowed.")


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
