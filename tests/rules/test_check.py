"""Every kind of mistake in a rulebook is caught at its place, with its code, in both languages."""

import pytest

from zhiheng.rules.check import check_file, check_rulebook

from .books import GOOD, edited, line_of

# what is replaced, by what, the code, and a mark in the line that the report must name
MISTAKES = {
    "unknown key": ("cycle: {", "cycel: {", "unknown_key", "cycel"),
    "unknown key in a stage": ("asks: [market", "ask: [market", "unknown_key", "ask: ["),
    "unknown key in a condition": ("at_least: 3,", "atleast: 3,", "unknown_key", "atleast"),
    "repeated key": ("kind: award\n", "kind: award\nkind: incentive\n", "repeated_key", "kind: incentive"),
    "accidental no": ("secret: true", "secret: no", "accidental_boolean", "secret: no"),
    "accidental NO": ("id: standing", "id: NO", "accidental_boolean", "id: NO"),
    "accidental on as a key": ("id: credit,", "id: credit, on: 1,", "bad_key", "on: 1"),
    "True with a capital": ("secret: true", "secret: True", "accidental_boolean", "True"),
    "no value": ("number: null", "number: ", "accidental_null", "number: ,"),
    "tilde": ("number: null", "number: ~", "accidental_null", "number: ~"),
    "article as a number": ('art: "10"', "art: 10", "unquoted", "art: 10"),
    "article as a decimal": ('art: "8(1)"', "art: 8.10", "unquoted_number", "art: 8.10"),
    "region as a number": ('authority: "350200"', "authority: 350200", "unquoted", "authority: 350200"),
    "leading zero": ('authority: "350200"', "authority: 010000", "unquoted_number", "010000"),
    "exponent": ("at_least: 3,", "at_least: 1e3,", "unquoted_number", "1e3"),
    "float": ('documents: "0.5"', "documents: 0.5", "unquoted_number", "documents: 0.5"),
    "grouped digits": ("at_least: 3,", "at_least: 1_000,", "unquoted_number", "1_000"),
    "number as text": ("at_least: 3,", 'at_least: "3",', "not_a_whole_number", '"3"'),
    "no such day": ("2021-01-01", "2021-02-30", "bad_day", "2021-02-30"),
    "day with a time": ("2021-01-01", "2021-01-01T00:00:00", "bad_day", "T00:00"),
    "ends before it starts": ("to: 2025-12-31", "to: 2020-12-31", "days_out_of_order", "to: 2020"),
    "published too late": ("published: 2020-12-01", "published: 2021-12-01", "days_out_of_order", "2021-12-01"),
    "checked too early": ("day: 2026-11-20", "day: 2019-11-20", "days_out_of_order", "2019-11-20"),
    "no article": (', art: "9(1)"', "", "no_article", "id: accident"),
    "article null": ('art: "16"', "art: null", "no_article", "id: approval"),
    "no article on the ranking": ('], art: "14"}', "]}", "no_article", "ranking:"),
    "no article on validity": ('{years: 5, art: "17"}', "{years: 5}", "no_article", "title_valid"),
    "repeated id": ("id: operating", "id: registered", "repeated_id", "registered, rule: operating"),
    "reserved id": ("id: operating", "id: ranking", "repeated_id", "id: ranking"),
    "repeated id inside": ("id: tax_enough", "id: staff_enough", "repeated_id", "name: tax_paid"),
    "bad id": ("id: operating", "id: Operating-Years", "bad_id", "Operating-Years"),
    "unknown stage": ("after: documents", "after: document", "unknown_stage", "after: document,"),
    "unknown stage ranked": ("{stage: site}", "{stage: cite}", "unknown_stage", "cite"),
    "stage without score ranked": ("{stage: site}", "{stage: plenary}", "stage_without_score", "ranking:"),
    "stage after itself": ("after: documents", "after: plenary", "order_in_circle", "id: site"),
    "unknown tier": ("tiers: [award]", "tiers: [gold]", "unknown_tier", "gold"),
    "unknown criteria": ("criteria: gbt19580_2012", "criteria: gbt19580_2021", "unknown_criteria", "gbt19580_2021"),
    "unknown department": ("taxation]", "taxatoin]", "unknown_department", "taxatoin"),
    "unknown event": ("event: major_accident", "event: big_accident", "unknown_event", "big_accident"),
    "unknown certificate": ("certificate: local_prize", "certificate: prize", "unknown_certificate", "id: held"),
    "unknown measure": ("name: staff", "name: stuff", "unknown_measure", "stuff"),
    "unknown kind of subject": ("[enterprise, individual]", "[enterprise, person]", "unknown_kind", "person]"),
    "unknown rule": ("rule: operating_years", "rule: operating_year", "not_a_choice", "operating_year,"),
    "unknown stage kind": ("kind: inquiry", "kind: enquiry", "not_a_choice", "enquiry"),
    "rule missing": ("rule: operating_years, ", "", "missing", "id: operating"),
    "unknown combination": ("combine: trimmed_mean", "combine: trimmed", "not_a_choice", "trimmed,"),
    "quorum above one": ('quorum: "2/3"', 'quorum: "3/2"', "bad_share", '"3/2"'),
    "quorum of nothing": ('quorum: "2/3"', 'quorum: "0/3"', "bad_share", '"0/3"'),
    "quorum by zero": ('quorum: "2/3"', 'quorum: "2/0"', "bad_share", '"2/0"'),
    "minority carries": ('share: "2/3"', 'share: "1/3"', "share_too_low", '"1/3"'),
    "weight above one": ('documents: "0.5"', 'documents: "1.5"', "bad_share", '"1.5"'),
    "money with three decimals": ('"1500000"', '"1500000.005"', "bad_amount", "1500000.005"),
    "negative money": ('"1500000"', '"-1"', "bad_amount", '"-1"'),
    "two periods": ("within: {working_days: 10}", "within: {working_days: 10, days: 9}", "exactly_one", "days: 9"),
    "no period": ("within: {working_days: 10}", "within: {}", "exactly_one", "within: {}"),
    "two look-backs": ("years: 3, art", "years: 3, months: 3, art", "exactly_one", "months: 3"),
    "panel too small to trim": ("{assessors: 5, lead: 1}", "{assessors: 2, lead: 1}", "panel_too_small", "assessors: 2"),
    "more asked than listed": ("at_least: 1\n", "at_least: 3\n", "more_than_all", "id: figures"),
    "notice in hours": ("for: {working_days: 5}", "for: {hours: 5}", "notice_in_days", "hours: 5"),
    "wrong authority": ('authority: "350200"', 'authority: "350100"', "authority_not_id", "350100"),
    "bad rulebook id": ("350200/quality-award/9999", "350200/quality-award", "bad_rulebook_id", "rulebook:"),
    "incentive without rewards": ("kind: award\n", "kind: incentive\n", "missing", "rulebook:"),
    "award that pays": ("kind: approve", "kind: pay", "stage_of_other_kind", "kind: pay"),
    "list where one belongs": ("cycle: {every: {years: 2}", "cycle: {every: [2]", "not_a_mapping", "cycle:"),
    "word where a list belongs": ("[enterprise, individual]", "enterprise", "not_a_list", "applicants:"),
    "title in one language": ("{zh: 审查, en: Check}", "{zh: 审查}", "missing", "id: conformity"),
    "anchor": ("tiers: [award]", "tiers: &t [award]", "anchor", "&t"),
    "alias": ("tiers: [award]", "tiers: *t", "anchor", "*t"),
    "tag": ('quorum: "2/3"', "quorum: !!python/object:os.system x", "tag", "!!python"),
    "second document": ("after: {title", "---\nafter: {title", "several_documents", "---"),
    "open bracket": ("tiers: [award]", "tiers: [award", "syntax", "tiers: [award"),
    "tab": ("  - {id: credit", "\t- {id: credit", "syntax", "id: credit"),
    "quota turned round": ("{at_most: 10}", "{at_most: 10, at_least: 11}", "limits_crossed", "at_least: 11"),
    "limits turned round": ("at_least: 100}", "at_least: 100, at_most: 9}", "limits_crossed", "at_most: 9"),
}  # fmt: skip


