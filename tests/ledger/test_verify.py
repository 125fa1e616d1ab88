"""Whoever alters a book past the house is found out, and the line is named."""

from dataclasses import replace

import pytest
from django.db import connection

from zhiheng.core.refusal import Citation, Refused
from zhiheng.ledger import actions, queries
from zhiheng.ledger.domain.note import Note
from zhiheng.ledger.models import Head
from zhiheng.ledger.verify import verify_book

from . import tamper
from .conftest import BOOK, NOON, write

pytestmark = pytest.mark.django_db
CONTENT = ("at", "act", "actor", "about", "cites_json", "body_json")


@pytest.fixture
def book():
    """Nine lines with a checkpoint after the third and the sixth."""
    for n in range(1, 10):
        write(f"hl-{n:03d}", at=NOON.replace(minute=n), body={"n": n}, cites=[Citation("r", "8(1)")])
        if n in (3, 6):
            actions.publish_checkpoint(book=BOOK, at=NOON)
    return BOOK


def found(*checkpoints):
    """Return what verification finds, as (kind, first line, last line)."""
    return [(fault.kind.value, fault.seq, fault.last) for fault in verify_book(BOOK, checkpoints).faults]


def outside(size=9):
    """Return the checkpoint that an outsider kept."""
    checkpoint = queries.checkpoints_of(BOOK).filter(size=size).first()
    return Note(BOOK, size, checkpoint.root if checkpoint else Head.objects.get(book=BOOK).root, NOON)


def test_an_untouched_book_verifies_with_its_size_root_and_checkpoints(book):
    report = verify_book(book, [outside()])

    assert (report.ok, report.size, report.faults, report.checkpoints) == (True, 9, (), 3)
    assert (report.root, report.published) == (Head.objects.get(book=book).root, 9)


@pytest.mark.parametrize("seq", [1, 5, 9])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("body_json", '{"n":0}'),
        ("body_json", '{"n": 5}'),
        ("actor", "u-2"),
        ("act", "case.closed"),
        ("at", "2026-11-20 04:00:00.123457"),
        ("cites_json", "[]"),
        ("about", "hl-000"),
        ("leaf", b"\x00" * 32),
    ],
)
def test_a_changed_column_names_its_line(book, seq, column, value):
    tamper.set_line(seq, **{column: value})

    assert found() == [("changed", seq, seq)]


@pytest.mark.parametrize("seq", [1, 5, 9])
def test_an_altered_link_names_its_line(book, seq):
    tamper.set_line(seq, chain=b"\x00" * 32)

    assert found() == [("changed", seq, seq)]


@pytest.mark.parametrize("seq", [1, 5, 9])
def test_a_line_changed_with_its_link_is_named(book, seq):
    tamper.set_line(seq, about="hl-000", chain=b"\x09" * 32)

    assert found() == [("changed", seq, seq)]


@pytest.mark.parametrize("seq", [1, 2, 5, 8])
def test_a_line_changed_with_all_its_own_hashes_is_named_by_the_line_after_it(book, seq):
    tamper.set_line(seq, about="hl-000")
    tamper.reseal(seq, seq)

    assert found() == [("changed", seq, seq)]


def test_a_line_changed_with_all_its_own_hashes_just_before_a_checkpoint_is_shown_by_both(book):
    tamper.set_line(6, about="hl-000")
    tamper.reseal(6, 6)

    assert found() == [("checkpoint", 4, 6), ("changed", 6, 6)]


def test_the_last_line_changed_with_all_its_own_hashes_is_named_by_the_head(book):
    tamper.set_line(9, about="hl-000")
    tamper.reseal(9, 9)

    assert found() == [("head", 9, 9)]


def test_several_changed_lines_are_all_named(book):
    for seq in (2, 3, 7):
        tamper.set_line(seq, actor="u-2")

    assert found() == [("changed", 2, 2), ("changed", 3, 3), ("changed", 7, 7)]


@pytest.mark.parametrize("seq", [1, 5, 9])
def test_a_deleted_line_is_named(book, seq):
    tamper.delete(seq)

    assert found() == [("dropped", seq, seq)]


def test_a_stretch_of_deleted_lines_is_named_from_first_to_last(book):
    for seq in (4, 5, 6):
        tamper.delete(seq)

    assert found() == [("dropped", 4, 6)]


@pytest.mark.parametrize("seq", [1, 5, 8])
def test_a_deleted_line_is_named_though_the_rest_is_renumbered(book, seq):
    tamper.delete(seq)
    tamper.renumber(seq + 1, -1)

    assert found() == [("dropped", seq, seq)]


def test_a_line_deleted_at_the_end_with_the_head_rewritten_is_shown_by_a_checkpoint(book):
    actions.publish_checkpoint(book=BOOK, at=NOON)
    tamper.delete(9)
    tamper.reseal(9, head=True)

    assert found() == [("checkpoint", 9, 9)]


def test_lines_cut_off_after_the_last_checkpoint_are_shown_only_by_a_checkpoint_kept_elsewhere(book):
    kept_elsewhere = outside(9)
    for seq in (7, 8, 9):
        tamper.delete(seq)
    tamper.reseal(7, head=True)

    assert found() == []
    assert found(kept_elsewhere) == [("checkpoint", 7, 9)]


@pytest.mark.parametrize("chained", [True, False])
@pytest.mark.parametrize("seq", [1, 5, 9])
def test_an_inserted_line_is_named_though_the_rest_is_renumbered(book, seq, chained):
    tamper.renumber(seq, 1)
    tamper.put_in(seq, chained=chained)
    Head.objects.update(size=10)

    assert found() == [("inserted", seq, seq)]


