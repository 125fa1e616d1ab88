"""The pages of the office and the supervisor: panels, progress without values, experts, interests."""

import re

import pytest
from django.urls import reverse

from factories import AFTER, OFFICE
from zhiheng.core.actor import Role
from zhiheng.review import actions, queries
from zhiheng.review.domain.values import InterestGiven, RecusalGiven
from zhiheng.review.models import Expert, Interest, Recusal, Scorebook

from .conftest import ROUND, Judged, make_experts, marks, stage_pk
from .test_pages import let_in, reader

pytestmark = pytest.mark.django_db
PANELS = 25
POOL = 7


def at(page: str, stage: str = "documents") -> str:
    """Return the address of a page of a stage."""
    return reverse(f"review:{page}", args=[ROUND, stage])


def pool(page: str = "experts", *more: str) -> str:
    """Return the address of a page of the pool."""
    return reverse(f"review:{page}", args=["350200", *more])


@pytest.fixture
def office(client, judged):
    """An officer, signed in."""
    return reader(client, Role.OFFICE)


def test_progress_says_how_far_each_seat_is_and_no_value(office, judged):
    given = {"4.1.2": 85, "4.1.3": 65}
    actions.give_marks(
        case_code=judged.codes[0], stage="documents", marks=given, by=judged.actors[0], now=AFTER
    )
    page = office.get(at("panels")).content.decode()
    assert "已评 2/23 项" in page
    assert re.findall(r"\b(85|65|42\.50|19\.50|62\.00)\b", page) == []


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SUPERVISOR])
def test_before_the_stage_closes_the_page_is_the_same_whatever_was_marked(client, judged, role):
    watcher = reader(client, role)
    pages = []
    for percent in (10, 95):
        actions.give_marks(
            case_code=judged.codes[0], stage="documents", marks=marks(percent), by=judged.actors[0], now=AFTER
        )
        pages.append(watcher.get(at("panels")).content)
        assert watcher.get(reverse("review:marks", args=[judged.codes[0], "documents"])).status_code == 404
    assert pages[0] == pages[1]


@pytest.mark.parametrize("role", [Role.OFFICE, Role.SUPERVISOR])
def test_once_the_stage_has_closed_the_marks_are_read_by_labels(client, judged, role):
    judged.hand_in(dict.fromkeys(judged.codes, (60, 55, 50)))
    judged.close("documents")
    page = (
        reader(client, role)
        .get(reverse("review:marks", args=[judged.codes[0], "documents"]))
        .content.decode()
    )
    assert re.findall(r">(\d{3}\.00)<", page) == ["600.00", "550.00", "500.00"]
    assert "示例专家" not in page


