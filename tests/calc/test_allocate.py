"""Places are never exceeded, the best who fit have them, and a bound names why a better one has none."""

from itertools import chain, combinations, permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from zhiheng.calc.places import (
    CLASS_BOUNDS,
    Candidate,
    Plan,
    PoolPlan,
    TierPlan,
    Why,
    allocate,
    by_ratio,
)

CLASSES = ("sme", "service", "person")
some = st.frozensets(st.sampled_from(CLASSES))
numbers = st.dictionaries(st.sampled_from(CLASSES), st.integers(0, 2), max_size=2)


def one(code, *classes, **more):
    return Candidate(code, frozenset(classes), **more)


def ranked(*codes):
    return [[one(*code.split("/"))] for code in codes]


def given_to(result):
    return {tier.id: tier.codes for tier in result.tiers}


def whys(result, code):
    return [(stop.tier, stop.why, stop.klass) for stop in result.stops[code]]


@st.composite
def tier_plans(draw, name, above=()):
    at_most = draw(st.none() | st.integers(0, 4))
    reserved = draw(numbers)
    if at_most is not None and sum(reserved.values()) > at_most:
        reserved = {}
    return TierPlan(
        name,
        at_most,
        reserved=reserved,
        unused=draw(st.sampled_from(["open", "lapse"])),
        caps=draw(numbers),
        per=draw(st.just({}) | numbers),
        times=(above[0], draw(st.integers(0, 2))) if above and draw(st.booleans()) else None,
        open_to=draw(st.just(frozenset()) | some),
    )


@st.composite
def plans(draw, ties="refused"):
    tiers = (draw(tier_plans("gold")), draw(tier_plans("silver", ("gold",))))
    pool = PoolPlan("all", at_most=draw(st.none() | st.integers(0, 6)), caps=draw(numbers))
    return Plan(tiers, draw(st.sampled_from([(), (pool,)])), ties)


@st.composite
def fields(draw, most=7, tied=False):
    candidates = [
        Candidate(
            chr(97 + i),
            draw(some),
            below=draw(st.sampled_from([frozenset(), frozenset({"gold"})])),
            outside=draw(st.sampled_from([frozenset(), frozenset(), frozenset({"silver"})])),
        )
        for i in range(draw(st.integers(0, most)))
    ]
    groups = []
    for candidate in candidates:
        if groups and tied and draw(st.booleans()):
            groups[-1].append(candidate)
        else:
            groups.append([candidate])
    return groups


# The oracle: every set of candidates is tried, tier by tier.


def fits(plan, tier, chosen, given, total):
    counted = [c for c in chosen if tier.id not in c.outside]
    if total is not None and len(counted) > total:
        return False
    limits = [*tier.caps.items(), *tier.per.items()]
    if any(sum(k in c.classes for c in counted) > n for k, n in limits):
        return False
    if tier.times and len(counted) > tier.times[1] * len(given[tier.times[0]]):
        return False
    everybody = [*chain.from_iterable(given.values()), *counted]
    return all(
        (pool.at_most is None or len(everybody) <= pool.at_most)
        and all(sum(k in c.classes for c in everybody) <= n for k, n in pool.caps.items())
        for pool in plan.pools
    )


def may_have(tier, c):
    if tier.open_to and not tier.open_to & c.classes:
        return False
    return tier.id not in c.below and (
        tier.id in c.outside or not tier.per or bool(tier.per.keys() & c.classes)
    )


def reserved_in(tier, chosen):
    counted = [c for c in chosen if tier.id not in c.outside]
    return [min(n, sum(k in c.classes for c in counted)) for k, n in tier.reserved.items()]


def best_set(plan, tier, able, given):
    def value(chosen):
        return reserved_in(tier, chosen), [c in chosen for c in able]

    sets = [s for n in range(len(able) + 1) for s in combinations(able, n)]
    total = tier.at_most
    if tier.unused == "lapse" and total is not None:
        own = TierPlan(tier.id, total, caps=tier.caps, per=tier.per)
        most = max(reserved_in(tier, s) for s in sets if fits(Plan((own,)), own, s, {}, total))
        total -= sum(tier.reserved.values()) - sum(most)
    return max((s for s in sets if fits(plan, tier, s, given, total)), key=value)


def by_trying_all(groups, plan):
    left = [c for group in groups for c in group]
    given, out = {tier.id: [] for tier in plan.tiers}, {}
    for tier in plan.tiers:
        chosen = best_set(plan, tier, [c for c in left if may_have(tier, c)], given)
        given[tier.id] = [c for c in chosen if tier.id not in c.outside]
        out[tier.id] = tuple(c.code for c in chosen)
        left = [c for c in left if c not in chosen]
    return out


