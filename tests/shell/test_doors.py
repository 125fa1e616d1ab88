"""A door lets in whom its policy allows, and tells nobody else that there is anything behind it."""

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from zhiheng.core.actor import NOBODY
from zhiheng.core.answer import Answer
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.shell.doors import anyone, door, signed_in, visitor_of
from zhiheng.shell.middleware import OnlyThroughDoors

NO = Text("不可以。", "No.")


def never(_actor, *_found):
    """Let nobody in."""
    return Answer(False, NO)


def page(_request, *found):
    """Show what was found."""
    return HttpResponse(repr(found))


def asked(view, *args):
    """Ask a view as a visitor who has not signed in."""
    from django.contrib.auth.models import AnonymousUser

    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return view(request, *args)


def test_a_view_without_a_door_is_answered_like_an_absent_page():
    with pytest.raises(Http404):
        OnlyThroughDoors(page).process_view(RequestFactory().get("/"), page, (), {})


def test_a_view_with_a_door_is_let_through():
    assert OnlyThroughDoors(page).process_view(RequestFactory().get("/"), door(anyone)(page), (), {}) is None


def test_a_no_of_the_policy_is_an_absent_page():
    with pytest.raises(Http404):
        asked(door(never)(page))


def test_signed_in_lets_nobody_in_who_is_nobody():
    assert not signed_in(NOBODY)
    with pytest.raises(Http404):
        asked(door(signed_in)(page))


@pytest.mark.parametrize("finder", [lambda: None, lambda: _refuse("case.unknown")])
def test_what_is_not_found_is_an_absent_page(finder):
    with pytest.raises(Http404):
        asked(door(anyone, finds=finder)(page))


def _refuse(code):
    raise Refused(code, NO)


def test_another_refusal_while_finding_is_not_hidden():
    with pytest.raises(Refused):
        asked(door(anyone, finds=lambda: _refuse("rulebook.changed"))(page))


def test_what_was_found_is_given_to_the_policy_and_to_the_view():
    asked_about = []

    def policy(_actor, found):
        asked_about.append(found)
        return Answer(True, NO)

    response = asked(door(policy, finds=lambda code: f"thing {code}")(page), "7")
    assert (response.content, asked_about) == (b"('thing 7',)", ["thing 7"])


def test_who_asks_is_read_once_per_request(regions, django_assert_num_queries):
    from factories import make_account
    from zhiheng.registers.models import Account

    request = RequestFactory().get("/")
    request.user = Account.objects.get(code=make_account())
    with django_assert_num_queries(1):
        first, second = visitor_of(request), visitor_of(request)
    assert first is second
