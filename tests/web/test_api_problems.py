"""Every no of the API is one kind of document, and says nothing of how the house is built."""

import json
import logging

import pytest

from web.api_world import NOW, at, build, headers
from zhiheng.web.api.alarm import MOST
from zhiheng.web.api.problems import problem_of


@pytest.fixture
def world(regions):
    """The small world."""
    return build()


def send(client, world, content, where=None, content_type="application/json", **more):
    """Send raw content to the withdrawal of a case."""
    where = where or f"/api/cases/{world.published[0].code}/withdrawal"
    with at():
        return client.post(
            where, content, content_type=content_type, headers={**headers(world.secrets["office"]), **more}
        )


BROKEN = [
    b"{", b"", b"\xff\xfe", b'{"reason": NaN}', b'{"reason": "a", "reason": "b"}', b"[" * 5000, b"9" * 5000,
    b"[" * 40 + b"]" * 40,
]  # fmt: skip


@pytest.mark.parametrize("content", BROKEN)
def test_a_body_that_is_not_json_is_a_problem_and_not_a_fault(client, world, content):
    answer = send(client, world, content)
    assert answer.status_code in (400, 422)
    assert answer["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("text", ["\x00", "a\x07b", "\ud800", "\x7f", "", "字" * 4001])
def test_text_that_no_database_keeps_is_refused_with_its_field(client, world, text):
    answer = send(client, world, json.dumps({"reason": text}))
    assert answer.status_code == 422
    assert [one["place"]["field"] for one in answer.json()["problems"]] == ["body.said.reason"]


def test_a_problem_is_told_in_the_language_asked_for_and_in_both(client, world):
    zh = send(client, world, "{}", **{"accept-language": "zh-CN"}).json()
    en = send(client, world, "{}", **{"accept-language": "en"}).json()
    assert (zh["detail"], en["detail"]) == (en["message"]["zh"], zh["message"]["en"])
    assert zh["problems"] == en["problems"]
    assert en["problems"][0]["message"] == {"zh": "缺少此项。", "en": "It is missing."}


def test_a_method_that_an_address_does_not_take_names_those_it_does(client, world):
    answer = client.delete("/api/rounds")
    assert (answer.status_code, answer["Allow"], answer["Content-Type"]) == (
        405,
        "GET, HEAD",
        "application/problem+json",
    )


def test_the_head_of_an_answer_has_its_headers_and_no_body(client, world):
    with at():
        whole, head = client.get("/api/rounds"), client.head("/api/rounds")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", whole["ETag"])


def test_a_fault_of_ours_is_logged_and_told_without_its_trace(rf, caplog):
    with caplog.at_level(logging.ERROR, logger="zhiheng.api"):
        answer = problem_of(rf.get("/api/rounds"), RuntimeError("secret-detail"))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (500, "fault")
    assert b"secret-detail" not in answer.content
    assert "secret-detail" in caplog.text


def test_a_body_beyond_the_limit_is_too_large(client, world, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = send(client, world, json.dumps({"reason": "字" * 2000}))
    assert (answer.status_code, answer.json()["code"]) == (413, "request.too_large")


def test_a_form_in_pieces_is_malformed(client, world):
    answer = send(
        client,
        world,
        b"--x",
        where="/api/rounds/short-1/applications",
        content_type="multipart/form-data; boundary=",
    )
    assert answer.status_code == 400


def test_one_visitor_who_tries_many_codes_leaves_one_line_in_the_log(client, world, caplog):
    from django.core.cache import cache

    cache.clear()
    shown = headers(world.secrets["idle"])
    with at(NOW), caplog.at_level(logging.WARNING, logger="zhiheng.api"):
        for number in range(MOST + 5):
            client.get(f"/api/cases/xm-7-{number:04d}", headers=shown)
    alarms = [one.getMessage() for one in caplog.records if "enumeration" in one.getMessage()]
    assert len(alarms) == 1
    assert world.accounts["idle"] in alarms[0]
