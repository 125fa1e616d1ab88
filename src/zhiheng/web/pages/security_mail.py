"""The log of mails: what was written to whom, and whether it went; for the office that they belong to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from zhiheng.core.actor import Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.post import policy, queries
from zhiheng.post.queries import MailRow
from zhiheng.shell.doors import door, show, visitor_of
from zhiheng.web.forms import Paged

STATES = ("waiting", "sending", "sent", "failed", "unsure", "nowhere")


@door(policy.may_read_some_mails)
@require_safe
def mails(request: HttpRequest) -> HttpResponse:
    """List the mails of one's own authority, the newest first."""
    state = request.GET.get("state", "")
    offices = visitor_of(request).places(Role.OFFICE)
    found = queries.mails_of(offices, state=state if state in STATES else "", page=Paged(request.GET).page())
    return show(
        request, "web/security/mails.html", found=found, state=state, states=STATES,
        before=found.page - 1, after=found.page + 1,
    )  # fmt: skip


def _may_read(actor: Actor, row: MailRow) -> Answer:
    return policy.may_read_mails(actor, row.authority)


@door(_may_read, finds=queries.mail)
@require_safe
def mail(request: HttpRequest, row: MailRow) -> HttpResponse:
    """Show one mail; one that held a key shows everything but its content."""
    return show(request, "web/security/mail.html", mail=row)
