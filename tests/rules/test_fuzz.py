"""Whatever stands in a file, checking it ends soon, in little memory, with problems that lie inside the file."""

import time
import tracemalloc

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from zhiheng.rules.check import check_rulebook

from .mutants import bomb, mutant

SECONDS, BYTES = 2.0, 200 * 2**20
CALM = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def outside(text, problems):
    """Return the problems that name no line of the text."""
    last = len(text.splitlines()) + 1
    return [one.code for one in problems if one.place.line is None or not 1 <= one.place.line <= max(last, 1)]


@CALM
@given(st.integers(0, 2**32))
def test_a_mutant_is_checked_soon_and_every_problem_lies_in_the_file(seed):
    text = mutant(seed)
    started = time.process_time()

    problems = check_rulebook(text, "mutant.yaml")

    assert time.process_time() - started < SECONDS
    assert outside(text, problems) == []
    assert all(one.message.zh and one.message.en and one.remedy.zh and one.remedy.en for one in problems)


@settings(CALM, max_examples=20)
@given(st.randoms(use_true_random=False))
def test_a_bomb_takes_little_memory(chance):
    text = bomb("", chance)
    tracemalloc.start()
    try:
        problems = check_rulebook(text, "bomb.yaml")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert problems != ()
    assert peak < BYTES


@CALM
@given(st.text(max_size=300))
def test_any_text_at_all_is_answered(text):
    assert outside(text, check_rulebook(text, "any.yaml")) == []
