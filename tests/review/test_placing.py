"""Places by class, pool and step, and the rule named for every place that was missed."""

import pytest

from zhiheng.casework.domain.rankable import refuse_unless_rankable
from zhiheng.core.refusal import Refused
from zhiheng.review.domain.conclusions import CONCLUDERS
from zhiheng.rules.load import read_rulebook

from .conftest import ITEMS as CRITERIA
from .conftest import JUDGED
from .test_balloting import outcomes, votes

CLASSES = """\
classes:
  - {id: sme, title: {zh: 中小企业, en: SMEs}, of: {sizes: [small, medium]}, art: "2"}
tiers:
"""
AWARD = 'quota: {at_most: 1}, art: "3"}\n  - {id: nomination'


def booked(award="quota: {at_most: 1}", nomination="quota: {at_most: 1}", *, ties="refused", more=""):
    """Return the judged award with other places."""
    source = JUDGED.replace("tiers:\n", CLASSES, 1).replace("ties: refused", f"ties: {ties}")
    source = source.replace(AWARD, AWARD.replace("quota: {at_most: 1}", award))
    source = source.replace(
        "en: Sample nomination}, quota: {at_most: 1}", f"en: Sample nomination}}, {nomination}"
    )
    return read_rulebook(source.replace("stages:\n", f"{more}stages:\n", 1), "judged")


def concluded(book, cases, **more):
    inputs = {"eligible": 9, "present": 9, "cases": cases, **more}
    return {made.case: made for made in CONCLUDERS["ballot"](book, book.stage("plenary"), inputs)}


def at(points, *classes, **more):
    return votes(9, documents=str(points), classes=["enterprise", *classes], **more)


def told(made):
    return [(text.zh, cite.rule) for text, cite in zip(made.reasons, made.cites, strict=True)]


def test_a_place_kept_for_a_class_goes_to_it_and_the_better_are_told_why():
    book = booked("quota: {at_most: 2, reserved: {sme: 1}}")
    made = concluded(book, {"a": at(800), "b": at(700), "c": at(600, "sme")})

    assert outcomes(made) == {
        "a": ("selected", "award"), "b": ("selected", "nomination"), "c": ("selected", "award"),
    }  # fmt: skip
    assert told(made["b"])[2] == ("示例奖：余下名额为类别“中小企业”保留（至少 1 个）。", "award")


def test_a_cap_of_a_class_over_all_tiers_is_cited_as_the_pool():
    book = booked(more='pool: {id: all, at_most: 2, caps: {sme: 1}, art: "3"}\n')
    made = concluded(book, {"a": at(800, "sme"), "b": at(700, "sme"), "c": at(600)})

    assert outcomes(made)["b"] == ("not_selected", None)
    assert told(made["b"])[2] == (
        "示例提名奖：在“各奖项合计”共用名额中，类别“中小企业”余下的 0 个已满。",
        "all",
    )
    assert outcomes(made)["c"] == ("selected", "nomination")


def test_a_threshold_counts_besides_the_rank():
    book = booked('quota: {at_most: 1}, needs: [{stage: documents, at_least: "750"}]')
    made = concluded(book, {"a": at(700)})

    assert outcomes(made) == {"a": ("selected", "nomination")}
    assert told(made["a"])[2] == ("示例奖：未达到规定的分数线。", "award")


def test_honours_of_earlier_winners_are_outside_the_quota():
    book = booked("quota: {at_most: 1}, outside: {when: repeat_winner}")
    made = concluded(book, {"a": at(800, wins={"award": 1}), "b": at(700, wins={}), "c": at(600, wins={})})

    assert [one.details["tier"] for one in made.values()] == ["award", "award", "nomination"]


def test_a_tier_outside_keeps_to_a_number_of_its_own_and_draws_on_no_pool():
    book = booked(
        "quota: {at_most: 1}, outside: true", "quota: {at_most: 2}", more='pool: {at_most: 1, art: "3"}\n'
    )
    made = concluded(book, {code: at(800 - n) for n, code in enumerate("abc")})

    assert [one.details["tier"] for one in made.values()] == ["award", "nomination", None]


def test_the_third_win_leads_to_another_tier_and_uses_a_place():
    more = '  - {id: lasting, title: {zh: 卓越奖, en: Lasting}, given: {from_win: 3}, art: "4"}\n'
    book = booked(more=more)
    made = concluded(book, {"a": at(800, wins={"award": 2}), "b": at(700, wins={"award": 1})})

    assert [one.details["tier"] for one in made.values()] == ["lasting", "nomination"]
    assert told(made["a"])[2] == ("本次为第 3 次（含）以上获得示例奖，按规则授予卓越奖。", "lasting")


