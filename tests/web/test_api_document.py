"""The OpenAPI document is whole, and its page reads without scripts in both languages."""

import re

import jsonschema
import pytest

from web.test_api_policies import BY_NAME
from zhiheng.shell.tokens.domain import SCOPES
from zhiheng.web.api.document import WHO, address_of, described, openapi
from zhiheng.web.api.operations import NAMES


def test_the_document_is_openapi_3_1_with_every_operation(client, db):
    made = client.get("/api/openapi.json").json()
    listed = {(where, method.upper()) for where, entry in made["paths"].items() for method in entry}
    assert made["openapi"] == "3.1.0"
    assert listed == {(address_of(one), one.method) for one in BY_NAME.values()}


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_an_operation_names_its_scope_its_policy_and_every_problem(name):
    one = BY_NAME[name]
    entry = openapi()["paths"][address_of(one)][one.method.lower()]
    assert (entry["x-scope"], entry["x-policy"]) == (one.scope, one.may.__name__)
    assert {"401", "403", "404", "409", "422"} <= set(entry["responses"])
    assert {part["name"] for part in entry["parameters"] if part["in"] == "path"} == set(
        NAMES.findall(one.path)
    )


def test_every_schema_in_the_document_is_a_schema():
    for schema in openapi()["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_scope_is_some_operations_and_every_policy_has_its_words():
    assert {one.scope for one in BY_NAME.values()} == set(SCOPES)
    assert {one.may.__name__ for one in BY_NAME.values()} == set(WHO)


def test_every_operation_is_described_on_the_page():
    assert sum(len(rows) for _, _, rows in described()) == len(BY_NAME)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_page_shows_every_operation_without_a_script(client, db, language):
    page = client.get("/api/", headers={"accept-language": language}).content.decode()
    assert re.findall(r"<script|<style|\sstyle=|\son[a-z]+=", page) == []
    assert [
        one.name for one in BY_NAME.values() if f"{one.method} {address_of(one)}</code>" not in page
    ] == []
    assert page.count("<h1") == 1


def test_an_english_page_says_nothing_in_chinese(client, db):
    page = client.get("/api/", headers={"accept-language": "en"}).content.decode()
    body = page[page.index("<main") : page.index("</main>")]
    assert re.findall(r"[\u4e00-\u9fff]+", body) == []
