"""The pages on which an organisation writes, uploads, hands in and answers."""

import re
from datetime import timedelta

import pytest
import time_machine
from applying import (
    AFTER_CLOSING,
    CONTACT,
    DURING,
    address,
    applicant_of,
    docx,
    end_role,
    fill,
    handed_in,
    make_place,
    pdf,
    signed_in,
)
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories import AFTER, OFFICE
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Case
from zhiheng.programmes.awards.models import Draft, DraftFile
from zhiheng.programmes.awards.queries import drafts as queries

ITEM = "sections/item-4.1.2/"
JSON = {"accept": "application/json"}


@pytest.fixture
def clock(regions, home):
    """The middle of the round; ``clock.move_to`` goes on from there."""
    with time_machine.travel(DURING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def place(clock):
    """Where an organisation applies."""
    return make_place()


@pytest.fixture
def amy(place):
    """An actor who writes for it."""
    return applicant_of(place)


@pytest.fixture
def client(amy):
    """The writer's browser."""
    return signed_in(amy)


def page_of(response):
    """Return a response as text."""
    return response.content.decode()


def test_one_organisation_is_gone_on_with_and_of_several_one_is_chosen_first(client, place, amy):
    from factories import OPENS
    from zhiheng.core.actor import SYSTEM, Role
    from zhiheng.registers.actions import give_role

    assert client.get("/applications/xm-7/")["Location"] == address(place)
    other = make_place(number=2).organisation.code
    give_role(account=amy.code, role=Role.APPLICANT, place=other, from_day=OPENS.date(), by=SYSTEM, now=OPENS)
    assert client.get("/applications/xm-7/")["Location"].endswith("?next=%2Fapplications%2Fxm-7%2F")


def test_who_is_not_signed_in_or_acts_for_nobody_is_told_what_to_do_first(place):
    from factories import make_account
    from zhiheng.core.actor import Actor, Role

    assert Client().get("/applications/xm-7/")["Location"] == "/sign-in/?next=%2Fapplications%2Fxm-7%2F"
    official = signed_in(Actor(make_account("sup", Role.SUPERVISOR, "350200")))
    assert "没有可代表的单位" in page_of(official.get("/applications/xm-7/"))


def test_beginning_twice_is_one_draft(client, place):
    for _ in range(2):
        assert client.post(address(place)).status_code == 302
    assert Draft.objects.count() == 1


def test_my_list_shows_what_is_begun_and_what_is_open(client, place):
    assert "/applications/xm-7/" in page_of(client.get("/applications/"))
    client.post(address(place))
    page = page_of(client.get("/applications/"))
    assert address(place) in page
    assert "草稿，尚未提交" in page


def test_a_section_is_saved_and_shown_with_its_time_and_writer(client, place):
    response = client.post(address(place, ITEM), {"text": "我们的使命", "version": "0"})
    assert response["Location"] == address(place, ITEM)
    page = page_of(client.get(address(place, ITEM)))
    assert "我们的使命</textarea>" in page
    assert '<span class="clock">10:42:07</span> · amy' in page
    assert 'name="version" value="1"' in page


def test_what_is_wrong_is_saved_and_said_beside_the_field(client, place):
    given = {**CONTACT, "phone": "不是电话", "version": "0"}
    client.post(address(place, "sections/contact/"), given)
    page = page_of(client.get(address(place, "sections/contact/")))
    assert 'value="不是电话"' in page
    assert re.search(r'id="id_phone-error">[^<]*不是电话号码', page)


def test_two_tabs_meet_in_both_texts_and_nothing_is_overwritten(client, place):
    client.post(address(place, ITEM), {"text": "第一个窗口", "version": "0"})
    response = client.post(address(place, ITEM), {"text": "第二个窗口", "version": "0"})
    page = page_of(response)
    assert response.status_code == 409
    assert "<pre>第一个窗口</pre>" in page
    assert "第二个窗口</textarea>" in page
    assert 'name="version" value="1"' in page
    assert queries.saved_section(queries.draft_of(place), "item-4.1.2").values["text"] == "第一个窗口"


def test_a_script_saves_and_is_told_the_version_the_second_and_what_is_wrong(client, place):
    given = {**CONTACT, "email": "x", "version": "0"}
    answer = client.post(address(place, "sections/contact/"), given, headers=JSON).json()
    assert (answer["version"], answer["at"], list(answer["wrong"])) == (1, "10:42:07", ["email"])
    again = client.post(address(place, "sections/contact/"), {**given, "contact": "乙"}, headers=JSON)
    assert (again.status_code, again.json()["version"], again.json()["by"]) == (409, 1, "amy")


def test_who_else_has_the_section_open_is_shown_and_not_to_oneself(client, place):
    client.post(address(place))
    bob = signed_in(applicant_of(place, "bob"))
    bob.get(address(place, ITEM))
    page = page_of(client.get(address(place, ITEM)))
    assert re.search(r'id="others"><span[^>]*>bob', page)
    assert client.post(address(place, f"{ITEM}here/")).json()["here"] == ["bob"]
    assert bob.post(address(place, f"{ITEM}here/")).json()["here"] == ["amy"]


def test_a_session_that_expired_gives_the_typed_text_back(client, place):
    client.post(address(place))
    typed = "两千字" * 600
    response = Client().post(address(place, ITEM), {"text": typed, "version": "0"})
    assert response.status_code == 404
    assert typed in page_of(response)
    assert "/sign-in/?next=" in page_of(response)
    assert (
        Client()
        .post(address(place, ITEM), {"text": "x"}, headers=JSON)
        .json()["message"]
        .startswith("未保存")
    )


def test_a_colleague_removed_while_editing_keeps_the_text_and_saves_nothing(client, place, amy):
    client.post(address(place, ITEM), {"text": "之前", "version": "0"})
    end_role(amy, place)
    response = client.post(address(place, ITEM), {"text": "之后写的", "version": "1"})
    assert response.status_code == 404
    assert "之后写的" in page_of(response)
    assert queries.saved_section(queries.draft_of(place), "item-4.1.2").values["text"] == "之前"


def test_typing_at_a_door_that_is_not_there_is_answered_like_at_one_that_is_closed(client, place):
    other = make_place(number=2)
    closed = client.post(address(other, ITEM), {"text": "同样的话", "version": "0"})
    absent = client.post(f"/applications/xm-7/org-nothing/{ITEM}", {"text": "同样的话", "version": "0"})
    plain = [
        re.sub(r'/applications/[^"]*|%2Fapplications[^"]*|value="[^"]{64}"', "", page_of(one))
        for one in (closed, absent)
    ]
    assert (closed.status_code, absent.status_code, plain[0]) == (404, 404, plain[1])


NAMES = ["甲", "名" * 120, "\u202eابجد\u202c שלום", "质量🏆团队👩\u200d🔬"]


@pytest.mark.parametrize("words", NAMES)
def test_names_of_any_length_direction_and_picture_come_back_as_typed(client, place, words):
    client.post(address(place, "sections/contact/"), {**CONTACT, "contact": words, "version": "0"})
    assert f'value="{words}"' in page_of(client.get(address(place, "sections/contact/")))
    assert client.get(address(place, "submit/")).status_code == 200


def test_an_applicant_of_one_character_and_of_the_longest_name_is_shown(clock):
    for number, name in ((31, "甲"), (32, "长" * 120)):
        one = make_place(number=number, name=name)
        page = page_of(signed_in(applicant_of(one, f"user{number}")).get(address(one)))
        assert f"<dd>{name}<br>" in page


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7|add:7 }}"]
)
def test_markup_stays_text(client, place, attack):
    client.post(address(place, ITEM), {"text": attack, "version": "0"})
    client.post(address(place, ITEM), {"text": f"{attack}2", "version": "0"})
    for rest in (ITEM, "", "submit/"):
        assert (
            re.findall(r"<script>alert|<img|\b14\b</textarea>", page_of(client.get(address(place, rest))))
            == []
        )


