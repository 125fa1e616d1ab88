"""A stage begins and closes on its pages: previewed exactly, sealed by the office's name, done once."""

import re

import pytest

from factories import AFTER, OFFICE, attest_all, make_cases, make_round, pass_check
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Attestation, Case, Finding, Stage
from zhiheng.core.actor import Role
from zhiheng.ledger.models import Line

SEAL = "厦门市评审办"
STAGE = "/desk/rounds/xm-7/conformity/"


def state(stage="conformity"):
    """Return the state of a stage of the round."""
    return Stage.objects.get(round__code="xm-7", stage=stage).state


def seen(page):
    """Return the digest that a preview asks to send back."""
    found = re.search(r'name="seen" value="([0-9a-f]*)"', page.content.decode())
    return found.group(1) if found else ""


def test_beginning_says_how_many_cases_enter_and_asks_for_the_office(reader, regions):
    make_cases(make_round(), 2)
    page = reader().get(f"{STAGE}begin/").content.decode()
    assert "2 个办件进入本环节。" in page
    assert SEAL in page


@pytest.mark.parametrize("written", [SEAL, "厦门市", "350200", " 厦 门 市 评审办 "])
def test_a_stage_begins_under_any_writing_of_the_office(reader, regions, written):
    make_cases(make_round(), 1)
    answer = reader().post(f"{STAGE}begin/", {"office": written})
    assert (answer.status_code, answer["Location"], state()) == (302, STAGE, "open")


@pytest.mark.parametrize("written", ["", "福州市评审办", "350100", "是", "好" * 81])
def test_a_stage_does_not_begin_under_another_name(reader, regions, written):
    make_cases(make_round(), 1)
    answer = reader().post(f"{STAGE}begin/", {"office": written})
    assert (answer.status_code, state()) == (200, "waiting")
    assert 'role="alert"' in answer.content.decode()


def test_beginning_twice_shows_the_stage_and_begins_it_once(reader, regions):
    make_cases(make_round(), 1)
    client = reader()
    answers = [client.post(f"{STAGE}begin/", {"office": SEAL}) for _ in range(2)]
    assert [one["Location"] for one in answers] == [STAGE, STAGE]
    assert Line.objects.filter(act="casework.stage_opened").count() == 1


def test_a_stage_whose_predecessor_is_open_says_so_and_shows_no_form(reader, checking):
    page = reader().get("/desk/rounds/xm-7/credit/begin/").content.decode()
    assert "前一环节“符合性审查”尚未结束。" in page
    assert '<button type="submit">开始本环节' not in page


def test_a_stage_that_still_waits_names_each_case_and_why(reader, checking):
    round_, cases = checking
    attest_all(round_, cases[:1])
    page = reader().get(f"{STAGE}close/").content.decode()
    assert "尚有 2 个办件未完成：" in page
    assert [case.name in page for case in cases] == [False, True, True]
    assert 'name="office"' not in page


def test_closing_shows_who_goes_on_who_ends_and_why_before_it_closes(reader, checking):
    round_, cases = checking
    attest_all(round_, cases[:2])
    attest_all(round_, cases[2:], holds=False)
    client = reader()
    preview = client.get(f"{STAGE}close/")
    page = preview.content.decode()
    assert "2 个进入下一环节，1 个终止。" in page
    ends, goes_on = page.index("到此终止：1 个"), page.index("进入下一环节：2 个")
    assert ends < page.index(cases[2].name) < goes_on < page.index(cases[0].name)
    assert not Finding.objects.exists()
    answer = client.post(f"{STAGE}close/", {"office": SEAL, "seen": seen(preview)})
    assert (answer["Location"], state()) == (STAGE, "closed")
    assert list(Finding.objects.order_by("case__number").values_list("goes_on", flat=True)) == [
        True,
        True,
        False,
    ]


def test_a_result_that_changed_since_the_preview_is_shown_again_and_not_closed(reader, checking):
    round_, cases = checking
    attest_all(round_, cases)
    client = reader()
    old = seen(client.get(f"{STAGE}close/"))
    attest_all(round_, cases[:1], holds=False)
    answer = client.post(f"{STAGE}close/", {"office": SEAL, "seen": old})
    page = answer.content.decode()
    assert (answer.status_code, state()) == (409, "open")
    assert "您查看之后，同事或另一窗口作了更改" in page
    assert f'value="{SEAL}"' in page


def test_closing_twice_by_a_slow_line_closes_once(reader, checking):
    attest_all(*checking)
    client = reader()
    form = {"office": SEAL, "seen": seen(client.get(f"{STAGE}close/"))}
    assert [client.post(f"{STAGE}close/", form).status_code for _ in range(2)] == [302, 302]
    assert Line.objects.filter(act="casework.stage_closed").count() == 1


