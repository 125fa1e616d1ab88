"""Who may see and do what in the registers: no, unless a role at the place says yes.

What does not exist and what may not be seen get the same answer, with the same wording and after the
same reads.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from zhiheng.core.actor import SYSTEM, Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.text import Text
from zhiheng.registers import queries
from zhiheng.registers.domain.rows import DocumentRow

DocumentRule = Callable[[Actor, DocumentRow], bool]
_document_rules: list[DocumentRule] = []

YES: Final = Answer(True, Text("可以。", "You may."))
NO_DOCUMENT: Final = Answer(False, Text("没有您可以查看的此文件。", "There is no such document for you."))
NO_ORGANISATION: Final = Answer(
    False, Text("没有您可以查看的此组织。", "There is no such organisation for you.")
)
FROM_OFFICE: Final = frozenset({Role.APPLICANT, Role.ASSESSOR, Role.COMMITTEE, Role.DEPARTMENT, Role.STREET})


def let_read_documents(rule: DocumentRule) -> None:
    """Let a higher room add readers of documents, such as the assessors of a case; once per rule."""
    if rule not in _document_rules:
        _document_rules.append(rule)


def may_read_document(actor: Actor, code: str) -> Answer:
    """Its owner, its organisation's applicants, its authority's office and supervisors, and whom a room adds."""
    row = queries.document(code)
    return YES if row is not None and _reads(actor, row) else NO_DOCUMENT


def may_keep_document(actor: Actor, *, authority: str = "", organisation: str = "") -> Answer:
    """Somebody who acts for the organisation, or holds any role at the authority when none is named."""
    acts = actor.has(Role.APPLICANT, organisation) if organisation else _serves(actor, authority)
    return YES if acts else Answer(False, Text("您不能在此上传文件。", "You cannot upload a document here."))


def may_see_facts(actor: Actor, organisation: str, authority: str) -> Answer:
    """The facts on record: the organisation itself, and the authority's office and supervisors."""
    row = queries.organisation(organisation)
    sees = actor.has(Role.APPLICANT, organisation) or _oversees(actor, authority)
    return YES if row is not None and sees else NO_ORGANISATION


def may_record_event(actor: Actor, authority: str) -> Answer:
    """The office of the authority whose book it enters."""
    return _office_only(actor, authority)


def may_register_organisation(actor: Actor, authority: str) -> Answer:
    """The office of an authority."""
    return _office_only(actor, authority)


def may_revoke_honour(actor: Actor, authority: str) -> Answer:
    """The office of the authority that granted it."""
    return _office_only(actor, authority)


def may_give_role(actor: Actor, role: Role, authority: str) -> Answer:
    """The house gives any role; an office those of its round, never office, supervisor or government."""
    gives = actor == SYSTEM or (role in FROM_OFFICE and actor.has(Role.OFFICE, authority))
    return YES if gives else Answer(False, Text("您不能授予此角色。", "You cannot give this role."))


def _reads(actor: Actor, row: DocumentRow) -> bool:
    is_owner = bool(actor.code) and actor.code == row.owner
    is_applicant = bool(row.organisation) and actor.has(Role.APPLICANT, row.organisation)
    oversees = _oversees(actor, row.authority)
    return is_owner or is_applicant or oversees or any(rule(actor, row) for rule in _document_rules)


def _oversees(actor: Actor, authority: str) -> bool:
    return bool(authority) and (actor.has(Role.OFFICE, authority) or actor.has(Role.SUPERVISOR, authority))


def _serves(actor: Actor, authority: str) -> bool:
    return bool(authority) and any(place.partition("/")[0] == authority for _, place in actor.holds)


def _office_only(actor: Actor, authority: str) -> Answer:
    if authority and actor.has(Role.OFFICE, authority):
        return YES
    return Answer(
        False, Text("只有该主管机关的评审办可以办理。", "Only the office of the authority can do this.")
    )
