from datetime import date
from decimal import Decimal
from timeit import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.rules.conditions import Outcome, evaluate, evaluate_all
from zhiheng.rules.facts import Attestation, Event, Facts, Held, PastHonour
from zhiheng.rules.load import load_rulebook
from zhiheng.rules.model import Condition

from .books import XIAMEN

BOOK = "350200/quality-award/2020"
OWN = "350200/quality-award"
DAY = date(2026, 3, 31)
READ = TypeAdapter(Condition)


def judged(facts: Facts, as_of: date = DAY, **rule: object) -> Outcome:
    return evaluate(READ.validate_python({"id": "tried", "art": "8(1)", **rule}), facts, as_of, BOOK)


def test_a_finding_states_the_facts_the_article_and_the_sentence():
    outcome = judged(Facts(founded_day=date(2019, 5, 8)), rule="operating_years", at_least=3)

    assert outcome == Outcome(
        condition="tried",
        verdict="met",
        reason=Text(
            "2019-05-08 成立，至 2026-03-31 满 6 年，要求不少于 3 年。",
            "Founded on 2019-05-08; 6 full years by 2026-03-31; at least 3 required.",
        ),
        cite=Citation(BOOK, "8(1)", "tried"),
        facts_used=("founded_day=2019-05-08",),
    )


@pytest.mark.parametrize(
    ("own", "above", "verdict"),
    [
        ("350200", ("350000",), "met"),
        ("350206", ("350200", "350000"), "met"),
        ("350500", ("350000",), "not_met"),
        (None, (), "unknown"),
    ],
)
def test_registration_counts_in_the_region_and_below_it(own, above, verdict):
    facts = Facts(region=own, regions=above)

    assert judged(facts, rule="registered_within", region="350200").verdict == verdict


@pytest.mark.parametrize(
    ("founded", "as_of", "verdict"),
    [
        (date(2023, 3, 31), date(2026, 3, 31), "met"),
        (date(2023, 4, 1), date(2026, 3, 31), "not_met"),
        (date(2020, 2, 29), date(2023, 2, 27), "not_met"),
        (date(2020, 2, 29), date(2023, 2, 28), "met"),
        (date(2027, 1, 1), date(2026, 3, 31), "not_met"),
    ],
)
def test_years_in_operation_are_full_on_the_corresponding_day(founded, as_of, verdict):
    assert judged(Facts(founded_day=founded), as_of, rule="operating_years", at_least=3).verdict == verdict


def test_fewer_years_are_asked_of_a_class_only_where_the_fact_is_known():
    rule = {
        "rule": "operating_years", "at_least": 5, "reduced": ({"when": {"certificate": "little_giant"}, "at_least": 3},),
    }  # fmt: skip
    founded = date(2022, 1, 1)
    holder = Facts(founded_day=founded, holds=(Held(certificate="little_giant"),))

    assert judged(holder, **rule).verdict == "met"
    assert judged(Facts(founded_day=founded, holds=()), **rule).verdict == "not_met"
    assert judged(Facts(founded_day=founded), **rule).verdict == "unknown"
    assert judged(Facts(founded_day=date(2010, 1, 1)), **rule).verdict == "met"


def test_too_few_years_even_for_the_relief_are_not_unknown():
    rule = {
        "rule": "operating_years", "at_least": 5, "reduced": ({"when": {"certificate": "little_giant"}, "at_least": 3},),
    }  # fmt: skip

    assert judged(Facts(founded_day=date(2025, 1, 1)), **rule).verdict == "not_met"


def test_a_cut_off_day_replaces_the_closing_day():
    facts = Facts(founded_day=date(2023, 1, 15))
    rule = {"rule": "operating_years", "at_least": 3}

    assert judged(facts, **rule).verdict == "met"
    assert judged(facts, **rule, cut_off={"month": 12, "day": 31}).verdict == "not_met"


@pytest.mark.parametrize(
    ("day", "verdict"),
    [
        (date(2023, 3, 30), "met"),
        (date(2023, 3, 31), "not_met"),
        (date(2026, 3, 31), "not_met"),
        (date(2026, 4, 1), "met"),
    ],
)
def test_an_event_bars_up_to_and_including_the_corresponding_day(day, verdict):
    facts = Facts(events=(Event(event="penalty", day=day),))

    assert judged(facts, rule="event_within", event=("penalty",), years=3).verdict == verdict


def test_an_event_counted_in_months_ends_with_the_month():
    facts = Facts(events=(Event(event="penalty", day=date(2025, 8, 31)),))
    rule = {"rule": "event_within", "event": ("penalty",), "months": 6}

    assert judged(facts, date(2026, 2, 28), **rule).verdict == "not_met"
    assert judged(facts, date(2026, 3, 1), **rule).verdict == "met"


def test_events_that_nobody_looked_up_are_unknown_not_absent():
    assert judged(Facts(), rule="event_within", event=("penalty",), years=1).verdict == "unknown"
    assert judged(Facts(events=()), rule="event_within", event=("penalty",), years=1).verdict == "met"


def test_an_event_can_bar_for_ever():
    facts = Facts(events=(Event(event="false_application", day=date(1999, 1, 1)),))

    assert judged(facts, rule="event_within", event=("false_application",), ever=True).verdict == "not_met"


def test_only_the_named_actor_can_attest():
    rule = {"rule": "attested", "by": "office", "says": {"zh": "领先", "en": "Leads"}}
    by_street = Facts(attested={"tried": Attestation(by="street", holds=True)})

    assert judged(by_street, **rule).verdict == "unknown"
    assert judged(Facts().attest("tried", "office", True), **rule).verdict == "met"
    assert judged(Facts().attest("tried", "office", False, "复核"), **rule).verdict == "not_met"


