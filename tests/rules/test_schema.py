import jsonschema
import pytest
from ruamel.yaml import YAML

from zhiheng.rules.schema import json_schema

from .books import GOOD, SHELF

SCHEMA = jsonschema.Draft202012Validator(json_schema())
BOOKS = sorted(p for p in SHELF.rglob("*.yaml") if not p.name.endswith(".cases.yaml"))


def _plain(text: str):
    from datetime import date

    def walk(node):
        if isinstance(node, dict):
            return {key: walk(value) for key, value in node.items()}
        if isinstance(node, list):
            return [walk(value) for value in node]
        return node.isoformat() if isinstance(node, date) else node

    return walk(YAML(typ="safe").load(text))


def test_the_schema_is_a_schema():
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", BOOKS, ids=str)
def test_a_shipped_rulebook_fits_the_schema(path):
    SCHEMA.validate(_plain(path.read_text(encoding="utf-8")))


def test_short_forms_fit_the_schema_too():
    SCHEMA.validate(_plain(GOOD))


@pytest.mark.parametrize(
    ("old", "new"), [("cycle:", "cycel:"), ("kind: ballot", "kind: lottery"), ('"2/3"', "0.66")]
)
def test_the_schema_refuses_what_the_checker_refuses(old, new):
    with pytest.raises(jsonschema.ValidationError):
        SCHEMA.validate(_plain(GOOD.replace(old, new, 1)))
