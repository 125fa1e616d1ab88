"""A department answers for its whole list in one form; nothing it typed is lost, nothing is overwritten unseen."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from factories import AFTER, OFFICE, make_cases, make_round, pass_check
from zhiheng.casework import actions as casework
from zhiheng.casework.models import Reply, Stage, Task
from zhiheng.core.actor import Role

HERE = "/departments/xm-7/credit/"
PAPER = "/desk/rounds/xm-7/credit/replies/taxation/"


def seen(page):
    """Return the digest of the state on which a form was filled."""
    return re.search(r'name="seen" value="([0-9a-f]*)"', page.content.decode()).group(1)


def standing(department="taxation"):
    """Return what stands on record from a department, by case number."""
    rows = Reply.objects.filter(department=department, withdrawn_at=None).order_by("case__number")
    return list(rows.values_list("is_adverse", "opinion"))


@pytest.fixture
def taxation(reader, asking):
    """The tax department at its list."""
    return reader(Role.DEPARTMENT, "350200/taxation")


def test_one_form_answers_for_the_whole_list_and_the_task_is_done(taxation):
    answer = taxation.post(HERE, {"confirmed": "on"})
    assert answer["Location"] == f"{HERE}?as=taxation"
    assert standing() == [(False, "")] * 3
    assert Task.objects.get(place="350200/taxation").done_at is not None


def test_an_adverse_reply_without_a_reason_is_asked_for_it_beside_the_case(taxation):
    answer = taxation.post(
        HERE, {"confirmed": "on", "adverse-xm-7-0002": "on", "opinion-xm-7-0001": "无异常"}
    )
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'id="id_opinion-xm-7-0002-error">请写明该单位的不良记录或反对理由。' in page
    assert "无异常" in page
    assert re.search(r'name="adverse-xm-7-0002"[^>]* checked', page)
    assert standing() == []


def test_the_list_of_errors_names_the_organisation_that_each_is_about(taxation):
    page = taxation.post(HERE, {"confirmed": "on", "adverse-xm-7-0002": "on"}).content.decode()
    assert '<a href="#id_opinion-xm-7-0002">示例02号有限公司：情况说明或意见</a>' in page


def test_a_closed_list_does_not_count_the_days_that_are_left(reader, asking):
    Stage.objects.filter(stage="credit").update(due_at=timezone.now() + timedelta(days=28, hours=1))
    client = reader(Role.DEPARTMENT, "350200/taxation")
    assert "还有 28 天" in client.get(HERE).content.decode()
    Stage.objects.filter(stage="credit").update(state="closed", closed_at=AFTER)
    assert "还有 28 天" not in client.get(HERE).content.decode()


def test_a_list_without_the_confirmation_is_not_taken(taxation):
    assert taxation.post(HERE, {"opinion-xm-7-0001": "无"}).status_code == 400
    assert standing() == []


def test_a_reply_can_be_changed_until_the_stage_closes_and_the_former_is_kept(taxation):
    taxation.post(HERE, {"confirmed": "on"})
    taxation.post(HERE, {"confirmed": "on", "adverse-xm-7-0001": "on", "opinion-xm-7-0001": "欠税公告"})
    assert standing() == [(True, "欠税公告"), (False, ""), (False, "")]
    assert Reply.objects.exclude(withdrawn_at=None).count() == 1
    Stage.objects.filter(stage="credit").update(state="closed", closed_at=AFTER)
    page = taxation.get(HERE).content.decode()
    assert "本环节已结束，答复不能再更改。" in page
    assert "<textarea" not in page


def test_a_stage_that_closed_with_the_form_open_refuses_and_loses_nothing(taxation):
    for department in ("market_regulation", "taxation", "ecology", "emergency_management", "human_resources"):
        casework.give_replies(
            round_code="xm-7", stage="credit", department=department, by=OFFICE, now=AFTER,
            given=[casework.ReplyGiven(f"xm-7-000{number}") for number in (1, 2, 3)],
        )  # fmt: skip
    casework.close_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)
    answer = taxation.post(HERE, {"confirmed": "on", "opinion-xm-7-0002": "新查到的情况"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "本环节已经结束，答复没有记录。" in page
    assert "新查到的情况" in page


def test_the_same_form_sent_twice_changes_nothing_the_second_time(taxation):
    form = {"confirmed": "on", "adverse-xm-7-0001": "on", "opinion-xm-7-0001": "欠税公告"}
    assert [taxation.post(HERE, form).status_code for _ in range(2)] == [302, 302]
    assert Reply.objects.count() == 3


def test_a_second_tab_does_not_overwrite_what_the_first_one_said(taxation):
    old = seen(taxation.get(HERE))
    taxation.post(HERE, {"confirmed": "on", "adverse-xm-7-0001": "on", "opinion-xm-7-0001": "欠税公告"})
    late = taxation.post(HERE, {"confirmed": "on", "seen": old})
    assert late.status_code == 400
    assert "您打开名单之后，同事或另一窗口作了更改。" in late.content.decode()
    assert standing()[0] == (True, "欠税公告")
    taxation.post(HERE, {"confirmed": "on", "seen": seen(late)})
    assert standing()[0] == (False, "")


def test_the_office_records_a_paper_reply_in_the_department_s_stead(reader, asking):
    client = reader()
    assert client.post(PAPER, {"confirmed": "on"})["Location"] == PAPER
    assert standing() == [(False, "")] * 3
    assert "3 / 3" in client.get("/desk/rounds/xm-7/credit/").content.decode()


def test_a_department_sees_its_own_list_and_no_other_page_of_the_round(taxation):
    taxation.get(HERE)
    for address in (f"{HERE}?as=ecology", PAPER, "/desk/rounds/xm-7/", "/desk/rounds/xm-7/credit/",
                    "/departments/xm-7/opinions/", "/departments/xm-7/conformity/", "/cases/xm-7-0001/",
                    "/supervision/xm-7/"):  # fmt: skip
        assert taxation.get(address).content == taxation.get("/nothing/").content


def test_what_one_department_wrote_changes_no_byte_of_another_one_s_page(reader, asking):
    client = reader(Role.DEPARTMENT, "350200/ecology", "eco")
    before = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", client.get(HERE).content.decode())
    casework.give_replies(
        round_code="xm-7", stage="credit", department="taxation", by=OFFICE, now=AFTER,
        given=[casework.ReplyGiven("xm-7-0001", True, "欠税公告")],
    )  # fmt: skip
    after = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", client.get(HERE).content.decode())
    assert after == before


def test_an_opinion_longer_than_the_field_is_refused_beside_it(taxation):
    answer = taxation.post(HERE, {"confirmed": "on", "opinion-xm-7-0001": "长" * 1001})
    assert answer.status_code == 400
    assert 'id="id_opinion-xm-7-0001-error"' in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_a_department_s_list_costs_the_same_statements_for_one_case_and_for_three(
    reader, regions, django_assert_num_queries, count
):
    round_ = make_round()
    cases = make_cases(round_, count)
    pass_check(round_, cases)
    casework.open_stage(round_code="xm-7", stage="credit", by=OFFICE, now=AFTER)
    client = reader(Role.DEPARTMENT, "350200/taxation")
    with django_assert_num_queries(14):
        client.get(HERE)
