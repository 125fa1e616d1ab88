"""Confidential contents in an open book."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.ledger.domain import commit, opens


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.integers() | st.booleans()))
def test_only_the_same_content_with_the_same_salt_opens(body):
    commitment = commit(body)

    assert opens(commitment.digest, commitment.salt, body)
    assert not opens(commitment.digest, commitment.salt, {**body, "more": 1, "most": 2})
    assert not opens(commitment.digest, commit(body).salt, body)


def test_the_same_content_twice_looks_different():
    assert commit("yes").digest != commit("yes").digest


def test_a_given_source_of_salt_makes_it_reproducible():
    first, second = (commit({"vote": "yes"}, lambda size: b"\x07" * size) for _ in range(2))

    assert first == second
    assert first.salt == "07" * 32


def test_a_short_salt_is_an_error():
    with pytest.raises(ValueError, match="32 bytes"):
        commit("yes", lambda size: b"short")


@pytest.mark.parametrize("salt", ["", "zz", "07" * 31, "07" * 33])
def test_what_is_no_salt_opens_nothing(salt):
    assert not opens(commit("yes").digest, salt, "yes")
