"""How an organisation's application to a round stands: what was typed, by whom, what is there, until when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, Literal

from django.conf import settings

from zhiheng.casework.queries.rounds import round_of, rounds_of, rulebook_of
from zhiheng.casework.queries.standing import review_began
from zhiheng.core.actor import Actor, Role
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import closing_day
from zhiheng.programmes.awards.domain.dossier import (
    LATE,
    Dossier,
    Paper,
    Section,
    dossier_of,
    papers_for,
    sections_for,
)
from zhiheng.programmes.awards.models import (
    Application,
    Draft,
    DraftFile,
    DraftSection,
    Presence,
    Submission,
    Upload,
)
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.rows import DocumentRow, OrganisationRow
from zhiheng.rules.model import Rulebook

AWAY_AFTER: Final = timedelta(minutes=10)
State = Literal["early", "open", "late", "handed_in", "correcting", "over"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where an application is written: a round of an award, its rulebook, and an organisation."""

    round: Any
    book: Rulebook
    organisation: OrganisationRow

    @property
    def sections(self) -> tuple[Section, ...]:
        """Return the sections that this organisation writes."""
        return sections_for(self.book, self.organisation, closing_day(self.round.closes_at))

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Return the papers that are to be uploaded, and any other."""
        return papers_for(self.book)

    def section(self, id_: str) -> Section | None:
        """Return one section, if there is one of this name."""
        return next((one for one in self.sections if one.id == id_), None)


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether something can be handed in now, and until when (half-open); ``asked`` is a late request.

    ``early`` before the round opens, ``late`` after it closed without a grant, ``handed_in`` while the case
    runs, ``correcting`` while an answer to a correction is awaited, ``over`` when the case has ended.
    ``is_past`` says that the time for the correction has run out; ``began`` that review has, so that no late
    entry is taken any more.
    """

    state: State
    until: datetime | None
    asked: Any = None
    correction: Any = None
    is_past: bool = False
    began: bool = False

    @property
    def can_edit(self) -> bool:
        """Tell whether sections and files may change; a missed deadline does not throw away what is typed."""
        return self.state in ("early", "open", "late", "correcting")

    @property
    def can_submit(self) -> bool:
        """Tell whether handing in counts now."""
        return self.state in ("open", "correcting") and not self.is_past

    @property
    def can_ask_late(self) -> bool:
        """Tell whether a late entry can be asked for: after the deadline, before review, no request waiting."""
        waits = self.asked is not None and self.asked.decided_at is None
        return self.state == "late" and not self.began and not waits


@dataclass(frozen=True, slots=True)
class Saved:
    """A section as saved last; version 0 and no values where nobody has."""

    version: int
    values: dict[str, str]
    by: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody who has a section open, and when that was last seen."""

    account: str
    username: str
    section: str
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file of an application with its document; ``can_go`` until it was handed in."""

    pk: int
    paper: str
    document: DocumentRow
    added_at: datetime
    handed_in_at: datetime | None


@dataclass(frozen=True, slots=True)
class LateRow:
    """A request for a late entry as the office's list shows it, with the files that came along."""

    request: Any
    organisation: OrganisationRow
    evidence: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True)
class MineRow:
    """An application of an organisation as a list shows it."""

    round: Any
    organisation: OrganisationRow
    case: Any
    standing: Standing

    @property
    def title(self) -> Text:
        """Return the programme's title in both languages."""
        return Text.of(self.round.programme.title)


NOTHING: Final = Saved(0, {}, "", None)


def place_of(code: str, organisation: str) -> Place | None:
    """Return where an organisation writes for a round of an award; nothing where either is not there."""
    round_ = round_of(code)
    row = registers.organisation(organisation)
    if row is None or round_.programme.kind != "award":
        return None
    return Place(round_, rulebook_of(round_), row)


def draft_of(place: Place) -> Draft | None:
    """Return the application that an organisation has begun, if it has."""
    drafts = Draft.objects.select_related("case__round", "round")
    return drafts.filter(round=place.round, subject=place.organisation.code).first()


def case_at(place: Place) -> Any:
    """Return the case of an organisation in a round, however it came there."""
    return place.round.cases.filter(subject=place.organisation.code, item="").select_related("round").first()


