"""What registers and rounds know beyond the usual facts, and past honours under the right instrument."""

from datetime import date, datetime, timedelta

import pytest

from factories import DECLARED, LOCAL, OFFICE, OPENS, make_organisation, make_round
from zhiheng.casework import actions as casework
from zhiheng.casework.domain.award_names import award_key
from zhiheng.casework.models import Case
from zhiheng.casework.queries.facts import as_of_day, facts_of
from zhiheng.casework.queries.rounds import run_of, stages_of
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.registers import actions as registers
from zhiheng.registers import queries
from zhiheng.registers.models import Honour
from zhiheng.rules.conditions import evaluate
from zhiheng.rules.model.called import award_in

# ruff: noqa: E501
ASKING = """\
rulebook: 350200/asking-award/2025
title: {zh: 示例问询奖评审管理办法（2025年修订）, en: Sample asking award measures}
kind: award
authority: "350200"
in_force: {from: 2020-01-01, to: null}
text: {number: null, published: null, href: null}
checked: {day: 2026-11-20, against: synthetic}
applicants: [enterprise]
classes:
  - {id: county_level, title: {zh: 区县级, en: of a county}, of: {region_levels: county}, art: "2"}
tiers:
  - {id: award, title: {zh: 示例奖, en: Sample award}, quota: {at_most: 5}, art: "3"}
exclusion:
  - {id: recent, rule: honour_within, editions: 2, title: {zh: 两届内未获奖, en: Not in two editions}, art: "5"}
  - {id: banned, rule: no_ban, title: {zh: 未被禁止, en: Not banned}, art: "5"}
  - {id: related, rule: other_applicant, relations: [parent, group, subsidiary], title: {zh: 无关联申报, en: No related applicant}, art: "5"}
stages:
  - {id: conformity, kind: check, title: {zh: 符合性审查, en: Conformity}, art: "6"}
  - {id: approval, kind: approve, title: {zh: 批准, en: Approval}, art: "8"}
  - {id: granting, kind: grant, title: {zh: 授奖, en: Granting}, art: "9"}
after:
  revocation:
    - {id: fraud, says: {zh: 弄虚作假, en: Fraud}, ban: {years: 5}, art: "10"}
    - {id: misuse, says: {zh: 滥用称号, en: Misuse}, art: "11"}
"""


def known(organisations, *, declared=None, source=ASKING, **given):
    """Return the facts of the applicants of a round, by organisation."""
    round_ = make_round("asked", source=source, **given)
    casework.open_cases(
        round_code="asked", by=OFFICE, now=round_.opens_at,
        cases=[casework.NewCase(one.code, one.name, one.region, declared or DECLARED) for one in organisations],
    )  # fmt: skip
    run = run_of(round_, stages_of(round_)[0])
    subjects = dict(Case.objects.values_list("code", "subject"))
    return {subjects[code]: own for code, own in facts_of(run, as_of_day(run)).items()}, run


def judged(run, condition, facts):
    return evaluate(run.book.condition(condition), facts, as_of_day(run), run.book).verdict


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("厦门市质量奖管理办法", "厦门市质量奖"),
        ("海曙区人民政府质量奖管理办法（2022年修订）", "海曙区人民政府质量奖"),
        ("宁德市质量奖管理规定（修订）", "宁德市质量奖"),
        ("深圳市市长质量奖评审管理规范", "深圳市市长质量奖"),
        ("天水市人民政府质量奖实施办法", "天水市人民政府质量奖"),
        ("北京市人民政府质量管理奖管理办法及评审实施细则（修订）", "北京市人民政府质量管理奖"),
        ("滨湖区区长质量奖评定管理办法(试行)", "滨湖区区长质量奖"),
        ("中国质量奖评审规则", "中国质量奖"),
    ],
)
def test_the_award_is_named_in_the_title_of_its_instrument(title, name):
    assert award_in(Text(title, title)).zh == name


def test_a_government_and_a_peoples_government_give_the_same_award():
    assert award_key("芜湖市人民政府质量奖") == award_key("芜湖市政府质量奖")
    assert award_key("深圳市市长质量奖(经济类金奖)") == award_key("深圳市市长质量奖")


PAST = {
    "000000/quality-award": ("中国质量奖", "000000"),
    "440000/quality-award": ("广东省政府质量奖", "440000"),
    "330000/quality-award": ("浙江省人民政府质量奖", "330000"),
    "340200/quality-award": ("芜湖市政府质量奖", "340200"),
    "310000/quality-award": ("上海市质量金奖", "310000"),
    "330203/district-head-quality-award": ("海曙区区长质量奖", "330203"),
    "450000/chairman-quality-award": ("广西壮族自治区主席质量奖", "450000"),
    "370400/枣庄市市长质量奖": ("枣庄市市长质量奖", "370400"),
}


