"""The rulebooks as readable law: those that are shipped and every text that a round was pinned to."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from zhiheng.casework.queries import progress
from zhiheng.rules.explain import Document, Heading, Item, Paragraph, as_text
from zhiheng.rules.model import Rulebook
from zhiheng.shell.doors import anyone, door, show
from zhiheng.web.shelf import on_shelf, shelf


def _by_digest(digest: str) -> Rulebook | None:
    return shelf().get(digest) or progress.pinned_rulebook(digest)


def _by_id(authority: str, instrument: str, version: str) -> Rulebook | None:
    return on_shelf(f"{authority}/{instrument}/{version}")


@door(anyone)
@require_safe
def rulebooks(request: HttpRequest) -> HttpResponse:
    """List the rulebooks on the shelf and the texts that only rounds still hold."""
    books = shelf()
    rounds = progress.rounds_by_opening()
    rows = [(book, [one for one in rounds if one.digest == digest]) for digest, book in books.items()]
    only_pinned = {one.digest: one for one in rounds if one.digest not in books}
    return show(
        request, "web/rulebooks.html", nav="rulebooks", rows=rows, only_pinned=list(only_pinned.values())
    )


@door(anyone, finds=_by_id)
@require_safe
def rulebook(request: HttpRequest, book: Rulebook) -> HttpResponse:
    """Show the text that is on the shelf under this id."""
    return _text(request, book)


@door(anyone, finds=_by_digest)
@require_safe
def rulebook_text(request: HttpRequest, book: Rulebook) -> HttpResponse:
    """Show exactly the text with this digest."""
    return _text(request, book)


def _text(request: HttpRequest, book: Rulebook) -> HttpResponse:
    document = as_text(book, get_language() or "zh")
    preamble, parts = parts_of(document)
    is_current = book.digest in shelf()
    return show(
        request, "web/rulebook.html", nav="rulebooks",
        book=book, preamble=preamble, parts=parts, is_current=is_current,
    )  # fmt: skip


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
    parts = [Part(f"part-{n}", title, tuple(rules)) for n, (title, rules) in enumerate(titles, 1)]
    return preamble, parts
