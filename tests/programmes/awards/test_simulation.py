"""A simulated round keeps the rules, loses nobody, and gives the same bytes for the same seed."""

import json
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from unicodedata import east_asian_width
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from zhiheng.casework.domain.conclusions import check
from zhiheng.core.calendar import china_calendar
from zhiheng.core.money import Money
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.main import run
from zhiheng.programmes.awards.simulation.assumptions import SHIPPED, read_assumptions, shipped
from zhiheng.programmes.awards.simulation.command import simulate_command
from zhiheng.programmes.awards.simulation.effort import effort, payment_rule
from zhiheng.programmes.awards.simulation.pictures import NARROW, WIDE, every_picture
from zhiheng.programmes.awards.simulation.report import simulate
from zhiheng.programmes.awards.simulation.round import run_round
from zhiheng.programmes.awards.simulation.timeline import closing_day, timeline
from zhiheng.programmes.awards.simulation.wording import plain
from zhiheng.rules.bulk.gathering import facts_at
from zhiheng.rules.load import load_rulebook

SHELF = Path(__file__).resolve().parents[3] / "rulebooks"
AWARDS = sorted(
    path
    for path in SHELF.rglob("*.yaml")
    if not path.name.endswith(".cases.yaml") and "standards-reward" not in path.parts
)
XIAMEN = SHELF / "350200/quality-award/2020.yaml"
DAY = date(2026, 3, 31)
ASSUMED = SHIPPED.read_text(encoding="utf-8")


def reported(path=XIAMEN, *, assumed=None, **more):
    asked = {"applicants": 40, "seed": 7, "rounds": 3, "closes": DAY, "calendar": china_calendar(), **more}
    return simulate(load_rulebook(path), assumed or shipped(), **asked)


def assuming(*changes):
    text = ASSUMED
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return read_assumptions(text, "changed.yaml")


@pytest.mark.parametrize("path", AWARDS, ids=lambda p: str(p.relative_to(SHELF)))
def test_no_award_loses_a_case_or_gives_more_honours_than_places(path):
    book = load_rulebook(path)
    result = run_round(book, shipped(), 60, DAY, (3, 0))

    running = 60
    for stage in result.stages:
        assert stage.entered + stage.passed_by == running
        assert stage.entered - stage.left == sum(stage.reasons.values())
        assert stage.standing == stage.left + stage.passed_by
        running = stage.standing
    given = Counter(tier for _, tier in result.honours)
    assert all(given[t.id] <= t.quota.at_most for t in book.tiers if t.quota is not None)
    assert len({row for row, _ in result.honours}) == len(result.honours)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not():
    def as_bytes(seed):
        return json.dumps(reported(seed=seed), ensure_ascii=False).encode()

    assert as_bytes(7) == as_bytes(7)
    assert as_bytes(7) != as_bytes(8)


def test_a_longer_run_begins_with_the_rounds_of_a_shorter_one():
    book = load_rulebook(XIAMEN)
    alone = run_round(book, shipped(), 30, DAY, (7, 2))
    longer, shorter = reported(rounds=3, applicants=30), reported(rounds=2, applicants=30)

    def counted(report):
        return Counter(report["places"][0]["rounds_by_number_given"])

    assert counted(longer) - counted(shorter) == Counter({str(len(alone.honours)): 1})


def test_the_check_in_bulk_lets_through_exactly_those_whom_the_pure_conclusion_lets_through():
    book = load_rulebook(XIAMEN)
    result = run_round(book, shipped(), 80, DAY, (5, 0))
    population = result.population
    cases = {
        code: json.loads(facts_at(population.columns, row).to_json())
        for row, code in enumerate(population.codes)
    }

    concluded = check(book, book.stage("conformity"), {"as_of": DAY.isoformat(), "cases": cases})

    assert sum(one.goes_on for one in concluded) == result.stages[0].left
    assert 0 < result.stages[0].left < 80


def test_nobody_passes_where_every_assumption_says_so():
    report = reported(assumed=assuming(('papers: "0.97"', 'papers: "0"')))

    assert report["stages"][0]["left"] == {"low": 0, "middle": 0, "high": 0}
    assert {one["rule"] for one in report["stages"][0]["reasons"]} >= {"report"}
    assert report["places"][0]["chance_of_an_empty_place"] == "3/3"
    assert report["money"]["middle"] == "0.00"


def test_places_money_and_chances_of_a_good_field_are_exact():
    sure = assuming(('approval: "0.995"', 'approval: "1"'), ('received: "0.03"', 'received: "0"'),
                    ('yes_base: "0.35"', 'yes_base: "1"'), ('abstain: "0.03"', 'abstain: "0"'))  # fmt: skip
    report = reported(assumed=sure)

    assert report["places"][0]["given"] == {"low": 5, "middle": 5, "high": 5}
    assert report["places"][0]["chance_of_an_empty_place"] == "0/3"
    assert report["money"] == {
        "low": "7,500,000.00", "middle": "7,500,000.00", "high": "7,500,000.00", "by_tier": {"award": "22,500,000.00"},
    }  # fmt: skip
    assert sum(report["winners"]["kind"].values()) == 15


def test_work_follows_from_cases_seats_and_hours():
    book = load_rulebook(XIAMEN)
    documents = effort(book.stage("documents"), 25, shipped())
    hearing = effort(book.stage("hearing"), 24, shipped())

    assert (documents.panels, documents.seats, str(documents.assessor_days)) == (3, 15, "93.8")
    assert (hearing.panels, str(hearing.assessor_days)) == (2, "7.5")
    assert effort(book.stage("plenary"), 24, shipped()) is None


