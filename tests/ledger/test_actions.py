"""The doors through which lines come in."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from django.db import transaction

from zhiheng.core.actor import Actor
from zhiheng.core.canonical import canonical_bytes
from zhiheng.core.refusal import Citation, Refused
from zhiheng.ledger import actions
from zhiheng.ledger.domain import CHAIN_START, leaf_hash, link, root_of
from zhiheng.ledger.models import Checkpoint, Head, Line

from .conftest import BOOK, NOON, write

ARTICLE = Citation("350200/quality-award/2021", "8(1)", "registered")


@pytest.mark.django_db
def test_leaf_is_the_hash_of_the_canonical_line():
    line = write("hl-001/标准", cites=[ARTICLE], body={"points": Decimal("4.50"), "名": 'a"b\\\n'})

    content = [BOOK, 1, "2026-11-20T04:00:00.123456+00:00", "case.opened", "u-1", "hl-001/标准"]
    expected = leaf_hash(
        canonical_bytes([*content, [ARTICLE.to_json()], {"points": "4.50", "名": 'a"b\\\n'}])
    )
    assert bytes(line.leaf) == expected
    assert bytes(line.chain) == link(CHAIN_START, expected)


@pytest.mark.django_db
def test_stored_line_gives_back_what_was_written():
    write(cites=[ARTICLE], body={"tiers": ["award"], "points": Decimal("4.50")})

    line = Line.objects.get()
    assert (line.cites, line.body) == ((ARTICLE,), {"tiers": ["award"], "points": "4.50"})
    assert (line.at, line.act, line.actor, line.about) == (NOON, "case.opened", "u-1", "hl-001")


@pytest.mark.django_db
def test_lines_of_a_book_are_numbered_without_gaps_and_books_do_not_touch():
    for book in ("350200", "house", "350200", "350200", "house"):
        write(book=book)

    assert sorted(Line.objects.values_list("book", "seq")) == [
        ("350200", 1), ("350200", 2), ("350200", 3), ("house", 1), ("house", 2),
    ]  # fmt: skip


@pytest.mark.django_db
def test_head_holds_size_chain_and_root_after_each_line():
    for about in "abcde":
        write(about)

    head, lines = Head.objects.get(), list(Line.objects.order_by("seq"))
    assert (head.size, bytes(head.chain)) == (5, bytes(lines[-1].chain))
    assert head.root == root_of(bytes(line.leaf) for line in lines).hex()


@pytest.mark.django_db
def test_many_lines_at_once_equal_the_same_lines_one_by_one():
    entries = [actions.Entry("case.opened", f"hl-{n:03d}", [ARTICLE], {"n": n}) for n in range(7)]

    with transaction.atomic():
        written = actions.write_many(book="350200", entries=entries, actor="u-1", at=NOON)
        for entry in entries:
            write(entry.about, book="350203", cites=entry.cites, body=entry.body)

    contents = [list(Line.objects.filter(book=book).order_by("seq").values_list("seq", "about", "cites_json", "body_json"))
                for book in ("350200", "350203")]  # fmt: skip
    assert written == 7
    assert contents[0] == contents[1]
    assert Head.objects.get(book="350200").size == 7


@pytest.mark.django_db
def test_an_entry_may_have_an_actor_of_its_own():
    entries = [
        actions.Entry("ballot.cast", "hl-001"),
        actions.Entry("ballot.cast", "hl-001", actor=Actor("u-2")),
    ]

    with transaction.atomic():
        actions.write_many(book=BOOK, entries=entries, actor=Actor("u-1"), at=NOON)

    assert list(Line.objects.order_by("seq").values_list("actor", flat=True)) == ["u-1", "u-2"]


@pytest.mark.django_db
def test_writing_no_entries_changes_nothing():
    with transaction.atomic():
        assert actions.write_many(book=BOOK, entries=[], actor="u-1", at=NOON) == 0

    assert not Line.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_line_outside_a_transaction_is_an_error():
    with pytest.raises(RuntimeError, match="transaction"):
        actions.write(book=BOOK, act="case.opened", actor="u-1", about="hl-001", at=NOON)

    assert not Head.objects.exists()


@pytest.mark.django_db
def test_the_same_moment_in_another_zone_gives_the_same_leaf():
    here = write(book="a", at=NOON)
    there = write(book="a", at=NOON.astimezone(timezone(timedelta(hours=8))))

    again = Line.objects.get(pk=there.pk)
    assert (again.at, here.at) == (NOON, NOON)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"at": datetime(2026, 11, 20, 12)},  # noqa: DTZ001
        {"act": ""}, {"actor": ""}, {"about": ""}, {"act": "x" * 81}, {"about": "a\nb"}, {"about": "a\x00b"},
        {"book": ""}, {"book": "../x"}, {"book": "A b"}, {"body": {"mark": "\ud800"}},
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_back_exactly_is_an_error(wrong):
    with pytest.raises(ValueError, match=r".+"):
        write(**wrong)

    assert not Line.objects.exists()


@pytest.mark.django_db
def test_a_float_in_a_body_is_an_error():
    with pytest.raises(TypeError, match="float"):
        write(body={"mark": 0.1})


@pytest.mark.django_db
def test_checkpoint_states_size_and_root_once_per_size():
    write()
    first = actions.publish_checkpoint(book=BOOK, at=NOON)
    again = actions.publish_checkpoint(book=BOOK, at=datetime(2027, 1, 1, tzinfo=UTC))
    write()
    later = actions.publish_checkpoint(book=BOOK, at=datetime(2027, 1, 1, tzinfo=UTC))

    assert (first.size, first.root) == (1, bytes(Line.objects.get(seq=1).leaf).hex())
    assert (again.pk, again.at, later.size) == (first.pk, NOON, 2)
    assert Checkpoint.objects.count() == 2


@pytest.mark.django_db
def test_an_empty_book_has_no_checkpoint():
    with pytest.raises(Refused) as refusal:
        actions.publish_checkpoint(book=BOOK, at=NOON)

    assert refusal.value.code == "ledger.empty"


@pytest.mark.django_db
def test_a_published_size_with_another_root_is_refused_not_replaced():
    write()
    actions.publish_checkpoint(book=BOOK, at=NOON)
    Head.objects.update(root="00" * 32)

    with pytest.raises(Refused) as refusal:
        actions.publish_checkpoint(book=BOOK, at=NOON)

    assert refusal.value.code == "ledger.root_changed"
