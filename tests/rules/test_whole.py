"""A rulebook with every element is read, cited, told and counted as it is written."""

import re

import jsonschema
import pytest
from ruamel.yaml import YAML

from zhiheng.core.money import Money
from zhiheng.rules.explain import OPEN, Item, as_text
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.model import Rulebook
from zhiheng.rules.schema import json_schema

from .books import WHOLE


@pytest.fixture(scope="module")
def book() -> Rulebook:
    return read_rulebook(WHOLE, "whole.yaml")


def told(book: Rulebook, language: str) -> dict[str, str]:
    return {b.rule: b.text for b in as_text(book, language).blocks if isinstance(b, Item)}


def test_it_fits_the_schema():
    plain = YAML(typ="safe").load(re.sub(r"(\d{4}-\d\d-\d\d)", r'"\1"', WHOLE))

    jsonschema.validate(plain, json_schema())


def test_every_rule_is_told_once(book):
    items = [block for block in as_text(book, "zh").blocks if isinstance(block, Item)]

    assert sorted(dict.fromkeys(item.rule for item in items)) == sorted(name for name, _ in book.rules())


def test_nothing_chinese_is_left_in_the_english_document(book):
    assert re.findall(r"[\u4e00-\u9fff]+", as_text(book, "en").plain()) == []


@pytest.mark.parametrize(
    ("rule", "zh"),
    [
        ("nature", "予以通报表扬，资金称为补助"),
        ("cycle", "不设固定周期，经批准后举办，每届评选方案先报人民政府批准"),
        ("committee", "17 至 21 人的单数，每届组建，评选结束后解散"),
        (
            "gold",
            "2 至 10 个，预留中小企业 1 个（未使用的作废），个人不超过 2 个，制造业与服务业按 6:4 分配，"
            "从提名奖获得者中产生，现场评审不低于 600 分，再次获奖的不占名额",
        ),
        ("executor", "承办（执行）评审事务，任期 4 年，连任不超过 2 届，由评审委员会聘任，名单提前 6 个月公布，"
                     "通过政府采购委托，组成人员不得与评审委员会、评审办公室和监督组的组成人员交叉"),
        ("watchers", "监督评审工作，组成人员不得与评审委员会的组成人员交叉；列席评审全过程"),
        ("encouragement", "名额未见规定，只授予企业，不占名额，不得空缺"),
        ("lasting", "第 3 次获奖起自动授予，不经表决，可否空缺未见规定"),
        ("documents", "由评审执行机构办理，按卓越绩效评价准则（GB/T 19580-2012）评分，满分 1000 分，准则以最新版本为准，"
                      "评审员 5 名（组长 1 名），人数为单数，随机抽取，本地以外的专家不少于 1/2，取平均值（缺省），"
                      "企业每个名额取 2 名，个人取前 20 名，不少于 12 名（缺省），末位同分的全部保留（缺省）"),
        ("lower_award", "申报主体曾获得区质量奖（金奖）且已满 3 年（适用于所在地为县（区）级）"),
        ("merit", "进入陈述答辩而未获奖的自动授予"),
        ("special", "不超过 1 个，只授予企业，不占名额，仅在“在重大事件中作出特别贡献（由人民政府确认）”时授予"),
        ("both", "金奖、提名奖合计 3 至 45 个，其中个人不超过 11 个"),
        ("profit", "连续 3 年利润不少于 0 元（适用于企业，且规模为大型或者中型）"),
        ("spot_check", "36 个月内国家级或者省级监督抽查不合格少于 2 次"),
        ("kin", "与其所在集团、其人员、其所在单位在本届同时申报的，只保留一个"),
        ("hearing", "由评审员办理，在提名公示之后，陈述 12 分钟、答辩 8 分钟、合议 10 分钟，满分 100 分，"
                    "出场顺序抽签决定，评审员 7 名，取平均值（缺省），超时每分钟扣 2 分，至多扣 10 分"),
        ("ranking", "按现场评审×0.9＋陈述答辩×0.1 排序；相同的依次优先考虑中小企业、"
                    "“持有有效证书（资质）：高新技术企业”者；仍相同的须另行决定"),
        ("reapply", "获奖 3 届后，申报更高等次的不受此限，不得以同一成果再次申报，再次获奖的只授予称号，不发放资金"),
        ("fraud", "弄虚作假骗取奖项，情形：申报弄虚作假，撤销奖项，授奖前发现的取消参评资格，追回资金，终身不得申报"),
    ],
)  # fmt: skip
def test_an_element_is_told_as_an_official_would_write_it(book, rule, zh):
    assert told(book, "zh")[rule] == zh


def test_kinds_of_applicants_and_their_particulars(book):
    assert book.applicants == ("enterprise", "individual", "project", "government")
    assert book.admits[1].shared_by is not None
    assert book.admits[1].shared_by.at_most == 3


def test_places_are_counted_over_pools_and_tiers_inside_the_quota(book):
    assert book.pool is None
    assert book.places() == 45
    assert book.tier("nomination").quota.at_most == 40


def test_each_ballot_elects_what_no_other_does(book):
    assert [tier.id for tier in book.elected_by("nominations")] == ["nomination"]
    assert [tier.id for tier in book.elected_by("plenary")] == ["gold", "encouragement", "special"]
    assert book.elected_by("conformity") == ()


def test_amounts_may_be_left_blank(book):
    amounts = [one.amount for one in book.payments.amounts]

    assert amounts == [Money.yuan("1000000"), Money.yuan("100000"), None]


def test_an_open_rule_says_so_in_its_citation():
    book = read_rulebook(
        WHOLE.replace('nature: {is: praise, money: subsidy, art: "2"}', "nature: {is: praise, open: true}"),
        "x",
    )
    (item,) = [b for b in as_text(book, "zh").blocks if isinstance(b, Item) and b.rule == "nature"]

    assert (item.cite, item.standing, item.unverified) == (OPEN.zh, "open", True)


def test_what_a_single_value_may_stand_for_is_read_as_a_list(book):
    assert book.stage("conformity").body == ("office",)
    assert book.classes[0].of.kinds == ("enterprise",)
    assert book.after.revocation[0].upon == ("false_application",)
