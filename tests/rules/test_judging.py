"""What facts mean under the rules on figures, papers, persons, others, events, honours and bans."""

from datetime import date
from typing import Any

import pytest
from pydantic import TypeAdapter

from zhiheng.rules.conditions import Outcome, evaluate
from zhiheng.rules.facts import Facts
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.model import Condition, Rulebook

from .books import WHOLE

OWN = "350200/whole-award"
DAY = date(2026, 3, 31)
READ: TypeAdapter[Any] = TypeAdapter(Condition)


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return read_rulebook(WHOLE, "whole.yaml")


def judged(book: Rulebook, rule: dict[str, object], facts: dict[str, object]) -> Outcome:
    condition = READ.validate_python({"id": "tried", "art": "8", **rule})
    return evaluate(condition, Facts.model_validate(facts), DAY, book)


def event(day: str, **more: object) -> dict[str, object]:
    return {"event": "loss", "day": date.fromisoformat(day), **more}


def won(day: str | None = None, **more: object) -> dict[str, object]:
    return {"award": OWN, "tier": "gold", "day": None if day is None else date.fromisoformat(day), **more}


LOSS = {"rule": "event_within", "event": ("loss",)}
MANY = {**LOSS, "years": 3, "at_least": 2}
LEVEL = {**LOSS, "years": 3, "level": ("national", "provincial")}
POLICY = {**LOSS, "years": 3, "except": ("policy_loss",)}
EDITION = {**LOSS, "editions": 1}
WINNER = {"rule": "honour_within"}
HELD = {"rule": "holds_honour", "tiers": ("gold",), "held_for": {"years": 3}}
BAN = {"rule": "no_ban"}
PROFIT = {"rule": "measure", "name": "profit", "at_least": 0, "consecutive_years": 3}
YEARS = {"2023": "5", "2024": "0", "2025": "1.5"}
PER_MU = {"rule": "rating", "name": "per_mu_benefit", "among": ("A", "B")}
CREDIT = {"rule": "rating", "name": "quality_credit", "at_least": "AA", "scale": ("AAA", "AA", "A")}
TOP = {"rule": "standing", "index": "revenue", "level": "provincial", "in": "industry", "top": 3}
TENTH = {"rule": "standing", "index": "revenue", "level": "city", "in": "area", "share": "1/10"}
LISTED = {"rule": "on_list", "list": ("nurturing_pool", "industries_of_the_year")}
CLEAR = {"rule": "not_on_list", "list": ("dishonesty_list", "nurturing_pool")}
SERVICE = {"rule": "service_years", "at_least": 5, "of_which_here": 3}
RANK = {"rule": "office_rank", "below": "vice_bureau"}
BACKED = {"rule": "recommended", "by": ("association", "expert"), "at_least": 2}
ONE_WAY = {"rule": "single_channel"}
KIN = {"rule": "other_applicant", "relations": ("group", "own_person")}
ONLY_ONE = {**KIN, "then": "one_only"}
FILE = {
    "rule": "papers",
    "needs": ("licence", "applicants_notice"),
    "limits": {"licence": {"characters": 300}},
    "published_for": {"applicants_notice": {"working_days": 5}},
}
BOTH = ("licence", "applicants_notice")


def paper_facts(characters: int | None, published: int | None) -> dict[str, object]:
    return {
        "papers": BOTH,
        "paper_facts": {
            "licence": {"characters": characters},
            "applicants_notice": {"published_working_days": published},
        },
    }


def placed(place: int, of: int | None = None, **more: object) -> dict[str, object]:
    one = {"index": "revenue", "level": "provincial", "in": "industry", "place": place, "of": of, **more}
    return {"standings": (one,)}


def practice(*spans: tuple[str, str | None, str | None]) -> dict[str, object]:
    told = [
        {"since": date.fromisoformat(a), "until": None if b is None else date.fromisoformat(b), "region": c}
        for a, b, c in spans
    ]
    return {"practice": tuple(told)}


