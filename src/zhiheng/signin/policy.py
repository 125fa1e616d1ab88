"""Who may invite whom, and for whom a second factor is a duty."""

from __future__ import annotations

from typing import Final

from zhiheng.core.actor import Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.text import Text
from zhiheng.registers import policy as registers

NEED_A_FACTOR: Final = frozenset({Role.OFFICE, Role.COMMITTEE, Role.SUPERVISOR})
_YES: Final = Text("可以。", "You may.")


def may_invite(actor: Actor, role: Role, place: str, authority: str) -> Answer:
    """An office invites to the roles of its rounds; an applicant invites colleagues of its organisation."""
    is_organisation = not place.partition("/")[0].isdecimal()
    if is_organisation != (role is Role.APPLICANT):
        return Answer(False, Text(
            "申报单位的角色对应单位代码，其他角色对应主管机关代码。",
            "An applicant's place is an organisation; that of every other role is an authority.",
        ))  # fmt: skip
    if (role in (Role.DEPARTMENT, Role.STREET)) != ("/" in place):
        return Answer(False, Text(
            "部门和街道的角色须写明部门或街道，例如 350200/taxation；其他角色只写主管机关代码。",
            "A department's or street's place names it, such as 350200/taxation; others the authority alone.",
        ))  # fmt: skip
    if role is Role.APPLICANT and actor.has(Role.APPLICANT, place):
        return Answer(True, _YES)
    if role is not Role.APPLICANT and place.partition("/")[0] != authority:
        return Answer(
            False, Text("不能为其他机关授予角色。", "Roles of another authority are not yours to give.")
        )
    return registers.may_give_role(actor, role, authority)


def may_invite_somebody(actor: Actor, *found: object) -> Answer:
    """Whoever is an office or acts for an organisation has somebody to invite."""
    if actor.places(Role.OFFICE) or actor.places(Role.APPLICANT):
        return Answer(True, _YES)
    return Answer(False, Text("您不能发出邀请。", "You cannot invite anybody."))


def needs_factor(actor: Actor) -> bool:
    """Tell whether the roles of an actor oblige it to a second factor."""
    return any(role in NEED_A_FACTOR for role, _ in actor.holds)
