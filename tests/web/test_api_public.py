"""What anybody reads: the same as the pages, cacheable, and untouched by what is hidden."""

import hashlib

import pytest

from web.api_world import NOW, at, build, headers
from web.test_api_policies import BY_NAME, ask
from zhiheng.casework.models import Case
from zhiheng.review.models import Scorebook
from zhiheng.web.api.operations import api


@pytest.fixture
def world(regions):
    """The small world."""
    return build()


READS = [name for name, one in BY_NAME.items() if not one.is_act]
CACHED = [name for name, one in BY_NAME.items() if one.cached is not None]


def answers(client, world, role):
    """Return every answer that a reader gets, headers included."""
    found = {}
    with at():
        for name in READS:
            answer = ask(client, world, BY_NAME[name], role, world.address(BY_NAME[name]))
            found[name] = (answer.status_code, answer.content, dict(answer.headers))
    return found


@pytest.mark.parametrize(
    "role", ["", "stranger", "applicant", "assessor", "idle", "committee", "department", "government"]
)
def test_removing_a_case_that_a_reader_may_not_see_changes_no_byte(client, world, role):
    before = answers(client, world, role)
    removed, _ = Case.objects.filter(code__in=[world.judged.codes[3], world.published[1].code]).delete()
    if role == "assessor":  # the case was the assessor's own: its removal shows among the own tasks alone
        before.pop("tasks")
    after = answers(client, world, role)
    assert removed > 2
    assert {name: after[name] for name in before} == before


def test_removing_what_another_assessor_wrote_changes_no_byte_for_an_assessor(client, world):
    judged = world.judged
    judged.hand_in({judged.codes[0]: (50, 60, 70)})
    before = answers(client, world, "assessor")
    assert before["marks"][0] == 200
    assert b"60" not in before["marks"][1]
    Scorebook.objects.exclude(seat__expert__account=judged.experts[0][1]).delete()
    assert answers(client, world, "assessor") == before


def test_the_progress_of_a_stage_tells_the_office_no_value(client, world):
    judged = world.judged
    judged.hand_in({judged.codes[0]: (35, 65, 85)})
    with at():
        seen = ask(client, world, BY_NAME["progress"], "office", world.address(BY_NAME["progress"])).json()
        marks = ask(client, world, BY_NAME["marks"], "office", world.address(BY_NAME["marks"])).status_code
    assert [one["is_signed"] for one in seen["seats"]].count(True) == 3
    assert set(seen["seats"][0]) == {"case", "seat", "marked", "asked", "is_signed"}
    assert marks == 404


def test_a_public_answer_that_the_reader_holds_is_not_rendered_again(client, world, monkeypatch):
    there = [world.address(BY_NAME[name]) for name in CACHED if name not in ("honour", "checkpoints")]
    with at():
        first = {where: client.get(where) for where in there}
        monkeypatch.setattr(api.renderer, "render", lambda *_args, **_more: pytest.fail("it was rendered"))
        again = {where: client.get(where, headers={"if-none-match": first[where]["ETag"]}) for where in there}
    assert len(there) == 9
    assert {(one.status_code, one.content) for one in again.values()} == {(304, b"")}
    assert [one["ETag"] for one in again.values()] == [one["ETag"] for one in first.values()]
    assert all(one["Cache-Control"].startswith("public, max-age=") for one in first.values())


def test_a_change_that_shows_changes_the_tag_and_one_that_is_hidden_does_not(client, world):
    where = "/api/rounds/short-1"
    with at():
        first = client.get(where)["ETag"]
        ask(client, world, BY_NAME["withdraw"], "office", world.address(BY_NAME["withdraw"]))
        client.post(
            world.address(BY_NAME["withdraw"], case_code=world.published[1].code), {"reason": "示例"},
            content_type="application/json", headers=headers(world.secrets["office"]),
        )  # fmt: skip
        assert client.get(where)["ETag"] == first
    from zhiheng.casework.models import Stage

    Stage.objects.filter(round__code="short-1", stage="approval").update(planned_due_day="2025-05-09")
    with at():
        assert client.get(where)["ETag"] != first


def test_what_needs_a_right_is_kept_by_nobody(client, world):
    with at():
        answer = ask(client, world, BY_NAME["case"], "office", world.address(BY_NAME["case"]))
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert {"Authorization", "Cookie"} <= {one.strip() for one in answer["Vary"].split(",")}
    assert not answer.has_header("ETag")


def test_the_search_of_honours_counts_like_its_page(client, past):
    from zhiheng.registers import queries as registers

    with at():
        found = client.get("/api/honours", {"region": "350200", "page": 1}).json()
    page = registers.honours_matching(day=NOW.date(), region="350200")
    assert (found["total"], found["pages"]) == (page.total, page.pages)
    assert [row["code"] for row in found["rows"]] == [row.code for row in page.rows]
    assert len(found["rows"]) <= 50


def test_a_search_that_makes_no_sense_is_said_with_its_field_in_both_languages(client, past):
    with at():
        wrong = client.get("/api/honours", {"region": "没有这里", "year": "1"})
    body = wrong.json()
    assert (wrong.status_code, wrong["Content-Type"]) == (422, "application/problem+json")
    assert [one["place"]["field"] for one in body["problems"]] == ["query.region", "query.year"]
    assert body["problems"][1]["message"]["en"] == "Write a year from 1949 to 2100."


def test_the_source_of_a_rulebook_has_the_digest_of_its_address(client, world):
    digest = world.known["rulebook"]["digest"]
    source = client.get(f"/api/rulebooks/{digest}/source").content
    shown = client.get(f"/api/rulebooks/{digest}").json()
    assert hashlib.sha256(source).hexdigest() == digest == shown["digest"]
    assert shown["source"].encode() == source


def test_a_rulebook_in_words_names_the_place_of_its_authority(client, world):
    shown = client.get(f"/api/rulebooks/{world.known['rulebook']['digest']}").json()
    assert "主管机关区划 厦门市（350200）" in shown["documents"]["zh"][1]["text"]


def test_a_round_tells_anybody_neither_counts_nor_findings(client, world):
    with at():
        found = client.get("/api/rounds/short-1").json()
    assert not {"entered", "went_on", "cases"} & set(found["stages"][0])
    assert [one["case"] for one in found["notices"][0]["entries"]] == [case.code for case in world.published]


def test_a_notice_is_not_told_before_it_begins(client, world):
    from datetime import timedelta

    from factories import AFTER

    with at(AFTER - timedelta(hours=1)):
        assert client.get("/api/rounds/short-1/notices").json() == []


def test_a_public_answer_is_the_same_for_who_has_signed_in_and_sets_no_cookie(client, world):
    from zhiheng.registers.models import Account

    with at():
        nobody = client.get("/api/rounds/short-1")
        client.force_login(Account.objects.get(code=world.accounts["office"]))
        signed_in = client.get("/api/rounds/short-1")
    assert "Cookie" not in nobody["Vary"]
    assert (signed_in.content, signed_in["ETag"]) == (nobody.content, nobody["ETag"])
    assert not nobody.cookies
