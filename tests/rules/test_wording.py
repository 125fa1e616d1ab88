import pytest

from zhiheng.rules.load import read_rulebook
from zhiheng.rules.stage_wording import stage_text
from zhiheng.rules.wording import condition_text

from .books import GOOD, edited

OTHER = (
    "  - {id: 440000/quality-award, of: award, title: {zh: 广东省政府质量奖, en: Guangdong Quality Award}}\n"
)


def condition_as_read(written: str):
    book = read_rulebook(
        edited("exclusion:\n", f"exclusion:\n  - {{id: tried, {written}, art: x}}\n").replace(
            "terms:\n", f"terms:\n{OTHER}", 1
        ),
        "book.yaml",
    )
    return condition_text(book.condition("tried"), book)


@pytest.mark.parametrize(
    ("written", "zh", "en"),
    [
        ("rule: legal_form, legal_person: true", "具有法人资格", "A legal person"),
        ("rule: legal_form, kinds: enterprise", "主体类型为企业", "An enterprise"),
        (
            "rule: model_years, at_least: 3",
            "卓越绩效模式运行满 3 年",
            "An excellence model run for at least 3 years",
        ),
        ("rule: event_within, event: penalty, ever: true", "从无：行政处罚", "Never: administrative penalty"),
        (
            "rule: event_within, event: penalty, months: 6",
            "6 个月内无：行政处罚",
            "None within 6 months: administrative penalty",
        ),
        (
            "rule: honour_within, ever: true, award: 440000/quality-award",
            "申报主体从未获得广东省政府质量奖（任何等次）",
            "Never before: any tier of Guangdong Quality Award, won by the subject itself",
        ),
        (
            "rule: honour_within, ever: true, award: 440000/quality-award, tiers: [award, nomination]",
            "申报主体从未获得广东省政府质量奖（正奖或者提名奖）",
            "Never before: the award proper or nomination of Guangdong Quality Award, won by the subject itself",
        ),
        (
            "rule: recommended, by: town_government",
            "经乡镇人民政府（街道办事处）推荐",
            "Recommended by the town or street",
        ),
        (
            "rule: recommended, by: [department, association, own]",
            "经主管部门或者行业协会（社会组织）推荐，或者自行申报",
            "Recommended by a department or an association; or its own application",
        ),
        (
            "rule: of_class, classes: [enterprise, team], unverified: true, defaults: classes",
            "属于企业或者班组（其中类别缺省）",
            "Of this class: enterprise or team (default: the classes)",
        ),
        (
            "rule: event_within, event: [major_accident, penalty], years: 3, "
            "when: {kinds: enterprise, sizes: [small, micro]}",
            "3 年内无：重大质量、安全、环保等事故以及行政处罚（适用于企业，且规模为小型或者微型）",
            "None within 3 years: major quality, safety or environmental accident, administrative penalty "
            "(for: enterprise and small or micro)",
        ),
        (
            "rule: holds_honour, tiers: [nomination]",
            "申报主体曾获得提名奖",
            "Won before: Nomination, won by the subject itself",
        ),
        (
            "rule: measure, name: staff, at_least: 5, at_most: 9",
            "从业人数不少于 5，不超过 9",
            "Staff: at least 5, at most 9",
        ),
        (
            "rule: holds_certificate, certificate: [gbt19001, local_prize]",
            "持有有效证书（资质）：质量管理体系认证、本地证书",
            "Holds a valid certificate: quality management certificate (GB/T 19001), local certificate",
        ),
        (
            "rule: papers, needs: licence, applies_to: [individual]",
            "提交主体资格证明（适用于个人）",
            "Handed in: proof of legal status (for: individual)",
        ),
        (
            "rule: operating_years, at_least: 5, reduced: [{when: {size: small, certificate: little_giant}, at_least: 3}]",
            "成立满 5 年；规模为小型，且具有专精特新“小巨人”企业资质的，满 3 年",
            "At least 5 full years since founding; 3 if small and holding specialised “little giant” enterprise",
        ),
        (
            "rule: operating_years, at_least: 5, cut_off: {month: 12, day: 31}",
            "成立满 5 年，计算至上一年 12 月 31 日",
            "At least 5 full years since founding, counted to 12-31 of the year before",
        ),
    ],
)
def test_a_condition_is_read_in_both_languages(written, zh, en):
    text = condition_as_read(written)

    assert (text.zh, text.en) == (zh, en)


def stage_as_read(written: str):
    line = f"  - {{id: tried, title: {{zh: 某, en: Some}}, {written}, art: x}}\n"
    last = "  - {id: granting, after: [approval, tried]"
    good = GOOD.replace("  - {id: granting", f"{line}{last}", 1)
    if "kind: ballot" in written:  # one ballot elects a tier, not two
        plenary = next(old for old in GOOD.splitlines(keepends=True) if "id: plenary" in old)
        good = GOOD.replace(plenary, line)
    book = read_rulebook(good, "book.yaml")
    return stage_text(book.stage("tried"), book)


@pytest.mark.parametrize(
    ("written", "zh"),
    [
        (
            'kind: shortlist, order: {order: [{stage: site}]}, keep: {share: "1/2"}, tie: cut_all',
            "由评审办办理，按现场评审排序；仍相同的并列（缺省），取前 1/2，末位同分的全部不取",
        ),
        (
            "kind: consult, asks: [credit], silence: blocks, adverse: veto, after: [credit, documents], within: {days: 7}",
            "由评审办办理，期限 7 日，在查询和材料评审之后，征求社会信用主管部门意见，"
            "未全部答复不得进入下一环节，任一部门反对的不再参评",
        ),
        (
            "kind: survey, least_answers: 30, scored: true, pass_at: 60, too_few: ends, after: []",
            "由评审办办理，一开始即可办理，有效问卷不少于 30 份，不足的不再参评，计分，满分 100 分，合格线 60 分",
        ),
        (
            'kind: ballot, secret: false, quorum: "1/2", passes: {share: "1/2", of: cast, more_than: true}, over: votes',
            "由评审委员会办理，记名投票，到会人数不少于应到人数的 1/2，"
            "同意票超过有效票数的 1/2 为通过，超出名额的按得票数取舍",
        ),
        (
            "kind: notice, for: {days: 7}, objections: {named: false, written: false}, of: decided",
            "由评审办办理，公示已定名单 7 日，任何人可提出意见",
        ),
    ],
)
def test_a_stage_is_read_with_all_that_it_asks(written, zh):
    assert stage_as_read(written).zh == zh
