"""Verdicts in bulk are those of one subject at a time, for every kind of condition and any facts."""

from datetime import date
from decimal import Decimal
from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from zhiheng.rules.bulk.asking import lasts_from
from zhiheng.rules.bulk.columns import day_number, day_of
from zhiheng.rules.bulk.distinct import READS
from zhiheng.rules.bulk.evaluation import evaluate_bulk
from zhiheng.rules.bulk.gathering import columns_of, facts_at
from zhiheng.rules.conditions import evaluate
from zhiheng.rules.dates import later
from zhiheng.rules.facts import (
    Attestation,
    Ban,
    Channel,
    Edition,
    Event,
    Facts,
    Held,
    Other,
    PaperFacts,
    PastHonour,
    Placed,
    Practice,
)
from zhiheng.rules.load import load_rulebook, read_rulebook
from zhiheng.rules.model import Condition

from .books import GOOD, SHELF

BOOKS = sorted(path for path in SHELF.rglob("*.yaml") if not path.name.endswith(".cases.yaml"))
OWN = "350200/quality-award"
READ = TypeAdapter(Condition)

# Facts around the edges: days near an anniversary, doubtful values, nothing looked up.

days = st.builds(date, st.sampled_from([1, 1999, 2019, 2020, 2021, 2023, 2024, 2026, 2027, 9999]),
                 st.sampled_from([1, 2, 3, 12]), st.sampled_from([1, 27, 28]))  # fmt: skip
days |= st.sampled_from([date(2020, 2, 29), date(2024, 2, 29), date(2021, 3, 31), date(2023, 3, 31)])
as_ofs = st.sampled_from([date(2026, 3, 31), date(2024, 2, 29), date(2023, 2, 28), date(2025, 3, 1)])
kinds = st.sampled_from(["enterprise", "individual", "team"])
events = st.sampled_from(["major_accident", "penalty", "dishonesty", "criminal_case"])
certificates = st.sampled_from(["gbt19001", "little_giant", "local_prize"])
words = st.sampled_from(["staff", "tax_paid", "excellence_model_years"])
papers = st.sampled_from(["application_form", "self_assessment_report", "recommendation"])
regions = st.sampled_from(["350200", "350206", "440000", "410000"])
numbers = st.decimals(-10, 10, places=2) | st.integers(-2, 5).map(Decimal) | st.just(Decimal("1E+3"))
numbers |= st.just(Decimal("123456789012345678901234567890.000000000000000000000000000001"))
awards = st.sampled_from([OWN, "440000/quality-award", "national"])
relations = st.sampled_from(["self", "parent", "group"])
sessions = st.none() | st.integers(1, 6)
levels = st.sampled_from(["national", "city"])
causes = st.sampled_from(["policy", "fraud"])
lists = st.sampled_from(["pool", "black"])
channels = st.sampled_from(["street", "expert"])
few = st.none() | st.integers(1, 9)
by = st.sampled_from(["office", "department"])
honours = st.builds(
    PastHonour, award=awards, tier=st.sampled_from(["", "award", "nomination"]), relation=relations,
    session=sessions, day=st.none() | days, outcome=st.sampled_from(["given", "given", "proposed"]),
)  # fmt: skip
bans = st.builds(
    Ban, award=awards, since=st.none() | days, until=st.none() | days, session=sessions,
    editions=st.none() | st.integers(1, 3), ever=st.booleans(),
)  # fmt: skip


def listed(entries):
    return st.none() | st.lists(entries, max_size=3).map(tuple)