def test_a_condition_is_attested_in_bulk_after_a_preview_of_the_count(reader, checking):
    _, cases = checking
    client = reader()
    form = {"condition": "leading", "holds": "yes", "evidence": "行业排名", "scope": "waiting"}
    page = client.post(f"{STAGE}attest/", form).content.decode()
    assert "将对 3 个办件作如下记录" in page
    assert not Attestation.objects.exists()
    codes = ",".join(case.code for case in cases)
    sure = {**form, "scope": "chosen", "cases": codes, "sure": "1"}
    assert [client.post(f"{STAGE}attest/", sure)["Location"] for _ in range(2)] == [STAGE, STAGE]
    assert Attestation.objects.count() == 3
    assert Attestation.objects.filter(holds=True, withdrawn_at=None).count() == 3


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"evidence": ""}, "请填写此项。"),
        ({"holds": ""}, "请选择一项。"),
        ({"cases": []}, "请至少勾选一个办件"),
        ({"cases": ["xm-7-9999"]}, "不在办理中"),
        ({"cases": ["short-1-0001"]}, "不在办理中"),
    ],
)
def test_a_wrong_bulk_attestation_says_what_to_do_and_keeps_what_was_typed(reader, checking, wrong, told):
    given = {"condition": "leading", "holds": "yes", "evidence": "行业排名表", "scope": "chosen",
             "cases": [checking[1][0].code], **wrong}  # fmt: skip
    answer = reader().post(f"{STAGE}attest/", {**given, "sure": "1"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert told in page
    assert ("行业排名表" in page) == ("evidence" not in wrong)
    assert not Attestation.objects.exists()


def test_a_case_shows_every_condition_with_its_verdict(reader, checking):
    page = reader().get(f"{STAGE}cases/xm-7-0001/").content.decode()
    assert page.count('<li class="met">') == 9
    assert page.count('<li class="unknown">') == 1
    assert "尚待评审办确认：质量管理和经营绩效居同行业前列。" in page


def test_a_file_is_returned_once_and_a_second_click_says_that_it_was(reader, checking):
    client = reader()
    address = f"{STAGE}cases/xm-7-0001/return/"
    first, second = (client.post(address, {"asks": "请补充排名证明"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 400)
    assert "已退回补正，尚未重新提交。" in second.content.decode()


def test_the_list_of_a_check_narrows_to_what_still_waits(reader, checking):
    round_, cases = checking
    attest_all(round_, cases[:2])
    page = reader().get(f"{STAGE}?show=waiting").content.decode()
    assert [page.count(f'value="{case.code}"') for case in cases] == [0, 0, 1]


@pytest.mark.parametrize("count", [1, 3])
def test_a_check_costs_the_same_statements_for_one_case_and_for_three(
    reader, regions, django_assert_num_queries, count
):
    make_cases(make_round(), count)
    casework.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    client = reader()
    with django_assert_num_queries(35):
        client.get(STAGE)


@pytest.mark.parametrize("count", [1, 3])
def test_a_closing_costs_the_same_statements_for_one_case_and_for_three(
    reader, regions, django_assert_num_queries, count
):
    round_ = make_round()
    cases = make_cases(round_, count)
    casework.open_stage(round_code="xm-7", stage="conformity", by=OFFICE, now=AFTER)
    attest_all(round_, cases)
    client = reader()
    with django_assert_num_queries(25):
        client.get(f"{STAGE}close/")


def test_survey_results_are_recorded_line_by_line_and_the_rest_stays_open(reader, asking):
    round_, cases = asking
    Stage.objects.filter(round=round_, stage="credit").update(state="closed", closed_at=AFTER)
    casework.open_stage(round_code="xm-7", stage="satisfaction", by=OFFICE, now=AFTER)
    client = reader()
    form = {f"answers-{cases[0].code}": "40", f"score-{cases[0].code}": "86.5",
            f"answers-{cases[1].code}": "", f"score-{cases[1].code}": ""}  # fmt: skip
    assert client.post("/desk/rounds/xm-7/satisfaction/survey/", form).status_code == 302
    page = client.get("/desk/rounds/xm-7/satisfaction/?show=waiting").content.decode()
    assert [case.name in page for case in cases] == [False, True, True]
    wrong = client.post("/desk/rounds/xm-7/satisfaction/survey/", {**form, f"score-{cases[0].code}": "101"})
    assert wrong.status_code == 400
    assert 'value="101"' in wrong.content.decode()


def test_the_government_approves_under_its_own_name_with_a_document(reader, regions):
    from factories import SHORT

    round_ = make_round("xm-7", source=SHORT, session="1")
    cases = make_cases(round_, 2)
    pass_check(round_, cases)
    Stage.objects.filter(round=round_, stage="notice").update(
        state="closed", opened_at=AFTER, closed_at=AFTER
    )
    casework.open_stage(round_code="xm-7", stage="approval", by=OFFICE, now=AFTER)
    client = reader(Role.GOVERNMENT, "350200")
    form = {"approved": "yes", "document": "厦府〔2025〕1号", "scope": "waiting"}
    address = "/desk/rounds/xm-7/approval/approve/"
    assert "将对 2 个办件作如下记录" in client.post(address, form).content.decode()
    sure = {**form, "scope": "chosen", "cases": ",".join(case.code for case in cases), "sure": "1"}
    assert client.post(address, {**sure, "office": SEAL}).status_code == 400
    assert client.post(address, {**sure, "office": "厦门市人民政府"}).status_code == 302
    assert "厦府〔2025〕1号" in client.get("/desk/rounds/xm-7/approval/").content.decode()
    assert client.get("/desk/rounds/xm-7/").status_code == 404


def test_the_supervisor_sees_every_stage_page_without_a_form(reader, checking):
    client = reader(Role.SUPERVISOR)
    for address in ("/desk/rounds/xm-7/", STAGE, f"{STAGE}cases/xm-7-0001/", "/supervision/xm-7/"):
        page = client.get(address).content.decode()
        assert re.findall(r'<form method="post"(?! action="/(?:language|sign-out))', page) == []
    nothing = client.get("/nothing/").content
    shut = ("close/", "attest/", "cases/xm-7-0001/return/")
    assert [client.get(f"{STAGE}{one}").content == nothing for one in shut] == [True, True, True]
    assert client.post(f"{STAGE}attest/", {}).status_code == 404


def test_a_name_of_200_characters_with_other_directions_and_emoji_stays_text(reader, checking):
    wild = ("<b>شركة الجودة</b> 🏅 " * 12)[:200]
    Case.objects.filter(number=1).update(name=wild)
    page = reader().get(STAGE).content.decode()
    assert "<b>شركة" not in page
    assert page.count("&lt;b&gt;شركة") >= 1