@settings(max_examples=120, deadline=None)
@given(fields(), plans())
def test_the_best_set_of_all_that_fit_is_found(groups, plan):
    assert given_to(allocate(groups, plan)) == by_trying_all(groups, plan)


@settings(max_examples=80, deadline=None)
@given(fields(most=12, tied=True), plans(ties="shared"))
def test_no_bound_is_ever_exceeded_and_everybody_is_placed_or_told_why(groups, plan):
    result = allocate(groups, plan)
    known = {c.code: c for group in groups for c in group}
    given = {tier.id: [] for tier in plan.tiers}
    for tier, found in zip(plan.tiers, result.tiers, strict=True):
        chosen = [known[code] for code in found.codes]
        assert all(may_have(tier, c) for c in chosen)
        assert fits(plan, tier, chosen, given, tier.at_most)
        given[tier.id] = [c for c in chosen if tier.id not in c.outside]
        assert (found.used, found.outside) == (len(given[tier.id]), len(chosen) - len(given[tier.id]))
    for code in known:
        tried = len(result.tiers) if result.tier_of(code) is None else list(given).index(result.tier_of(code))
        assert len(result.stops[code]) == tried


@settings(max_examples=80, deadline=None)
@given(fields(), plans())
def test_a_better_one_is_out_while_a_worse_one_is_in_only_where_a_class_bound_says_so(groups, plan):
    result = allocate(groups, plan)
    order = [c.code for group in groups for c in group]
    inside_quota = {c.code for group in groups for c in group if not c.outside}
    for tier in result.tiers:
        for code in order:
            stop = next((s for s in result.stops[code] if s.tier == tier.id), None)
            worse = [w for w in tier.codes if order.index(w) > order.index(code) and w in inside_quota]
            if stop is not None and worse:
                assert stop.why in CLASS_BOUNDS


@settings(max_examples=60, deadline=None)
@given(fields(most=5, tied=True), plans())
def test_a_tie_is_refused_exactly_where_some_order_of_the_tied_changes_the_result(groups, plan):
    results = {
        tuple(
            tuple(sorted(codes)) for codes in given_to(allocate([[c] for c in chain(*order)], plan)).values()
        )
        for order in product(*(permutations(group) for group in groups))
    }

    assert (allocate(groups, plan).undecided is None) == (len(results) == 1)


@settings(max_examples=60, deadline=None)
@given(fields(most=8, tied=True), plans(ties="shared"), st.randoms(use_true_random=False))
def test_the_order_in_which_equals_are_given_has_no_effect(groups, plan, random):
    shuffled = [random.sample(group, len(group)) for group in groups]

    assert allocate(shuffled, plan) == allocate(groups, plan)


@settings(max_examples=60, deadline=None)
@given(fields(most=9, tied=True), plans(ties="shared"))
def test_equals_of_one_kind_share_their_fate(groups, plan):
    result = allocate(groups, plan)

    for group in groups:
        fates = {}
        for c in group:
            fates.setdefault((c.classes, c.below, c.outside), set()).add(result.tier_of(c.code))
        assert all(len(found) == 1 for found in fates.values())


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from((*CLASSES, "")), max_size=9),
    st.tuples(st.integers(0, 3), st.integers(0, 3)),
    numbers,
    numbers,
    st.integers(0, 1),
)
def test_one_more_place_lowers_nobody_without_pools_ratios_ties_and_double_classes(
    kinds, sizes, caps, more, grown
):
    groups = [[Candidate(chr(97 + i), frozenset({k} - {""}))] for i, k in enumerate(kinds)]

    def tiers(sizes):
        reserved = {k: n for k, n in more.items() if sum(more.values()) <= min(sizes)}
        return Plan((TierPlan("gold", sizes[0], caps=caps), TierPlan("silver", sizes[1], reserved=reserved)))

    before = allocate(groups, tiers(sizes))
    after = allocate(groups, tiers(tuple(n + (i == grown) for i, n in enumerate(sizes))))
    height = {"gold": 2, "silver": 1, None: 0}

    for (c,) in groups:
        if not (more and sum(more.values()) > min(sizes)):
            assert height[after.tier_of(c.code)] >= height[before.tier_of(c.code)]


# Where one more place can take an honour away, and why.


def test_one_more_place_above_can_use_up_a_pool():
    field = [[one("a")], [one("b")], [one("c", "local")], [one("d", "local")]]

    def with_gold(n):
        tiers = (TierPlan("gold", n), TierPlan("silver", open_to=frozenset({"local"})))
        return given_to(allocate(field, Plan(tiers, (PoolPlan("all", at_most=3),))))

    assert with_gold(1) == {"gold": ("a",), "silver": ("c", "d")}
    assert with_gold(2) == {"gold": ("a", "b"), "silver": ("c",)}