def standing_of(place: Place, now: datetime, case: Any = None) -> Standing:
    """Return how an application stands at an instant; *case* spares a read where it is known."""
    case = case if case is not None else case_at(place)
    if case is not None:
        return _standing_of_case(case, now)
    requests = list(
        place.round.late_requests.filter(subject=place.organisation.code).order_by("-asked_at", "-pk")
    )
    asked = requests[0] if requests else None
    if now < place.round.opens_at:
        return Standing("early", None)
    if now < place.round.closes_at:
        return Standing("open", place.round.closes_at)
    granted = max((one.granted_until_at for one in requests if one.granted_until_at), default=None)
    if granted is not None and now < granted:
        return Standing("open", granted, asked)
    return Standing("late", None, asked, began=review_began(place.round))


def _standing_of_case(case: Any, now: datetime) -> Standing:
    if case.state != "running":
        return Standing("over", None)
    open_ = case.corrections.select_related("stage").filter(answered_at=None).first()
    if open_ is not None:
        return Standing("correcting", open_.due_at, correction=open_, is_past=now >= open_.due_at)
    return Standing("handed_in", None)


def saved_in(draft: Draft | None) -> dict[str, Saved]:
    """Return every section that somebody saved, in one statement."""
    rows = DraftSection.objects.filter(draft=draft) if draft is not None else ()
    return {one.section: Saved(one.version, dict(one.values), one.saved_by, one.saved_at) for one in rows}


def saved_section(draft: Draft | None, section: str) -> Saved:
    """Return one section as it was saved last."""
    return saved_in(draft).get(section, NOTHING)


def here_now(draft: Draft | None, now: datetime, *, but: str = "") -> tuple[Here, ...]:
    """Return who has which section open, the latest first, without one account; forgotten after ten minutes."""
    if draft is None:
        return ()
    rows = Presence.objects.filter(draft=draft, seen_at__gt=now - AWAY_AFTER).exclude(account=but)
    found = rows.order_by("-seen_at", "pk").values_list("account", "section", "seen_at")
    names = usernames({account for account, _, _ in found})
    return tuple(Here(account, names[account], section, at) for account, section, at in found)


def usernames(codes: Collection[str]) -> dict[str, str]:
    """Return the usernames of accounts; a code that is none is its own name."""
    found = {code: registers.account(code) for code in sorted(set(codes))}
    return {code: row.username if row is not None else code for code, row in found.items()}


def files_of(draft: Draft | None) -> tuple[FileRow, ...]:
    """Return the files that are put to a draft now, by paper and time; what proves a late request is none of them."""
    return tuple(one for one in _all_files_of(draft) if one.paper != LATE)


def late_evidence_of(draft: Draft | None) -> tuple[FileRow, ...]:
    """Return the files that came with requests for a late entry."""
    return tuple(one for one in _all_files_of(draft) if one.paper == LATE)


def _all_files_of(draft: Draft | None) -> tuple[FileRow, ...]:
    if draft is None:
        return ()
    found = []
    for one in DraftFile.objects.filter(draft=draft, removed_at=None).order_by("paper", "added_at", "pk"):
        row = registers.document(one.document)
        if row is not None:
            found.append(FileRow(one.pk, one.paper, row, one.added_at, one.handed_in_at))
    return tuple(found)


def file_in(place: Place, document: str) -> FileRow | None:
    """Return a file of this application by the code of its document; one of another application is none."""
    draft = draft_of(place)
    return next((one for one in _all_files_of(draft) if one.document.code == document), None)


def dossier_in(place: Place, draft: Draft | None, today: date) -> Dossier:
    """Return the application as it stands, read, with what is missing by name."""
    stored = {section: saved.values for section, saved in saved_in(draft).items()}
    uploaded = [*(one.paper for one in files_of(draft)), *papers_before(draft)]
    return dossier_of(place.sections, stored, uploaded, place.papers, today)


def papers_before(draft: Draft | None) -> tuple[str, ...]:
    """Return the papers that a case declares which did not come through its draft: they are with the office."""
    if draft is None or draft.case is None:
        return ()
    first = draft.submissions.order_by("number").values_list("given_at", flat=True).first()
    came_before = first is None or first > draft.case.opened_at
    return tuple(draft.case.declared.get("papers", ())) if came_before else ()


def late_requests_in(round_: Any) -> tuple[LateRow, ...]:
    """Return the requests for a late entry that nobody has decided, the oldest first, with their evidence."""
    asked = list(round_.late_requests.filter(decided_at=None).order_by("asked_at", "pk"))
    known = registers.organisations_by_code({one.subject for one in asked})
    drafts = (
        {one.subject: one for one in Draft.objects.filter(round=round_, subject__in=known)} if asked else {}
    )
    return tuple(
        LateRow(one, known[one.subject], late_evidence_of(drafts.get(one.subject)))
        for one in asked if one.subject in known
    )  # fmt: skip


