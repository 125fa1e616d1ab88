import hashlib
import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.core.refusal import Citation, InputRefused, Refused
from zhiheng.rules.check import check_rulebook
from zhiheng.rules.diff import changes
from zhiheng.rules.explain import as_text
from zhiheng.rules.load import load_rulebook, read_rulebook
from zhiheng.rules.model import Rulebook

from .books import GOOD, WHOLE, XIAMEN, edited


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return read_rulebook(GOOD, "good.yaml")


def test_a_refused_rulebook_carries_its_problems():
    with pytest.raises(InputRefused) as refusal:
        read_rulebook(edited("cycle: {", "cycel: {"), "book.yaml")

    assert refusal.value.code == "rulebook.invalid"
    assert [p.code for p in refusal.value.problems] == ["rulebook.unknown_key"]


def test_the_digest_is_that_of_the_file():
    raw = XIAMEN.read_bytes()

    book = load_rulebook(XIAMEN)

    assert book.digest == hashlib.sha256(raw).hexdigest()
    assert book.source.encode() == raw


def test_a_rule_is_cited_with_its_article(book):
    assert book.cite("accident") == Citation("350200/quality-award/9999", "9(1)", "accident", False)
    assert book.cite(book.ranking) == Citation("350200/quality-award/9999", "14", "ranking", False)


def test_a_condition_within_another_is_cited_with_the_article_around_it(book):
    assert book.cite("tax_enough") == Citation("350200/quality-award/9999", "8(6)", "tax_enough", False)


def test_a_rule_that_is_not_there_is_refused(book):
    with pytest.raises(Refused) as refusal:
        book.cite("charm")

    assert refusal.value.code == "rulebook.no_such_rule"


def test_a_stage_follows_the_one_before_unless_it_says_otherwise(book):
    assert book.before("conformity") == ()
    assert book.before("credit") == ("conformity",)
    assert book.before("site") == ("documents",)


def test_places_add_up_over_the_tiers(book):
    assert book.places() == 15


def test_a_rulebook_cannot_be_changed(book):
    with pytest.raises(Exception, match="frozen"):
        book.kind = "incentive"


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_random_text_is_refused_never_a_crash(text):
    with pytest.raises(InputRefused):
        read_rulebook(text, "any.yaml")


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="{}[]:,-&*!|>%@`'\"#? \n\tab01.~\\x\ufeff", max_size=120))
def test_yaml_like_noise_is_refused_never_a_crash(text):
    with pytest.raises(InputRefused):
        read_rulebook(text, "any.yaml")


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_a_mutated_rulebook_is_read_or_refused_never_a_crash(seed):
    assert _read_or_refused(_mutated(GOOD, random.Random(seed)))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32))
def test_a_rulebook_with_words_exchanged_is_told_or_refused_never_a_crash(seed):
    """Words of the file stand where others stood: names that exist, in the wrong places."""
    chance = random.Random(seed)
    spans = [found.span() for found in re.finditer(r"[a-z_]{3,}|[0-9]+", WHOLE)]
    text = WHOLE
    for start, end in sorted(chance.sample(spans, 3), reverse=True):
        other = slice(*chance.choice(spans))
        text = text[:start] + WHOLE[other] + text[end:]

    if _read_or_refused(text) is True and not check_rulebook(text, "any.yaml"):
        book = read_rulebook(text, "any.yaml")
        assert as_text(book, "zh").plain() != as_text(book, "en").plain()
        assert changes(book, book) == ()


def _read_or_refused(text: str) -> bool:
    """Tell whether a text is read, or refused with at least one problem; anything else crashes the test."""
    try:
        read_rulebook(text, "any.yaml")
    except InputRefused as refusal:
        return bool(refusal.problems)
    return True


def _mutated(text: str, chance: random.Random) -> str:
    pieces = [
        "{",
        "}",
        "[",
        "]",
        ": ",
        "\n",
        "  ",
        "null",
        "true",
        "no",
        "1e9",
        '"',
        "- ",
        "&a ",
        "*a",
        "!!int ",
        "0",
        "x",
    ]
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice([0, 0, 1, 3, 12]))
        text = text[:start] + chance.choice(pieces) + text[end:]
    return text


_VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["award", "score", "2/3"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "kind", "rule", "of"]), inner)
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(Rulebook.model_fields)), _VALUES)
def test_any_value_under_any_key_is_read_or_refused_never_a_crash(key, value):
    import json

    lines = [line for line in GOOD.splitlines() if not line.startswith((f"{key}:", " "))]
    text = "\n".join([*lines, f"{key}: {json.dumps(value)}"])

    assert _read_or_refused(text)


def test_one_tier_relation_or_kind_stands_for_a_list_of_one():
    single = edited(
        "tiers: [award], years: 5, relations: [self, parent]",
        "tiers: award, years: 5, relations: parent, applies_to: enterprise",
    )

    winner = read_rulebook(single, "x").condition("winner")

    assert (winner.tiers, winner.relations, winner.applies_to) == (("award",), ("parent",), ("enterprise",))