VERDICTS: list[tuple[dict[str, object], dict[str, object], str]] = [
    (MANY, {"events": (event("2025-01-01"),)}, "met"),
    (MANY, {"events": (event("2025-01-01"), event("2024-01-01"))}, "not_met"),
    (MANY, {"events": (event("2025-01-01"), event("2019-01-01"))}, "met"),
    (LEVEL, {"events": (event("2025-01-01", level="city"),)}, "met"),
    (LEVEL, {"events": (event("2025-01-01", level="national"),)}, "not_met"),
    (LEVEL, {"events": (event("2025-01-01"),)}, "unknown"),
    (LEVEL, {"events": (event("2015-01-01"),)}, "met"),
    (POLICY, {"events": (event("2025-01-01", cause="policy_loss"),)}, "met"),
    (POLICY, {"events": (event("2025-01-01", cause="other"),)}, "not_met"),
    (POLICY, {"events": (event("2025-01-01"),)}, "unknown"),
    (LOSS | {"years": 3}, {"events": (event("2025-01-01", relation="parent"),)}, "met"),
    (
        LOSS | {"years": 3, "relations": ("self", "parent")},
        {"events": (event("2025-01-01", relation="parent"),)},
        "not_met",
    ),
    (EDITION, {"session": 4, "events": (event("2025-01-01"),)}, "unknown"),
    (
        EDITION,
        {
            "session": 4,
            "editions": ({"session": 3, "day": date(2024, 6, 30)},),
            "events": (event("2024-06-30"),),
        },
        "met",
    ),
    (
        EDITION,
        {
            "session": 4,
            "editions": ({"session": 3, "day": date(2024, 6, 30)},),
            "events": (event("2024-07-01"),),
        },
        "not_met",
    ),
    (WINNER | {"months": 30}, {"honours": (won("2023-10-01"),)}, "not_met"),
    (WINNER | {"months": 30}, {"honours": (won("2023-09-30"),)}, "met"),
    (WINNER | {"ever": True}, {"honours": (won("2025-01-01", outcome="proposed"),)}, "met"),
    (
        WINNER | {"ever": True, "outcome": "proposed"},
        {"honours": (won("2025-01-01", outcome="proposed"),)},
        "not_met",
    ),
    (WINNER | {"editions": 2}, {"session": 5, "honours": (won(session=3),)}, "not_met"),
    (WINNER | {"editions": 2}, {"session": 5, "honours": (won(session=2),)}, "met"),
    (HELD, {"honours": (won("2023-03-31"),)}, "met"),
    (HELD, {"honours": (won("2023-04-01"),)}, "not_met"),
    (HELD, {"honours": (won(session=1),)}, "unknown"),
    (HELD, {"honours": ()}, "not_met"),
    (HELD | {"held_for": {"editions": 2}}, {"session": 5, "honours": (won(session=3),)}, "met"),
    (HELD | {"held_for": {"editions": 2}}, {"session": 5, "honours": (won(session=4),)}, "not_met"),
    (BAN, {}, "unknown"),
    (BAN, {"bans": ()}, "met"),
    (BAN, {"bans": ({"award": OWN, "ever": True},)}, "not_met"),
    (BAN, {"bans": ({"award": "350000/quality-award", "ever": True},)}, "met"),
    (BAN, {"bans": ({"award": OWN, "until": date(2026, 3, 31)},)}, "not_met"),
    (BAN, {"bans": ({"award": OWN, "until": date(2026, 3, 30)},)}, "met"),
    (BAN, {"bans": ({"award": OWN, "from": date(2026, 4, 1), "ever": True},)}, "met"),
    (BAN, {"session": 7, "bans": ({"award": OWN, "session": 4, "editions": 3},)}, "not_met"),
    (BAN, {"session": 8, "bans": ({"award": OWN, "session": 4, "editions": 3},)}, "met"),
    (BAN, {"bans": ({"award": OWN, "session": 4, "editions": 3},)}, "unknown"),
    (PROFIT, {"yearly": {"profit": YEARS}}, "met"),
    (PROFIT, {"yearly": {"profit": YEARS | {"2024": "-0.01"}}}, "not_met"),
    (PROFIT, {"yearly": {"profit": {"2025": "1"}}}, "unknown"),
    (PROFIT, {"yearly": {"profit": {"2025": "-1"}}}, "not_met"),
    (PROFIT, {}, "unknown"),
    (PROFIT | {"cut_off": {"month": 12, "day": 31}}, {"yearly": {"profit": YEARS}}, "met"),
    (PER_MU, {}, "unknown"),
    (PER_MU, {"ratings": {"per_mu_benefit": "B"}}, "met"),
    (PER_MU, {"ratings": {"per_mu_benefit": "C"}}, "not_met"),
    (CREDIT, {"ratings": {"quality_credit": "AAA"}}, "met"),
    (CREDIT, {"ratings": {"quality_credit": "A"}}, "not_met"),
    (CREDIT, {"ratings": {"quality_credit": "good"}}, "unknown"),
    (TOP, placed(3), "met"),
    (TOP, placed(4), "not_met"),
    (TOP, placed(1, level="national"), "unknown"),
    (TOP, {}, "unknown"),
    (TOP, {"standings": ()}, "not_met"),
    (TENTH, placed(7, 70, level="city") | {}, "unknown"),
    (TENTH, placed(7, 70, level="city", **{"in": "area"}), "met"),
    (TENTH, placed(8, 70, level="city", **{"in": "area"}), "not_met"),
    (TENTH, placed(7, level="city", **{"in": "area"}), "unknown"),
    (LISTED, {"lists": {"nurturing_pool": True}}, "met"),
    (LISTED, {"lists": {"nurturing_pool": False}}, "unknown"),
    (LISTED, {"lists": {"nurturing_pool": False, "industries_of_the_year": False}}, "not_met"),
    (CLEAR, {"lists": {"nurturing_pool": True}}, "not_met"),
    (CLEAR, {"lists": {"nurturing_pool": False}}, "unknown"),
    (CLEAR, {"lists": {"nurturing_pool": False, "dishonesty_list": False}}, "met"),
    (SERVICE, {}, "unknown"),
    (SERVICE, practice(("2021-03-31", None, "350206")), "met"),
    (SERVICE, practice(("2021-04-01", None, "350206")), "not_met"),
    (SERVICE, practice(("2019-01-01", "2024-01-01", "350100"), ("2024-01-01", None, "350200")), "not_met"),
    (SERVICE, practice(("2019-01-01", "2024-01-01", None), ("2024-01-01", None, "350200")), "unknown"),
    (SERVICE, practice(("2022-01-01", None, "350200"), ("2022-06-01", None, "350200")), "not_met"),
    (RANK, {}, "unknown"),
    (RANK, {"office_rank": "county"}, "met"),
    (RANK, {"office_rank": "vice_bureau"}, "not_met"),
    (RANK, {"office_rank": "none"}, "met"),
    (BACKED, {}, "unknown"),
    (BACKED, {"channels": ({"by": "association", "name": "a"}, {"by": "association", "name": "b"})}, "met"),
    (BACKED, {"channels": ({"by": "association", "name": "a"}, {"by": "department"})}, "not_met"),
    (ONE_WAY, {"channels": ({"by": "own"},)}, "met"),
    (ONE_WAY, {"channels": ({"by": "own"}, {"by": "department"})}, "not_met"),
    (KIN, {}, "unknown"),
    (KIN, {"others": ()}, "met"),
    (KIN, {"others": ({"relation": "parent"},)}, "met"),
    (KIN, {"others": ({"relation": "group"},)}, "not_met"),
    (ONLY_ONE, {"others": ({"relation": "group"},)}, "unknown"),
    (ONLY_ONE, {"others": ({"relation": "group", "stays": True},)}, "not_met"),
    (ONLY_ONE, {"others": ({"relation": "group", "stays": False},)}, "met"),
    (FILE, paper_facts(300, 5), "met"),
    (FILE, paper_facts(301, 5), "not_met"),
    (FILE, paper_facts(300, 4), "not_met"),
    (FILE, paper_facts(None, 4), "not_met"),
    (FILE, paper_facts(None, 5), "unknown"),
    (FILE, {"papers": ("licence",)}, "not_met"),
]


