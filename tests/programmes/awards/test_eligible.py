"""Who of a place could apply: the registers as columns judge exactly as the registers one by one."""

import json
import random
from datetime import date

import pytest
from click.testing import CliRunner

from factories import AFTER, OFFICE, RULEBOOKS, XIAMEN, make_organisation
from zhiheng.casework.queries.facts import facts_on_record
from zhiheng.core.actor import SYSTEM
from zhiheng.programmes.awards.eligible.commands import bar, eligible_command
from zhiheng.programmes.awards.queries.eligible import eligible, may_apply, population
from zhiheng.registers import actions as registers
from zhiheng.registers.models import Organisation
from zhiheng.registers.queries import facts_about
from zhiheng.rules.bulk.evaluation import evaluate_bulk
from zhiheng.rules.conditions import evaluate_all
from zhiheng.rules.load import load_rulebook

pytestmark = pytest.mark.django_db
AS_OF = date(2025, 3, 31)
BOOKS = [
    XIAMEN,
    RULEBOOKS / "410000/governor-quality-award/2022.yaml",
    RULEBOOKS / "440000/quality-award/2021.yaml",
]
KINDS = ("enterprise", "enterprise", "institution", "social_group")
AWARDS = (("厦门市质量奖", "350200"), ("中国质量奖", "000000"), ("河南省省长质量奖", "410000"))


@pytest.fixture
def registered(regions):
    """Forty invented organisations of three provinces: groups of them, events, honours, much that is not known."""
    chance = random.Random(7)
    rows = [
        make_organisation(
            number,
            region=chance.choice(["350206", "350203", "350100", "410100", "440100"]),
            kind=chance.choice(KINDS),
            founded_day=chance.choice([None, date(1999, 2, 28), date(2022, 3, 31), date(2024, 1, 1)]),
            legal_person=chance.choice([True, None, False]),
            size=chance.choice(["large", "small", ""]),
            industry=chance.choice(["C3411", "I65", ""]),
        )
        for number in range(1, 41)
    ]
    for child in chance.sample(rows[5:], 12):
        Organisation.objects.filter(code=child.code).update(
            parent=Organisation.objects.get(code=chance.choice(rows[:5]).code)
        )
    for one in chance.sample(rows, 20):
        day = date(2025, 1, 5) if chance.random() < 0.5 else date(2019, 6, 1)
        what = chance.choice(["major_accident", "dishonesty", "penalty"])
        registers.record_event(
            organisation=one.code,
            event=what,
            day=day,
            source="示例通报",
            authority="350200",
            by=SYSTEM,
            now=AFTER,
        )
    for number, one in enumerate(chance.sample(rows, 15)):
        award, authority = chance.choice(AWARDS)
        day = chance.choice([date(2024, 5, 1), date(2017, 5, 1), date(2025, 9, 1)])
        registers.grant_honour(
            award=award, authority=authority, session=str(number % 3 + 1), year=day.year, tier="award",
            organisation=one.code, day=day, valid_to=None, round_code="r", case_code=f"r-{number}", by=OFFICE, now=AFTER,
        )  # fmt: skip
    return sorted(row.code for row in rows)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.parts[-3])
def test_columns_of_the_registers_judge_as_the_registers_do_one_by_one(registered, path):
    book = load_rulebook(path)
    conditions = (*book.entry, *book.exclusion)
    matrix = evaluate_bulk(conditions, population(book, "000000", AS_OF), AS_OF, book)
    codes = list(Organisation.objects.order_by("code").values_list("code", flat=True))
    known = facts_about(codes, AS_OF)
    differing = [
        (code, outcome.condition)
        for row, code in enumerate(codes)
        for outcome in evaluate_all(conditions, facts_on_record(book, known[code], ""), AS_OF, book)
        if matrix.word(row, outcome.condition) != outcome.verdict
    ]

    assert differing == []
    assert sum(len(set(matrix.of(one.id).tolist())) > 1 for one in conditions) > 2
    assert matrix.one_by_one == ()


def test_every_organisation_is_counted_once_and_what_one_rule_excludes_alone_is_told(registered):
    book = load_rulebook(XIAMEN)
    found = eligible(book, "350200", AS_OF)
    columns = population(book, "350200", AS_OF)
    inside = Organisation.objects.filter(region__in=["350206", "350203"])

    assert found.organisations == columns.count == inside.count() > 5
    assert found.organisations == found.other_kinds + found.met + found.open + found.not_met
    judged = int(may_apply(book, columns).sum())
    assert [one.met + one.not_met + one.unknown for one in found.rules] == [judged] * len(found.rules)
    assert found.not_met >= sum(one.alone for one in found.rules) > 0
    assert max(one.not_met for one in found.rules) <= found.not_met


def test_the_statements_do_not_grow_with_the_organisations(registered, django_assert_num_queries):
    book = load_rulebook(XIAMEN)
    eligible(book, "350200", AS_OF)
    for region in ("350206", "000000"):
        with django_assert_num_queries(4):
            population(book, region, AS_OF)


def test_a_place_without_organisations_counts_nobody(regions):
    found = eligible(load_rulebook(XIAMEN), "110000", AS_OF)
    assert (found.organisations, found.met, found.open, found.not_met) == (0, 0, 0, 0)


def test_the_command_prints_a_table_and_the_same_as_json(registered, monkeypatch):
    runner = CliRunner()
    given = [str(XIAMEN), "--day", "2025-03-31"]
    shown = runner.invoke(eligible_command, given).output
    told = json.loads(runner.invoke(eligible_command, [*given, "--json"]).output)
    found = eligible(load_rulebook(XIAMEN), "350200", AS_OF)

    assert f"各项均符合 {found.met} 家，尚待判定 {found.open} 家，不符合 {found.not_met} 家。" in shown
    assert (told["not_met"], len(told["rules"]), told["region"]) == (
        found.not_met,
        len(found.rules),
        "350200",
    )
    assert "没有行政区划 999999" in str(
        runner.invoke(eligible_command, [*given, "--authority", "999999"]).exception
    )


def test_a_bar_shows_the_least_that_is_there_and_never_more_than_its_width():
    assert bar(1, 1, 1_000) == "█▒" + "·" * 28
    assert [len(bar(met, 9 - met, 9)) for met in range(10)] == [30] * 10
