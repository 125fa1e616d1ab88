"""The bytes of a line."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.canonical import canonical_bytes
from zhiheng.ledger.domain import checked_book, instant, leaf_hash, leaf_of

WORD = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | WORD,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORD, inner, max_size=3),
    max_leaves=8,
)


@given(WORD, st.integers(1, 2**63 - 1), WORD, WORD, WORD, JSON, JSON)
def test_leaf_is_that_of_the_canonical_array(book, seq, act, actor, about, cites, body):
    at = "2026-11-20T04:00:00.000000+00:00"
    stored = canonical_bytes(cites).decode(), canonical_bytes(body).decode()

    whole = canonical_bytes([book, seq, at, act, actor, about, cites, body])
    assert leaf_of(book, seq, at, act, actor, about, *stored) == leaf_hash(whole)


def test_instant_is_utc_with_six_decimals():
    noon = datetime(2026, 11, 20, 12, tzinfo=timezone(timedelta(hours=8)))

    assert instant(noon) == "2026-11-20T04:00:00.000000+00:00"


def test_naive_instant_is_an_error():
    with pytest.raises(ValueError, match="time zone"):
        instant(datetime(2026, 11, 20, 12, tzinfo=UTC).replace(tzinfo=None))


@pytest.mark.parametrize("book", ["350200", "house", "410403-gx", "a_b"])
def test_region_codes_and_short_words_name_books(book):
    assert checked_book(book) == book


@pytest.mark.parametrize("book", ["", ".", "..", "a/b", "a b", "Haus", "厦门", "a" * 41, "a\n", "-a"])
def test_what_could_leave_the_folder_of_checkpoints_names_no_book(book):
    with pytest.raises(ValueError, match="not the name of a book"):
        checked_book(book)
