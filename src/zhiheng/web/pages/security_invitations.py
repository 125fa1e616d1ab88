"""Inviting people to roles: the form with the mail as its reader will see it, and the invitations made."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.post import queries as post
from zhiheng.post.domain.letters import Context, Rendered
from zhiheng.shell.doors import after_change, door, show, visitor_of
from zhiheng.signin import actions, policy, queries
from zhiheng.web.invite_form import InviteForm
from zhiheng.web.labels import roles_of
from zhiheng.web.pages.security_account import key_path
from zhiheng.web.pages.security_own import put

_BESIDE = {"mail.address": "address", "policy.": "place", "role.": "place"}
_HOUR = timedelta(hours=1)


@door(policy.may_invite_somebody)
@require_http_methods(["GET", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Show the invitations made, preview the mail of a new one, and send it."""
    actor, now = visitor_of(request), timezone.now()
    form, preview = InviteForm(request.POST or None, actor), None
    if request.method == "POST" and form.is_valid():
        try:
            if "preview" in request.POST:
                preview = _preview(form, actor, now)
            else:
                actions.invite(
                    **_given(form),
                    words=_words(form, actor),
                    path=key_path("web:invitation"),
                    by=actor,
                    now=now,
                )
                return after_change(request, "web:invitations")
        except Refused as refusal:
            put(form, refusal, _BESIDE)
    made = [(one, roles_of(Actor("", frozenset({(Role(one.role), one.place)}))))
            for one in queries.links_made_by(actor.code, now)]  # fmt: skip
    return show(request, "web/security/invitations.html", form=form, preview=preview, made=made)


@door(policy.may_invite_somebody)
@require_http_methods(["POST"])
def withdraw(request: HttpRequest, code: str) -> HttpResponse:
    """Withdraw an invitation that is still open."""
    actions.withdraw_invitation(link=code, by=visitor_of(request), now=timezone.now())
    return after_change(request, "web:invitations")


def _preview(form: InviteForm, actor: Actor, now: datetime) -> Rendered:
    given = _given(form)
    policy.may_invite(actor, given["role"], given["place"], given["authority"]).or_refuse()
    context: Context = {**_words(form, actor), "until": now + _HOUR, "link": ""}
    return post.preview("invitation", context, given["language"], sender=actor)


def _given(form: InviteForm) -> dict[str, Any]:
    given = {name: value for name, value in form.cleaned_data.items() if name != "named"}
    place = str(given["place"])
    part = place.partition("/")[0]
    authority = part if part.isdecimal() else form.authority
    return {**given, "role": Role(given["role"]), "authority": authority}


def _words(form: InviteForm, actor: Actor) -> dict[str, Text]:
    """Return who invites, to which role and where, as the mail says it."""
    given = form.cleaned_data
    role, place = roles_of(Actor("", frozenset({(Role(given["role"]), str(given["place"]))})))[0]
    inviters = roles_of(
        Actor("", frozenset(pair for pair in actor.holds if pair[0] in (Role.OFFICE, Role.APPLICANT)))
    )
    by_role, by_place = inviters[0]
    by = Text(f"{by_place}{by_role.zh}", f"{by_role.en} ({by_place})")
    return {"role": role, "place": Text.of(str(place)), "by": by}
