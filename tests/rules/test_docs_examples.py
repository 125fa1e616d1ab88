"""Every piece of YAML in the documentation is in order, and the mistakes it shows are told as it says."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

from zhiheng.rules.cases import run_cases
from zhiheng.rules.check import check_rulebook
from zhiheng.rules.schema import json_schema
from zhiheng.rules.vocabulary import WORDS

from .books import SHELF

DOCS = Path(__file__).resolve().parents[2] / "docs"
FENCE = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BLOCKS = {
    f"{path.relative_to(DOCS)}:{number}": text
    for path in sorted(DOCS.rglob("*.md"))
    for number, text in enumerate(FENCE.findall(path.read_text(encoding="utf-8")), 1)
}
WHOLE = {name: text for name, text in BLOCKS.items() if re.search(r"^rulebook: ", text, re.MULTILINE)}
CASES = {name: text for name, text in BLOCKS.items() if text.startswith("cases: ")}
PARTS = {name: text for name, text in BLOCKS.items() if name not in {*WHOLE, *CASES}}
EXAMPLE = (DOCS / "rulebooks-example.md").read_text(encoding="utf-8")
MISTAKES = re.findall(
    r"^\| `([^|]+)` \| ([^|`]+) \| `([^|]+)` \|$", EXAMPLE.split("mistakes")[1], re.MULTILINE
)


LAW = re.findall(r"^\| [^|]+ \| (.+) \|$", EXAMPLE.split("Its cases")[1].split("mistakes")[0], re.MULTILINE)


def id_of(text: str, key: str = "rulebook") -> str:
    found = re.search(rf"^{key}: (\S+)$", text, re.MULTILINE)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_rulebook_of_the_documentation_is_in_order(name):
    assert [problem.text().en for problem in check_rulebook(WHOLE[name], name)] == []


@pytest.mark.parametrize("name", CASES)
def test_the_cases_of_the_documentation_say_what_their_rulebook_says(name, tmp_path):
    rulebook = id_of(CASES[name], "cases")
    beside = {id_of(text): text for text in WHOLE.values()}
    home = tmp_path / f"{rulebook}.yaml"
    home.parent.mkdir(parents=True)
    home.write_text(beside.get(rulebook) or (SHELF / f"{rulebook}.yaml").read_text("utf-8"), "utf-8")
    home.with_suffix(".cases.yaml").write_text(CASES[name], encoding="utf-8")

    results = run_cases(home)

    assert results
    assert [result.difference.en for result in results if result.difference is not None] == []


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_a_rulebook_in_the_documentation_fits_the_schema(name):
    schema = json_schema()
    part = YAML(typ="safe").load(PARTS[name])

    for key, value in part.items():
        jsonschema.validate(value, {**schema["properties"][key], "$defs": schema["$defs"]})


def test_ten_mistakes_are_shown():
    assert len(MISTAKES) == 10


@pytest.mark.parametrize(("wrong", "said", "right"), MISTAKES)
def test_a_mistake_of_the_documentation_is_told_as_it_says(wrong, said, right):
    (example,) = (text for name, text in WHOLE.items() if name.startswith("rulebooks-example.md"))
    assert right in example

    problems = check_rulebook(example.replace(right, wrong, 1), "example")

    assert [problem.message.zh for problem in problems] == [said]


def test_what_to_write_for_the_words_of_a_law_are_words_of_the_format():
    known = set(re.findall(r"[a-z_]+", json.dumps(json_schema()))) | {w for of in WORDS.values() for w in of}
    named = {"nomination", "one", "other", "gold"}
    asked = {
        word
        for row in LAW
        for code in re.findall(r"`([^`]+)`", row)
        for word in re.findall(r"[a-z][a-z_]+", code)
    }

    assert len(LAW) > 25
    assert asked - known - named == {"quality", "award", "hearing"} - known
