"""A value has one form in bytes, whatever order it was built in."""

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.core.canonical import canonical_bytes, digest

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


def test_keys_are_sorted_without_spaces_and_chinese_is_written_as_itself():
    assert canonical_bytes({"乙": 2, "a": [1, None, True]}) == '{"a":[1,null,true],"乙":2}'.encode()


def test_decimals_and_days_are_plain_strings():
    value = [Decimal("1E+3"), Decimal("85.50"), date(2026, 2, 10), datetime(2026, 2, 10, 1, tzinfo=UTC)]

    assert canonical_bytes(value) == b'["1000","85.50","2026-02-10","2026-02-10T01:00:00+00:00"]'


@pytest.mark.parametrize("value", [1.0, [0.5], {"a": ({"b": float("nan")},)}])
def test_float_is_refused_at_any_depth(value):
    with pytest.raises(TypeError, match="float"):
        canonical_bytes(value)


def test_value_without_a_form_is_refused():
    with pytest.raises(TypeError, match="set has no canonical form"):
        canonical_bytes({"a": {1}})


def test_digest_is_the_sha_256_of_the_bytes():
    assert digest({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


@given(values)
def test_json_reads_back_the_same_value(value):
    assert json.loads(canonical_bytes(value)) == value


@given(st.dictionaries(st.text(), st.integers()), st.randoms(use_true_random=False))
def test_order_of_keys_has_no_effect(value, random):
    shuffled = dict(random.sample(sorted(value.items()), len(value)))

    assert digest(shuffled) == digest(value)
