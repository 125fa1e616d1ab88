"""Synthetic instruments of shapes that the shelf does not hold, written from the documentation alone.

An award in editions of no fixed year; results of quality circles in classes; a joint award of two cities.
"""

import json
import re
from pathlib import Path

import pytest

from zhiheng.core.speech import speak
from zhiheng.main import run
from zhiheng.rules.cases import run_cases
from zhiheng.rules.check import check_file
from zhiheng.rules.explain import as_text
from zhiheng.rules.load import load_rulebook

HOME = Path(__file__).parent / "unseen"
SAMPLES = sorted(path for path in HOME.rglob("*.yaml") if not path.name.endswith(".cases.yaml"))
CODE = re.compile(r"(?<![\w/-])[a-z]+_[a-z_]+|[{}]|\bTrue\b|\bFalse\b")
AS_PRINTED = re.compile(r"\((?:art\. |第).*?\)$|^(?:Number|Rulebook)\b.*$", re.MULTILINE)


@pytest.fixture(params=SAMPLES, ids=lambda path: path.parent.name)
def sample(request) -> Path:
    return request.param


def test_it_is_in_order_and_says_that_it_is_synthetic(sample):
    assert [problem.text().en for problem in check_file(sample)] == []

    book = load_rulebook(sample)
    assert ("合成样例" in book.title.zh, "synthetic sample" in book.title.en) == (True, True)
    assert book.checked.against == "synthetic"


def test_its_cases_say_what_is_expected_of_every_condition(sample):
    results = run_cases(sample)

    assert [result.difference.en for result in results if result.difference is not None] == []
    book = load_rulebook(sample)
    assert {c.id for c in (*book.entry, *book.exclusion)} == {result.condition for result in results}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_it_reads_without_a_code(sample, language):
    book = load_rulebook(sample)
    told = as_text(book, language).plain().replace(str(book.id), "")

    assert CODE.findall(told) == []
    if language == "en":
        assert re.findall(r"[\u4e00-\u9fff]+", AS_PRINTED.sub("", told)) == []
    else:
        assert "条条" not in told
        assert "第第" not in told


def test_it_runs_from_call_to_grant_on_invented_applicants(sample, capsys):
    code = run(["rulebook", "simulate", str(sample), "--applicants", "40", "--json"])
    report = json.loads(capsys.readouterr().out)

    assert code == 0
    assert [stage["stage"] for stage in report["stages"]] == [s.id for s in load_rulebook(sample).stages]
    assert report["stages"][-1]["left"]["middle"] > 0
    speak("zh")
