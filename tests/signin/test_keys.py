"""Codes follow RFC 6238 and RFC 4226, count once, and nothing that opens is kept."""

import base64
import re

import pytest

from zhiheng.signin.domain import keys

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("at", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"),
     (20000000000, "353130")],
)  # fmt: skip
def test_a_code_is_that_of_rfc_6238(at, code):
    assert keys.code_at(SECRET, keys.step_of(at)) == code


@pytest.mark.parametrize(("drift", "counts"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_counts_for_its_half_minute_and_its_neighbours(drift, counts):
    now = 2_000_000_000
    code = keys.code_at(SECRET, keys.step_of(now) + drift)
    assert (keys.matching_step(SECRET, code, now, 0) is not None) == counts


def test_a_code_counts_once():
    now = 2_000_000_000
    step = keys.step_of(now)
    assert keys.matching_step(SECRET, "279037", now, step - 1) == step
    assert keys.matching_step(SECRET, "279037", now, step) is None


@pytest.mark.parametrize("typed", ["２７９０３７", " 279 037 ", "279-037"])
def test_a_code_may_be_typed_full_width_or_with_spaces(typed):
    assert keys.matching_step(SECRET, typed, 2_000_000_000, 0) is not None


@pytest.mark.parametrize("typed", ["", "27903", "2790370", "二七九零三七", "279037\u0000x"])
def test_anything_else_is_no_code(typed):
    assert keys.matching_step(SECRET, typed, 2_000_000_000, 0) is None


def test_recovery_codes_are_ten_different_ones_without_lookalikes():
    codes = keys.new_recovery_codes()
    assert len(set(codes)) == 10
    assert [code for code in codes if not re.fullmatch(r"[2-9a-hjkmnp-z]{5}-[2-9a-hjkmnp-z]{5}", code)] == []


def test_the_enrolment_address_survives_any_name():
    address = keys.enrolment_address(SECRET, "李 四&secret=x", "Zhiheng 质衡")
    assert address.count("secret=") == 1
    assert address.isascii()