@pytest.mark.parametrize(("rule", "facts", "verdict"), VERDICTS)
def test_facts_meet_a_rule_or_not_and_what_is_missing_stays_unknown(book, rule, facts, verdict):
    assert judged(book, rule, facts).verdict == verdict


@pytest.mark.parametrize(("rule", "facts", "verdict"), VERDICTS)
def test_a_verdict_rests_on_facts_that_are_named_and_has_a_reason_in_both_languages(
    book, rule, facts, verdict
):
    outcome = judged(book, rule, facts)

    assert outcome.reason.zh.endswith("。")
    assert outcome.reason.en.endswith(".")
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in outcome.reason.en)
    assert outcome.facts_used or verdict == "unknown" or facts == {"honours": ()}


@pytest.mark.parametrize(
    ("rule", "facts", "zh"),
    [
        (
            MANY,
            {"events": (event("2025-01-01", source="市监管〔2025〕3号"), event("2024-01-01"))},
            "2025-01-01 有年度经营亏损（市监管〔2025〕3号），在截至 2026-03-31 的 3 年之内，共 2 次，达到 2 次。",
        ),
        (PROFIT, {"yearly": {"profit": YEARS}}, "2023 至 2025 年，连续 3 年利润均符合（要求不少于 0）。"),
        (
            TENTH,
            placed(8, 70, level="city", **{"in": "area"}),
            "按上年度营业收入在市级本地区排名第 8 位（共 70 家），要求前 1/10。",
        ),
        (CREDIT, {"ratings": {"quality_credit": "A"}}, "质量信用等级为 A，要求不低于 AA。"),
        (
            SERVICE,
            practice(("2021-03-31", None, "350206")),
            "至 2026-03-31 从业满 5 年，要求不少于 5 年；其中在本地满 5 年，要求不少于 3 年。",
        ),
        (FILE, paper_facts(301, 5), "主体资格证明 301 字，不得超过 300 字。"),
        (
            ONLY_ONE,
            {"others": ({"relation": "group"},)},
            "其所在集团也在本届申报，只能保留一个，尚未确定。",
        ),
        (
            BAN,
            {"bans": ({"award": OWN, "until": date(2027, 1, 1)},)},
            "因撤销奖项被禁止申报，至 2027-01-01 止。",
        ),
    ],
)
def test_a_reason_names_the_days_and_the_numbers(book, rule, facts, zh):
    assert judged(book, rule, facts).reason.zh == zh


