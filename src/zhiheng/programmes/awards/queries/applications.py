"""What is known of a round's applications: its workbook, its cases, its late entries, its contacts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from zhiheng.casework.queries.rounds import round_of, rulebook_of
from zhiheng.core.calendar import SHANGHAI
from zhiheng.programmes.awards.domain.applications import Contact, Intake
from zhiheng.programmes.awards.models import Application
from zhiheng.programmes.awards.workbook.template import write_workbook
from zhiheng.registers import queries as registers


class KnownCase(NamedTuple):
    """A case of a round as an import compares it."""

    pk: int
    code: str
    subject: str
    declared: Mapping[str, Any]
    state: str


def intake_of(round_code: str, *, hold: bool = False) -> Intake:
    """Return a round as its workbook needs it; refuses an unknown code.

    With *hold* the round's row is locked until the transaction ends, so that imports follow one another.
    """
    round_ = round_of(round_code)
    if hold:
        round_.programme.rounds.select_for_update().get(pk=round_.pk)
    return Intake(
        round_code=round_.code,
        session=round_.session,
        book=rulebook_of(round_),
        opens_at=round_.opens_at,
        closes_at=round_.closes_at,
    )


def regions_for(intake: Intake) -> list[tuple[str, str]]:
    """Return the codes and names of the places directly below the authority's region."""
    day = intake.opens_at.astimezone(SHANGHAI).date()
    return [(place.code, place.name) for place in registers.children(intake.book.authority, day)]


def template_of(round_code: str) -> bytes:
    """Return the empty workbook of a round, with the codes of the places in its authority's region."""
    intake = intake_of(round_code)
    return write_workbook(intake, regions=regions_for(intake))


def known_cases(round_code: str) -> dict[str, KnownCase]:
    """Return every case of a round that has no item of its own, by its subject."""
    rows = round_of(round_code).cases.filter(item="")
    columns = rows.values_list("pk", "code", "subject", "declared", "state")
    return {case.subject: case for case in map(KnownCase._make, columns.iterator())}


def granted_late(round_code: str, now: datetime) -> set[str]:
    """Return the subjects whose late entry is granted and not over at this instant."""
    requests = round_of(round_code).late_requests.filter(granted_until_at__gt=now)
    return set(requests.values_list("subject", flat=True))


def contact_of(case_code: str) -> Contact | None:
    """Return whom to reach about a case; who may know it is for the caller to ask ``policy``."""
    one = Application.objects.filter(case__code=case_code).first()
    return None if one is None else Contact(one.person, one.phone, one.email, one.remark)


def contacts_in(round_code: str) -> dict[int, Contact]:
    """Return the contact of every case of a round, by the key of the case."""
    rows = Application.objects.filter(case__round__code=round_code)
    fields = rows.values_list("case_id", "person", "phone", "email", "remark")
    return {pk: Contact(*words) for pk, *words in fields.iterator()}