def put(client, place, content, name, paper="other"):
    """Upload a file by the plain form."""
    file = SimpleUploadedFile(name, content)
    return client.post(address(place, "files/"), {"paper": paper, "file": file})


def test_a_file_is_listed_with_its_digest_served_as_an_attachment_and_removed(client, place):
    put(client, place, pdf(), "报告.pdf")
    document = DraftFile.objects.get().document
    page = page_of(client.get(address(place, "files/")))
    assert re.search(r"SHA-256 <code>[0-9a-f]{64}</code>", page)
    served = client.get(address(place, f"files/{document}/"))
    assert served["Content-Disposition"].startswith("attachment")
    assert (served["X-Content-Type-Options"], b"".join(served.streaming_content)) == ("nosniff", pdf())
    client.post(address(place, f"files/{document}/remove/"))
    assert client.get(address(place, f"files/{document}/")).status_code == 404


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"<svg><script>1</script></svg>", "a.svg"), (b"GIF89a" + pdf(), "a.pdf"), (b"", "a.pdf")],
)
def test_a_bad_file_is_refused_beside_its_field(client, place, content, name):
    response = put(client, place, content, name)
    assert response.status_code == 400
    assert re.search(r'id="id_file-error">[^<]{8,}', page_of(response))
    assert not DraftFile.objects.exists()