WHEN = {"rule": "measure", "name": "staff", "at_least": 10}


@pytest.mark.parametrize(
    ("limits", "facts", "verdict"),
    [
        ({"when": {"sizes": ("small",)}}, {"size": "large"}, "met"),
        ({"when": {"sizes": ("small",)}}, {"size": "small", "measures": {"staff": "9"}}, "not_met"),
        ({"when": {"sizes": ("small",)}}, {"measures": {"staff": "9"}}, "unknown"),
        ({"when": {"sizes": ("small",)}}, {"measures": {"staff": "10"}}, "met"),
        ({"unless": {"industries": ("C",)}}, {"industry": "C26", "measures": {"staff": "9"}}, "met"),
        ({"unless": {"industries": ("C",)}}, {"industry": "G5", "measures": {"staff": "9"}}, "not_met"),
        ({"unless": {"classes": ("sme",)}}, {"kind": "enterprise", "size": "small"}, "met"),
        ({"when": {"classes": ("state_funded",)}}, {"classes": ()}, "met"),
        ({"when": {"classes": ("state_funded",)}}, {"classes": ("state_funded",)}, "unknown"),
    ],
)
def test_a_condition_binds_only_those_for_whom_it_is(book, limits, facts, verdict):
    assert judged(book, WHEN | limits, facts).verdict == verdict


def test_who_is_not_bound_is_told_for_whom_it_is(book):
    outcome = judged(book, WHEN | {"when": {"classes": ("sme",)}}, {"kind": "individual"})

    assert outcome.reason.zh == "本条只适用于中小企业，予以通过。"
    assert outcome.reason.en == "This is only for: Small and medium enterprises."


A = {"id": "a", "rule": "measure", "name": "staff", "at_least": 1}
B = {"id": "b", "rule": "measure", "name": "revenue", "at_least": 1}


@pytest.mark.parametrize(
    ("rule", "staff", "revenue", "verdict"),
    [
        ("all_of", "1", "1", "met"),
        ("all_of", "1", None, "unknown"),
        ("all_of", "0", None, "not_met"),
        ("none_of", "0", "0", "met"),
        ("none_of", "0", None, "unknown"),
        ("none_of", "1", None, "not_met"),
    ],
)
def test_conditions_inside_others_count_together(book, rule, staff, revenue, verdict):
    measures = {k: v for k, v in (("staff", staff), ("revenue", revenue)) if v is not None}

    outcome = judged(book, {"rule": rule, "of": (A, B)}, {"measures": measures})

    assert outcome.verdict == verdict


def test_an_open_condition_is_cited_as_unverified(book):
    condition = READ.validate_python({"id": "tried", "open": True, **ONE_WAY})

    cite = evaluate(condition, Facts(), DAY, book).cite

    assert (cite.article, cite.unverified) == (None, True)
