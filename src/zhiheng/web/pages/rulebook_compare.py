"""Two rulebooks side by side: what changed in sentences, and which cases of a past round would have ended otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhiheng.casework.policy import may_read_round
from zhiheng.casework.queries import progress
from zhiheng.casework.queries.progress import RoundRow
from zhiheng.casework.queries.rounds import cases_of, round_of, rulebook_of
from zhiheng.casework.queries.shelf import shelf
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.replay import Otherwise, Replay
from zhiheng.programmes.awards.queries.replaying import replayed
from zhiheng.rules.diff import PARTS, Change, changes
from zhiheng.rules.model import Rulebook
from zhiheng.shell.doors import anyone, door, show, visitor_of


@dataclass(frozen=True, slots=True)
class Case:
    """A case that would have ended otherwise, with the name of its subject, as the page shows it."""

    code: str
    name: str
    then: Text
    now: Text
    otherwise: Otherwise


@dataclass(frozen=True, slots=True)
class Held:
    """A past round held against the second rulebook."""

    round: Any
    replay: Replay
    cases: tuple[Case, ...]
    refused: Text | None = None


@door(anyone)
@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Show what changed from one rulebook to another; an office or a supervisor may add a past round."""
    books, visitor = shelf(), visitor_of(request)
    a, b = (_asked(request.GET.get(name, ""), books) for name in ("a", "b"))
    found = changes(a, b) if a is not None and b is not None else ()
    rounds = _rounds(visitor, [one for one in (a, b) if one is not None])
    code = request.GET.get("round", "")
    held = None if b is None or not code else _held(visitor, code, b)
    return show(
        request, "web/rulebook_compare.html", nav="rulebooks", books=_choices(books, a, b), a=a, b=b,
        parts=_parts(found), count=len(found), rounds=rounds, code=code, held=held,
    )  # fmt: skip


def _asked(value: str, books: dict[str, Rulebook]) -> Rulebook | None:
    """Return a rulebook by its digest or id; one that nobody has is absent."""
    if not value:
        return None
    found = books.get(value) or next((book for book in books.values() if book.id == value), None)
    found = found or progress.pinned_rulebook(value)
    if found is None:
        raise Http404
    return found


def _choices(books: dict[str, Rulebook], *more: Rulebook | None) -> list[Rulebook]:
    known = dict(books) | {one.digest: one for one in more if one is not None}
    return sorted(known.values(), key=lambda book: book.id)


def _parts(found: Sequence[Change]) -> list[tuple[Text, list[Change]]]:
    listed = [(title, [one for one in found if one.part == part]) for part, title in PARTS.items()]
    return [(title, ones) for title, ones in listed if ones]


def _rounds(visitor: Actor, books: Sequence[Rulebook]) -> list[RoundRow]:
    """Return the rounds of these instruments that the visitor may read."""
    places = visitor.places(Role.OFFICE) | visitor.places(Role.SUPERVISOR)
    instruments = {book.instrument for book in books}
    if not places or not instruments:
        return []
    rows = progress.rounds_by_opening()
    return [row for row in rows if row.authority in places and row.rulebook.rpartition("/")[0] in instruments]


def _held(visitor: Actor, code: str, new: Rulebook) -> Held:
    """Hold a round against a rulebook; a round that the visitor may not read is absent."""
    try:
        round_ = round_of(code)
    except Refused:
        raise Http404 from None
    if not may_read_round(visitor, round_):
        raise Http404
    try:
        found = replayed(round_, new)
    except Refused as refusal:
        return Held(round_, Replay(0, 0, (), (), ()), (), refusal.message)
    then, names = rulebook_of(round_), {str(one["case"]): str(one["name"]) for one in cases_of(round_)}
    cases = tuple(
        Case(one.case, names[one.case], one.then.text(then), one.now.text(new), one)
        for one in found.otherwise
    )
    return Held(round_, found, cases)
