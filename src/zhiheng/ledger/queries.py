"""What can be asked of the ledger."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Count, Func, Max, Min, OuterRef, Q, QuerySet, Subquery, TextField

from zhiheng.core.canonical import Json
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger.domain.leaf import instant
from zhiheng.ledger.domain.merkle import inclusion_spans, roots_of_spans
from zhiheng.ledger.domain.proof import Proof
from zhiheng.ledger.domain.walk import Row
from zhiheng.ledger.models import Checkpoint, Head, Line

CHUNK = 2000


def lines_about(book: str, about: str, *, below: bool = True) -> QuerySet[Line]:
    """Return the lines about a thing and, unless told otherwise, about what lies below it, in their order.

    Below ``hl-007`` lies ``hl-007/mark/4.1`` and not ``hl-0071``.
    """
    wanted = Q(about=about)
    if below:
        wanted |= _below(about)
    return Line.objects.filter(wanted, book=book).order_by("seq")


def lines_of(book: str, first: int = 1, last: int | None = None) -> QuerySet[Line]:
    """Return the lines of a book from one number to another, both included."""
    lines = Line.objects.filter(book=book, seq__gte=first).order_by("seq")
    return lines if last is None else lines.filter(seq__lte=last)


def rows_of(book: str, size: int | None = None) -> Iterator[Row]:
    """Stream the lines of a book up to a number, in the order of their numbers."""
    rows = Line.objects.filter(book=book).order_by("seq", "pk")
    if size is not None:
        rows = rows.filter(seq__lte=size)
    stored = rows.values_list(
        "seq", UtcText("at"), "act", "actor", "about", "cites_json", "body_json", "leaf", "chain"
    )
    return stored.iterator(chunk_size=CHUNK)


def books() -> list[str]:
    """Return every book of which there is a head, a line or a checkpoint."""
    found: set[str] = set()
    for model in (Head, Line, Checkpoint):
        found.update(model._default_manager.values_list("book", flat=True).distinct())
    return sorted(found)


def head_of(book: str) -> Head | None:
    """Return where the book stands, if it has a head."""
    return Head.objects.filter(book=book).first()


def size_of(book: str) -> int:
    """Return how many lines the book counts."""
    head = head_of(book)
    return 0 if head is None else head.size


def beyond_head(book: str) -> tuple[int, int, int]:
    """Return how many lines lie beyond what the head counts, and the first and last number of them."""
    size = Head.objects.filter(book=OuterRef("book")).values("size")
    found = Line.objects.filter(book=book, seq__gt=Subquery(size)).aggregate(
        n=Count("pk"), first=Min("seq"), last=Max("seq")
    )
    return found["n"], found["first"] or 0, found["last"] or 0


def checkpoints_of(book: str) -> QuerySet[Checkpoint]:
    """Return the published checkpoints of a book, smallest first."""
    return Checkpoint.objects.filter(book=book).order_by("size")


def latest_checkpoint(book: str) -> Checkpoint | None:
    """Return the checkpoint over the most lines."""
    return checkpoints_of(book).last()


def latest_checkpoints() -> QuerySet[Checkpoint]:
    """Return the checkpoint over the most lines of every book, by book, in one statement."""
    of_book = Checkpoint.objects.filter(book=OuterRef("book")).order_by("-size").values("size")[:1]
    return Checkpoint.objects.filter(size=Subquery(of_book)).order_by("book")


def proof_of(book: str, seq: int, size: int | None = None) -> Proof:
    """Return the proof that a line is among the first *size* lines (default: those of the latest checkpoint).

    A line that the checkpoint does not cover yet is proved against the book's present size. One pass over
    the leaves, flat memory. Refuses a number or a size that the book does not have.
    """
    head, latest = size_of(book), latest_checkpoint(book)
    if size is None:
        size = latest.size if latest is not None and seq <= latest.size else head
    line = Line.objects.filter(book=book, seq=seq).first()
    if line is None or not seq <= size <= head:
        raise Refused("ledger.no_such_line", _no_such_line(book, seq, size))
    leaves = lines_of(book, last=size).values_list("leaf", flat=True).iterator(chunk_size=CHUNK)
    path = roots_of_spans((bytes(leaf) for leaf in leaves), inclusion_spans(seq - 1, size))
    proof = Proof.of(content_of(line), size, path)
    if not proof.holds() or proof.root != (_published_root(book, size) or proof.root):
        raise Refused("ledger.proof_fails", _proof_fails(book, seq, size))
    return proof


def content_of(line: Line) -> list[Json]:
    """Return a line as the array whose canonical bytes are its leaf."""
    cites, body = json.loads(line.cites_json), json.loads(line.body_json)
    return [line.book, line.seq, instant(line.at), line.act, line.actor, line.about, cites, body]


class UtcText(Func):
    """A stored instant as the text that :func:`zhiheng.ledger.domain.instant` writes, made by the database.

    Nothing is parsed, so a tampered value is a wrong text and never an exception.
    """

    output_field = TextField()

    def as_sqlite(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """Take what lies there as text: ``2026-11-20 01:50:00`` with or without six decimals."""
        template = (
            "replace(%(expressions)s, ' ', 'T') || "
            "CASE length(%(expressions)s) WHEN 19 THEN '.000000+00:00' ELSE '+00:00' END"
        )
        sql, params = self.as_sql(compiler, connection, template=template, **extra)
        return sql, (*params, *params)

    def as_postgresql(self, compiler: Any, connection: BaseDatabaseWrapper, **extra: Any) -> Any:
        """Write the instant out in UTC with microseconds."""
        template = """to_char(%(expressions)s AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"+00:00"')"""
        return self.as_sql(compiler, connection, template=template, **extra)


def _published_root(book: str, size: int) -> str | None:
    checkpoint = Checkpoint.objects.filter(book=book, size=size).first()
    head = Head.objects.filter(book=book, size=size).first()
    found = checkpoint or head
    return None if found is None else found.root


def _no_such_line(book: str, seq: int, size: int) -> Text:
    return Text(
        f"账簿 {book} 中没有可在前 {size} 行范围内证明的第 {seq} 行。",
        f"Book {book} has no line {seq} to be proved among its first {size} lines.",
    )


def _proof_fails(book: str, seq: int, size: int) -> Text:
    return Text(
        f"账簿 {book} 第 {seq} 行与第 {size} 行处的根哈希不符，账簿可能被改动。"
        f"请运行 zhiheng ledger verify --book {book}。",
        f"Line {seq} of book {book} does not lead to the root at line {size}; "
        f"the book may have been altered. Run zhiheng ledger verify --book {book}.",
    )


def _below(about: str) -> Q:
    """Return the condition that an index can answer on either database."""
    if connection.vendor == "sqlite":
        return Q(about__gte=f"{about}/", about__lt=f"{about}0")  # "0" is the character after "/"
    return Q(about__startswith=f"{about}/")
