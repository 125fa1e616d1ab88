"""Checkpoints as text and as files."""

from pathlib import Path

import pytest

from zhiheng.core.refusal import InputRefused, Place, Refused
from zhiheng.ledger import actions, notes
from zhiheng.ledger.domain.note import Note, read_note

from .conftest import BOOK, NOON, write

ROOT = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
TEXT = "zhiheng/350200\n1234\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nat 2026-11-20T04:00:00.123456+00:00\n"


def test_note_is_four_lines_of_plain_text():
    assert Note(BOOK, 1234, ROOT, NOON).text() == TEXT


def test_note_reads_back():
    assert read_note(TEXT, "1234.txt") == Note(BOOK, 1234, ROOT, NOON)


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("zhiheng/", "zhiheng-", 1),
        ("350200", "../350200", 1),
        ("1234", "0", 2),
        ("1234", "-1", 2),
        ("1234", "1_234", 2),
        ("1234", "١٢٣٤", 2),
        ("1234", "9" * 400, 2),
        ("47DE", "47D", 3),
        ("47DEQpj8HBSa+/TImW+5", "", 3),
        ("at ", "on ", 4),
        ("+00:00", "", 4),
        ("+00:00", "+00:00\nmore", 5),
        ("1234", "01234", 1),
        ("\n", "\r\n", 1),
    ],
)
def test_anything_else_is_refused_with_its_line(old, new, line):
    with pytest.raises(InputRefused) as refusal:
        read_note(TEXT.replace(old, new), "1234.txt")

    assert [problem.place for problem in refusal.value.problems] == [Place(file="1234.txt", line=line)]


def test_empty_text_is_refused():
    with pytest.raises(InputRefused) as refusal:
        read_note("", "empty.txt")

    assert refusal.value.code == "ledger.note_invalid"


@pytest.mark.django_db(transaction=True)
def test_published_checkpoint_lies_as_a_file_under_its_book_and_size(home: Path):
    write()
    checkpoint = actions.publish_checkpoint(book=BOOK, at=NOON)

    [file] = [path for path in home.rglob("*") if path.is_file()]
    assert file == home / "checkpoints" / BOOK / "1.txt"
    assert notes.read(file) == Note(BOOK, 1, checkpoint.root, NOON)


@pytest.mark.django_db(transaction=True)
def test_a_lost_file_is_written_again_with_the_time_of_the_publication(home: Path):
    write()
    actions.publish_checkpoint(book=BOOK, at=NOON)
    file = notes.path_of(BOOK, 1)
    first = file.read_bytes()
    file.unlink()

    actions.publish_checkpoint(book=BOOK, at=NOON.replace(year=2027))

    assert file.read_bytes() == first


@pytest.mark.django_db(transaction=True)
def test_a_file_of_another_book_of_that_name_is_not_overwritten(home: Path):
    write()
    notes.keep(Note(BOOK, 1, ROOT, NOON))

    with pytest.raises(Refused) as refusal:
        actions.publish_checkpoint(book=BOOK, at=NOON)

    assert refusal.value.code == "ledger.note_differs"
    assert notes.read(notes.path_of(BOOK, 1)).root == ROOT


@pytest.mark.django_db
def test_nothing_is_written_before_the_commit(home: Path):
    write()
    actions.publish_checkpoint(book=BOOK, at=NOON)

    assert list(home.rglob("*.txt")) == []


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refused) as refusal:
        notes.read(tmp_path / "none.txt")

    assert refusal.value.code == "ledger.note_unreadable"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"x" * 100_000])
def test_a_file_of_another_kind_is_refused(tmp_path, content):
    (tmp_path / "odd.txt").write_bytes(content)

    with pytest.raises(InputRefused):
        notes.read(tmp_path / "odd.txt")