@pytest.mark.parametrize("name", ["../../x.pdf", "x\u202e.pdf"])
def test_a_file_called_like_a_way_out_or_turned_around_stays_in_under_a_plain_name(client, place, name):
    put(client, place, pdf(), name)
    file = queries.files_of(queries.draft_of(place))
    assert [one.document.name for one in file] == ["x.pdf"]


def test_300_mb_are_refused_by_their_stated_length_before_they_are_read(client, place):
    class Unread:
        """A body that must not be read."""

        def read(self, *size):
            raise AssertionError("the body was read")

        readline = read

    response = client.generic(
        "POST",
        address(place, "files/"),
        b"",
        CONTENT_LENGTH=str(300 * 1024 * 1024),
        **{"wsgi.input": Unread()},
    )
    assert response.status_code == 413
    assert "30 MiB" in page_of(response)


def test_a_form_without_its_token_puts_no_file(place, amy):
    strict = Client(enforce_csrf_checks=True)
    from zhiheng.registers.models import Account

    strict.force_login(Account.objects.get(code=amy.code))
    assert put(strict, place, pdf(), "a.pdf").status_code == 403
    assert not DraftFile.objects.exists()


def test_a_file_in_pieces_goes_on_where_the_line_broke(client, place):
    content = pdf("长" * 2000)
    about = {"name": "报告.pdf", "size": len(content), "mark": "7", "paper": "other"}
    begun = client.post(address(place, "files/begin/"), about).json()
    where = address(place, f"files/arriving/{begun['upload']}/")
    send = lambda at, piece: client.post(  # noqa: E731
        where, piece, content_type="application/octet-stream", headers={"upload-offset": str(at)}
    )
    assert send(0, content[:500]).json() == {"arrived": 500, "document": ""}
    assert client.post(address(place, "files/begin/"), about).json()["arrived"] == 500
    wrong = send(900, content[900:])
    assert (wrong.status_code, wrong.json()["arrived"]) == (409, 500)
    assert "500" in page_of(client.get(address(place, "files/")))
    assert send(500, content[500:]).json()["document"] == DraftFile.objects.get().document


def test_a_word_file_that_names_somebody_is_told_and_cleaned(client, place):
    put(client, place, docx(), "报告.docx")
    page = page_of(client.get(address(place, "files/")))
    assert "张三" in page
    assert "示例公司" in page
    client.post(address(place, f"files/{DraftFile.objects.get().document}/clean/"))
    assert "张三" not in page_of(client.get(address(place, "files/")))


def test_a_pdf_that_names_somebody_is_told(client, place):
    put(client, place, pdf(author="Li Si"), "报告.pdf")
    assert "Li Si" in page_of(client.get(address(place, "files/")))


def test_files_of_others_are_absent_by_code_and_by_digest(client, place):
    other = make_place(number=2)
    zoe = signed_in(applicant_of(other, "zoe"))
    put(zoe, other, pdf("别人"), "别人.pdf")
    (file,) = queries.files_of(queries.draft_of(other))
    for where in (address(other, "files/"), address(place, "files/")):
        for name in (file.document.code, file.document.sha256):
            assert client.get(f"{where}{name}/").status_code == 404


def test_the_submit_page_names_what_is_missing(client, place):
    page = page_of(client.get(address(place, "submit/")))
    assert [word in page for word in ("行业代码", "联系人", "联系电话", "自我评价报告")] == [
        False,
        True,
        True,
        True,
    ]
    assert 'name="true"' not in page


