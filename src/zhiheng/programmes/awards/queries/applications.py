"""What is known of a round's applications: its workbook, its contacts, and the round itself held for a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from zhiheng.casework.queries.rounds import round_of, rulebook_of
from zhiheng.core.calendar import SHANGHAI
from zhiheng.programmes.awards.domain.applications import Contact, Intake
from zhiheng.programmes.awards.models import Application
from zhiheng.programmes.awards.workbook.template import write_workbook
from zhiheng.registers import queries as registers

if TYPE_CHECKING:
    from zhiheng.casework.models import Round


def intake_of(round_: Round) -> Intake:
    """Return what the workbook of a round needs to know."""
    return Intake(
        round_code=round_.code,
        session=round_.session,
        book=rulebook_of(round_),
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
    )


def template_of(round_code: str) -> bytes:
    """Return the empty workbook of a round, with the codes of the places in its authority's region."""
    round_ = round_of(round_code)
    day = round_.opens_at.astimezone(SHANGHAI).date()
    regions = [(place.code, place.name) for place in registers.children(round_.authority, day)]
    return write_workbook(intake_of(round_), regions=regions)


def held_round(round_code: str) -> Round:
    """Return a round with its row locked until the transaction ends, so that imports follow one another."""
    round_ = round_of(round_code)
    return (
        round_.programme.rounds.select_for_update(of=("self",)).select_related("programme").get(pk=round_.pk)
    )


def contact_of(case_code: str) -> Contact | None:
    """Return whom to reach about a case; who may know it is for the caller to ask ``policy``."""
    one = Application.objects.filter(case__code=case_code).first()
    return None if one is None else Contact(one.person, one.phone, one.email, one.remark)


def contacts_of(round_: Round) -> dict[int, Contact]:
    """Return the contact of every case of a round, by the key of the case."""
    rows = Application.objects.filter(case__round=round_)
    fields = rows.values_list("case_id", "person", "phone", "email", "remark")
    return {pk: Contact(*words) for pk, *words in fields.iterator()}
