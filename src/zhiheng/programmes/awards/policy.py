"""Who may write an application, read it, run a round's intake, and prove a round."""

from __future__ import annotations

from typing import Any

from zhiheng.casework import policy as casework
from zhiheng.core.actor import Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.text import Text
from zhiheng.programmes.awards.queries import drafts as queries
from zhiheng.programmes.awards.queries.drafts import Place
from zhiheng.programmes.awards.queries.feedback import Reported
from zhiheng.registers.domain.rows import DocumentRow

_YES = Text("允许。", "Allowed.")
_NO = Text("没有您可以查看的内容。", "There is nothing here for you.")


def may_apply(actor: Actor, place: Place) -> Answer:
    """Whoever acts for the organisation, today; nobody else sees a draft, not even the office."""
    if actor.has(Role.APPLICANT, place.organisation.code):
        return Answer(True, _YES)
    return Answer(False, Text("您没有代表该单位申报的权限。", "You do not act for this organisation."))


def may_apply_somewhere(actor: Actor, *found: object) -> Answer:
    """Whoever acts for any organisation."""
    return Answer(True, _YES) if actor.places(Role.APPLICANT) else Answer(False, _NO)


def may_read_file(actor: Actor, place: Place) -> Answer:
    """The organisation itself; the office and the supervisor once it was handed in (the file says when)."""
    if may_apply(actor, place) or casework.may_read_round(actor, place.round):
        return Answer(True, _YES)
    return Answer(False, _NO)


def may_read_feedback(actor: Actor, found: Reported) -> Answer:
    """The organisation that was assessed, and the office and the supervisor; never assessors or members.

    When it is out is for the page to say: before that the organisation is told to wait.
    """
    return may_read_file(actor, found.place)


def reads_handed_in(actor: Actor, row: DocumentRow) -> bool:
    """Tell whether a document was handed in to a round of an authority whose office or supervisor asks."""
    overseen = actor.places(Role.OFFICE) | actor.places(Role.SUPERVISOR)
    return bool(overseen) and bool(overseen & queries.handed_in_at(row.code))


def may_open_rounds(actor: Actor, *found: object) -> Answer:
    """An award office, of whatever authority; whether the rulebook is that authority's own is asked on opening."""
    return Answer(True, _YES) if actor.places(Role.OFFICE) else Answer(False, _NO)


def may_take_in(actor: Actor, round_: Any) -> Answer:
    """The office of the round's authority imports applications."""
    return casework.may_run_round(actor, round_.authority)


def may_read_round(actor: Actor, round_: Any) -> Answer:
    """The office and the supervisor read a round's applications, re-compute it and take its proof along."""
    return casework.may_read_round(actor, round_)