def test_handing_in_ends_in_a_receipt_to_the_second_and_a_second_click_finds_it(client, place, amy):
    fill(place, amy)
    given = {"true": "on"}
    where = address(place, "receipts/1/")
    assert [client.post(address(place, "submit/"), given)["Location"] for _ in range(2)] == [where, where]
    page = page_of(client.get(where))
    made = queries.submissions_of(queries.draft_of(place))[0]
    assert [word in page for word in ("2025-03-03 10:42:07", made.sha256, f"第 {made.line} 行")] == [True] * 3
    assert Case.objects.count() == 1


def test_the_content_file_has_the_digest_of_the_receipt(client, place, amy):
    import hashlib

    made = handed_in(place, amy)
    content = client.get(address(place, "receipts/1/content.json"))
    assert hashlib.sha256(content.content).hexdigest() == made.sha256


def test_missing_papers_are_taken_only_when_one_says_so(client, place, amy):
    fill(place, amy, but=("item-4.7.7",))
    first = client.post(address(place, "submit/"), {"true": "on"})
    assert first.status_code == 409
    second = client.post(address(place, "submit/"), {"true": "on", "despite": "on"})
    assert second["Location"] == address(place, "receipts/1/")


def test_a_deadline_that_passes_with_the_form_open_is_told_to_the_second_and_loses_nothing(
    client, place, amy, clock
):
    fill(place, amy)
    client.get(address(place, "submit/"))
    clock.move_to(AFTER_CLOSING)
    client = signed_in(amy)
    response = client.post(address(place, "submit/"), {"true": "on"})
    assert response.status_code == 409
    assert "2025-04-01 00:00:03" in page_of(response)
    saved = client.post(address(place, ITEM), {"text": "迟到的文字", "version": "1"}, headers=JSON)
    assert saved.json()["version"] == 2
    assert "截止时间已过" in page_of(client.get(address(place, ITEM)))


def test_a_late_request_is_made_once_and_then_waits(place, amy, clock):
    clock.move_to(AFTER_CLOSING)
    client = signed_in(amy)
    assert "提出逾期申请" in page_of(client.get(address(place)))
    assert client.post(address(place, "late/"), {"reason": "停电"}).status_code == 302
    assert client.post(address(place, "late/"), {"reason": "停电"}).status_code == 409
    assert "待评审办决定" in page_of(client.get(address(place)))


def test_a_correction_is_shown_and_answered_in_the_same_form(place, amy, clock):
    handed_in(place, amy)
    casework.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    casework.ask_correction(
        case_code="xm-7-0001", stage="conformity", asks="请说明数据来源", by=OFFICE, now=AFTER
    )
    clock.move_to(AFTER + timedelta(hours=1))
    client = signed_in(amy)
    assert "请说明数据来源" in page_of(client.get(address(place)))
    client.post(address(place, ITEM), {"text": "数据来自年报", "version": "1"})
    assert client.post(address(place, "submit/"), {"true": "on"})["Location"] == address(place, "receipts/2/")
    assert "第 2 次提交（补正）" in page_of(client.get(address(place, "receipts/2/")))


def test_taking_back_asks_for_the_name_and_ends_the_case(client, place, amy):
    handed_in(place, amy)
    wrong = client.post(address(place, "withdraw/"), {"reason": "调整", "name": "别的公司"})
    assert (wrong.status_code, Case.objects.get().state) == (409, "running")
    assert "调整</textarea>" in page_of(wrong)
    client.post(address(place, "withdraw/"), {"reason": "调整", "name": place.organisation.name})
    assert Case.objects.get().state == "withdrawn"


@pytest.mark.parametrize("count", [1, 3])
def test_my_list_costs_a_statement_or_two_for_each_application(clock, count, django_assert_max_num_queries):
    from factories import make_round

    for number in range(count):
        make_round(f"r-{number}", session=str(number))
    place = make_place("r-0")
    amy = applicant_of(place)
    client = signed_in(amy)
    for number in range(count):
        client.post(f"/applications/r-{number}/{place.organisation.code}/")
    with django_assert_max_num_queries(8 + 5 * count):
        client.get("/applications/")
