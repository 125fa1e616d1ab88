"""The rulebooks as readable law: those on the shelf and every text that a round was pinned to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from zhiheng.casework.queries import progress
from zhiheng.casework.queries.progress import RoundRow
from zhiheng.casework.queries.shelf import on_shelf, shelf, shipped_with
from zhiheng.core.refusal import Refused
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.shipped_places import place_names
from zhiheng.rules.cases import CaseResult, Example, examples_of, run_cases
from zhiheng.rules.coverage import Coverage, coverage_of
from zhiheng.rules.explain import Document, Heading, Item, Paragraph, as_text
from zhiheng.rules.flow import flow_of
from zhiheng.rules.model import Rulebook
from zhiheng.rules.model.called import Called
from zhiheng.shell.doors import anyone, door, show, visitor_of
from zhiheng.web import policy
from zhiheng.web.pages.rulebook_flow import drawings

COUNTRY = "000000"
LEVELS = ("national", "provincial", "prefectural", "county")


@dataclass(frozen=True, slots=True)
class Row:
    """A rulebook as the list shows it, with what is verified in it and the rounds that run on it."""

    book: Rulebook
    coverage: Coverage
    rounds: tuple[RoundRow, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """The rulebooks of one authority."""

    code: str
    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """One example of a rulebook and what the rulebook says to it."""

    example: Example
    results: tuple[CaseResult, ...]


def by_digest(digest: str) -> Rulebook | None:
    """Return exactly the text with this digest, from the shelf or from a round."""
    return shelf().get(digest) or progress.pinned_rulebook(digest)


def by_id(authority: str, instrument: str, version: str) -> Rulebook | None:
    """Return the text that is on the shelf under an id."""
    return on_shelf(f"{authority}/{instrument}/{version}")


@door(anyone)
@require_safe
def rulebooks(request: HttpRequest) -> HttpResponse:
    """List the rulebooks on the shelf by level and authority, and the texts that only rounds still hold."""
    asked = request.GET.get("q", "").strip()[:80]
    books, rounds = shelf(), progress.rounds_by_opening()
    names = registers.region_names({book.authority for book in books.values()})
    found = [book for book in books.values() if _fits(book, names.get(book.authority, ""), asked)]
    only_pinned = {one.digest: one for one in rounds if one.digest not in books and not asked}
    return show(
        request, "web/rulebooks.html", nav="rulebooks", asked=asked, total=len(books), found=len(found),
        levels=_by_level(found, names, rounds), only_pinned=list(only_pinned.values()),
        may_write=policy.may_write_rulebooks(visitor_of(request)),
    )  # fmt: skip


def _fits(book: Rulebook, place: str, asked: str) -> bool:
    text = f"{book.title.zh} {book.title.en} {book.id} {place}".casefold()
    return all(word in text for word in asked.casefold().split())


def _by_level(
    books: Sequence[Rulebook], names: Mapping[str, str], rounds: Sequence[RoundRow]
) -> list[tuple[str, list[Place]]]:
    places: dict[str, list[Row]] = {}
    for book in books:
        used = tuple(one for one in rounds if one.digest == book.digest)
        places.setdefault(book.authority, []).append(Row(book, coverage_of(book), used))
    found = [Place(code, names.get(code, ""), tuple(rows)) for code, rows in sorted(places.items())]
    levels = [(level, [one for one in found if level_of(one.code) == level]) for level in LEVELS]
    return [(level, listed) for level, listed in levels if listed]


def level_of(code: str) -> str:
    """Return the level of an authority by its code."""
    if code == COUNTRY:
        return "national"
    if code.endswith("0000"):
        return "provincial"
    return "prefectural" if code.endswith("00") else "county"


@door(anyone, finds=by_id)
@require_safe
def rulebook(request: HttpRequest, book: Rulebook) -> HttpResponse:
    """Show the text that is on the shelf under this id."""
    return _text(request, book)


@door(anyone, finds=by_digest)
@require_safe
def rulebook_text(request: HttpRequest, book: Rulebook) -> HttpResponse:
    """Show exactly the text with this digest."""
    return _text(request, book)


@door(anyone, finds=by_digest)
@require_safe
def rulebook_file(request: HttpRequest, book: Rulebook) -> HttpResponse:
    """Hand out the text as a file."""
    name = f"{book.id.replace('/', '-')}.yaml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(book.source, content_type="text/yaml; charset=utf-8", headers=headers)


def _text(request: HttpRequest, book: Rulebook) -> HttpResponse:
    books, visitor = shelf(), visitor_of(request)
    others = [
        one for one in books.values() if one.instrument == book.instrument and one.digest != book.digest
    ]
    return show(
        request, "web/rulebook.html", nav="rulebooks", is_current=book.digest in books, others=others,
        tried=_tried(book), coverage=coverage_of(book), authority=registers.region(book.authority),
        may_write=policy.may_write_rulebooks(visitor), may_simulate=policy.may_simulate(visitor), **read(book),
    )  # fmt: skip


def read(book: Rulebook) -> dict[str, Any]:
    """Return what a page needs to show a rulebook as readable text with its drawing."""
    preamble, parts = parts_of(as_text(book.called(Called(places=place_names())), get_language() or "zh"))
    flow = flow_of(book)
    return {"book": book, "preamble": preamble, "parts": parts, "flow": flow, "drawings": drawings(flow)}


def _tried(book: Rulebook) -> tuple[Tried, ...]:
    path = shipped_with(book.digest)
    return () if path is None else _run(path, book.digest)


@lru_cache(maxsize=128)
def _run(path: Path, _digest: str) -> tuple[Tried, ...]:
    try:
        results = run_cases(path)
        return tuple(
            Tried(one, tuple(result for result in results if result.example == one.id))
            for one in examples_of(path)
        )
    except Refused:
        return ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with the anchor at which it can be cited; the second of the same id has none."""

    anchor: str
    item: Item


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the document with its rules."""

    anchor: str
    title: str
    rules: tuple[Rule, ...]


def parts_of(document: Document) -> tuple[list[str], list[Part]]:
    """Return the opening sentences of a rulebook, and its parts in order."""
    preamble = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    titles: list[tuple[str, list[Rule]]] = []
    anchors: set[str] = set()
    for block in document.blocks:
        if isinstance(block, Heading) and block.level > 1:
            titles.append((block.text, []))
        elif isinstance(block, Item):
            titles[-1][1].append(Rule("" if block.rule in anchors else block.rule, block))
            anchors.add(block.rule)
    return preamble, [Part(f"part-{n}", title, tuple(rules)) for n, (title, rules) in enumerate(titles, 1)]