def test_past_honours_stand_under_their_instruments(regions):
    registers.import_honours(now=OPENS)
    organisations = {}
    for number, (code, (award, authority)) in enumerate(PAST.items(), start=1):
        one = make_organisation(number)
        found = Honour.objects.filter(award=award, authority_id=authority, status="decided").first()
        if found is None:
            registers.grant_honour(
                award=award, authority=authority, session="1", year=2019, tier="award", organisation=one.code,
                day=date(2019, 5, 1), valid_to=None, round_code="r", case_code=f"c-{number}", by=OFFICE, now=OPENS,
            )  # fmt: skip
        else:
            registers.link_honour(honour=found.code, organisation=one.code, by=OFFICE, now=OPENS)
        organisations[code] = one
    facts, _ = known(list(organisations.values()))

    assert {code: [h.award for h in facts[one.code].honours] for code, one in organisations.items()} == {
        code: [code] for code in PAST
    }


def test_names_that_the_rulebook_gives_another_award_go_before_the_shelf(regions):
    term = "terms: [{id: 330203/former-award, of: award, title: {zh: 海曙区质量奖, en: Former award}, names: [海曙区区长质量奖]}]"
    source = ASKING.replace(
        "rule: honour_within, editions: 2,", "rule: honour_within, award: 330203/former-award, ever: true,"
    )
    source = source.replace("applicants:", f"{term}\napplicants:")
    one = make_organisation()
    registers.grant_honour(
        award="海曙区区长质量奖", authority="330203", session="1", year=2009, tier="award", organisation=one.code,
        day=date(2009, 12, 1), valid_to=None, round_code="r", case_code="c", by=OFFICE, now=OPENS,
    )  # fmt: skip
    facts, run = known([one], source=source)

    assert judged(run, "recent", facts[one.code]) == "not_met"


def granted(one, *, session="6", day=date(2023, 5, 1)):
    registers.grant_honour(
        award="示例问询奖", authority="350200", session=session, year=day.year, tier="award", organisation=one.code,
        day=day, valid_to=None, round_code="r", case_code="c", by=OFFICE, now=OPENS,
    )  # fmt: skip
    return queries.honours_of_round("r", OPENS.date())[0]


def test_a_ban_follows_from_a_revocation_for_as_long_as_its_rule_says(regions):
    one = make_organisation()
    honour = granted(one, session="1", day=date(2015, 5, 1))
    cite = Citation(rulebook="350200/asking-award/2025", article="10", rule="fraud")
    registers.revoke_honour(
        honour=honour.code, day=date(2021, 3, 1), ground="示例", cites=[cite], by=OFFICE, now=OPENS
    )
    facts, run = known([one])

    assert [(ban.since, ban.until) for ban in facts[one.code].bans] == [(date(2021, 3, 1), date(2026, 3, 1))]
    assert judged(run, "banned", facts[one.code]) == "not_met"


def test_without_a_revocation_there_is_no_ban(regions):
    facts, run = known([one := make_organisation()])

    assert facts[one.code].bans == ()
    assert judged(run, "banned", facts[one.code]) == "met"


def test_earlier_editions_and_the_level_of_the_place_are_known(regions):
    before = make_round(
        "before", source=ASKING, session="6", opens_at=OPENS - timedelta(days=400),
        closes_at=datetime(2024, 3, 1, tzinfo=LOCAL), now=OPENS - timedelta(days=400),
    )  # fmt: skip
    facts, _ = known([one := make_organisation()])

    assert [(e.session, e.day) for e in facts[one.code].editions] == [(6, date(2024, 2, 29))]
    assert (before.session, facts[one.code].region_level) == ("6", "county")


def test_related_applicants_of_the_round_are_known(regions):
    parent = make_organisation(1)
    daughters = [make_organisation(number) for number in (2, 3)]
    for one in daughters:
        registers.correct_organisation(code=one.code, parent=parent.code, by=OFFICE, now=OPENS)
    stranger = make_organisation(4)
    facts, run = known([parent, *daughters, stranger])

    related = {code: sorted(str(one.relation) for one in own.others) for code, own in facts.items()}
    assert related == {
        parent.code: ["subsidiary", "subsidiary"],
        daughters[0].code: ["group", "parent"],
        daughters[1].code: ["group", "parent"],
        stranger.code: [],
    }
    assert judged(run, "related", facts[stranger.code]) == "met"
    assert judged(run, "related", facts[parent.code]) == "not_met"


def test_what_is_declared_goes_through_and_the_rest_stays_unknown(regions):
    declared = {
        **DECLARED,
        "classes": ["sme"],
        "ratings": {"credit": "AA"},
        "yearly": {"revenue": {"2023": "3.5"}},
    }
    facts, _ = known([one := make_organisation()], declared=declared)
    own = facts[one.code]

    assert (own.classes, dict(own.ratings), own.channels) == (("sme",), {"credit": "AA"}, None)
    assert str(own.yearly["revenue"]["2023"]) == "3.5"


def test_a_rulebook_that_asks_for_nothing_more_has_its_facts_as_ever(regions):
    from factories import SHORT

    facts, _ = known([one := make_organisation()], source=SHORT)

    assert facts[one.code].region_level is None
    assert "bans" not in facts[one.code].model_dump(mode="json")
