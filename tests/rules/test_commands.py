import json
from pathlib import Path

import pytest

from zhiheng.core.speech import speak
from zhiheng.main import run

from .books import GOOD, SHELF, XIAMEN


@pytest.fixture(autouse=True)
def _in_english():
    speak("en")
    yield
    speak("zh")


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A shelf with one broken rulebook."""
    path = tmp_path / "350200/quality-award/9999.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(GOOD.replace("cycle:", "cycel:"), encoding="utf-8")
    return path


def test_check_of_a_folder_checks_every_rulebook_below_it(capsys):
    assert run(["rulebook", "check", str(SHELF)]) == 0

    assert capsys.readouterr().out.count("in order") == len(list(SHELF.rglob("*.cases.yaml")))


def test_check_of_a_broken_rulebook_ends_with_1_and_names_the_place(broken, capsys):
    assert run(["rulebook", "check", str(broken.parent)]) == 1

    told = capsys.readouterr().err
    assert f"{broken}:10:1, cycel: There is no key “cycel” here. Did you mean cycle?" in told


def test_check_answers_a_machine_in_json(broken, capsys):
    assert run(["rulebook", "check", str(broken), "--json"]) == 1

    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert (problem["code"], problem["place"]["line"]) == ("rulebook.unknown_key", 10)


def test_check_without_a_file_is_wrong_use():
    assert run(["rulebook", "check"]) == 2


def test_check_of_an_empty_folder_is_refused(tmp_path, capsys):
    assert run(["rulebook", "check", str(tmp_path)]) == 1

    assert "There is no rulebook" in capsys.readouterr().err


def test_check_of_examples_says_how_to_run_them(capsys):
    assert run(["rulebook", "check", str(XIAMEN).replace(".yaml", ".cases.yaml")]) == 1

    assert "zhiheng rulebook test" in capsys.readouterr().err


def test_check_of_a_wrong_name_says_so(tmp_path, capsys):
    assert run(["rulebook", "check", str(tmp_path / "none.yaml")]) == 1

    assert "This file is not there" in capsys.readouterr().err


def test_show_speaks_the_language_asked_for(capsys):
    assert run(["rulebook", "show", str(XIAMEN), "--lang", "zh"]) == 0

    assert "符合性审查" in capsys.readouterr().out


def test_show_of_a_folder_is_refused():
    assert run(["rulebook", "show", str(SHELF)]) == 1


def test_show_answers_a_machine_in_json(capsys):
    assert run(["rulebook", "show", str(XIAMEN), "--json"]) == 0

    assert json.loads(capsys.readouterr().out)["rulebook"] == "350200/quality-award/2020"


def test_schema_prints_json(capsys):
    assert run(["rulebook", "schema"]) == 0

    assert json.loads(capsys.readouterr().out)["type"] == "object"


def test_test_runs_the_examples_of_a_folder(capsys):
    assert run(["rulebook", "test", str(SHELF)]) == 0

    assert capsys.readouterr().out.count("as expected") == len(list(SHELF.rglob("*.cases.yaml")))


def test_help_is_in_the_language_of_the_process(capsys):
    assert run(["rulebook", "check", "--help"]) == 0

    assert "Check rulebooks and list every problem" in capsys.readouterr().out


def test_show_calls_places_by_their_names(capsys):
    assert run(["rulebook", "show", str(XIAMEN), "--lang", "zh"]) == 0

    assert "登记地在厦门市行政区域内" in capsys.readouterr().out