def submissions_of(draft: Draft | None) -> list[Submission]:
    """Return everything that was handed in, in order."""
    return list(draft.submissions.order_by("number")) if draft is not None else []


def upload_of(place: Place, code: str) -> Upload | None:
    """Return a file that is still arriving, if it belongs to this application."""
    found = Upload.objects.filter(code=code, draft__round=place.round, draft__subject=place.organisation.code)
    return found.select_related("draft").first()


def uploads_of(draft: Draft | None) -> list[tuple[Upload, int]]:
    """Return the files that have not arrived whole, each with the bytes that have."""
    rows = draft.uploads.order_by("pk") if draft is not None else ()
    return [(one, arrived(one)) for one in rows]


def path_of_upload(code: str) -> Path:
    """Return where the pieces of a file are gathered."""
    return Path(settings.ZHIHENG_HOME) / "files" / "arriving" / code


def arrived(upload: Upload) -> int:
    """Return how many bytes of a file have arrived."""
    path = path_of_upload(upload.code)
    return path.stat().st_size if path.is_file() else 0


def handed_in_at(document: str) -> frozenset[str]:
    """Return the authorities to whose rounds a document was handed in."""
    found = DraftFile.objects.filter(document=document, handed_in_at__isnull=False)
    return frozenset(found.values_list("draft__round__authority", flat=True))


def papers_of_case(case_code: str) -> tuple[FileRow, ...]:
    """Return the files that belong to a case as it was handed in last; who may see them is for policy.

    They are called by case, paper and number: what their makers called them would name the applicant.
    """
    draft = Draft.objects.filter(case__code=case_code).first()
    found = [one for one in files_of(draft) if one.handed_in_at is not None]
    return tuple(
        replace(one, document=replace(one.document, name=f"{case_code}-{number}.{one.document.kind.value}"))
        for number, one in enumerate(found, start=1)
    )


def report_of_case(case_code: str) -> dict[str, str]:
    """Return the self-assessment report that a case handed in last: item of the criteria to text."""
    last = Submission.objects.filter(draft__case__code=case_code).order_by("-number").first()
    sections = last.content["sections"] if last is not None else {}
    prefix = "item-"
    return {
        id_.removeprefix(prefix): values["text"] for id_, values in sections.items() if id_.startswith(prefix)
    }


def applications_of(actor: Actor, now: datetime) -> tuple[list[MineRow], list[Any]]:
    """Return the applications that an account's organisations have, and the rounds to which they have not applied.

    The newest first. A round to which an organisation only could apply is not among the former.
    """
    mine = sorted(actor.places(Role.APPLICANT))
    rows = registers.organisations_by_code(mine)
    begun = Draft.objects.filter(subject__in=mine).select_related("round__programme", "case__round")
    found = {(one.round_id, one.subject): (one.round, one.case) for one in begun}
    for case in _cases_of(mine):
        found[case.round_id, case.subject] = (case.round, case)
    known = [
        MineRow(round_, rows[subject], case, _standing(round_, rows[subject], case, now))
        for (_, subject), (round_, case) in found.items() if subject in rows
    ]  # fmt: skip
    known.sort(key=lambda one: (one.round.opens_at, one.round.code, one.organisation.code), reverse=True)
    return known, [one for one in open_rounds(now) if not all((one.pk, subject) in found for subject in rows)]


def _standing(round_: Any, organisation: OrganisationRow, case: Any, now: datetime) -> Standing:
    return standing_of(Place(round_, rulebook_of(round_), organisation), now, case)


def _cases_of(subjects: Collection[str]) -> list[Any]:
    """Return the cases of organisations in rounds of awards, in whatever way they came there."""
    rows = Application.objects.filter(case__subject__in=subjects, case__item="")
    return [one.case for one in rows.select_related("case__round__programme")]


def open_rounds(now: datetime) -> list[Any]:
    """Return the rounds of awards that take applications now, those that close first before the others."""
    found = [
        one for one in rounds_of() if one.programme.kind == "award" and one.opens_at <= now < one.closes_at
    ]
    return sorted(found, key=lambda one: (one.closes_at, one.code))


def local_day(now: datetime) -> date:
    """Return the day here."""
    return now.astimezone(SHANGHAI).date()