def test_the_calendar_begins_after_the_closing_day_and_marks_what_is_only_assumed():
    book = load_rulebook(XIAMEN)
    spans = timeline(book, shipped(), DAY, china_calendar()).spans

    assert (spans[0].first, spans[0].last, spans[0].working_days) == (date(2026, 4, 1), date(2026, 4, 15), 10)
    assert {span.stage for span in spans if span.is_assumed} == {
        "satisfaction", "hearing", "plenary", "approval", "granting",
    }  # fmt: skip
    assert all(a.last < b.first for a, b in pairwise(spans))


def test_a_calendar_that_leaves_the_known_years_says_so_and_breaks_off():
    plan = timeline(load_rulebook(XIAMEN), shipped(), date(2027, 11, 30), china_calendar())

    assert 0 < len(plan.spans) < 11
    assert plan.says.en.startswith("The calendar has no holidays for 2028")


def test_the_closing_day_is_the_assumed_one_in_the_year_of_the_check():
    assert closing_day(load_rulebook(XIAMEN), shipped()) == DAY


def test_a_tiers_own_reward_is_its_payment():
    rule = payment_rule(load_rulebook(XIAMEN))

    assert [(one.tier, one.amount) for one in rule.amounts] == [("award", Money.yuan(1_500_000))]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_picture_is_well_formed_and_has_a_title_and_a_description(language):
    drawn = every_picture(reported(), language)

    assert drawn.keys() == {"funnel", "calendar", "chances-award"}
    for name, svg in drawn.items():
        root = ElementTree.fromstring(svg)
        space = "{http://www.w3.org/2000/svg}"
        title, says = root.find(f"{space}title"), root.find(f"{space}desc")
        assert (
            root.get("aria-labelledby")
            == f"{title.get('id')} {says.get('id')}"
            == f"{name}-title {name}-says"
        )
        assert all(title.text and says.text for _ in (1,))
        assert "style" not in svg.replace("font-style", "")


def ends_of(text):
    """Return about where a line of text begins and ends: a Chinese letter is as wide as the type is high."""
    width = sum(13 if east_asian_width(letter) in "WF" else 7.3 for letter in text.text)
    left = float(text.get("x")) - {"start": 0, "middle": width / 2, "end": width}[text.get("text-anchor")]
    return left, left + width


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("sheet", [WIDE, NARROW])
def test_no_text_leaves_a_picture_on_a_wide_page_or_a_narrow_one(sheet, language):
    outside = []
    for name, svg in every_picture(reported(), language, sheet).items():
        for text in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text"):
            left, right = ends_of(text)
            outside += [f"{name}: {text.text}"] if left < 0 or right > sheet.width else []
    assert outside == []


def test_the_report_is_read_in_both_languages(monkeypatch):
    from zhiheng.core import speech

    report, texts = reported(), []
    for language in ("zh", "en"):
        speech.speak(language)
        texts.append(plain(report))
    speech.speak("zh")

    assert texts[0].splitlines()[1] == "申报 40 家，模拟 3 届，种子 7"
    assert texts[1].splitlines()[1] == "40 applicants, 3 rounds, seed 7"


def test_the_command_prints_json_writes_pictures_and_repeats_to_the_byte(tmp_path):
    asked = [str(XIAMEN), "--applicants", "30", "--rounds", "2", "--json", "--pictures", str(tmp_path)]
    first, second = CliRunner().invoke(simulate_command, asked), CliRunner().invoke(simulate_command, asked)

    assert (first.exit_code, first.stdout_bytes) == (0, second.stdout_bytes)
    assert json.loads(first.stdout)["applicants"] == 30
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "calendar.svg",
        "chances-award.svg",
        "funnel.svg",
    ]


def test_the_command_stands_in_the_group_of_rulebooks(capsys):
    assert run(["rulebook", "simulate", str(XIAMEN), "--applicants", "20"]) == 0
    assert "申报 20 家" in capsys.readouterr().out


def test_an_incentive_and_numbers_out_of_range_are_refused():
    incentive = SHELF / "350206/standards-reward/synthetic.yaml"
    for asked, code in (
        ({"path": incentive}, "simulation.not_an_award"),
        ({"applicants": 0}, "simulation.out_of_range"),
        ({"rounds": 0}, "simulation.out_of_range"),
        ({"seed": -1}, "simulation.out_of_range"),
    ):
        with pytest.raises(Refused) as refusal:
            reported(**asked)
        assert refusal.value.code == code


@pytest.mark.parametrize(
    ("old", "new"),
    [('papers: "0.97"', 'papers: "1.7"'), ("regions: 6", "regions: six"), ("gate:", "portal:")],
)
def test_assumptions_out_of_order_are_refused(old, new):
    with pytest.raises(Refused) as refusal:
        assuming((old, new))

    assert refusal.value.code == "simulation.assumptions"


def test_assumptions_that_are_no_yaml_are_refused_with_their_place():
    with pytest.raises(InputRefused) as refusal:
        read_assumptions("kinds: {enterprise: 80", "broken.yaml")

    assert refusal.value.problems


def test_assumptions_name_the_file_by_its_digest():
    assert len(shipped().digest) == 64
    assert assuming(("regions: 6", "regions: 7")).digest != shipped().digest
