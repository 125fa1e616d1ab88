"""What the stages of a reward conclude, from plain JSON alone."""

import json

from zhiheng.programmes.incentives.domain.conclusions import CONCLUDERS

from .makers import BOOK
from .test_rewards import body


def conclude(stage, inputs):
    rule = BOOK.stage(stage)
    travelled = json.loads(json.dumps(inputs))
    return {made.case: made for made in CONCLUDERS[rule.kind](BOOK, rule, travelled)}


def test_a_level_that_the_instrument_does_not_reward_ends_the_claim():
    made = conclude("claim", {"cases": {"c1": body(standard="T/XXX 1-2021", level="group")}})["c1"]
    assert (made.outcome, made.goes_on) == ("failed", False)
    assert made.reasons[0].zh == "办法不受理团体标准的申报。"
    assert made.cites == (BOOK.cite("claim"),)


def test_a_rank_too_low_ends_the_claim_under_the_reward_s_own_rule():
    made = conclude("claim", {"cases": {"c1": body(rank=6)}})["c1"]
    assert (made.goes_on, made.reasons[0].zh) == (False, "起草单位排名第 6 位，办法只奖励前 5 位。")
    assert made.cites == (BOOK.cite("rewards"),)


def test_a_claim_in_order_goes_on_and_says_its_rank():
    made = conclude("claim", {"cases": {"c1": body(standard="GB/T 99901-2021", rank=2)}})["c1"]
    assert (made.outcome, made.goes_on) == ("passed", True)
    assert made.reasons[0].zh == "GB/T 99901-2021 属国家标准，申报企业在起草单位中列第 2 位，予以受理。"


def test_the_street_s_word_is_the_finding():
    said = {
        "c1": {"decision": "pass", "reason": "", "street": "示例一街道"},
        "c2": {"decision": "refuse", "reason": "税务登记不在本区。", "street": "示例一街道"},
    }
    made = conclude("street_check", {"cases": said})
    assert [made[case].goes_on for case in said] == [True, False]
    assert made["c2"].reasons[0].zh == "示例一街道初审未通过：税务登记不在本区。"


def test_a_line_holds_exact_numbers_as_text_and_its_calculation():
    claim = body(rank=2, level="industry", proportions={"2": "11", "4": "12"})
    made = conclude("payment", {"budget_fen": None, "cases": {"c1": claim}})["c1"]
    assert (made.outcome, made.goes_on) == ("paid", True)
    assert (made.details["fen"], made.details["exact_fen"]) == ("2870000", "66000000/23")
    assert made.reasons[0].zh.startswith("行业标准，起草单位第 2 位：200,000.00 元 × 30% = 60,000.00 元")
    assert made.reasons[0].zh.endswith("奖励 28,700.00 元。")


def test_a_line_without_money_is_refused_with_its_reason():
    made = conclude("payment", {"budget_fen": 0, "cases": {"c1": body()}})["c1"]
    assert (made.outcome, made.goes_on, made.details["fen"]) == ("refused", False, "0")
    assert "超过预算总额 0.00 元" in made.reasons[0].zh
