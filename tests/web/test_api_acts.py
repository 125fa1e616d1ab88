"""Acts through the API: the server's instant and actor, one answer to a key, and refusals as problem documents."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from click.testing import CliRunner

from factories import AFTER, OFFICE, make_cases, make_round, pass_check
from review.conftest import ITEMS
from web.api_world import NOW, account_with, at, build, headers, token_for
from zhiheng.casework import actions as casework
from zhiheng.core.actor import Role
from zhiheng.ledger import queries as ledger
from zhiheng.shell.models import KeptAnswer


@pytest.fixture
def world(regions):
    """The small world."""
    return build()


def post(client, secret, where, body=None, **more):
    """Act at NOW with a token."""
    with at(more.pop("now", NOW)):
        return client.post(
            f"/api{where}", json.dumps(body or {}), content_type="application/json",
            headers={**headers(secret), **more},
        )  # fmt: skip


def last_line(book="350200"):
    """Return the last line of a book."""
    return ledger.lines_of(book).order_by("-seq").first()


def test_the_server_says_who_and_when(client, world):
    where = f"/cases/{world.published[0].code}/withdrawal"
    answer = post(client, world.secrets["applicant"], where, {"reason": "示例"})
    line = last_line()
    assert answer.json() == {"case": world.published[0].code, "state": "withdrawn"}
    assert (line.act, line.actor, line.at) == ("casework.case_withdrawn", world.accounts["applicant"], NOW)


@pytest.mark.parametrize("field", ["by", "at", "now", "actor", "given_at"])
def test_a_client_that_sends_an_actor_or_an_instant_is_refused(client, world, field):
    where = f"/cases/{world.published[0].code}/withdrawal"
    answer = post(client, world.secrets["office"], where, {"reason": "示例", field: "acct-other"})
    assert answer.status_code == 422
    assert [one["code"] for one in answer.json()["problems"]] == ["input.extra_forbidden"]
    assert last_line().act != "casework.case_withdrawn"


def test_the_same_key_and_content_acts_once_and_answers_twice_alike(client, world):
    where, key = f"/cases/{world.published[0].code}/withdrawal", str(uuid4())
    first, again = (
        post(client, world.secrets["office"], where, {"reason": "示例"}, **{"idempotency-key": key})
        for _ in range(2)
    )
    assert (again.status_code, again.content) == (first.status_code, first.content) == (200, first.content)
    assert again["Idempotency-Replayed"] == "true"
    assert ledger.lines_of("350200").filter(act="casework.case_withdrawn").count() == 1


def test_the_same_key_with_other_content_is_refused(client, world):
    where, key = f"/cases/{world.published[0].code}/withdrawal", str(uuid4())
    post(client, world.secrets["office"], where, {"reason": "示例"}, **{"idempotency-key": key})
    other = post(client, world.secrets["office"], where, {"reason": "另一个"}, **{"idempotency-key": key})
    assert (other.status_code, other.json()["code"]) == (409, "key.used")


def test_a_key_belongs_to_one_account(client, world):
    key = str(uuid4())
    post(
        client,
        world.secrets["office"],
        f"/cases/{world.published[0].code}/withdrawal",
        {"reason": "示例"},
        **{"idempotency-key": key},
    )
    other = post(
        client,
        world.secrets["applicant"],
        f"/cases/{world.published[0].code}/withdrawal",
        {"reason": "示例"},
        **{"idempotency-key": key},
    )
    assert (other.status_code, other.json()["code"]) == (409, "case.not_running")


def test_what_was_refused_is_not_kept_and_may_be_tried_again(client, world):
    where, key = "/rounds/short-1/stages/notice/close", str(uuid4())
    answers = [
        post(client, world.secrets["office"], where, {"seen": "0" * 64}, **{"idempotency-key": key})
        for _ in "12"
    ]
    assert [one.status_code for one in answers] == [409, 409]
    assert not KeptAnswer.objects.exists()


def test_a_key_that_is_no_key_is_refused(client, world):
    where = f"/cases/{world.published[0].code}/withdrawal"
    answer = post(client, world.secrets["office"], where, {"reason": "示例"}, **{"idempotency-key": "short"})
    assert (answer.status_code, answer.json()["code"]) == (422, "key.wrong")


def test_a_stage_closes_as_its_preview_showed_and_not_otherwise(client, world):
    office = world.secrets["office"]
    later = NOW + timedelta(days=30)
    number = f"/rounds/short-1/stages/notice/objections/{world.objection}/decision"
    post(client, office, number, {"upheld": False, "decision": "查无实据"})
    with at(later):
        seen = client.get("/api/rounds/short-1/stages/notice/preview", headers=headers(office)).json()
    post(client, office, f"/cases/{world.published[1].code}/withdrawal", {"reason": "示例"}, now=later)
    stale = post(client, office, "/rounds/short-1/stages/notice/close", {"seen": seen["digest"]}, now=later)
    with at(later):
        fresh = client.get("/api/rounds/short-1/stages/notice/preview", headers=headers(office)).json()
    done = post(client, office, "/rounds/short-1/stages/notice/close", {"seen": fresh["digest"]}, now=later)
    assert (seen["can_close"], stale.json()["code"]) == (True, "stage.preview_changed")
    assert (done.status_code, done.json()["state"]) == (200, "closed")


def test_a_department_answers_for_itself_alone(client, regions):
    round_ = make_round()
    cases = make_cases(round_, 2)
    pass_check(round_, cases)
    casework.open_stage(round_code=round_.code, stage="credit", by=OFFICE, now=AFTER)
    secret = token_for(account_with("tax", Role.DEPARTMENT, "350200/taxation"))
    body = {"given": [{"case": case.code, "is_adverse": False} for case in cases]}
    own = post(client, secret, f"/rounds/{round_.code}/stages/credit/replies/taxation", body)
    other = post(client, secret, f"/rounds/{round_.code}/stages/credit/replies/ecology", body)
    assert (own.status_code, own.json()) == (200, {"count": 2})
    assert other.status_code == 404


def test_a_reply_against_a_case_without_a_reason_is_a_refusal_in_both_languages(client, regions):
    round_ = make_round()
    cases = make_cases(round_, 1)
    pass_check(round_, cases)
    casework.open_stage(round_code=round_.code, stage="credit", by=OFFICE, now=AFTER)
    secret = token_for(account_with("tax", Role.DEPARTMENT, "350200/taxation"))
    where = f"/rounds/{round_.code}/stages/credit/replies/taxation"
    body = {"given": [{"case": cases[0].code, "is_adverse": True}]}
    answer = post(client, secret, where, body, **{"accept-language": "en"}).json()
    assert (answer["code"], answer["title"]) == ("reply.no_reason", "Refused")
    assert answer["detail"] == answer["message"]["en"] == f"{cases[0].code}: an adverse reply says why."


def test_an_assessor_marks_signs_and_reads_the_own_scorebook(client, world):
    secret = world.secrets["assessor"]
    where = f"/cases/{world.judged.codes[0]}/stages/documents"
    assert post(client, secret, f"{where}/marks", {"marks": dict.fromkeys(ITEMS, 55)}).json() == {
        "count": len(ITEMS)
    }
    assert post(client, secret, f"{where}/marks", {"marks": {ITEMS[0]: 52}}).json()["code"] == "mark.percent"
    assert post(client, secret, f"{where}/signature").status_code == 200
    with at():
        seen = client.get(f"/api{where}/marks", headers=headers(secret)).json()
    assert seen["marks"] == {"A1": dict.fromkeys(ITEMS, 55)}


def test_an_assessor_hands_in_the_own_scorebook_and_nobody_elses(client, world):
    given = {"case": world.judged.codes[1], "marks": dict.fromkeys(ITEMS, 40)}
    where = "/rounds/xm-7/stages/documents/scorebooks"
    own = post(client, world.secrets["assessor"], where, {"scorebooks": [{**given, "seat": "A1"}]})
    other = post(client, world.secrets["assessor"], where, {"scorebooks": [{**given, "seat": "A2"}]})
    assert (own.status_code, other.status_code, other.json()["code"]) == (200, 409, "mark.not_yours")


def test_nothing_of_a_secret_ballot_is_kept_under_a_key(client, world):
    from factories import OPENS
    from zhiheng.core.actor import SYSTEM
    from zhiheng.registers import actions as registers

    account = world.judged.to_ballot()[0][1]
    registers.give_role(
        account=account, role=Role.COMMITTEE, place="350200", from_day=OPENS.date(), by=SYSTEM, now=OPENS
    )
    choices = dict.fromkeys(world.judged.codes[:3], "yes")
    body, key = {"choices": choices}, {"idempotency-key": str(uuid4())}
    first = post(client, token_for(account), "/rounds/xm-7/stages/plenary/ballot", body, **key)
    again = post(client, token_for(account), "/rounds/xm-7/stages/plenary/ballot", body, **key)
    assert (first.status_code, sorted(first.json()["salts"])) == (200, sorted(choices))
    assert (again.status_code, again.json()["code"]) == (409, "ballot.voted")
    assert not KeptAnswer.objects.exists()


def test_the_story_of_a_case_is_that_of_the_command_line(client, world):
    from zhiheng.casework.commands import case

    code = world.published[0].code
    with at():
        told = json.loads(CliRunner().invoke(case, ["show", code, "--json"]).output)
        office = client.get(f"/api/cases/{code}", headers=headers(world.secrets["office"])).json()
        own = client.get(f"/api/cases/{code}", headers=headers(world.secrets["applicant"])).json()
    assert office == told
    assert [step["details"] for step in own["steps"]] == [{}] * len(own["steps"])
    assert [step["stage"] for step in own["steps"]] == [step["stage"] for step in told["steps"]]


def test_a_supervisors_reading_leaves_its_line(client, world):
    with at():
        client.get(f"/api/cases/{world.published[0].code}", headers=headers(world.secrets["supervisor"]))
    assert (last_line().act, last_line().actor) == ("casework.case_read", world.accounts["supervisor"])


def test_a_workbook_that_is_none_is_refused_with_its_place_and_a_dry_run_saves_nothing(client, world):
    from django.core.files.uploadedfile import SimpleUploadedFile

    shown = headers(world.secrets["office"])
    with at():
        wrong = client.post(
            "/api/rounds/short-1/applications", {"file": SimpleUploadedFile("a.xlsx", b"PK")}, headers=shown
        )
        dry = client.post(
            "/api/rounds/short-1/applications?dry_run=true",
            {"file": SimpleUploadedFile("a.xlsx", b"PK")},
            headers=shown,
        )
    assert (wrong.status_code, wrong.json()["problems"][0]["place"]["file"]) == (422, "a.xlsx")
    assert (dry.status_code, dry.json()["saved"], len(dry.json()["problems"])) == (200, False, 1)
