"""The pages of assessors: tasks, scorebook, what is saved and what is refused."""

import pytest
from django.urls import reverse

from factories import AFTER, OFFICE, OPENS
from registers.samples import PDF
from zhiheng.core.actor import SYSTEM, Role
from zhiheng.registers import actions as registers
from zhiheng.registers.models import Account
from zhiheng.review import actions
from zhiheng.review.models import Comment, Mark

from .conftest import ITEMS, ROUND, Judged, marks

pytestmark = pytest.mark.django_db
TASKS = 12
SHEET = 28


def let_in(client, account: str, role: Role = Role.ASSESSOR, place: str = "350200"):
    """Give an account a role, sign its holder in, and return the client."""
    registers.give_role(account=account, role=role, place=place, from_day=OPENS.date(), by=SYSTEM, now=OPENS)
    client.force_login(Account.objects.get(code=account))
    return client


def reader(client, role: Role, place: str = "350200", username: str = "reader"):
    """Open an account with one role and sign it in."""
    account = registers.open_account(username=username, by=SYSTEM, now=OPENS).code
    return let_in(client, account, role, place)


def sheet(judged: Judged, page: str = "scorebook", case: int = 0) -> str:
    """Return the address of a page of the first case's sheet."""
    return reverse(f"review:{page}", args=[judged.codes[case], "documents"])


def whole(judged: Judged, **given) -> dict[str, str]:
    """Return a filled page: base and mark for each item named as ``4_1_2=50``."""
    page = {f"base-{item}": "" for item in ITEMS} | {f"mark-{item}": "" for item in ITEMS}
    return page | {f"mark-{key.replace('_', '.')}": str(value) for key, value in given.items()}


@pytest.fixture
def expert(client, judged):
    """The first assessor, signed in."""
    return let_in(client, judged.experts[0][1])


def test_the_tasks_name_each_case_with_its_progress_and_the_next_one_is_the_one_begun(expert, judged):
    actions.give_marks(
        case_code=judged.codes[1], stage="documents", marks={"4.1.2": 50, "4.1.3": 45},
        by=judged.actors[0], now=AFTER,
    )  # fmt: skip
    page = expert.get("/review/").content.decode()
    assert page.count("0/23 项") == 3
    assert page.count("2/23 项") == 1
    assert f'class="button" href="{sheet(judged, case=1)}"' in page


@pytest.mark.parametrize("cases", [1, 3])
def test_tasks_take_the_same_queries_for_one_case_and_three(
    client, regions, cases, django_assert_num_queries
):
    judged = Judged(cases)
    expert = let_in(client, judged.experts[0][1])
    expert.get("/review/")
    with django_assert_num_queries(TASKS):
        expert.get("/review/")


@pytest.mark.parametrize("marked", [0, 23])
def test_the_sheet_takes_the_same_queries_for_few_marks_and_for_all(
    expert, judged, marked, django_assert_num_queries
):
    given = dict(list(marks(50).items())[: max(1, marked)])
    actions.give_marks(
        case_code=judged.codes[0], stage="documents", marks=given, by=judged.actors[0], now=AFTER
    )
    expert.get(sheet(judged))
    with django_assert_num_queries(SHEET):
        expert.get(sheet(judged))


def test_a_mark_sent_by_the_script_is_saved_and_answered_with_exact_points(expert, judged):
    answer = expert.post(sheet(judged, "mark"), {"item": "4.4.3", "percent": "45", "base": ""})
    assert answer.status_code == 200
    told = answer.json()
    assert (told["marks"], told["points"], told["done"], told["asked"]) == ({"4.4.3": 45}, "6.75", 1, 23)
    assert told["writable"] is True


@pytest.mark.parametrize("percent", ["", "47", "-5", "105", "5.5", "fifty", "1e1", "9" * 400])
def test_a_mark_off_the_scale_is_a_problem_and_saves_nothing(expert, judged, percent):
    answer = expert.post(sheet(judged, "mark"), {"item": "4.1.2", "percent": percent, "base": ""})
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert Mark.objects.count() == 0


def test_an_item_outside_the_criteria_is_refused_by_name(expert, judged):
    answer = expert.post(sheet(judged, "mark"), {"item": "9.9", "percent": "50", "base": ""})
    assert (answer.status_code, answer.json()["code"]) == (409, "mark.unknown_item")