def test_an_inserted_line_is_named_though_the_head_does_not_count_it(book):
    tamper.renumber(5, 1)
    tamper.put_in(5, chained=True)

    assert found() == [("inserted", 5, 5)]


@pytest.mark.parametrize("chained", [True, False])
def test_a_line_added_past_the_head_is_named(book, chained):
    tamper.put_in(10, chained=chained)

    assert found() == [("inserted", 10, 10)]


@pytest.mark.parametrize(("first", "second"), [(3, 7), (4, 5), (1, 9)])
def test_two_lines_with_their_contents_exchanged_are_named(book, first, second):
    tamper.swap(first, second, *CONTENT)

    assert found() == [("reordered", first, first), ("reordered", second, second)]


@pytest.mark.parametrize(("first", "second"), [(3, 7), (4, 5), (1, 9), (1, 2), (8, 9)])
def test_two_lines_with_their_numbers_exchanged_are_named(book, first, second):
    tamper.swap_numbers(first, second)

    assert found() == [("reordered", first, first), ("reordered", second, second)]


def test_rewriting_from_a_line_to_the_end_is_shown_by_the_head_and_the_checkpoints(book):
    tamper.set_line(5, about="hl-000")
    tamper.reseal(5)

    assert found() == [("checkpoint", 4, 6), ("head", 9, 9)]


def test_rewriting_everything_with_the_head_is_shown_by_a_stored_checkpoint(book):
    tamper.set_line(5, about="hl-000")
    tamper.reseal(1, head=True)

    assert found() == [("checkpoint", 4, 6)]


def test_rewriting_everything_with_head_and_checkpoints_is_shown_by_one_kept_elsewhere(book):
    kept_elsewhere = [outside(3), outside(6), outside(9)]
    tamper.set_line(5, about="hl-000")
    tamper.reseal(1, head=True)
    tamper.sql("DELETE FROM ledger_checkpoint")

    assert found() == []
    assert found(*kept_elsewhere) == [("checkpoint", 4, 6)]


def test_a_checkpoint_that_was_never_published_is_named_and_the_lines_are_not(book):
    invented = replace(outside(6), root="00" * 32)

    assert found(invented) == [("checkpoint", 4, 6)]


def test_an_altered_stored_checkpoint_is_named(book):
    tamper.sql("UPDATE ledger_checkpoint SET root = %s WHERE size = 3", "00" * 32)

    assert found() == [("checkpoint", 1, 3)]


@pytest.mark.parametrize("column", ["chain", "peaks", "root"])
def test_an_altered_head_is_named(book, column):
    Head.objects.update(**{column: "00" * 32 if column == "root" else b"\x00" * 32})

    assert found() == [("head", 9, 9)]


def test_a_head_set_back_shows_the_lines_that_it_no_longer_counts(book):
    Head.objects.update(size=7)

    assert found() == [("head", 7, 7), ("inserted", 8, 9)]


def test_a_missing_head_is_named(book):
    Head.objects.all().delete()

    assert found() == [("head", 0, 0)]


def test_a_book_that_is_gone_is_shown_by_a_checkpoint(book):
    tamper.sql("DELETE FROM ledger_line")
    Head.objects.all().delete()

    assert found() == [("head", 0, 0), ("checkpoint", 1, 6)]


def test_a_book_of_which_nothing_exists_is_refused_not_verified():
    with pytest.raises(Refused) as refusal:
        verify_book("350203")

    assert refusal.value.code == "ledger.no_such_book"


def test_a_checkpoint_of_another_book_is_an_error(book):
    with pytest.raises(ValueError, match="350203"):
        verify_book(BOOK, [Note("350203", 1, "00" * 32, NOON)])


def test_columns_with_values_of_another_kind_name_their_line(book):
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL keeps the kind of each column itself")
    tamper.set_line(2, at="soon")
    tamper.set_line(4, act=b"\xff\xfe")
    tamper.set_line(6, leaf="text", chain=17)

    assert found() == [("changed", 2, 2), ("changed", 4, 4), ("changed", 6, 6)]


def test_text_moved_from_one_column_to_the_next_names_its_line(book):
    cites, body = tamper.rows_by_number()[5][5:7]
    start, rest = cites.split(",", 1)
    tamper.set_line(5, cites_json=start, body_json=f"{rest},{body}")

    assert found() == [("changed", 5, 5)]


def test_each_fault_says_which_line_and_what_to_do_in_both_languages(book):
    tamper.delete(4)
    tamper.set_line(8, actor="u-2")

    texts = [fault.text for fault in verify_book(BOOK).faults]
    assert [text.zh for text in texts] == [
        "第 4 行缺失。请从备份中恢复，并查明由谁删除。",
        "第 8 行被改动：内容与写入时的哈希不符。请停止写入、保全数据库副本，并与备份逐行比对。",
    ]
    assert texts[0].en == "Line 4 is missing. Restore from a backup and find out who removed what."


def test_other_books_do_not_matter(book):
    write(book="house")
    tamper.set_line(5, about="hl-000")

    assert verify_book("house").ok
    assert found() == [("changed", 5, 5)]


def test_a_line_moved_to_another_book_is_missing_in_the_one_and_named_in_the_other(book):
    write(book="house")
    tamper.set_line(5, book="house")

    assert found() == [("dropped", 5, 5)]
    assert [(fault.kind, fault.seq) for fault in verify_book("house").faults] == [("inserted", 5)]