def test_a_multiple_of_another_tier_bounds_a_tier():
    book = booked(nomination="quota: {at_most: 2, times: {tier: award, at_most: 1}}")
    made = concluded(book, {code: at(800 - n) for n, code in enumerate("abc")})

    assert [one.details["tier"] for one in made.values()] == ["award", "nomination", None]
    assert told(made["c"])[2] == ("示例提名奖：按示例奖数量的倍数，只有 1 个名额，已满。", "nomination")


def test_a_preference_breaks_a_tie():
    source = "ties: refused, prefer: [{class: sme}]"
    book = read_rulebook(JUDGED.replace("tiers:\n", CLASSES, 1).replace("ties: refused", source), "judged")
    made = concluded(book, {"a": at(700), "b": at(700, "sme")})

    assert outcomes(made) == {"a": ("selected", "nomination"), "b": ("selected", "award")}
    assert [one.details["rank"] for one in made.values()] == [2, 1]


def test_more_than_a_share_asks_for_one_vote_more():
    source = JUDGED.replace('share: "2/3", of: present', 'share: "2/3", of: present, more_than: true')
    book = read_rulebook(source, "judged")
    made = concluded(book, {"a": votes(6, 3), "b": votes(7, 2)})

    assert [one.outcome.value for one in made.values()] == ["failed", "selected"]


def test_a_vote_can_draw_a_shortlist():
    source = JUDGED.replace(
        'of: present}, art: "9"', 'of: present}, over: votes, keep: {at_most: 1}, art: "9"'
    )
    made = concluded(read_rulebook(source, "judged"), {"a": votes(8), "b": votes(9), "c": votes(1)}, places=2)

    assert [one.outcome.value for one in made.values()] == ["not_selected", "selected", "failed"]
    assert made["b"].reasons[1].zh == "按得票数排第 1 名，进入下一环节（取前 1 名）。"


def test_who_is_kept_of_each_class_and_never_fewer_than_so_many():
    source = JUDGED.replace("tiers:\n", CLASSES, 1).replace(
        "combine: trimmed_mean, keep: {at_most: 3}",
        'combine: mean, keep: {by_class: {sme: {at_most: 1}}, share: "1/4", least: 2}',
    )
    book = read_rulebook(source, "judged")
    items = CRITERIA
    cases = {
        code: {"marks": {f"s{n}": dict.fromkeys(items, percent) for n in range(3)}, "classes": classes}
        for code, percent, classes in (
            ("a", 90, ["sme"]), ("b", 80, ["sme"]), ("c", 70, []), ("d", 60, []), ("e", 50, []),
        )
    }  # fmt: skip
    made = CONCLUDERS["score"](book, book.stage("documents"), {"cases": cases, "places": 2})

    assert {one.case: one.goes_on for one in made} == {
        "a": True,
        "b": False,
        "c": True,
        "d": True,
        "e": False,
    }
    assert made[1].reasons[0].zh.endswith("未进入下一环节（中小企业取前 1 名）。")
    assert made[4].reasons[0].zh.endswith("（取前 1/4，即 1 名，但不少于 2 名）。")


def test_penalties_come_off_the_score_up_to_their_limit():
    penalty = 'penalties: [{id: late, says: {zh: 超时, en: Overtime}, points: "2", per: minute, at_most: "5"}], art: "7"'
    book = read_rulebook(JUDGED.replace('combine: mean, art: "7"', f"combine: mean, {penalty}"), "judged")
    cases = {
        "a": {"points": dict.fromkeys("xyz", "80"), "penalties": {"late": 4}},
        "b": {"points": dict.fromkeys("xyz", "79")},
    }
    made = CONCLUDERS["hearing"](book, book.stage("defence"), {"cases": cases, "places": 1})

    assert [(one.case, one.details["points"]) for one in made] == [("b", "79.00"), ("a", "75.00")]
    assert made[1].reasons[1].zh == "超时（4 分钟），扣 5 分。"
    assert made[1].details["taken_off"] == "5"


def test_an_order_over_a_stage_that_some_pass_by_is_refused_before_a_round_opens():
    book = read_rulebook(
        JUDGED.replace("tiers:\n", CLASSES, 1).replace(
            "id: defence, kind", "id: defence, applies_to: sme, kind"
        ),
        "judged",
    )

    with pytest.raises(Refused) as refusal:
        refuse_unless_rankable(book)
    assert (refusal.value.code, refusal.value.cites[0].rule) == ("ranking.not_for_all", "listing")
