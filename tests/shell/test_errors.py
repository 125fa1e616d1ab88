"""What goes wrong is said in a page: what happened, that nothing was changed, what to do."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from zhiheng.core.refusal import Citation, InputRefused, Place, Problem, Refused
from zhiheng.core.text import Text
from zhiheng.shell import errors
from zhiheng.shell.middleware import RefusalsSpeak

TOLD = Text("本环节尚未结束。", "The stage has not closed.")


@pytest.fixture
def request_():
    """A request of somebody who has not signed in."""
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return request


def test_a_refusal_becomes_a_page_with_its_sentence_and_article(request_):
    refusal = Refused("stage.open", TOLD, [Citation("350200/a/1", "8(1)", "site")])
    response = RefusalsSpeak(lambda _r: None).process_exception(request_, refusal)
    assert response.status_code == 409
    assert "本环节尚未结束。" in response.content.decode()
    assert "第8条第(1)项" in response.content.decode()


def test_a_bad_input_is_told_problem_by_problem(request_):
    remedy = Text("改正。", "Correct it.")
    problem = Problem("x", Place(row=7, column="C"), Text("代码不对。", "Wrong code."), remedy)
    refusal = InputRefused("input.wrong", TOLD, [problem])
    response = errors.refusal_page(request_, refusal)
    assert response.status_code == 400
    assert "第 7 行，C 列：代码不对。 改正。" in response.content.decode()


def test_what_is_not_a_refusal_is_not_caught(request_):
    assert RefusalsSpeak(lambda _r: None).process_exception(request_, ValueError("boom")) is None


def test_a_refusal_with_markup_in_it_stays_text(request_):
    refusal = Refused("x", Text("<script>alert(1)</script>", "x"))
    assert "<script" not in errors.refusal_page(request_, refusal).content.decode()


def test_the_page_for_a_fault_needs_neither_database_nor_session():
    response = errors.broken(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "系统出现故障" in response.content.decode()


@pytest.mark.parametrize(
    ("page", "status", "title"),
    [
        (errors.absent, 404, "没有这个页面"),
        (errors.denied, 404, "没有这个页面"),
        (errors.malformed, 400, "无法识别该请求"),
        (errors.not_from_here, 403, "表单已失效"),
    ],
)
def test_every_page_of_trouble_has_its_status_and_title(request_, page, status, title):
    response = page(request_)
    assert (response.status_code, f"<h1>{title}</h1>" in response.content.decode()) == (status, True)


def test_the_page_for_what_is_absent_speaks_english_too(request_):
    with translation.override("en"):
        assert "<h1>There is no such page</h1>" in errors.absent(request_).content.decode()