@pytest.mark.parametrize(("until", "verdict"), [(DAY, "met"), (date(2026, 3, 30), "not_met"), (None, "met")])
def test_a_certificate_must_be_valid_on_the_day_that_counts(until, verdict):
    facts = Facts(holds=(Held(certificate="gbt19001", valid_from=date(2020, 1, 1), valid_to=until),))

    assert judged(facts, rule="holds_certificate", certificate=("gbt19001",)).verdict == verdict


def test_an_honour_of_the_parent_bars_only_where_the_rule_says_so():
    facts = Facts(honours=(PastHonour(award=OWN, tier="award", day=date(2024, 1, 1), relation="parent"),))
    rule = {"rule": "honour_within", "years": 4}

    assert judged(facts, **rule).verdict == "met"
    assert judged(facts, **rule, relations=("parent",)).verdict == "not_met"


def test_an_honour_of_another_award_or_tier_does_not_bar():
    other = PastHonour(award="440000/quality-award", tier="award", day=date(2025, 1, 1))
    lower = PastHonour(award=OWN, tier="nomination", day=date(2025, 1, 1))

    rule = {"rule": "honour_within", "tiers": ("award",), "years": 5}
    assert judged(Facts(honours=(other, lower)), **rule).verdict == "met"


@pytest.mark.parametrize(
    ("session", "now", "verdict"),
    [(5, 7, "not_met"), (4, 7, "met"), (None, 7, "unknown"), (5, None, "unknown")],
)
def test_a_wait_in_editions_counts_editions(session, now, verdict):
    facts = Facts(session=now, honours=(PastHonour(award=OWN, session=session),))

    assert judged(facts, rule="honour_within", editions=2).verdict == verdict


def test_an_honour_without_a_day_leaves_a_wait_in_years_unknown():
    facts = Facts(honours=(PastHonour(award=OWN, session=5),))

    assert judged(facts, rule="honour_within", years=5).verdict == "unknown"


def test_a_lower_award_can_be_asked_for():
    rule = {"rule": "holds_honour", "award": "350206/quality-award", "years": 3}
    facts = Facts(honours=(PastHonour(award="350206/quality-award", day=date(2024, 1, 1)),))

    assert judged(facts, **rule).verdict == "met"
    assert judged(Facts(honours=()), **rule).verdict == "not_met"


@pytest.mark.parametrize(
    ("value", "verdict"), [("99.99", "not_met"), ("100", "met"), ("200", "met"), ("200.01", "not_met")]
)
def test_both_limits_of_a_measure_are_included(value, verdict):
    facts = Facts(measures={"staff": Decimal(value)})

    outcome = judged(facts, rule="measure", name="staff", at_least=100, at_most=200)

    assert outcome.verdict == verdict


def test_missing_papers_are_named():
    outcome = judged(
        Facts(papers=("application_form",)), rule="papers", needs=("application_form", "licence")
    )

    assert outcome.reason.zh == "缺少材料：主体资格证明。"
    assert judged(Facts(), rule="papers", needs=("licence",)).verdict == "unknown"


def test_legal_form_asks_for_both_where_both_are_named():
    rule = {"rule": "legal_form", "legal_person": True, "kinds": ("enterprise",)}

    assert judged(Facts(legal_person=True, kind="enterprise"), **rule).verdict == "met"
    assert judged(Facts(legal_person=True, kind="agency"), **rule).verdict == "not_met"
    assert judged(Facts(legal_person=None, kind="enterprise"), **rule).verdict == "unknown"


def test_a_condition_for_others_is_met_and_says_so():
    rule = {"rule": "registered_within", "region": "350200", "applies_to": ("enterprise",)}

    outcome = judged(Facts(kind="individual"), **rule)

    assert (outcome.verdict, outcome.reason.zh) == ("met", "本条不适用于个人。")
    assert judged(Facts(), **rule).verdict == "unknown"


@given(st.lists(st.sampled_from(["met", "not_met", "unknown"]), min_size=2, max_size=6), st.integers(1, 6))
def test_k_of_is_unknown_only_where_an_open_one_could_turn_it(verdicts, k):
    k = min(k, len(verdicts))
    measures = {f"m{i}": Decimal(v == "met") for i, v in enumerate(verdicts) if v != "unknown"}
    inner = tuple(
        {"id": f"c{i}", "rule": "measure", "name": f"m{i}", "at_least": 1} for i in range(len(verdicts))
    )

    verdict = judged(Facts(measures=measures), rule="k_of", at_least=k, of=inner).verdict

    possible = verdicts.count("met") + verdicts.count("unknown")
    expected = "met" if verdicts.count("met") >= k else "unknown" if possible >= k else "not_met"
    assert verdict == expected


def test_no_facts_at_all_leave_every_condition_unknown():
    book = load_rulebook(XIAMEN)

    verdicts = {o.verdict for o in evaluate_all((*book.entry, *book.exclusion), Facts(), DAY, book)}

    assert verdicts == {"unknown"}


def test_a_condition_is_judged_in_well_under_a_tenth_of_a_millisecond():
    book = load_rulebook(XIAMEN)
    conditions = (*book.entry, *book.exclusion)
    facts = Facts(
        region="350200", founded_day=date(2000, 1, 1), legal_person=True, events=(), honours=(), papers=()
    )

    seconds = timeit(lambda: evaluate_all(conditions, facts, DAY, book), number=200)

    assert seconds / 200 / len(conditions) < 100e-6
