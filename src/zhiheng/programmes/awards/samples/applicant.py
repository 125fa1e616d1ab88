"""What the demonstration's applicant does: it writes applications online, hands them in, and holds the receipts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from zhiheng.core.actor import Actor, Role
from zhiheng.programmes.awards.actions import drafts, uploads
from zhiheng.programmes.awards.data.paper import sample_pdf
from zhiheng.programmes.awards.data.sample import APPLICANT as NUMBER
from zhiheng.programmes.awards.data.sample import sample_organisation
from zhiheng.programmes.awards.demo import APPLICANT, COLLEAGUE, give_role
from zhiheng.programmes.awards.domain.dossier import CONTACT, REPORT, TEXT, Section
from zhiheng.programmes.awards.queries.drafts import NOTHING, Place, draft_of, place_of, saved_in
from zhiheng.registers import actions as registers
from zhiheng.registers import queries as registers_queries
from zhiheng.registers.queries import organisation_by_uscc

WHO: Final = {"contact": "联系人己", "phone": "0592-0000006", "email": "contact06@example.invalid"}
BEGUN: Final = 5


def act_for_sample(office: Actor, now: datetime) -> None:
    """Register the applicant's organisation, and let its two accounts act for it."""
    row = registers.register_organisations([sample_organisation(NUMBER)], by=office, now=now)[0]
    for username in (APPLICANT, COLLEAGUE):
        give_role(username, Role.APPLICANT, row.code, now)


def begin(round_code: str, now: datetime) -> None:
    """Write the first sections together with the colleague, and leave the rest; one paper names its author."""
    place = _place(round_code)
    _write(place, [one for one in place.sections if not one.is_report], _actor(APPLICANT, place), now)
    _write(place, [one for one in place.sections if one.is_report][:BEGUN], _actor(COLLEAGUE, place), now)
    _put(place, "other", "质量荣誉清单（演示）.pdf", "示例作者甲", now)


def hand_in(round_code: str, now: datetime, *, in_full: bool) -> None:
    """Put the report as a file, write what else is asked (*in_full*: every item too), and hand the application in."""
    place = _place(round_code)
    sections = [one for one in place.sections if in_full or not one.is_report]
    _write(place, sections, _actor(APPLICANT, place), now)
    _put(place, REPORT, "自我评价报告（演示）.pdf", "", now)
    drafts.submit_draft(place=place, by=_actor(APPLICANT, place), now=now)


def _place(round_code: str) -> Place:
    known = organisation_by_uscc(str(sample_organisation(NUMBER).uscc))
    place = place_of(round_code, known.code) if known is not None else None
    assert place is not None
    return place


def _actor(username: str, place: Place) -> Actor:
    account = registers_queries.account_named(username)
    assert account is not None
    return Actor(account.code, frozenset({(Role.APPLICANT, place.organisation.code)}))


def _write(place: Place, sections: Sequence[Section], by: Actor, now: datetime) -> None:
    saved = saved_in(draft_of(place))
    for section in sections:
        values = _report(section) if section.is_report else WHO if section.id == CONTACT else {}
        version = saved.get(section.id, NOTHING).version
        drafts.save_section(place=place, section=section.id, values=values, version=version, by=by, now=now)


def _report(section: Section) -> dict[str, str]:
    title = section.title.zh.partition(" ")[2]
    said = (
        f"（演示文字，单位虚构）本单位围绕“{title}”建立了方法，逐级展开到各部门，每年评价一次并改进。"
        "近三年的结果和同行业比较见附表。"
    )
    return {TEXT: said}


def _put(place: Place, paper: str, name: str, author: str, now: datetime) -> None:
    uploads.take_file(
        place=place, content=sample_pdf("Sample paper (invented)", author), name=name, paper=paper,
        by=_actor(APPLICANT, place), now=now,
    )  # fmt: skip
