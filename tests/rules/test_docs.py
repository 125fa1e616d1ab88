"""The reference of the format says what the code reads."""

import re
from pathlib import Path

import pytest

from zhiheng.rules.check import check_rulebook
from zhiheng.rules.criteria import known_models
from zhiheng.rules.schema import json_schema
from zhiheng.rules.vocabulary import WORDS

SCHEMA = json_schema()
DOCS = (Path(__file__).resolve().parents[2] / "docs/rulebooks.md").read_text(encoding="utf-8")


def test_the_smallest_rulebook_of_the_reference_is_in_order():
    smallest = DOCS.split("## The smallest one")[1].split("```")[1].removeprefix("yaml\n")

    assert check_rulebook(smallest, "docs") == ()


def test_the_rulebook_with_two_classes_of_the_reference_is_in_order():
    whole = DOCS.split("## Criteria, and an order for each class")[1].split("```")[1].removeprefix("yaml\n")

    assert check_rulebook(whole, "docs") == ()


@pytest.mark.parametrize("definition", sorted(SCHEMA["$defs"]))
def test_every_key_of_the_format_is_in_the_reference(definition):
    keys = SCHEMA["$defs"][definition].get("properties", {})

    assert [key for key in keys if not re.search(rf"\b{key}\b", DOCS)] == []


@pytest.mark.parametrize("of", sorted(WORDS))
def test_every_word_of_the_house_is_in_the_reference(of):
    assert [word for word in WORDS[of] if not re.search(rf"\b{word}\b", DOCS)] == []


def test_every_criteria_model_is_in_the_reference():
    assert [model for model in known_models() if model not in DOCS] == []