def test_the_good_rulebook_is_in_order():
    assert check_rulebook(GOOD, "good.yaml") == ()


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_caught_at_its_line_with_its_code(name):
    old, new, code, mark = MISTAKES[name]
    text = edited(old, new)

    problems = check_rulebook(text, "book.yaml")

    found = [p for p in problems if p.code == f"rulebook.{code}"]
    assert found, [(p.code, p.place.line, p.message.en) for p in problems]
    assert line_of(text, mark) in [p.place.line for p in found]
    assert all(p.place.file == "book.yaml" and p.place.column_no for p in problems)


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_told_in_chinese_and_in_english(name):
    old, new, _, _ = MISTAKES[name]

    for problem in check_rulebook(edited(old, new), "book.yaml"):
        for text in (problem.message, problem.remedy):
            assert any("\u4e00" <= letter <= "\u9fff" for letter in text.zh)
            assert text.en
            assert "Input should" not in text.zh + text.en


def test_an_exact_place_names_line_column_and_field():
    text = edited("at_least: 3,", 'at_least: "3",')

    (problem,) = check_rulebook(text, "book.yaml")

    line = text.splitlines()[line_of(text, "id: operating") - 1]
    assert problem.place.column_no == line.index('"3"') + 1
    assert problem.place.field == "entry[operating].at_least"


