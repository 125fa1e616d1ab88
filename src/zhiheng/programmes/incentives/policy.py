"""Who may do and see what in a reward; everything that is not allowed here is refused."""

from __future__ import annotations

from zhiheng.core.actor import SYSTEM, Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.text import Text
from zhiheng.programmes.incentives.queries.claims import ClaimAt, TakenBack

_YES = Text("允许。", "Allowed.")


def street_place(authority: str, street: str) -> str:
    """Return the place at which a street office holds its role: ``350206/示例一街道``."""
    return f"{authority}/{street}"


def _when(allowed: bool, zh: str, en: str) -> Answer:
    return Answer(True, _YES) if allowed else Answer(False, Text(zh, en))


def _is_office(actor: Actor, authority: str) -> bool:
    return actor == SYSTEM or actor.has(Role.OFFICE, authority)


def may_claim(actor: Actor, authority: str, subject: str) -> Answer:
    """An enterprise claims for itself; the office may record what came on paper."""
    allowed = _is_office(actor, authority) or actor.has(Role.APPLICANT, subject)
    return _when(allowed, "只能为本企业申报。", "You may claim for your own enterprise only.")


def may_precheck(actor: Actor, authority: str, street: str) -> Answer:
    """Only the street office of the claim checks it first."""
    allowed = actor == SYSTEM or actor.has(Role.STREET, street_place(authority, street))
    return _when(allowed, "没有这个办件。", "There is no such case.")


def may_settle(actor: Actor, authority: str) -> Answer:
    """The office settles proportions and the budget by the documents it received."""
    return _when(_is_office(actor, authority), "只有主管部门可以办理。", "Only the office may do this.")


def may_pay(actor: Actor, authority: str) -> Answer:
    """Only the office of the authority pays."""
    return _when(_is_office(actor, authority), "只有主管部门可以拨付。", "Only the office may pay.")


def may_read_all(actor: Actor, authority: str) -> Answer:
    """The office and the supervisor read every claim, line and payment of a round."""
    allowed = _is_office(actor, authority) or actor.has(Role.SUPERVISOR, authority)
    return _when(allowed, "没有这一届。", "There is no such round.")


def may_read_claim(actor: Actor, authority: str, subject: str, street: str) -> Answer:
    """The enterprise and its street office read a claim, and whoever may read all."""
    mine = actor.has(Role.APPLICANT, subject) or actor.has(Role.STREET, street_place(authority, street))
    return _when(mine or bool(may_read_all(actor, authority)), "没有这个办件。", "There is no such case.")


def may_take_back(actor: Actor, at: ClaimAt) -> Answer:
    """Whoever acts for the enterprise today; the office records a letter on its own page."""
    return _when(
        actor.has(Role.APPLICANT, at.case.subject), "您没有代表该企业的权限。", "You do not act for it."
    )


def may_read_taken_back(actor: Actor, found: TakenBack) -> Answer:
    """Whoever reads the claim reads how it was taken back."""
    case, claim = found.at.case, found.at.claim
    return may_read_claim(actor, case.round.authority, case.subject, claim.street)
