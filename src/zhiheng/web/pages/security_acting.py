"""For whom somebody acts who serves several: chosen openly, shown on every page, changed by a form."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from zhiheng.registers import queries as registers
from zhiheng.shell.doors import door, show, signed_in
from zhiheng.shell.pages import ACTING, held_by
from zhiheng.signin.queries import acting_for, parties_of
from zhiheng.web.labels import roles_of
from zhiheng.web.pages.security_own import onwards, own_path


def acting(request: HttpRequest) -> dict[str, Any]:
    """Give every page the name of whom the visitor acts for, where there is a choice; no statement of its own."""
    held = getattr(request, "held", None)
    if held is None or len(parties_of(held)) < 2:
        return {}
    chosen = request.session.get(ACTING, {})
    name = chosen.get("name", "") if chosen.get("party") in parties_of(held) else ""
    return {"may_choose_party": True, "acting_name": name}


@door(signed_in)
@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Show for whom the visitor can act, and take the choice."""
    held = held_by(request)
    if request.method == "POST":
        party = request.POST.get("party", "")
        if party not in parties_of(held):
            raise Http404
        request.session[ACTING] = {"party": party, "name": _name(party)}
        return onwards(request)
    parties = [(party, _name(party), roles_of(acting_for(held, party))) for party in parties_of(held)]
    chosen = request.session.get(ACTING, {}).get("party", "")
    return show(request, "web/security/acting.html", parties=parties, chosen=chosen,
                next=own_path(request.GET.get("next", "")))  # fmt: skip


def _name(party: str) -> str:
    organisation = registers.organisation(party) if not party.isdecimal() else None
    region = registers.region(party) if party.isdecimal() else None
    return organisation.name if organisation else region.name if region else party