@pytest.mark.parametrize("cases", [1, 3])
def test_panels_take_the_same_queries_for_one_case_and_three(
    client, regions, cases, django_assert_num_queries
):
    Judged(cases)
    office = reader(client, Role.OFFICE)
    office.get(at("panels"))
    with django_assert_num_queries(PANELS):
        office.get(at("panels"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_pool_takes_the_same_queries_for_one_expert_and_three(
    client, regions, count, django_assert_num_queries
):
    make_experts(count)
    office = reader(client, Role.OFFICE)
    office.get(pool())
    with django_assert_num_queries(POOL):
        office.get(pool())


def planned(judged, **more):
    """Return a filled form for a panel at the hearing."""
    seats = {f"seat-{n}": code for n, (code, _) in enumerate(judged.experts)}
    return {"name": "二组", "lead": "0", "cases": judged.codes[:2], **seats, **more}


def test_the_office_forms_a_panel_and_a_second_click_is_refused_in_a_sentence(office, judged):
    assert office.post(at("form_panel", "defence"), planned(judged)).status_code == 302
    assert {
        code: len(own) for code, own in queries.seats_by_case(stage_pk("defence")).items()
    } == dict.fromkeys(judged.codes[:2], 3)
    again = office.post(at("form_panel", "defence"), planned(judged))
    assert again.status_code in (200, 409)
    assert len(queries.panel_names(stage_pk("defence"))) == 1


def test_an_expert_with_an_interest_is_refused_by_name_and_the_form_keeps_what_was_chosen(office, judged):
    given = InterestGiven(judged.experts[1][0], judged.cases[0].subject, "kin")
    actions.declare_interest(authority="350200", given=given, by=OFFICE, now=AFTER)
    page = office.post(at("form_panel", "defence"), planned(judged)).content.decode()
    assert f"专家 {judged.experts[1][0]} 与 {judged.codes[0]} 存在利害关系" in page
    assert 'value="二组"' in page
    assert page.count(" checked") == 2


def test_a_recused_seat_is_filled_again(office, judged):
    [(substitute, _)] = make_experts(1, "substitute")
    given = {"seat": judged.experts[0][0], "ground": "亲属任职"}
    address = reverse("review:recuse_seat", args=[ROUND, "documents", judged.codes[0]])
    assert address in office.get(at("recuse"), {"q": judged.cases[0].name}).content.decode()
    assert office.post(address, given).status_code == 302
    assert "空缺 1 席" in office.get(at("panels")).content.decode()
    assert office.post(at("refill"), {"case": judged.codes[0], "expert": substitute}).status_code == 302
    assert "空缺" not in re.sub("补齐空缺席位", "", office.get(at("panels")).content.decode())


def test_a_scorebook_is_reopened_only_with_a_ground_and_everybody_who_watches_reads_it(
    client, office, judged
):
    judged.hand_in({judged.codes[0]: (50, 50, 50)})
    address = reverse("review:reopen", args=[judged.codes[0], "documents", "A2"])
    assert office.post(address, {"ground": " "}).status_code == 409
    assert office.post(address, {"ground": "条目引用有误"}).status_code == 302
    assert office.post(address, {"ground": "条目引用有误"}).status_code == 409
    assert Scorebook.objects.filter(signed_at=None).count() == 1
    supervisor = reader(client, Role.SUPERVISOR, username="watcher")
    assert "条目引用有误" in supervisor.get(at("panels")).content.decode()


def test_a_supervisor_reads_and_finds_nothing_to_change(client, judged):
    supervisor = reader(client, Role.SUPERVISOR)
    page = supervisor.get(at("panels")).content.decode()
    assert page.count("<form") == 1  # the language
    addresses = [at("form_panel"), at("refill"), at("recuse"), pool(), pool("register"), pool("undecided"),
                 reverse("review:reopen", args=[judged.codes[0], "documents", "A1"])]  # fmt: skip
    assert {supervisor.get(address).status_code for address in addresses} == {404}


def test_the_office_registers_an_expert_with_an_account_and_finds_it_by_field(office):
    answer = office.post(
        pool("register"), {"name": "示例专家甲", "fields_known": "计量、标准化,认证", "username": "reader"}
    )
    assert answer.status_code == 302
    assert Expert.objects.get(name="示例专家甲").fields == ["计量", "标准化", "认证"]
    found = office.get(pool(), {"q": "标准化", "account": "with"}).content.decode()
    assert found.count("示例专家甲") == 1
    assert "示例专家甲" not in office.get(pool(), {"account": "without"}).content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [({"name": ""}, "aria-invalid"), ({"name": "甲", "username": "nobody"}, "没有这个用户名的账号"),
     ({"name": "甲", "employer": "91350206YY0000099X"}, "没有登记过")],
)  # fmt: skip
def test_an_expert_that_cannot_be_registered_is_told_why_beside_the_field(office, typed, told):
    before = Expert.objects.count()
    assert told in office.post(pool("register"), typed).content.decode()
    assert Expert.objects.count() == before


@pytest.mark.parametrize("name", ["甲", "长" * 60, "\u202eevil", "😀专家", "<b>粗</b>"])
def test_any_name_of_an_expert_is_shown_as_text(office, name):
    office.post(pool("register"), {"name": name})
    page = office.get(pool()).content.decode()
    assert "<b>粗" not in page
    assert Expert.objects.filter(name=name).count() == 1


def test_an_interest_is_decided_once_and_recuses_from_the_cases(office, judged):
    given = InterestGiven(judged.experts[1][0], judged.cases[0].subject, "kin", "配偶任质量总监")
    code = actions.declare_interest(authority="350200", given=given, by=OFFICE, now=AFTER)
    assert "配偶任质量总监" in office.get(pool("undecided")).content.decode()
    assert "请选择裁定结果" in office.post(pool("decide", code), {"ground": "属实"}).content.decode()
    for status in (302, 409):
        answer = office.post(pool("decide", code), {"word": "stands", "ground": "属实"})
        assert answer.status_code == status
    assert Interest.objects.get(code=code).state == "stands"
    assert Recusal.objects.count() == 1


def test_a_recused_assessor_and_its_marks_are_gone_from_progress(client, office, judged):
    given = [RecusalGiven(judged.codes[0], judged.experts[0][0], "亲属任职")]
    actions.give_marks(
        case_code=judged.codes[0], stage="documents", marks=marks(50), by=judged.actors[0], now=AFTER
    )
    actions.recuse(round_code=ROUND, recusals=given, by=OFFICE, now=AFTER)
    page = office.get(at("panels")).content.decode()
    assert "23/23" not in page
    expert = let_in(client, judged.experts[0][1])
    assert expert.get(reverse("review:scorebook", args=[judged.codes[0], "documents"])).status_code == 404