def facts_of(attested_ids):
    return st.builds(
        Facts,
        kind=st.none() | kinds,
        region=st.none() | regions,
        regions=st.lists(regions, max_size=2).map(tuple),
        founded_day=st.none() | days,
        legal_person=st.none() | st.booleans(),
        industry=st.none() | st.sampled_from(["C26", "I65"]),
        size=st.none() | st.sampled_from(["small", "large"]),
        session=st.none() | st.integers(1, 8),
        events=listed(
            st.builds(
                Event,
                event=events,
                day=days,
                level=st.none() | levels,
                cause=st.none() | causes,
                relation=relations,
            )
        ),
        honours=listed(honours),
        holds=listed(
            st.builds(Held, certificate=certificates, valid_from=st.none() | days, valid_to=st.none() | days)
        ),
        measures=st.dictionaries(words, numbers, max_size=3),
        attested=st.dictionaries(
            st.sampled_from(attested_ids), st.builds(Attestation, by=by, holds=st.booleans()), max_size=4
        ),
        papers=listed(papers),
        region_level=st.none() | levels,
        classes=listed(st.sampled_from(["sme", "chosen"])),
        office_rank=st.none() | st.sampled_from(["county", "bureau"]),
        editions=listed(st.builds(Edition, session=st.integers(1, 6), day=days)),
        bans=listed(bans),
        practice=listed(
            st.builds(Practice, since=days, until=st.none() | days, here=st.none() | st.booleans())
        ),
        yearly=st.dictionaries(
            words,
            st.dictionaries(st.sampled_from(["2022", "2023", "2024", "2025"]), numbers, max_size=4),
            max_size=2,
        ),
        ratings=st.dictionaries(st.just("credit"), st.sampled_from(["AAA", "AA", "A", "odd"])),
        standings=listed(
            st.builds(
                Placed, index=words, level=levels, place=st.integers(1, 9), of=st.none() | st.integers(9, 20)
            )
        ),
        lists=st.dictionaries(lists, st.booleans()),
        paper_facts=st.dictionaries(
            papers,
            st.builds(
                PaperFacts,
                characters=st.none() | st.integers(1, 9),
                published_days=st.none() | st.integers(1, 9),
            ),
        ),
        channels=listed(st.builds(Channel, by=channels, name=st.sampled_from(["a", "b"]))),
        others=listed(st.builds(Other, relation=relations, stays=st.none() | st.booleans())),
    )


# Conditions of every kind, as a rulebook might write them.


def tuples(one, least=0):
    return st.lists(one, min_size=least, max_size=2, unique=True).map(tuple)


whos = st.fixed_dictionaries(
    {},
    optional={
        "kinds": tuples(kinds, 1), "sizes": st.just(("small",)), "industries": st.just(("C", "I65")),
        "regions": tuples(regions, 1), "region_levels": tuples(levels, 1), "certificates": tuples(certificates, 1),
        "classes": tuples(st.sampled_from(["sme", "chosen", "individual"]), 1),
    },
).filter(bool)  # fmt: skip
CLASSES = """
classes:
  - {id: sme, title: {zh: 中小, en: SME}, of: {sizes: [small], certificates: [little_giant]}, art: "5"}
  - {id: chosen, title: {zh: 自选, en: chosen}, chosen: true, of: {kinds: [enterprise]}, art: "5"}
"""
BOOK = read_rulebook(GOOD.replace("tiers:", CLASSES.strip() + "\ntiers:", 1), "good.yaml")


def written(rule, **keys):
    common = {"id": st.sampled_from(["tried", "other"]), "art": st.just("8"), "rule": st.just(rule)}
    cut = st.fixed_dictionaries(
        {"month": st.sampled_from([2, 12]), "day": st.just(28), "year": st.sampled_from(["same", "before"])}
    )
    aside = {"applies_to": tuples(kinds), "cut_off": cut, "when": whos, "unless": whos}
    return st.fixed_dictionaries(common | keys, optional=aside)


def period(*units):
    return st.one_of(
        *(st.fixed_dictionaries({u: st.just(True) if u == "ever" else st.integers(1, 4)}) for u in units)
    )


def joined(base, *more):
    return st.builds(lambda *parts: {k: v for part in parts for k, v in part.items()}, base, *more)


