from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

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

WORDS = st.text(max_size=12)
DAYS = st.none() | st.dates()
EXACT = st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12)
FACTS = st.builds(
    Facts,
    region=st.none() | WORDS,
    regions=st.lists(WORDS, max_size=3).map(tuple),
    founded_day=DAYS,
    legal_person=st.none() | st.booleans(),
    session=st.none() | st.integers(1, 99),
    events=st.none()
    | st.lists(st.builds(Event, event=WORDS, day=st.dates(), source=WORDS), max_size=2).map(tuple),
    honours=st.none()
    | st.lists(st.builds(PastHonour, award=WORDS, tier=WORDS, day=DAYS), max_size=2).map(tuple),
    holds=st.none() | st.lists(st.builds(Held, certificate=WORDS, valid_to=DAYS), max_size=2).map(tuple),
    measures=st.dictionaries(WORDS, EXACT, max_size=3),
    attested=st.dictionaries(WORDS, st.builds(Attestation, by=WORDS, holds=st.booleans()), max_size=2),
    papers=st.none() | st.lists(WORDS, max_size=2).map(tuple),
)


@given(FACTS)
def test_facts_travel_as_json_without_loss(facts):
    assert Facts.from_json(facts.to_json()) == facts


LATER = Facts(
    region_level="county",
    classes=("sme",),
    office_rank="none",
    editions=(Edition(session=3, day=date(2024, 6, 30)),),
    bans=(Ban(award="a/b", since=date(2025, 1, 1), editions=2, session=3),),
    practice=(Practice(since=date(2020, 1, 1), region="350200"),),
    yearly={"profit": {"2025": Decimal("-1.50")}},
    ratings={"credit": "A"},
    standings=(Placed(index="revenue", level="city", among="area", place=2, of=9),),
    lists={"nurturing_pool": False},
    paper_facts={"licence": PaperFacts(characters=3)},
    channels=(Channel(by="own"),),
    others=(Other(relation="group", stays=False),),
    events=(Event(event="loss", day=date(2025, 1, 1), level="city", cause="policy_loss", relation="parent"),),
    honours=(PastHonour(award="a/b", outcome="proposed"),),
)


def test_facts_of_the_second_part_travel_without_loss():
    assert Facts.from_json(LATER.to_json()) == LATER
    assert Facts.model_validate(LATER.model_dump(mode="json")) == LATER


def test_facts_that_say_nothing_new_keep_the_text_they_had():
    old = Facts(kind="enterprise", events=(Event(event="loss", day=date(2025, 1, 1)),), honours=())

    assert old.to_json() == (
        '{"attested":{},"events":[{"day":"2025-01-01","event":"loss","source":""}],"founded_day":null,'
        '"holds":null,"honours":[],"industry":null,"kind":"enterprise","legal_person":null,"measures":{},'
        '"papers":null,"place_names":{},"region":null,"regions":[],"session":null,"size":null}'
    )


def test_nobody_looked_is_not_the_same_as_nothing_found():
    assert Facts.from_json(Facts().to_json()).events is None
    assert Facts.from_json(Facts(events=()).to_json()).events == ()


def test_a_measure_keeps_its_digits():
    assert Facts.from_json(Facts(measures={"tax_paid": Decimal("0.10")}).to_json()).measures == {
        "tax_paid": Decimal("0.10")
    }


@pytest.mark.parametrize("value", [1.5, "1e3", "NaN", Decimal("NaN"), Decimal("Infinity"), True, "一百"])
def test_a_measure_that_is_not_exact_is_refused(value):
    with pytest.raises(ValidationError):
        Facts(measures={"tax_paid": value})


def test_plain_values_as_a_form_declares_them_are_read():
    facts = Facts.model_validate(
        {"holds": [{"certificate": "gbt19001", "valid_to": "2027-01-31"}], "papers": ["licence"]}
    )

    assert facts.holds == (Held(certificate="gbt19001", valid_to=date(2027, 1, 31)),)
    assert facts.papers == ("licence",)