def test_one_more_place_can_take_a_ratio_place_from_a_class():
    ratio = {"x": 6, "y": 6, "z": 2}

    assert (by_ratio(10, ratio)["z"], by_ratio(11, ratio)["z"]) == (2, 1)


def test_one_more_place_can_change_who_fills_a_minimum_where_classes_overlap():
    field = ranked("a/made", "b/made/sme", "c/sme")

    def with_places(n):
        tier = TierPlan("gold", n, reserved={"sme": 1}, caps={"made": 1})
        return given_to(allocate(field, Plan((tier,))))["gold"]

    assert with_places(1) == ("b",)
    assert with_places(2) == ("a", "c")


# Each bound by itself.


def test_a_place_is_kept_for_a_class_and_the_better_one_is_told():
    plan = Plan((TierPlan("gold", 3, reserved={"sme": 1}),))
    result = allocate(ranked("a", "b", "c", "d/sme", "e"), plan)

    assert given_to(result) == {"gold": ("a", "b", "d")}
    assert whys(result, "c") == [("gold", Why.RESERVED, "sme")]
    assert whys(result, "e") == [("gold", Why.FULL, "")]


@pytest.mark.parametrize(
    ("unused", "codes", "empty"), [("open", ("a", "b", "c"), 0), ("lapse", ("a", "b"), 1)]
)
def test_a_reserved_place_without_candidates_is_open_to_all_or_lapses(unused, codes, empty):
    result = allocate(ranked("a", "b", "c"), Plan((TierPlan("gold", 3, reserved={"sme": 1}, unused=unused),)))

    assert (result.tiers[0].codes, result.tiers[0].empty) == (codes, empty)


def test_six_to_four_is_kept_and_what_a_class_cannot_fill_goes_to_the_other():
    field = ranked(*(f"m{i}/made" for i in range(9)), "s0/service", "s1/service")
    tier = TierPlan("gold", 10, ratio={"made": 6, "service": 4})
    lapsing = TierPlan("gold", 10, ratio={"made": 6, "service": 4}, unused="lapse")

    assert len(allocate(field, Plan((tier,))).tiers[0].codes) == 10
    assert allocate(field, Plan((lapsing,))).tiers[0].codes == (
        "m0",
        "m1",
        "m2",
        "m3",
        "m4",
        "m5",
        "s0",
        "s1",
    )


@given(st.integers(0, 50), st.dictionaries(st.sampled_from("abcd"), st.integers(0, 9), min_size=1))
def test_a_ratio_always_adds_up_and_is_never_off_by_a_whole_place(places, ratio):
    if not sum(ratio.values()):
        return
    found = by_ratio(places, ratio)

    assert sum(found.values()) == places
    assert all(
        abs(found[k] * sum(ratio.values()) - places * n) < sum(ratio.values()) for k, n in ratio.items()
    )


def test_each_class_has_its_own_number_and_a_stranger_none():
    result = allocate(
        ranked("a/org", "b/org", "c/person", "d"), Plan((TierPlan("gold", per={"org": 1, "person": 1}),))
    )

    assert result.tiers[0].codes == ("a", "c")
    assert whys(result, "b") == [("gold", Why.PER, "org")]
    assert whys(result, "d") == [("gold", Why.NOT_PER, "")]


def test_a_tier_has_at_most_so_many_times_the_one_above():
    tiers = (TierPlan("gold", 5), TierPlan("silver", times=("gold", 2)))
    field = [[one("a")], *([one(c, below=frozenset({"gold"}))] for c in "bcd")]
    result = allocate(field, Plan(tiers))

    assert given_to(result) == {"gold": ("a",), "silver": ("b", "c")}
    assert whys(result, "d") == [("gold", Why.BELOW, ""), ("silver", Why.TIMES, "")]


def test_the_top_tier_alone_is_bounded_within_a_joint_number():
    tiers = (TierPlan("gold", 2), TierPlan("silver"))
    result = allocate(ranked(*"abcdef"), Plan(tiers, (PoolPlan("all", at_most=4),)))

    assert given_to(result) == {"gold": ("a", "b"), "silver": ("c", "d")}
    assert whys(result, "e") == [("gold", Why.FULL, ""), ("silver", Why.POOL, "")]


