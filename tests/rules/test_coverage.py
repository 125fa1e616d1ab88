import json

from zhiheng.core.speech import speak
from zhiheng.main import run
from zhiheng.rules.coverage import Coverage, coverage_of, together
from zhiheng.rules.load import read_rulebook

from .books import GOOD, SHELF, edited

NAME = "350200/quality-award/9999"


def test_every_rule_counts_once_by_what_it_rests_on():
    book = read_rulebook(edited('art: "9(1)"', "unverified: true").replace('art: "10"', "open: true"), "x")

    found = coverage_of(book)

    assert found == Coverage(NAME, confirmed=19, unverified=1, open=1, attested=1)
    assert found.rules == sum(1 for _ in book.rules())


def test_an_article_whose_value_is_doubtful_is_unverified():
    book = read_rulebook(edited('art: "4"', 'art: "4", unverified: true'), "x")

    assert coverage_of(book).unverified == 1


def test_a_key_that_is_a_default_counts_as_an_open_rule():
    book = read_rulebook(
        edited("combine: trimmed_mean,", "combine: trimmed_mean, defaults: [combine, keep],"), "x"
    )

    assert coverage_of(book).open == 2


def test_an_attested_condition_inside_another_counts():
    inside = "{id: shown, rule: attested, by: office, says: {zh: 甲, en: A}}"
    book = read_rulebook(edited("{id: staff_enough, rule: measure, name: staff, at_least: 100}", inside), "x")

    assert coverage_of(book).attested == 2


def test_several_rulebooks_add_up():
    one = coverage_of(read_rulebook(GOOD, "x"))

    assert together([one, one], "both") == Coverage("both", 42, 0, 0, 2)


def test_the_command_prints_a_table_with_a_sum(capsys):
    speak("en")
    try:
        assert run(["rulebook", "coverage", str(SHELF / "350200/sample-award")]) == 0
    finally:
        speak("zh")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["confirmed", "unverified", "open", "attested"]
    assert [line.split()[0] for line in lines[1:]] == ["350200/sample-award/2026", "together"]
    assert len({len(line) for line in lines}) == 1


def test_the_command_gives_json(capsys):
    assert run(["rulebook", "coverage", str(SHELF), "--json"]) == 0

    told = json.loads(capsys.readouterr().out)
    assert told["together"]["rules"] == sum(one["rules"] for one in told["rulebooks"])