more = {"sizes": st.just(("small", "micro")), "region_levels": tuples(levels, 1)}
whens = st.fixed_dictionaries({}, optional=more | {"size": st.just("small"), "certificate": certificates, "kind": kinds,
                                            "industry": st.just("C26")}).filter(bool)  # fmt: skip
about = {"relations": tuples(relations, 1), "tiers": tuples(st.sampled_from(["award", "nomination"]))}
of_award = st.fixed_dictionaries(
    {}, optional={"award": awards, "outcome": st.sampled_from(["given", "proposed"])}
)
PERIODS = period("years", "months", "editions", "ever")
of_event = st.fixed_dictionaries(
    {}, optional={"relations": tuples(relations, 1), "level": tuples(levels, 1), "except": tuples(causes, 1),
                  "at_least": st.integers(1, 2)})  # fmt: skip
held_for = st.fixed_dictionaries({}, optional={"held_for": PERIODS})
limits = st.sampled_from([{"at_least": 2}, {"at_most": 3}, {"at_least": -1, "at_most": "4.50"}])
KINDS = {
    "registered_within": written("registered_within", region=regions),
    "legal_form": written("legal_form", legal_person=st.booleans(), kinds=tuples(kinds, 1)),
    "operating_years": written(
        "operating_years", at_least=st.integers(1, 6),
        reduced=st.lists(st.fixed_dictionaries({"when": whens, "at_least": st.integers(0, 5)}), max_size=2).map(tuple),
    ),
    "attested": written("attested", by=by, says=st.just({"zh": "好", "en": "good"})),
    "event_within": joined(written("event_within", event=tuples(events, 1)), PERIODS, of_event),
    "holds_certificate": written("holds_certificate", certificate=tuples(certificates, 1)),
    "honour_within": joined(written("honour_within", **about), of_award, PERIODS),
    "holds_honour": joined(written("holds_honour", **about), of_award, st.just({}) | PERIODS, held_for),
    "measure": joined(written("measure", name=words), limits),
    "model_years": written("model_years", at_least=st.integers(1, 4)),
    "papers": written("papers", needs=tuples(papers, 1)),
    "of_class": written("of_class", classes=tuples(kinds, 1)),
    "limited_papers": joined(
        written("papers", needs=tuples(papers, 1)),
        st.just({"limits": {"recommendation": {"characters": 5}}, "published_for": {"recommendation": {"days": 5}}}),
    ),
    "yearly_measure": joined(written("measure", name=words, consecutive_years=st.integers(2, 3)), limits),
    "rating": joined(
        written("rating", name=st.just("credit")),
        st.sampled_from([{"among": ("AA", "A")}, {"at_least": "AA", "scale": ("AAA", "AA", "A")}]),
    ),
    "standing": joined(
        written("standing", index=words, level=levels), st.sampled_from([{"top": 3}, {"share": "1/4"}])
    ),
    "on_list": written("on_list", list=tuples(lists, 1)),
    "not_on_list": written("not_on_list", list=tuples(lists, 1)),
    "service_years": joined(
        written("service_years", at_least=st.integers(2, 4)), st.sampled_from([{}, {"of_which_here": 2}])
    ),
    "office_rank": written("office_rank", below=st.sampled_from(["county", "bureau"])),
    "no_ban": joined(written("no_ban"), st.fixed_dictionaries({}, optional={"award": awards})),
    "other_applicant": written(
        "other_applicant", relations=tuples(relations, 1), then=st.sampled_from(["out", "one_only"])
    ),
    "single_channel": written("single_channel"),
    "recommended": written("recommended", by=tuples(channels, 1), at_least=st.integers(1, 2)),
}  # fmt: skip
single = st.one_of(*KINDS.values())
several = st.lists(single, min_size=2, max_size=4).map(tuple)
for _combined in ("one_of", "all_of", "none_of"):
    KINDS[_combined] = written(_combined, of=several)