def test_a_second_window_is_told_and_writes_nothing_over(expert, judged):
    expert.post(sheet(judged, "mark"), {"item": "4.1.2", "percent": "60", "base": ""})
    answer = expert.post(sheet(judged, "mark"), {"item": "4.1.2", "percent": "45", "base": ""})
    assert (answer.status_code, answer.json()["standing"]) == (409, {"4.1.2": 60})
    chosen = expert.post(sheet(judged, "mark"), {"item": "4.1.2", "percent": "45", "base": "60"})
    assert chosen.json()["marks"] == {"4.1.2": 45}


def test_the_same_mark_sent_twice_is_one_mark(expert, judged):
    answers = [
        expert.post(sheet(judged, "mark"), {"item": "4.1.2", "percent": "60", "base": ""}) for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert Mark.objects.count() == 1


def test_without_scripts_a_whole_page_saves_what_changed_and_nothing_else(expert, judged):
    answer = expert.post(sheet(judged), whole(judged, **{"4_1_2": 50, "4_7_2": 0}))
    assert answer.status_code == 302
    assert sorted(Mark.objects.values_list("item", "percent")) == [("4.1.2", 50), ("4.7.2", 0)]


def test_a_stale_page_shows_what_was_typed_beside_what_stands(expert, judged):
    expert.post(sheet(judged), whole(judged, **{"4_1_2": 60}))
    answer = expert.post(sheet(judged), whole(judged, **{"4_1_2": 45, "4_1_3": 30}))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "4.1.2（60%） 已在另一窗口或另一台电脑上改评" in page
    assert 'name="mark-4.1.2" id="id_mark-4.1.2" value="45"' in page
    assert list(Mark.objects.values_list("percent", flat=True)) == [60]


def test_two_thousand_characters_come_back_when_another_field_is_wrong(expert, judged):
    text = "优势很突出。" * 333
    page = whole(judged, **{"4_1_2": 47}) | {"strength-4.1.2": text}
    answer = expert.post(sheet(judged), page)
    assert text in answer.content.decode()
    assert Comment.objects.count() == 0


def test_the_same_comment_twice_is_one_comment(expert, judged):
    for _ in range(2):
        expert.post(sheet(judged, "note"), {"item": "4.1.2", "kind": "strength", "text": "数据充分"})
        expert.post(sheet(judged), whole(judged) | {"strength-4.1.2": "数据充分"})
    assert list(Comment.objects.values_list("text", flat=True)) == ["数据充分"]


@pytest.mark.parametrize(
    "attack", ["<script>alert(1)</script>", '"><img src=x>', "{{ 7|add:7 }}", "\u202egnp.exe 😀"]
)
def test_a_comment_with_markup_stays_text_on_the_sheet(expert, judged, attack):
    expert.post(sheet(judged, "note"), {"item": "4.1.2", "kind": "opportunity", "text": attack})
    page = expert.get(sheet(judged)).content.decode()
    assert "<script>alert" not in page
    assert "<img" not in page
    assert Comment.objects.get().text == attack


def test_signing_names_the_items_without_a_mark_and_has_no_button(expert, judged):
    given = {item: percent for item, percent in marks(50).items() if item not in ("4.1.4", "4.7.7")}
    actions.give_marks(
        case_code=judged.codes[0], stage="documents", marks=given, by=judged.actors[0], now=AFTER
    )
    page = expert.get(sheet(judged, "sign")).content.decode()
    assert page.count("#item-4.1.4") == 2
    assert page.count("#item-4.7.7") == 1
    assert 'name="own"' not in page
    assert expert.post(sheet(judged, "sign"), {"own": "on"}).status_code == 409


def signed(expert, judged):
    """Mark every item and sign."""
    actions.give_marks(
        case_code=judged.codes[0], stage="documents", marks=marks(50), by=judged.actors[0], now=AFTER
    )
    return expert.post(sheet(judged, "sign"), {"own": "on"})


def test_signing_locks_the_sheet_and_a_second_click_changes_nothing(expert, judged):
    assert signed(expert, judged).url == "/review/"
    assert expert.post(sheet(judged, "sign"), {"own": "on"}).url == sheet(judged)
    page = expert.get(sheet(judged)).content.decode()
    assert "本评分手册已经签署" in page
    assert 'type="number"' not in page
    late = expert.post(sheet(judged, "mark"), {"item": "4.1.2", "percent": "60", "base": "50"})
    assert (late.status_code, late.json()["code"]) == (409, "scorebook.signed")


def test_an_unticked_signature_signs_nothing(expert, judged):
    actions.give_marks(
        case_code=judged.codes[0], stage="documents", marks=marks(50), by=judged.actors[0], now=AFTER
    )
    assert "签署前请确认此项" in expert.post(sheet(judged, "sign"), {}).content.decode()
    assert expert.get(sheet(judged, "state")).json()["writable"] is True


def test_a_reopened_sheet_shows_the_ground_and_takes_marks_again(expert, judged):
    signed(expert, judged)
    actions.reopen_scorebook(
        case_code=judged.codes[0],
        stage="documents",
        seat="A1",
        ground="4.7.2 数据引用有误",
        by=OFFICE,
        now=AFTER,
    )
    assert "4.7.2 数据引用有误" in expert.get(sheet(judged)).content.decode()
    answer = expert.post(sheet(judged, "mark"), {"item": "4.1.2", "percent": "60", "base": "50"})
    assert answer.status_code == 200


def test_a_mark_after_the_stage_closed_is_refused_in_a_sentence_and_what_was_typed_stays(expert, judged):
    judged.hand_in(dict.fromkeys(judged.codes, (50, 50, 50)))
    judged.close("documents")
    late = expert.post(sheet(judged, "mark"), {"item": "4.1.2", "percent": "60", "base": "50"})
    assert (late.status_code, late.json()["code"]) == (409, "stage.not_open")
    page = expert.post(sheet(judged), whole(judged, **{"4_1_2": 60})).content.decode()
    assert "已经结束" in page


def test_a_relation_that_is_declared_bars_the_sheet_and_is_declared_once(expert, judged):
    subject = judged.cases[0].subject
    address = reverse("review:interests", args=[ROUND, "documents"])
    for _ in range(2):
        given = {f"relation-{subject}": "adviser", f"says-{subject}": "2023年咨询", "complete": "on"}
        answer = expert.post(address, given)
        assert answer.status_code == 302
    assert "已申报，待评审办裁定" in expert.get(address).content.decode()
    assert expert.get(sheet(judged)).status_code == 404
    assert "利害关系待评审办裁定" in expert.get("/review/").content.decode()


def test_who_steps_back_sees_the_case_no_more(expert, judged):
    assert expert.post(sheet(judged, "step_back"), {"ground": ""}).status_code == 409
    answer = expert.post(sheet(judged, "step_back"), {"ground": "亲属任职"})
    assert answer.url == "/review/"
    assert expert.get(sheet(judged)).status_code == 404
    assert expert.get(sheet(judged, "step_back")).status_code == 404
    assert "您已回避" in expert.get("/review/").content.decode()


def kept(organisation: str, authority: str = "350200") -> str:
    """Keep a paper and return its code."""
    return registers.keep_document(
        PDF, "报告.pdf", OFFICE, AFTER, authority=authority, organisation=organisation
    )


def paper_at(judged, document, case=0):
    """Return the address of a paper of a case."""
    return reverse("review:paper", args=[judged.codes[case], "documents", document])


def test_a_paper_of_the_case_is_given_as_a_download_that_shows_nothing_in_this_origin(expert, judged, home):
    from zhiheng.casework.models import Case

    code = kept(judged.cases[0].subject)
    declared = {"papers": ["self_assessment_report"], "documents": {"self_assessment_report": code}}
    Case.objects.filter(pk=judged.cases[0].pk).update(declared=declared)
    assert paper_at(judged, code) in expert.get(sheet(judged)).content.decode()
    answer = expert.get(paper_at(judged, code))
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_a_paper_of_another_organisation_or_authority_is_absent_even_where_the_case_names_it(
    expert, judged, home
):
    from zhiheng.casework.models import Case

    strangers = [kept(judged.cases[1].subject), kept(judged.cases[0].subject, "350100")]
    for code in strangers:
        Case.objects.filter(pk=judged.cases[0].pk).update(declared={"documents": {"licence": code}})
        assert expert.get(paper_at(judged, code)).status_code == 404
    unnamed = kept(judged.cases[0].subject)
    assert expert.get(paper_at(judged, unnamed)).status_code == 404