def test_persons_have_a_cap_within_the_pool_over_all_tiers():
    tiers = (TierPlan("gold", 2), TierPlan("silver", 2))
    pool = PoolPlan("all", at_most=4, caps={"person": 1})
    result = allocate(ranked("a/person", "b/person", "c", "d"), Plan(tiers, (pool,)))

    assert given_to(result) == {"gold": ("a", "c"), "silver": ("d",)}
    assert whys(result, "b") == [("gold", Why.POOL_CAP, "person"), ("silver", Why.POOL_CAP, "person")]


def test_a_repeat_winner_takes_no_place_of_the_quota():
    field = [[one("a", outside=frozenset({"gold"}))], [one("b")], [one("c")]]
    tier = allocate(field, Plan((TierPlan("gold", 1),))).tiers[0]

    assert (tier.codes, tier.used, tier.outside) == (("a", "b"), 1, 1)


def test_the_second_of_two_steps_chooses_only_from_the_first():
    field = [[one("a")], [one("b", holds=frozenset({"nomination"}))]]
    result = allocate(field, Plan((TierPlan("award", 2, only_from="nomination"),)))

    assert result.tiers[0].codes == ("b",)
    assert whys(result, "a") == [("award", Why.NOT_FROM, "")]


def test_too_few_for_the_least_and_places_that_may_not_stay_empty_are_reported():
    range_ = allocate(ranked("a"), Plan((TierPlan("gold", 8, at_least=5),))).tiers[0]
    full = allocate(ranked("a"), Plan((TierPlan("gold", 2, vacancy_allowed=False),))).tiers[0]

    assert (range_.is_short, range_.empty) == (True, 7)
    assert (full.is_short, full.says[0].en) == (True, "gold: 1 places stay empty.")


def test_a_shared_tie_at_the_edge_falls_whole_and_nobody_below_takes_its_place():
    plan = Plan((TierPlan("gold", 2), TierPlan("silver", 2)), ties="shared")
    result = allocate([[one("a")], [one("b"), one("c")], [one("d")]], plan)

    assert given_to(result) == {"gold": ("a",), "silver": ("b", "c")}
    assert whys(result, "d") == [("gold", Why.CLOSED, ""), ("silver", Why.FULL, "")]


def test_a_refused_tie_is_named_with_the_places_that_are_left():
    result = allocate([[one("a")], [one("b"), one("c")]], Plan((TierPlan("gold", 2),)))

    assert (result.undecided.tier, result.undecided.codes, result.undecided.room) == ("gold", ("b", "c"), 1)
    assert result.undecided.says.en == "gold: b, c rank equal, and 1 of these 2 fit; this has to be decided."


def test_a_tie_at_a_class_cap_leaves_the_others_their_places():
    field = [[one("a", "sme"), one("b", "sme"), one("c")], [one("d")]]
    result = allocate(field, Plan((TierPlan("gold", 4, caps={"sme": 1}),), ties="shared"))

    assert result.tiers[0].codes == ("c", "d")


def test_a_preferred_class_breaks_a_tie():
    plan = Plan((TierPlan("gold", 1),), prefer=("sme", "person"))
    result = allocate([[one("a"), one("b", "person"), one("c", "sme")]], plan)

    assert (given_to(result), result.undecided) == ({"gold": ("c",)}, None)


@pytest.mark.parametrize(
    "tiers",
    [
        (TierPlan("gold", 1), TierPlan("gold", 1)),
        (TierPlan("gold", 1, reserved={"sme": 2}),),
        (TierPlan("gold", ratio={"sme": 1}),),
        (TierPlan("gold", times=("silver", 1)), TierPlan("silver", 1)),
        (TierPlan("award", 1, only_from="nomination"), TierPlan("nomination", 1)),
        (TierPlan("gold", -1),),
    ],
)
def test_a_plan_that_contradicts_itself_is_an_error(tiers):
    with pytest.raises(ValueError, match=r"twice|more places|ratio|no tier above|two steps|negative"):
        Plan(tiers)


def test_thousands_of_reserved_places_are_no_burden():
    field = [[one(f"{i:04d}", "sme")] for i in range(1500)]

    result = allocate(field, Plan((TierPlan("gold", 2000, reserved={"sme": 2000}),)))

    assert (result.tiers[0].used, result.tiers[0].empty) == (1500, 500)


def test_four_hundred_candidates_with_overlapping_classes_take_no_time():
    from time import perf_counter

    field = [[one(f"{i:03d}", *(k for j, k in enumerate(CLASSES) if i >> j & 1))] for i in range(400)]
    tier = TierPlan("gold", 90, reserved={"sme": 40, "person": 40}, caps={"service": 30})
    started_at = perf_counter()
    result = allocate(field, Plan((tier,)))

    assert len(result.tiers[0].codes) == 90
    assert perf_counter() - started_at < 2