KINDS["k_of"] = written("k_of", at_least=st.integers(1, 2), of=several)
populations = st.lists(facts_of(["tried", "other"]), max_size=6)


def one_at_a_time(conditions, facts, as_of, book):
    return [[evaluate(condition, one, as_of, book).verdict for condition in conditions] for one in facts]


def in_bulk(matrix):
    return [
        [matrix.word(row, condition) for condition in matrix.conditions]
        for row in range(len(matrix.verdicts))
    ]


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_kind_has_the_verdicts_of_one_at_a_time_without_falling_back(kind, data):
    condition = READ.validate_python(data.draw(KINDS[kind]))
    facts, as_of = data.draw(populations), data.draw(as_ofs)

    matrix = evaluate_bulk([condition], columns_of(facts), as_of, BOOK)

    assert in_bulk(matrix) == one_at_a_time([condition], facts, as_of, BOOK)
    assert matrix.one_by_one == ()


@pytest.mark.parametrize("path", BOOKS, ids=lambda p: str(p.relative_to(SHELF)))
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_every_condition_of_a_shipped_rulebook_has_the_same_verdict_in_bulk(path, data):
    book = load_rulebook(path)
    conditions = book.conditions
    facts = data.draw(st.lists(facts_of(list(book.attested()) or ["none"]), max_size=6))
    as_of = data.draw(as_ofs)

    matrix = evaluate_bulk(conditions, columns_of(facts), as_of, book)

    assert in_bulk(matrix) == one_at_a_time(conditions, facts, as_of, book)
    assert matrix.one_by_one == ()


@settings(max_examples=30, deadline=None)
@given(facts=populations)
def test_columns_give_back_the_facts_that_bear_on_verdicts(facts):
    from dataclasses import replace

    columns = replace(columns_of(facts), sources=None)

    assert [facts_at(columns, row) for row in range(len(facts))] == facts


@given(days)
def test_a_day_is_its_number_and_back(day):
    assert day_of(day_number(day)) == day


@given(
    st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 30), st.integers(1, 20), st.integers(-40, 40)
)
def test_the_threshold_day_is_where_a_period_begins_to_reach(until, years, months, off):
    since = day_of(lasts_from(until, years, months) + off)
    end = later(since, years=years, months=months)

    assert (end is None or end >= until) == (off >= 0)


def test_a_kind_that_has_no_form_in_bulk_is_judged_one_by_one_and_named(monkeypatch):
    monkeypatch.delitem(READS, "on_list")
    known = READ.validate_python({"id": "plain", "rule": "not_on_list", "list": ("pool",)})
    unknown = READ.validate_python({"id": "listed", "rule": "on_list", "list": ("pool",)})

    matrix = evaluate_bulk(
        [known, unknown], columns_of([Facts(lists={"pool": True}), Facts()]), date(2026, 1, 1), "a/b/c"
    )

    assert (matrix.one_by_one, matrix.verdicts.tolist()) == (("listed",), [[0, 1], [-1, -1]])


def test_a_hundred_thousand_subjects_take_less_than_a_second():
    from time import perf_counter

    book = load_rulebook(SHELF / "350200/quality-award/2020.yaml")
    facts = Facts(kind="enterprise", region="350206", regions=("350200",), events=(), honours=(), papers=())
    columns = columns_of([facts] * 100_000)
    started_at = perf_counter()

    matrix = evaluate_bulk([*book.entry, *book.exclusion], columns, date(2026, 3, 31), book)

    assert perf_counter() - started_at < 1
    assert np.array_equal(matrix.of("registered"), np.ones(100_000, dtype=np.int8))


def test_every_kind_of_condition_is_tried_here():
    inner, discriminator = get_args(Condition)
    kinds = {get_args(one.model_fields["rule"].annotation)[0] for one in get_args(inner)}

    assert discriminator.discriminator == "rule"
    assert kinds <= KINDS.keys()
