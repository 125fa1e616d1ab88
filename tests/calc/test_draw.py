"""A draw can be repeated by anybody, and every order is equally likely."""

import hashlib
from collections import Counter
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhiheng.calc.draw import draw

names = st.sets(st.text("0123456789abc质衡", min_size=1, max_size=4), max_size=20)


def independent(codes, seed):
    """The published procedure, written a second time."""
    order, counter = sorted(codes, key=lambda code: code.encode()), 0
    for size in range(len(order), 1, -1):
        while True:
            raw = hashlib.sha256(seed.encode() + bytes(1) + counter.to_bytes(8, "big")).hexdigest()
            counter += 1
            if int(raw, 16) < 2**256 // size * size:
                break
        pick = int(raw, 16) % size
        order[size - 1], order[pick] = order[pick], order[size - 1]
    return tuple(order)


def test_published_draw_gives_the_same_order_for_ever():
    drawn = draw(["e1", "e2", "e3", "e4", "e5"], "2026-11-20", 2)

    assert drawn.order == ("e5", "e2", "e3", "e4", "e1")


def test_draw_says_what_was_drawn_and_from_which_list():
    drawn = draw(["e1", "e2", "e3"], "s", 2)

    assert drawn.chosen == drawn.order[:2]
    assert drawn.text().zh == f"从 3 个编号中抽取 2 个，种子“s”，名单摘要 {drawn.frame[:16]}…"


def test_other_seed_gives_another_order():
    codes = [str(n) for n in range(30)]

    assert draw(codes, "one").order != draw(codes, "two").order


def test_every_order_of_three_is_about_equally_likely():
    found = Counter(draw("abc", str(seed)).order for seed in range(6000))

    assert set(found) == set(permutations("abc"))
    assert all(850 < n < 1150 for n in found.values())


@pytest.mark.parametrize(
    ("codes", "seed", "wanted"), [(["a", "a"], "s", 1), (["a"], "", 1), (["a"], "s", 2), (["a"], "s", -1)]
)
def test_senseless_draw_is_an_error(codes, seed, wanted):
    with pytest.raises(ValueError, match=r"once|seed|cannot draw"):
        draw(codes, seed, wanted)


@given(names, st.text(min_size=1), st.randoms(use_true_random=False))
def test_draw_is_a_permutation_that_ignores_input_order_and_can_be_repeated(codes, seed, random):
    shuffled = random.sample(sorted(codes), len(codes))

    drawn = draw(shuffled, seed)

    assert sorted(drawn.order) == sorted(codes)
    assert drawn.order == independent(codes, seed)
