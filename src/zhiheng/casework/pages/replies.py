"""A department answers for its whole list in one form; the office records what came on paper with the same form."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhiheng.casework import actions, policy
from zhiheng.casework.forms.lists import page_of
from zhiheng.casework.forms.voices import Replies
from zhiheng.casework.pages.recording import recorded
from zhiheng.casework.queries.asked import departments_at, replies_of
from zhiheng.casework.queries.places import AskedAt, StageAt, asked_at, departments_of, stage_at
from zhiheng.casework.queries.worklist import WorkPage, work_at
from zhiheng.core.actor import Role
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.shell.doors import door, show, visitor_of

LIST = 200


@door(policy.may_reply_at, finds=stage_at)
@require_http_methods(["GET", "POST"])
def department(request: HttpRequest, at: StageAt) -> HttpResponse:
    """Let a department answer for its list, and change its answer until the stage closes."""
    held = visitor_of(request).places(Role.DEPARTMENT)
    own = [one for one in departments_of(at) if f"{at.round.authority}/{one}" in held]
    wanted = request.GET.get("as") or own[0]
    if wanted not in own:
        raise Http404
    asked = asked_at(at.round.code, at.row.stage, wanted)
    here = f"{reverse('casework:department', args=[at.round.code, at.row.stage])}?as={wanted}"
    return _replies(request, asked, here, others=[one for one in departments_at(at) if one.code in own])


@door(policy.may_reply_on_paper, finds=asked_at)
@require_http_methods(["GET", "POST"])
def paper(request: HttpRequest, asked: AskedAt) -> HttpResponse:
    """Let the office record a reply that came on paper."""
    at = asked.at
    here = reverse("casework:paper", args=[at.round.code, at.row.stage, asked.department])
    return _replies(request, asked, here, on_paper=True)


def _replies(
    request: HttpRequest, asked: AskedAt, here: str, *, on_paper: bool = False, others: object = ()
) -> HttpResponse:
    at, now = asked.at, timezone.now()
    found = work_at(at, page=page_of(request.GET), size=LIST)
    standing = replies_of(at, asked.department, found.rows)
    form = Replies(request.POST or None, cases=found.rows, standing=standing)
    is_open = at.row.state == "open"
    refused = None if is_open or request.method == "GET" else _closed()
    if request.method == "POST" and refused is None and form.is_valid():
        refused = _given(request, asked, form)
        if refused is None:
            return redirect(
                here if found.page == 1 else f"{here}{'&' if '?' in here else '?'}page={found.page}"
            )
    wrong = refused is not None or bool(form.errors)
    return show(
        request, "casework/replies.html", status=400 if wrong else 200, nav="desk", at=at, asked=asked, now=now,
        found=found, form=form, refused=refused, on_paper=on_paper, others=others, here=here,
        is_open=is_open, replied=len(standing), counts=_counts(found, standing),
    )  # fmt: skip


def _closed() -> Refused:
    return Refused(
        "stage.not_open",
        Text("本环节已经结束，答复没有记录。", "The stage has closed; the reply was not recorded."),
    )


def _counts(found: WorkPage, standing: dict[str, tuple[bool, str]]) -> dict[str, int]:
    return {"of": len(found.rows), "adverse": sum(adverse for adverse, _said in standing.values())}


def _given(request: HttpRequest, asked: AskedAt, form: Replies) -> Refused | None:
    return recorded(
        request, actions.give_replies, given=form.given(), round_code=asked.at.round.code,
        stage=asked.at.row.stage, department=asked.department,
    )  # fmt: skip
