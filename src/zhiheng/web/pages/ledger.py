"""The ledger's checkpoints, and how anybody checks them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhiheng.ledger import queries
from zhiheng.ledger.domain.note import Note
from zhiheng.registers.domain.shipped_places import place_names
from zhiheng.shell.doors import anyone, door, show

LATEST = 20


def _book(book: str) -> str | None:
    return book if queries.head_of(book) is not None else None


def _note(book: str, size: int) -> Note | None:
    found = queries.checkpoints_of(book).filter(size=size).first()
    return None if found is None else Note(found.book, found.size, found.root, found.at)


@door(anyone)
@require_safe
def ledger(request: HttpRequest) -> HttpResponse:
    """Show the latest checkpoint of every book."""
    names = place_names()
    books = [(point, names.get(point.book, "")) for point in queries.latest_checkpoints()]
    return show(request, "web/ledger.html", nav="ledger", books=books)


@door(anyone, finds=_book)
@require_safe
def book(request: HttpRequest, book: str) -> HttpResponse:
    """Show the published checkpoints of one book, the latest first."""
    checkpoints = queries.checkpoints_of(book).order_by("-size")[:LATEST]
    return show(
        request, "web/book.html", nav="ledger", book=book, name=place_names().get(book, ""), checkpoints=checkpoints
    )  # fmt: skip


@door(anyone, finds=_note)
@require_safe
def note(request: HttpRequest, note: Note) -> HttpResponse:
    """Hand out one checkpoint as the plain note that witnesses keep."""
    return HttpResponse(note.text(), content_type="text/plain; charset=utf-8")
