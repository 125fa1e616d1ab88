"""Anybody reads a notice and objects while it runs; who objected is read by the office and the supervisor alone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from factories import SHORT, make_round
from zhiheng.casework.models import Notice, Objection, Stage
from zhiheng.core.actor import Role
from zhiheng.ledger.domain import opens
from zhiheng.ledger.models import Line

HERE = "/notices/short-1/notice/"
SAID = {
    "case": "short-1-0001",
    "name": "林知行",
    "contact": "0592-0000000",
    "grounds": "营业收入与年报不符。",
}
DECIDE = {"upheld": "no", "decision": "经核查，年报口径不同。", "office": "厦门市评审办"}


def object_(client, **changed):
    """Send the objection form."""
    return client.post(f"{HERE}object/", {**SAID, **changed})


def test_the_public_reads_the_list_its_term_and_how_to_object(client, noticed):
    page = client.get(HERE).content.decode()
    assert [case.name in page for case in noticed[1]] == [True, True]
    assert re.search(r"还有 \d+ (天|小时)", page)
    assert f'href="{HERE}object/"' in page


def test_the_list_of_notices_tells_running_from_past(client, noticed):
    assert "正在公示" in client.get("/notices/").content.decode()
    Notice.objects.update(ends_at=Notice.objects.get().starts_at.replace(microsecond=1))
    page = client.get("/notices/").content.decode()
    assert "目前没有正在公示的名单。" in page
    assert "已结束的公示" in page


def test_a_notice_that_has_not_begun_is_absent(client, noticed):
    Notice.objects.update(starts_at=timezone.now() + timedelta(hours=1))
    nothing = client.get("/nothing/").content
    assert client.get(HERE).content == client.get(f"{HERE}object/").content == nothing
    assert "short-1" not in client.get("/notices/").content.decode()


def test_the_public_pages_of_a_notice_set_no_cookie_and_load_no_script(client, noticed):
    for address in ("/notices/", HERE):
        answer = client.get(address)
        assert list(answer.cookies) == []
        assert b"<script" not in answer.content


def test_an_objection_gets_a_receipt_that_proves_it_and_repeats_nothing_of_it(client, noticed):
    answer = object_(client)
    page = client.get(answer["Location"]).content.decode()
    said = Objection.objects.get()
    line = Line.objects.get(act="casework.objection_given")
    assert f"#{line.seq}" in page
    assert said.salt in page
    assert [word in page for word in ("林知行", "0592-0000000", "营业收入")] == [False, False, False]
    sealed = {"name": said.name, "contact": said.contact, "grounds": said.grounds}
    assert opens(line.body["commitment"], said.salt, sealed)


def test_an_objection_sent_twice_is_one_objection(client, noticed):
    first, second = object_(client), object_(client)
    assert Objection.objects.count() == 1
    assert (first.status_code, second.status_code) == (302, 302)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"contact": ""}, "contact"),
        ({"grounds": "  "}, "grounds"),
        ({"case": "xm-7-0001"}, "case"),
        ({"name": "名" * 201}, "name"),
        ({"grounds": "长" * 4001}, "grounds"),
        ({"name": "a\x00b"}, "name"),
    ],
)
def test_a_wrong_objection_is_told_beside_the_field_and_kept(client, noticed, changed, field):
    answer = object_(client, **changed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert f'id="id_{field}-error"' in page
    assert ("营业收入与年报不符。" in page) == (field != "grounds")
    assert not Objection.objects.exists()


def test_a_term_that_ends_with_the_form_open_takes_nothing_and_keeps_the_words(client, noticed):
    Notice.objects.update(ends_at=Notice.objects.get().starts_at.replace(microsecond=1))
    answer = object_(client)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "不在公示期内。" in page
    assert "营业收入与年报不符。" in page
    assert "您填写期间公示期已满。" in page


def test_no_public_byte_changes_when_somebody_objects(client, noticed):
    addresses = ("/notices/", HERE, "/rounds/short-1/")
    before = [client.get(one).content for one in addresses]
    object_(client)
    client.cookies.clear()
    assert [client.get(one).content for one in addresses] == before


@pytest.mark.parametrize("token", ["x", "MQ:1tXyz:abc", "MQ"])
def test_a_receipt_is_found_by_its_own_address_alone(client, noticed, token):
    assert client.get(f"{HERE}receipts/{token}/").content == client.get("/nothing/").content


def test_the_office_decides_once_with_a_reason_and_the_receipt_tells_it(reader, noticed):
    client = reader()
    receipt = object_(client)["Location"]
    address = f"/desk/rounds/short-1/notice/objections/{Objection.objects.get().pk}/"
    assert "林知行" in client.get(address).content.decode()
    assert client.post(address, {**DECIDE, "decision": ""}).status_code == 400
    assert client.post(address, DECIDE)["Location"] == "/desk/rounds/short-1/notice/"
    assert client.post(address, {**DECIDE, "upheld": "yes"}).status_code == 200
    assert Objection.objects.get().state == "rejected"
    assert "经核查，年报口径不同。" in client.get(receipt).content.decode()


def test_who_objected_is_shown_to_the_supervisor_and_to_nobody_below(reader, noticed):
    object_(Client())
    address = f"/desk/rounds/short-1/notice/objections/{Objection.objects.get().pk}/"
    assert "林知行" in reader(Role.SUPERVISOR).get(address).content.decode()
    stranger = reader(Role.APPLICANT, noticed[1][1].subject, "applicant")
    assert stranger.get(address).content == stranger.get("/nothing/").content


def test_the_office_reads_once_until_when_the_notice_runs_as_offices_write_it(reader, noticed):
    midnight = (timezone.localtime() + timedelta(days=3)).replace(hour=0, minute=0, second=0, microsecond=0)
    Notice.objects.update(ends_at=midnight)
    day = midnight - timedelta(days=1)
    page = reader().get("/desk/rounds/short-1/notice/").content.decode()
    ends = re.findall(r"公示期至(\d+年\d+月\d+日)（周.）24:00", page)
    assert ends == [f"{day.year}年{day.month}月{day.day}日"]


def test_an_upheld_objection_ends_the_case_in_the_preview_of_the_closing(reader, noticed):
    client = reader()
    object_(client)
    address = f"/desk/rounds/short-1/notice/objections/{Objection.objects.get().pk}/"
    client.post(address, {**DECIDE, "upheld": "yes", "decision": "申报材料不实"})
    Notice.objects.update(ends_at=Notice.objects.get().starts_at.replace(microsecond=1))
    page = client.get("/desk/rounds/short-1/notice/close/").content.decode()
    assert "1 个进入下一环节，1 个终止。" in page
    assert "异议成立：申报材料不实" in page


def test_markup_in_an_objection_stays_text_on_the_office_s_page(reader, noticed):
    client = reader()
    object_(client, name="<script>alert(1)</script>", grounds='"><img src=x onerror=alert(1)>\u202e 🏅')
    page = client.get(
        f"/desk/rounds/short-1/notice/objections/{Objection.objects.get().pk}/"
    ).content.decode()
    assert re.findall(r"<script|<img", page) == []


def test_after_the_stage_has_closed_no_objection_is_taken(client, noticed):
    Stage.objects.filter(stage="notice").update(state="closed", closed_at=Notice.objects.get().ends_at)
    assert object_(client).status_code == 400
    assert not Objection.objects.exists()


def test_a_receipt_stands_under_its_own_notice_alone(client, noticed):
    token = object_(client)["Location"].rstrip("/").rpartition("/")[2]
    assert client.get(f"/notices/short-1/approval/receipts/{token}/").status_code == 404
    assert client.get(f"{HERE}receipts/{token}/").status_code == 200


RECORD = "/desk/rounds/short-1/notice/objections/record/"


def paper(**changed):
    """Return what the office writes down of a letter that came yesterday."""
    received = timezone.localtime() - timedelta(hours=2)
    return {
        "case": "short-1-0002", "received_at": f"{received:%Y-%m-%dT%H:%M}", "name": "陈某", "contact": "厦门市某路1号",
        "grounds": "专利不属于该单位。", "evidence": "专利登记簿副本1份", "office": "厦门市评审办", **changed,
    }  # fmt: skip


def test_the_office_takes_down_a_letter_and_it_counts_as_any_objection(reader, noticed):
    client = reader()
    assert f'href="{RECORD}"' in client.get("/desk/rounds/short-1/notice/").content.decode()
    answer = client.post(RECORD, paper())
    said = Objection.objects.get()
    assert answer["Location"] == f"/desk/rounds/short-1/notice/objections/{said.pk}/"
    assert (said.name, said.evidence, bool(said.recorded_by)) == ("陈某", "专利登记簿副本1份", True)
    assert said.given_at < timezone.now() - timedelta(hours=1)
    line = Line.objects.get(act="casework.objection_given")
    words = {"name": said.name, "contact": said.contact, "grounds": said.grounds, "evidence": said.evidence}
    assert (line.actor, opens(line.body["commitment"], said.salt, words)) == (said.recorded_by, True)
    assert "有异议待处理。" in client.get("/desk/rounds/short-1/notice/").content.decode()
    page = client.get(answer["Location"]).content.decode()
    receipt = re.search(r'href="(/notices/short-1/notice/receipts/[^"]+)"', page).group(1)
    assert f"#{line.seq}" in client.get(receipt).content.decode()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"received_at": "2020-01-01T09:00"}, "不在公示期内。"),
        ({"received_at": "2999-01-01T09:00"}, "收到时间不能晚于现在。"),
        ({"received_at": "昨天"}, "id_received_at-error"),
        ({"name": ""}, "id_name-error"),
        ({"grounds": ""}, "id_grounds-error"),
        ({"case": "xm-7-0001"}, "id_case-error"),
        ({"office": "福州市评审办"}, "id_office-error"),
    ],
)
def test_a_letter_that_cannot_be_taken_down_says_why_and_is_kept(reader, noticed, changed, told):
    answer = reader().post(RECORD, paper(**changed))
    page = answer.content.decode()
    assert answer.status_code == 400
    assert told in page
    assert "专利登记簿副本1份" in page
    assert not Objection.objects.exists()


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.GOVERNMENT, Role.COMMITTEE])
def test_nobody_but_the_office_takes_letters_down(reader, noticed, role):
    client = reader(role)
    assert [client.get(RECORD).status_code, client.post(RECORD, paper()).status_code] == [404, 404]
    assert not Objection.objects.exists()


def test_the_public_reads_what_was_decided_and_never_who_objected(reader, noticed):
    client = reader()
    object_(client)
    addresses = (HERE, "/rounds/short-1/")
    assert ["异议处理结果" in client.get(one).content.decode() for one in addresses] == [False, False]
    client.post(f"/desk/rounds/short-1/notice/objections/{Objection.objects.get().pk}/", DECIDE)
    for page in (Client().get(one).content.decode() for one in addresses):
        assert "经核查，年报口径不同。" in page
        assert "异议不成立" in page
        assert [word in page for word in ("林知行", "0592-0000000", "营业收入")] == [False, False, False]


def test_a_receipt_asked_for_under_another_round_is_absent(client, noticed, reader):
    token = object_(client)["Location"].rstrip("/").rpartition("/")[2]
    make_round("short-2", source=SHORT, session="2")
    for address in ("/notices/short-2/notice", "/notices/nowhere/notice", "/notices/short-1/nowhere"):
        assert client.get(f"{address}/receipts/{token}/").content == client.get("/nothing/").content


@pytest.fixture
def long_list(noticed, monkeypatch):
    """A list that is longer than one page shows."""
    monkeypatch.setattr("zhiheng.casework.queries.notices.PUBLISHED", 1)
    monkeypatch.setattr("zhiheng.casework.pages.notices.PUBLISHED", 1)
    return noticed


def test_a_long_list_is_read_in_pages_and_searched_and_keeps_its_numbers(client, long_list):
    first, second = (case.name for case in long_list[1])
    page = client.get(f"{HERE}?page=2").content.decode()
    assert ('start="2"' in page, first in page, second in page) == (True, False, True)
    found = client.get(f"{HERE}?q={second}").content.decode()
    assert (first in found, second in found) == (False, True)


def test_who_is_objected_to_is_chosen_on_a_long_list_and_not_from_a_menu_of_all(client, long_list):
    first, second = long_list[1]
    assert client.get(f"{HERE}object/")["Location"] == HERE
    form = client.get(f"{HERE}object/?case={second.code}").content.decode()
    assert (first.name in form, second.name in form) == (False, True)