def test_an_unknown_key_is_told_with_the_key_that_was_meant():
    (problem,) = check_rulebook(edited("vacancy: allowed", "vacancies: allowed"), "book.yaml")

    assert problem.remedy.en == "Did you mean vacancy?"
    assert problem.remedy.zh == "是否想写 vacancy？"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("kind: inquiry,", "kind: inquiry, inquiry: 1,", "stages[credit].inquiry"),
        ("rule: operating_years,", "rule: operating_years, operating_years: 1,", "entry[operating].operating_years"),
    ],
)  # fmt: skip
def test_an_unknown_key_that_is_called_like_a_kind_is_told_at_its_place(old, new, field):
    (problem,) = check_rulebook(edited(old, new), "book.yaml")

    assert (problem.code, problem.place.field) == ("rulebook.unknown_key", field)


def test_all_problems_are_told_in_reading_order():
    text = edited("cycle: {", "cycel: {").replace("taxation]", "taxatoin]").replace('art: "9(1)"', "art: 9")
    text = text.replace('quorum: "2/3"', 'quorum: "5/3"')

    problems = check_rulebook(text, "book.yaml")

    assert [p.code.removeprefix("rulebook.") for p in problems] == [
        "unknown_key", "unquoted", "unknown_department", "bad_share",
    ]  # fmt: skip
    lines = [p.place.line for p in problems]
    assert lines == sorted(lines)


def test_an_unverified_rule_needs_no_article():
    assert check_rulebook(edited('art: "9(1)"', "unverified: true"), "book.yaml") == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "empty"),
        ("# only a remark\n", "empty"),
        ("a: 1\n" * 60_000, "too_big"),
        ("a: [" + "1, " * 9_000 + "]", "too_many"),
        ("a: " + "[" * 40 + "]" * 40, "too_deep"),
        ("[" * 100_000, "too_deep"),
        ("title: \x07", "characters"),
        ("- 1\n- 2\n", "not_a_mapping"),
        ("hello", "not_a_mapping"),
        ("null", "not_a_mapping"),
    ],
)
def test_a_text_that_is_no_rulebook_is_a_problem_not_a_traceback(text, code):
    codes = [p.code for p in check_rulebook(text, "book.yaml")]

    assert f"rulebook.{code}" in codes


def test_a_file_that_is_not_utf8_is_told_with_its_line(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_bytes(b"rulebook: x\ntitle: " + "厦门".encode("gb18030"))

    (problem,) = check_file(path)

    assert (problem.code, problem.place.line) == ("rulebook.not_utf8", 2)


def test_a_file_that_is_not_there_is_told(tmp_path):
    (problem,) = check_file(tmp_path / "none.yaml")

    assert problem.code == "rulebook.no_file"


def test_a_file_in_the_wrong_folder_is_told(tmp_path):
    path = tmp_path / "9999.yaml"
    path.write_text(GOOD, encoding="utf-8")

    (problem,) = check_file(path)

    assert problem.code == "rulebook.id_not_path"
