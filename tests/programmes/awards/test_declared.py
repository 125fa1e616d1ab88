"""What only an applicant can state: asked as the rulebook needs it, kept as the rules read it, and back again."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from applying import address, applicant_of, make_place, signed_in
from workbooks import applicant

from factories import LOCAL, OPENS
from zhiheng.casework import actions as casework
from zhiheng.casework.queries.asked_facts import DECLARED
from zhiheng.core.actor import Actor, Role
from zhiheng.programmes.awards.actions import drafts
from zhiheng.programmes.awards.actions.applications import import_applications
from zhiheng.programmes.awards.domain.applications import Intake, closing_day, columns_for
from zhiheng.programmes.awards.domain.asking import answers_of
from zhiheng.programmes.awards.domain.declared import (
    declared_facts,
    settled,
    stated_in,
    written,
    wrong_together,
)
from zhiheng.programmes.awards.domain.declaring import declared_columns
from zhiheng.programmes.awards.domain.listing import Wanted
from zhiheng.programmes.awards.queries import drafts as queries
from zhiheng.programmes.awards.queries.listing import exported
from zhiheng.programmes.awards.workbook.cells import Cell
from zhiheng.programmes.awards.workbook.template import write_workbook
from zhiheng.programmes.awards.workbook.values import ValueWrong, value_of
from zhiheng.rules.conditions import evaluate
from zhiheng.rules.facts import Facts
from zhiheng.rules.load import load_rulebook, read_rulebook

ROOT = Path(__file__).resolve().parents[3]
HENAN = Actor("acct-hn", frozenset({(Role.OFFICE, "410000")}))
CLOSING = date(2025, 3, 31)
CLOSES = datetime(2025, 4, 1, tzinfo=LOCAL)
NOW = datetime(2025, 3, 3, tzinfo=LOCAL)
GOVERNOR = ROOT / "rulebooks/410000/governor-quality-award/2009.yaml"
SHANGHAI = ROOT / "rulebooks/310000/quality-award/2022.yaml"
JIANGSU = ROOT / "rulebooks/320000/governor-quality-award/2023.yaml"
RANKS = ROOT / "rulebooks/410000/governor-quality-award/2022.yaml"
EVERYTHING = """\
rulebook: 350200/quality-award/everything
title: {zh: 示例奖管理办法, en: Sample award measures}
kind: award
authority: "350200"
in_force: {from: 2021-01-01}
text: {number: null, published: null, href: null}
checked: {day: 2026-11-20, against: synthetic}
applicants: [enterprise, individual]
classes:
  - {id: services, title: {zh: 服务业, en: services}, chosen: true, art: "4"}
tiers:
  - {id: award, title: {zh: 示例奖, en: Sample award}, quota: {at_most: 5}, art: "5"}
entry:
  - {id: profit, rule: measure, name: profit, at_least: 0, consecutive_years: 2, cut_off: {month: 12, day: 31}, art: "6"}
  - {id: acre, rule: rating, name: per_mu_benefit, among: [A, B], art: "6"}
  - {id: credit, rule: rating, name: credit, at_least: A, scale: [AA, A, B], art: "6"}
  - {id: first, rule: standing, index: revenue, level: national, in: industry, share: "1/10", art: "6"}
  - {id: top, rule: standing, index: tax_paid, level: city, in: area, top: 10, art: "6"}
  - {id: listed, rule: on_list, list: nurturing_pool, art: "6"}
  - {id: clear, rule: not_on_list, list: dishonesty_list, art: "6"}
  - {id: served, rule: service_years, at_least: 5, of_which_here: 3, applies_to: [individual], art: "6"}
  - {id: rank, rule: office_rank, below: bureau, art: "6"}
  - {id: put, rule: recommended, by: [county_government, own], at_least: 1, art: "6"}
  - {id: one_way, rule: single_channel, art: "6"}
  - {id: alone, rule: other_applicant, relations: [parent, subsidiary], then: one_only, art: "6"}
  - id: file
    rule: papers
    needs: [self_assessment_report, applicants_notice]
    limits: {self_assessment_report: {characters: 30000}}
    published_for: {applicants_notice: {working_days: 5}}
    art: "6"
stages:
  - {id: conformity, kind: check, title: {zh: 审查, en: Check}, art: "7"}
  - {id: approval, kind: approve, title: {zh: 批准, en: Approval}, art: "8"}
  - {id: granting, kind: grant, title: {zh: 授奖, en: Granting}, art: "8"}
