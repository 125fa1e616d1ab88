"""Each broken rulebook has one fault, and the check finds exactly that one at its line.

The first line of a file names the code and the line: ``# rulebook.elected_twice in line 63``.
"""

import re
from pathlib import Path

import pytest

from zhiheng.core.refusal import InputRefused
from zhiheng.rules.check import check_file, check_rulebook
from zhiheng.rules.load import read_rulebook

from .books import SHELF

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
SHIPPED = sorted(path for path in SHELF.rglob("*.yaml") if not path.name.endswith(".cases.yaml"))
SAID = re.compile(r"# (rulebook\.[a-z_]+) in line ([0-9]+)")


def test_there_are_at_least_a_hundred_broken_rulebooks():
    assert len(BROKEN) >= 100


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_fault_is_found_at_its_line_and_nothing_else(path):
    text = path.read_text(encoding="utf-8")
    said = SAID.fullmatch(text.splitlines()[0])
    assert said is not None

    problems = check_rulebook(text, path.name)

    assert [(one.code, one.place.line) for one in problems] == [(said[1], int(said[2]))]


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_fault_is_told_in_both_languages_with_a_remedy_at_a_key(path):
    (problem,) = check_rulebook(path.read_text(encoding="utf-8"), path.name)

    for text in (problem.message, problem.remedy):
        assert re.search(r"[\u4e00-\u9fff]", text.zh)
        assert text.en
        assert not re.search(r"[\u4e00-\u9fff]", text.en)
    assert problem.place.column_no is not None
    assert problem.place.field != ""


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
def test_a_broken_rulebook_is_never_read(path):
    with pytest.raises(InputRefused):
        read_rulebook(path.read_text(encoding="utf-8"), path.name)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.relative_to(SHELF)))
def test_no_fault_is_found_where_there_is_none(path):
    assert [problem.text().en for problem in check_file(path)] == []


def test_a_rulebook_with_every_element_is_in_order():
    whole = (Path(__file__).parent / "whole.yaml").read_text(encoding="utf-8")

    assert check_rulebook(whole, "whole.yaml") == ()
