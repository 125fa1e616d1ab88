"""The commands ``zhiheng ledger``: verify books, publish checkpoints, read lines, prove one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from django.utils import timezone

from zhiheng.core.refusal import Refused
from zhiheng.core.speech import say, told
from zhiheng.core.text import Text, joined
from zhiheng.ledger import actions, notes, queries
from zhiheng.ledger.domain.faults import Report
from zhiheng.ledger.domain.note import Note
from zhiheng.ledger.models import Line
from zhiheng.ledger.verify import verify_book

as_json = click.option("--json", "wants_json", is_flag=True, help=say("以 JSON 输出", "Print JSON"))
one_book = click.option("--book", help=say("只处理这一账簿（缺省为全部）", "Only this book (default: all)"))


@click.group(help=say("核验和查看行为总账", "Verify and read the ledger of acts"))
def ledger() -> None:
    """Hold the commands together."""


@ledger.command(
    help=say(
        "逐行核验账簿，并与簿首、已公布的检查点及另行保存的检查点文件比对；有不符即以退出码 1 结束",
        "Verify every line against the head, all checkpoints and checkpoint files kept elsewhere; exit code 1 on a fault",
    )
)
@one_book
@click.option(
    "--checkpoint",
    "files",
    multiple=True,
    type=click.Path(path_type=Path),
    help=say("另行保存的检查点文件，可多次给出", "A checkpoint file kept elsewhere; may be repeated"),
)
@as_json
def verify(book: str | None, files: tuple[Path, ...], wants_json: bool) -> None:
    """Verify books and name every fault."""
    outside = [notes.read(file) for file in files]
    reports = [_verified(name, outside) for name in _books(book, outside)]
    if wants_json:
        _print_json({"ok": all(r.ok for r in reports), "books": [r.to_json() for r in reports]})
    else:
        for report in reports:
            _print_report(report)
    bad = [report for report in reports if not report.ok]
    if bad and wants_json:
        click.get_current_context().exit(1)  # the report is the answer; a refusal would be a second document
    if bad:
        raise Refused("ledger.faults", joined([_summary(report) for report in bad]))


@ledger.command(
    help=say(
        "公布检查点：当前行数与根哈希，并写成文本文件",
        "Publish a checkpoint: size and root, also as a text file",
    )
)
@one_book
@as_json
def checkpoint(book: str | None, wants_json: bool) -> None:
    """Publish the checkpoints of the books as they stand now."""
    now = timezone.now()
    published = [actions.publish_checkpoint(book=name, at=now) for name in _books(book)]
    found = [Note(c.book, c.size, c.root, c.at) for c in published]
    if wants_json:
        _print_json([{"book": n.book, "size": n.size, "root": n.root, "at": n.at.isoformat()} for n in found])
        return
    for note in found:
        click.echo(note.text(), nl=False)
        click.echo(say(f"文件：{_path(note)}", f"File: {_path(note)}"))


@ledger.command(
    help=say("显示关于某一事项的全部记录", "Show every line about something and what lies below it")
)
@click.argument("about")
@one_book
@as_json
def show(about: str, book: str | None, wants_json: bool) -> None:
    """Print the lines about something, in the order of their books and numbers."""
    with _legible():
        lines = [line for name in _books(book) for line in queries.lines_about(name, about)]
        texts = [_line(line) for line in lines]
        contents = [queries.content_of(line) for line in lines]
    if not lines:
        raise Refused(
            "ledger.nothing_about", Text(f"没有关于“{about}”的记录。", f"There is no line about “{about}”.")
        )
    if wants_json:
        _print_json(contents)
        return
    for text in texts:
        click.echo(text)


@ledger.command(
    help=say(
        "输出一行的存在证明（JSON），凭 SHA-256 即可离线核对",
        "Print the proof (JSON) that a line is in the book; SHA-256 is enough to check it offline",
    )
)
@click.argument("book")
@click.argument("seq", type=click.IntRange(min=1))
@click.option(
    "--size",
    type=click.IntRange(min=1),
    help=say(
        "对前多少行的根作证（缺省为最近的检查点）", "Prove among this many lines (default: latest checkpoint)"
    ),
)
def proof(book: str, seq: int, size: int | None) -> None:
    """Print an inclusion proof."""
    with _legible():
        found = queries.proof_of(book, seq, size)
    _print_json(found.to_json())


@contextmanager
def _legible() -> Iterator[None]:
    """Refuse in words when a stored value is not even of its kind, which only tampering can bring about."""
    try:
        yield
    except ValueError:
        message = Text(
            "有记录已无法读取，账簿可能被改动。请运行 zhiheng ledger verify。",
            "Some lines cannot be read; the book may have been altered. Run zhiheng ledger verify.",
        )
        raise Refused("ledger.illegible", message) from None


def _line(line: Line) -> str:
    """Return a line for people: where, when, what, who, about what, under which articles."""
    at = timezone.localtime(line.at).strftime("%Y-%m-%d %H:%M:%S")
    articles = say("；", "; ").join(f"{cite.rulebook} {told(cite.text())}" for cite in line.cites)
    return f"{line.book}#{line.seq}  {at}  {line.act}  {line.actor}  {line.about}  {articles}".rstrip()


def _books(book: str | None, outside: Iterable[Note] = ()) -> list[str]:
    """Return the books to work on; a checkpoint file of a book that was not asked for is refused."""
    named = {note.book for note in outside}
    if book is not None and named - {book}:
        others = ", ".join(sorted(named - {book}))
        message = Text(
            f"检查点文件属于账簿 {others}，而不是 {book}。",
            f"The checkpoint file is of book {others}, not of {book}.",
        )
        raise Refused("ledger.other_book", message)
    known = [book] if book is not None else sorted({*queries.books(), *named})
    if not known:
        raise Refused("ledger.empty", Text("总账中还没有任何记录。", "The ledger has no lines yet."))
    return known


def _verified(book: str, outside: Iterable[Note]) -> Report:
    return verify_book(book, [note for note in outside if note.book == book])


def _print_report(report: Report) -> None:
    if report.ok:
        click.echo(
            say(
                f"账簿 {report.book}：{report.size:,} 行全部相符，前 {report.published:,} 行与已公布的检查点一致"
                f"（共 {report.checkpoints} 个），根 {report.root}",
                f"Book {report.book}: all {report.size:,} lines agree, the first {report.published:,} also with "
                f"published checkpoints ({report.checkpoints}); root {report.root}",
            )
        )
        return
    click.echo(say(f"账簿 {report.book}：", f"Book {report.book}:"))
    for fault in report.faults:
        click.echo(f"  {told(fault.text)}")
    if report.unnamed:
        click.echo(say(f"  另有 {report.unnamed} 处未列出。", f"  {report.unnamed} more are not listed."))


def _summary(report: Report) -> Text:
    count = len(report.faults) + report.unnamed
    return Text(f"账簿 {report.book} 有 {count} 处不符。", f"Book {report.book} has {count} faults.")


def _path(note: Note) -> Path:
    return notes.path_of(note.book, note.size)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=2, default=str))