"""


def keys(path, kind="", closing=CLOSING):
    """Return the keys of what a shipped rulebook asks to declare."""
    return [one.key for one in declared_columns(load_rulebook(path), closing, kind)]


def judged(path, condition, values):
    """Return the verdict on one condition of a shipped rulebook by what an applicant declares."""
    book = load_rulebook(path)
    rule = next(one for one in (*book.entry, *book.exclusion) if one.id == condition)
    facts = Facts(region=book.authority, regions=(), kind="enterprise", **declared_facts(values))
    return evaluate(rule, facts, CLOSING, book).verdict


def test_a_yearly_measure_asks_for_each_of_the_last_full_years():
    assert keys(GOVERNOR) == ["yearly:profit.2022", "yearly:profit.2023", "yearly:profit.2024"]
    assert keys(GOVERNOR, closing=date(2025, 12, 31))[-1] == "yearly:profit.2025"
    said = {f"yearly:profit.{year}": Decimal(n) for year, n in ((2022, 5), (2023, 0), (2024, 7))}
    assert judged(GOVERNOR, "no_loss", said) == "met"
    assert judged(GOVERNOR, "no_loss", {**said, "yearly:profit.2023": Decimal(-1)}) == "not_met"
    assert judged(GOVERNOR, "no_loss", {"yearly:profit.2024": Decimal(7)}) == "unknown"


def test_classes_are_chosen_and_only_persons_are_asked_for_their_service():
    assert keys(SHANGHAI, "enterprise")[:2] == ["class:for_mayor", "class:for_gold"]
    assert "served_from:1" not in keys(SHANGHAI, "enterprise")
    assert "served_here:1" in keys(SHANGHAI, "individual")
    assert declared_facts({"class:for_mayor": True, "class:for_gold": False})["classes"] == ["for_mayor"]


def test_channels_and_lists_decide_the_conditions_that_name_them():
    wanted = ["channel:city_government", "channel:department", "list:dishonesty_list"]
    assert keys(JIANGSU) == wanted
    one, two = {"channel:department": "示例厅"}, {"channel:department": "示例厅；示例局"}
    assert [judged(JIANGSU, "recommended", said) for said in (one, {})] == ["met", "unknown"]
    assert [judged(JIANGSU, "one_channel", said) for said in (one, two)] == ["met", "not_met"]
    clear = [judged(JIANGSU, "honesty", {"list:dishonesty_list": on}) for on in (False, True)]
    assert clear == ["met", "not_met"]


def test_the_rank_of_an_official_body_is_chosen_from_the_ranks():
    (column,) = [one for one in declared_columns(load_rulebook(RANKS), CLOSING) if one.kind == "choice"]
    assert column.required
    assert value_of(Cell("text", "县处级正职"), column, from_1904=False) == "county"
    assert judged(RANKS, "official_rank", {"office_rank:own": "bureau"}) == "not_met"


SAID = {
    "class": True, "yearly": Decimal("3.5"), "place": Decimal(3), "ranked": Decimal(40), "list": True,
    "served_from": date(2010, 1, 1), "served_to": date(2020, 1, 1), "served_here": True, "other": True,
    "other_name": "示例甲公司", "other_stays": False, "characters": Decimal(9000), "published_days": Decimal(7),
    "published_working_days": Decimal(7),
}  # fmt: skip


def answered(column):
    """Return something that an applicant could state under a column."""
    if column.choices:
        return column.choices[0][0]
    kind = column.key.partition(":")[0]
    return SAID.get(kind, True if column.kind == "yes_no" else "示例")


def test_all_that_the_grammar_knows_is_read_by_the_rules_and_comes_back_as_it_was_stated():
    book = read_rulebook(EVERYTHING, "everything.yaml")
    columns = declared_columns(book, CLOSING)
    values = {one.key: answered(one) for one in columns}
    kept = declared_facts(values)
    facts = Facts(regions=(), **kept)
    assert Facts.from_json(facts.to_json()) == facts
    assert set(kept) == set(DECLARED)
    back = {one.key: value_of(Cell("text", written(one, stated_in(kept, one.key))), one, from_1904=False)
            for one in columns}  # fmt: skip
    assert back == values


def test_half_a_list_is_no_list():
    asked = ["class:a", "class:b", "other:parent", "other:subsidiary", "list:x"]
    given = {"class:a": True, "other:parent": True, "other_name:parent": "甲", "list:x": False}
    assert settled(given, asked) == {"list:x": False}


@pytest.mark.parametrize(
    ("values", "key"),
    [
        ({"place:a.city.area": Decimal(9), "ranked:a.city.area": Decimal(8)}, "place:a.city.area"),
        ({"served_to:1": date(2020, 1, 1)}, "served_from:1"),
        ({"served_from:1": date(2021, 1, 1), "served_to:1": date(2020, 1, 1)}, "served_to:1"),
    ],
)
def test_what_cannot_be_true_together_is_named_at_its_field(values, key):
    assert [found for found, _told in wrong_together(values)] == [key]


@pytest.mark.parametrize("typed", ["0", "3.5", "-1", "第三", "1e3"])
def test_a_place_is_a_whole_number_from_one_on(typed):
    column = next(
        one
        for one in declared_columns(read_rulebook(EVERYTHING, "everything.yaml"), CLOSING)
        if one.kind == "count"
    )
    with pytest.raises(ValueWrong):
        value_of(Cell("text", typed), column, from_1904=False)


def test_the_pre_check_judges_by_the_same_answers():
    book = load_rulebook(GOVERNOR)
    rule = next(one for one in book.entry if one.id == "no_loss")
    given = {f"yearly:profit.{year}": Decimal(1) for year in (2022, 2023, 2024)}
    facts = answers_of(rule, book, given, 1, CLOSING)
    assert evaluate(rule, facts, CLOSING, book).verdict == "met"
    assert answers_of(rule, book, {}, 1, CLOSING).yearly == {}


def make_round(path, code="hn-1"):
    """Open a round of a shipped rulebook."""
    return casework.open_round(
        code=code, source=path.read_text(encoding="utf-8"), session="1", opens_at=OPENS, closes_at=CLOSES,
        by=HENAN, now=OPENS,
    )  # fmt: skip


def test_the_section_shows_each_rule_beside_its_fields_and_keeps_what_is_stated(regions, home):
    make_round(GOVERNOR)
    place = make_place("hn-1", founded_day=date(2001, 1, 1))
    amy = applicant_of(place)
    client = signed_in(amy)
    with time_machine.travel(NOW, tick=False):
        client.post(address(place))
        page = client.get(address(place, "sections/declared/"), headers={"accept-language": "zh-hans"})
        typed = {f"yearly:profit.{year}": "12.5" for year in (2022, 2023, 2024)}
        client.post(
            address(place, "sections/declared/"), {**typed, "yearly:profit.2023": "很多", "version": "0"}
        )
        wrong = client.get(address(place, "sections/declared/"), headers={"accept-language": "zh-hans"})
        drafts.save_section(place=place, section="declared", values=typed, version=1, by=amy, now=NOW)
    assert "2023 年" in page.content.decode()
    assert page.content.decode().count('class="asked-by"') == 1
    assert "“很多”不是数字。" in wrong.content.decode()
    dossier = queries.dossier_in(place, queries.draft_of(place), NOW.date())
    assert dossier.declared()["yearly"] == {"profit": {"2022": "12.5", "2023": "12.5", "2024": "12.5"}}


def test_a_workbook_carries_what_is_declared_out_and_in_again(regions, home):
    round_ = make_round(GOVERNOR)
    book = load_rulebook(GOVERNOR)
    closing = closing_day(CLOSES)
    intake = Intake("hn-1", "1", book, OPENS, CLOSES)
    values = {
        one.key: {"number": 7, "yes_no": False}.get(one.kind)
        for one in columns_for(book, closing)
        if ":" in one.key
    }
    row = {**applicant(), **values, "paper:application_form": True, "kind": "enterprise"}
    content = write_workbook(intake, [row])
    import_applications("hn-1", content, "a.xlsx", HENAN, NOW)
    (case,) = round_.cases.all()
    assert case.declared["yearly"] == {"profit": {"2022": "7", "2023": "7", "2024": "7"}}
    again = exported(round_, Wanted(), with_contacts=True)
    report = import_applications("hn-1", again, "b.xlsx", HENAN, NOW)
    assert [one.verdict.value for one in report.rows] == ["unchanged"]
