"""What an organisation does with its application: begins it, saves sections, hands it in, takes it back.

A draft is working paper and leaves no line in the ledger; what is handed in does, with the digest of its content.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from zhiheng.casework import actions as casework
from zhiheng.casework.actions import letters
from zhiheng.core.actor import Actor
from zhiheng.core.canonical import digest
from zhiheng.core.refusal import InputRefused, Problem, Refused
from zhiheng.core.refusal import Place as Where
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.awards import policy
from zhiheng.programmes.awards.domain.declared import stated_in, written
from zhiheng.programmes.awards.domain.dossier import CONTACT, DECLARED, FIGURES, LATE, LONGEST_TEXT, Dossier
from zhiheng.programmes.awards.models import (
    Application,
    Draft,
    DraftFile,
    DraftSection,
    Presence,
    Submission,
)
from zhiheng.programmes.awards.queries.applications import contact_of
from zhiheng.programmes.awards.queries.drafts import (
    Place,
    Saved,
    Standing,
    case_at,
    dossier_in,
    draft_of,
    files_of,
    local_day,
    saved_in,
    standing_of,
)
from zhiheng.registers import actions as registers

FORMAT: Final = "zhiheng-application/1"
REVIEW_BEGAN: Final = Text(
    "本届评审已经开始，各申报单位按同一名单受审，不再受理逾期申请。",
    "Review has begun. All are reviewed from one list, so no late entry is taken any more.",
)
CONTACT_FIELDS: Final = {"person": "contact", "phone": "phone", "email": "email", "remark": "remark"}


class SectionChanged(Refused):
    """A save on an old version: somebody saved in between. ``saved`` is what stands now."""

    def __init__(self, saved: Saved) -> None:
        super().__init__(
            "draft.changed",
            Text("您打开之后，同事已保存过这一部分。", "A colleague saved this section after you opened it."),
        )
        self.saved = saved


@transaction.atomic
def begin_draft(*, place: Place, by: Actor, now: datetime) -> Draft:
    """Begin an application, or return the one that is begun; a case that was imported gives it its first content."""
    policy.may_apply(by, place).or_refuse("draft.not_yours")
    draft, is_new = Draft.objects.get_or_create(
        round=place.round, subject=place.organisation.code,
        defaults={"started_by": by.code, "started_at": now, "case": case_at(place)},
    )  # fmt: skip
    if is_new and draft.case is not None:
        for section, values in _from_case(draft.case, place).items():
            _first_version(draft, section, values, by, now)
    return draft


@transaction.atomic
def save_section(
    *, place: Place, section: str, values: Mapping[str, str], version: int, by: Actor, now: datetime
) -> Saved:
    """Save what was typed in one section over the version that the writer saw, and return the new one.

    Raises ``SectionChanged`` when another version stands, unless it says the same (a click that was doubled).
    What is wrong in the values is kept as well: to hand in is another act.
    """
    draft, _ = _held(place, by, now)
    known = place.section(section)
    if known is None:
        raise Refused("draft.unknown", Text("没有这一部分。", "There is no such section."))
    typed = {one.key: values.get(one.key, "") for one in known.columns}
    if any(len(text) > LONGEST_TEXT for text in typed.values()):
        raise Refused(
            "draft.too_long", Text(f"不得超过 {LONGEST_TEXT} 个字。", f"At most {LONGEST_TEXT} characters.")
        )
    row = DraftSection.objects.select_for_update().filter(draft=draft, section=section).first()
    if row is None:
        return _first_version(draft, section, typed, by, now)
    if row.values == typed:
        return _as_saved(row)
    if row.version != version:
        raise SectionChanged(_as_saved(row))
    row.version, row.values, row.saved_by, row.saved_at = version + 1, typed, by.code, now
    row.save()
    return _as_saved(row)


@transaction.atomic
def come_in(*, place: Place, section: str, by: Actor, now: datetime) -> None:
    """Note that somebody has a section open; colleagues are shown it, nobody else."""
    policy.may_apply(by, place).or_refuse("draft.not_yours")
    draft = draft_of(place)
    if draft is not None:
        Presence.objects.update_or_create(
            draft=draft, section=section, account=by.code, defaults={"seen_at": now}
        )


@transaction.atomic
def submit_draft(*, place: Place, by: Actor, now: datetime, despite_gaps: bool = False) -> Submission:
    """Hand the application in: open the case, or answer the correction that was asked for; return the proof of it.

    Refuses what was handed in already, what is late (to the second), and an application with a field
    that is missing or wrong. One that only lacks papers is taken with ``despite_gaps``: the review finds it.
    Whoever acts for the organisation gets the receipt as a letter too.
    """
    draft, standing = _held(place, by, now)
    dossier = dossier_in(place, draft, local_day(now))
    _refuse_gaps(dossier, despite_gaps)
    corrections = dossier.corrections()
    if corrections:
        registers.correct_organisation(code=place.organisation.code, by=by, now=now, **corrections)
    number = draft.submissions.count() + 1
    content = _content(place, draft, number)
    if standing.state == "correcting" and draft.case is not None:
        draft.case = casework.answer_correction(
            case_code=draft.case.code, declared=dossier.declared(), by=by, now=now
        )
    else:
        draft.case = _opened(place, dossier, digest(content), by, now)
    draft.save(update_fields=["case"])
    _keep_contact(draft.case, dossier, now)
    DraftFile.objects.filter(draft=draft, removed_at=None, handed_in_at=None).update(handed_in_at=now)
    made = _handed_in(draft, draft.case, number, content, by, now)
    if not place.round.is_sample:
        letters.tell_received(
            case_code=draft.case.code, at=now, digest=made.sha256, line=f"{made.book} #{made.line}", now=now
        )
    return made


@transaction.atomic
def withdraw_application(*, place: Place, reason: str, by: Actor, now: datetime) -> None:
    """Take the application back; what was handed in stays on record."""
    policy.may_apply(by, place).or_refuse("draft.not_yours")
    case = case_at(place)
    if case is None:
        raise Refused("draft.not_handed_in", Text("尚未提交申报。", "Nothing was handed in."))
    casework.withdraw_case(case_code=case.code, reason=reason, by=by, now=now)


@transaction.atomic
def ask_late_entry(
    *, place: Place, reason: str, by: Actor, now: datetime, proof: tuple[str, bytes] | None = None
) -> None:
    """Ask the office to let the organisation hand in late; refused while it could, or while a request waits.

    *proof* is a file by name and content that shows the reason; the office may read it from now on. Once review
    has begun nothing is asked any more.
    """
    policy.may_apply(by, place).or_refuse("draft.not_yours")
    place.round.programme.rounds.select_for_update().get(pk=place.round.pk)
    standing = standing_of(place, now)
    if standing.state != "late":
        raise Refused("late_request.not_late", Text("现在不需要逾期申请。", "No late request is needed now."))
    if standing.asked is not None and standing.asked.decided_at is None:
        raise Refused(
            "late_request.waits", Text("逾期申请已提出，待评审办决定。", "A request waits for the office.")
        )
    _refuse_once_begun(standing)
    casework.request_late_entry(
        round_code=place.round.code, subject=place.organisation.code, reason=reason, by=by, now=now
    )
    if proof is not None:
        _keep_proof(place, proof, by, now)


def _keep_proof(place: Place, proof: tuple[str, bytes], by: Actor, now: datetime) -> None:
    """Keep what shows why an organisation is late beside its papers, and hand it to the office at once."""
    name, content = proof
    code = registers.keep_document(content, name, by, now, organisation=place.organisation.code)
    DraftFile.objects.get_or_create(
        draft=begin_draft(place=place, by=by, now=now), document=code, paper=LATE, removed_at=None,
        defaults={"added_by": by.code, "added_at": now, "handed_in_at": now},
    )  # fmt: skip


def _refuse_once_begun(standing: Standing) -> None:
    if standing.began:
        raise Refused("late_request.review_began", REVIEW_BEGAN)


@transaction.atomic
def remove_file(*, place: Place, document: str, by: Actor, now: datetime) -> None:
    """Take a file out of the application; one that was handed in stays on record with the day of its removal."""
    draft, _ = _held(place, by, now)
    DraftFile.objects.filter(draft=draft, document=document, removed_at=None).update(removed_at=now)


@transaction.atomic
def put_file(*, place: Place, document: str, paper: str, by: Actor, now: datetime) -> None:
    """Put a kept document to the application as one of its papers; again changes nothing."""
    draft, _ = _held(place, by, now)
    if paper not in {one.id for one in place.papers}:
        raise Refused("draft.unknown", Text("没有这种材料。", "There is no such paper."))
    DraftFile.objects.get_or_create(
        draft=draft, document=document, paper=paper, removed_at=None,
        defaults={"added_by": by.code, "added_at": now},
    )  # fmt: skip


def _held(place: Place, by: Actor, now: datetime) -> tuple[Draft, Standing]:
    """Return the draft, locked, and how it stands; refuse whom it is not for and one that may not change now."""
    policy.may_apply(by, place).or_refuse("draft.not_yours")
    begin_draft(place=place, by=by, now=now)
    draft = Draft.objects.select_for_update(of=("self",)).get(
        round=place.round, subject=place.organisation.code
    )
    standing = standing_of(place, now)
    if not standing.can_edit:
        told = Text(
            "申报已经提交，现在不能更改。", "The application was handed in and cannot be changed now."
        )
        raise Refused("draft.handed_in", told)
    return draft, standing


def _first_version(draft: Draft, section: str, values: Mapping[str, str], by: Actor, now: datetime) -> Saved:
    try:
        with transaction.atomic():
            row = DraftSection.objects.create(
                draft=draft, section=section, version=1, values=dict(values), saved_by=by.code, saved_at=now
            )
    except IntegrityError:
        raise SectionChanged(_as_saved(DraftSection.objects.get(draft=draft, section=section))) from None
    return _as_saved(row)


def _as_saved(row: DraftSection) -> Saved:
    return Saved(row.version, dict(row.values), row.saved_by, row.saved_at)


def _refuse_gaps(dossier: Dossier, despite_gaps: bool) -> None:
    gaps = dossier.bars or (() if despite_gaps else dossier.lacks)
    if gaps:
        told = Text(
            f"还有 {len(gaps)} 处缺失或有误，未提交。",
            f"{len(gaps)} things are missing or wrong; not handed in.",
        )
        problems = [Problem("draft.gap", Where(field=gap.title.zh), gap.told, Text("", "")) for gap in gaps]
        raise InputRefused("draft.incomplete", told, problems)


def _content(place: Place, draft: Draft, number: int) -> dict[str, Any]:
    """Return all that is handed in, with a salt, so that the digest tells nobody what it is a digest of."""
    known = place.organisation
    return {
        "format": FORMAT,
        "round": place.round.code,
        "rulebook": place.book.digest,
        "number": number,
        "organisation": {"code": known.code, "name": known.name, "uscc": known.uscc},
        "sections": {id_: saved.values for id_, saved in sorted(saved_in(draft).items())},
        "files": [
            {
                "paper": one.paper,
                "name": one.document.name,
                "size": one.document.size,
                "sha256": one.document.sha256,
            }
            for one in files_of(draft)
        ],
        "salt": secrets.token_hex(16),
    }


def _opened(place: Place, dossier: Dossier, content_digest: str, by: Actor, now: datetime) -> Any:
    known = place.organisation
    new = casework.NewCase(
        known.code, known.name, known.region, dossier.declared(), body={"content_sha256": content_digest}
    )
    return casework.open_cases(round_code=place.round.code, cases=[new], by=by, now=now)[0]


def _keep_contact(case: Any, dossier: Dossier, now: datetime) -> None:
    stated = {field: str(dossier.values.get(column, "")) for field, column in CONTACT_FIELDS.items()}
    Application.objects.update_or_create(case=case, defaults={**stated, "stated_at": now})


def _handed_in(
    draft: Draft, case: Any, number: int, content: dict[str, Any], by: Actor, now: datetime
) -> Submission:
    line = ledger.write(
        book=case.round.authority, act="awards.application_handed_in", actor=by, about=case.code, at=now,
        body={"number": number, "content_sha256": digest(content), "files": len(content["files"])},
    )  # fmt: skip
    return Submission.objects.create(
        draft=draft, number=number, content=content, sha256=digest(content), given_by=by.code, given_at=now,
        book=line.book, line=line.seq,
    )  # fmt: skip


def _from_case(case: Any, place: Place) -> dict[str, dict[str, str]]:
    """Return what a case states that did not come through a draft, as the form asks for it."""
    contact = contact_of(case.code)
    declared = case.declared
    figures = {f"measure:{name}": value for name, value in declared.get("measures", {}).items()}
    for one in declared.get("holds", ()):
        figures[f"holds:{one['certificate']}"] = "是"
        figures[f"until:{one['certificate']}"] = one.get("valid_to") or ""
    stated = (
        {}
        if contact is None
        else {column: getattr(contact, field) for field, column in CONTACT_FIELDS.items()}
    )
    facts = {
        column.key: told for section in place.sections if section.id == DECLARED for column in section.columns
        if (told := written(column, stated_in(declared, column.key)))
    }  # fmt: skip
    parts = ((FIGURES, figures), (DECLARED, facts), (CONTACT, stated))
    return {id_: values for id_, values in parts if values}
