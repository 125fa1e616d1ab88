"""One expert's own work on one case: marks with their instants, comments, the signature, a reopening."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zhiheng.ledger import queries as ledger
from zhiheng.review.models import Comment, HearingMark, Mark, Scorebook


@dataclass(frozen=True, slots=True)
class NoteRow:
    """A comment as the sheet shows it."""

    pk: int
    item: str
    kind: str
    text: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class Written:
    """What an expert has written on a case. Values: for the expert alone."""

    marks: dict[str, int]
    marked_at: dict[str, datetime]
    notes: tuple[NoteRow, ...]
    signed_at: datetime | None

    @property
    def saved_at(self) -> datetime | None:
        """Return when the latest of it was saved."""
        return max([*self.marked_at.values(), *(note.given_at for note in self.notes)], default=None)


def written_by(stage_pk: int, case_pk: int, account: str) -> Written:
    """Return an expert's standing work on a case; nothing written yet is an empty sheet. Three statements."""
    book = Scorebook.objects.filter(stage_id=stage_pk, case_id=case_pk, seat__expert__account=account).first()
    if book is None:
        return Written({}, {}, (), None)
    rows = list(
        Mark.objects.filter(scorebook=book, withdrawn_at=None).values_list("item", "percent", "given_at")
    )
    notes = Comment.objects.filter(scorebook=book, withdrawn_at=None).order_by("pk")
    return Written(
        {item: percent for item, percent, _ in rows},
        {item: at for item, _, at in rows},
        tuple(NoteRow(*row) for row in notes.values_list("pk", "item", "kind", "text", "given_at")),
        book.signed_at,
    )


def marked_by(stage_pk: int, case_pk: int, account: str) -> dict[str, int]:
    """Return an expert's standing marks in a scorebook that is not signed: item to percent."""
    rows = Mark.objects.filter(
        scorebook__stage_id=stage_pk, scorebook__case_id=case_pk, scorebook__signed_at=None,
        scorebook__seat__expert__account=account, withdrawn_at=None,
    )  # fmt: skip
    return dict(rows.values_list("item", "percent"))


def is_noted(stage_pk: int, case_pk: int, account: str, note: tuple[str, str, str]) -> bool:
    """Tell whether a comment (item, kind, text) stands word for word in an expert's scorebook."""
    item, kind, text = note
    rows = Comment.objects.filter(
        scorebook__stage_id=stage_pk, scorebook__case_id=case_pk, scorebook__seat__expert__account=account,
        item=item, kind=kind, text=text, withdrawn_at=None,
    )  # fmt: skip
    return rows.exists()


def points_by(stage_pk: int, case_pk: int, label: str) -> tuple[str, datetime] | None:
    """Return the points that a seat gave at a hearing, and when."""
    mark = HearingMark.objects.filter(
        stage_id=stage_pk, case_id=case_pk, seat__label=label, withdrawn_at=None
    ).first()
    return None if mark is None else (format(mark.points, ".2f"), mark.given_at)


def reopened(authority: str, about: str) -> tuple[datetime, str] | None:
    """Return when a scorebook was last reopened and the ground that the office gave, from the ledger."""
    lines = ledger.lines_about(authority, about, below=False).filter(act="review.scorebook_reopened")
    last = lines.last()
    return None if last is None else (last.at, str(ledger.content_of(last)[-1]["ground"]))  # type: ignore[index,call-overload]
