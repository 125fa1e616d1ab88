"""Writing a rulebook: the text with its problems at their lines, its readable form beside it, saved as a new version."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from csp.constants import NONCE
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.casework import actions as casework
from zhiheng.casework.actions.rulebooks import NAME, next_version
from zhiheng.casework.forms.acts import Sealed
from zhiheng.casework.queries.places import OfficeName, office_of
from zhiheng.casework.queries.shelf import on_shelf
from zhiheng.core.actor import Actor, Role
from zhiheng.core.refusal import InputRefused, Problem, Refused
from zhiheng.rules.load import examined
from zhiheng.rules.model import Rulebook
from zhiheng.rules.schema import json_schema
from zhiheng.rules.vocabulary import WORDS
from zhiheng.shell.doors import after_change, anyone, door, show, visitor_of
from zhiheng.shell.templatetags.zhiheng import said
from zhiheng.web import policy
from zhiheng.web.pages.rulebooks import by_digest, read
from zhiheng.web.rulebook_forms import RulebookText

BLANK = """\
rulebook: {authority}/quality-award/{year}
title: {{zh: 某地质量奖管理办法, en: Quality Award Measures}}
kind: award
authority: "{authority}"
in_force: {{from: {year}-01-01, to: null}}
text: {{number: null, published: null, href: null}}
checked: {{day: {day}, against: draft}}

applicants: [enterprise]

tiers:
  - {{id: award, title: {{zh: 质量奖, en: Quality Award}}, quota: {{at_most: 5}}, art: "1"}}

stages:
  - {{id: conformity, kind: check, title: {{zh: 资格审查, en: Check}}, within: {{working_days: 10}}, art: "2"}}
  - {{id: notice, kind: notice, title: {{zh: 公示, en: Notice}}, for: {{working_days: 5}}, objections: {{named: true, written: true}}, art: "3"}}
  - {{id: approval, kind: approve, title: {{zh: 批准, en: Approval}}, art: "4"}}
  - {{id: granting, kind: grant, title: {{zh: 授奖, en: Granting}}, art: "5"}}
"""  # noqa: E501


@dataclass(frozen=True, slots=True)
class Checked:
    """A text that was looked at: the rulebook in it, if it could be read, and every problem."""

    book: Rulebook | None
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> Rulebook | None:
        """Return the rulebook of a text without a problem."""
        return None if self.problems else self.book


@csp_update({"style-src": [NONCE]})  # the editor writes its own style element, under this page's word alone
@door(policy.may_write_rulebooks)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_rulebook(request: HttpRequest) -> HttpResponse:
    """Show the editor; check what was written, or save it as a new version in the name of the office."""
    actor = visitor_of(request)
    if request.method != "POST":
        form = RulebookText(initial={"source": _begun(request.GET.get("from", ""), actor)})
        return _shown(request, form, actor)
    form = RulebookText(request.POST)
    if not form.is_valid():
        return _shown(request, form, actor)
    checked = Checked(*examined(form.cleaned_data["source"], NAME))
    if "save" not in request.POST:
        return _shown(request, form, actor, checked)
    seal = Sealed(request.POST, accepted=_office(actor, checked.book).accepted)
    book = _saved(form, seal, actor)
    if book is None:
        return _shown(request, form, actor, checked, seal)
    return after_change(request, "web:rulebook", *book.id.split("/"))


def _saved(form: RulebookText, seal: Sealed, actor: Actor) -> Rulebook | None:
    """Save, or say in the form why not."""
    if not seal.is_valid():
        return None
    try:
        return casework.save_rulebook(source=form.cleaned_data["source"], by=actor, now=timezone.now())
    except InputRefused:
        form.add_error("source", _("There are problems in the text; nothing was saved. Mend them first."))
    except Refused as refusal:
        form.add_error("source", said(refusal.message))
    return None


def _shown(
    request: HttpRequest,
    form: RulebookText,
    actor: Actor,
    checked: Checked | None = None,
    seal: Sealed | None = None,
) -> HttpResponse:
    checked = checked or Checked(None, ())
    office = _office(actor, checked.book)
    wrong = bool(form.errors or checked.problems or (seal is not None and seal.errors))
    return show(
        request, "web/rulebook_editor.html", status=400 if wrong else 200, nav="rulebooks", form=form, seal=seal or
        Sealed(accepted=office.accepted), office=office, problems=checked.problems, was_checked=checked.book is not None,
        author=actor.code, wrong=wrong, **(read(checked.sound) if checked.sound is not None else {}),
    )  # fmt: skip


def _office(actor: Actor, book: Rulebook | None) -> OfficeName:
    """Return the office in whose name is saved: that of the text's authority where it is the actor's."""
    places = sorted(actor.places(Role.OFFICE))
    return office_of(book.authority if book is not None and book.authority in places else places[0])


def _begun(asked: str, actor: Actor) -> str:
    """Return the text to begin with: another one under a new id of the actor's own authority, or the smallest."""
    own = min(actor.places(Role.OFFICE))
    if not asked:
        day = timezone.localdate()
        return BLANK.format(authority=own, year=day.year, day=day.isoformat())
    book = by_digest(asked) or on_shelf(asked)
    if book is None:
        raise Http404
    mine = book.authority if book.authority in actor.places(Role.OFFICE) else own
    id_ = f"{mine}{book.id[6:]}"
    text = re.sub(
        r"^rulebook:.*$", f"rulebook: {next_version(id_)}", book.source, count=1, flags=re.MULTILINE
    )
    return re.sub(r"^authority:.*$", f'authority: "{mine}"', text, count=1, flags=re.MULTILINE)


@door(policy.may_write_rulebooks)
@require_POST
def check_rulebook(request: HttpRequest) -> HttpResponse:
    """Tell the editor every problem of a text with its line and column, and its readable form if it has none."""
    form = RulebookText(request.POST)
    if not form.is_valid():
        return JsonResponse({"problems": [_plain(form)], "readable": ""})
    checked = Checked(*examined(form.cleaned_data["source"], NAME))
    book, office = checked.sound, _office(visitor_of(request), checked.book)
    readable = "" if book is None else render_to_string("web/rulebook_preview.html", read(book), request)
    told: dict[str, Any] = {
        "problems": [_told(one) for one in checked.problems], "readable": readable, "office": office.name,
    }  # fmt: skip
    if book is not None and (held := on_shelf(book.id)) is not None and held.digest != book.digest:
        told["problems"].append(_taken(book))
    return JsonResponse(told)


def _told(problem: Problem) -> dict[str, Any]:
    place = problem.place
    return {
        "line": place.line or 1, "column": place.column_no or 1, "field": place.field, "code": problem.code,
        "message": said(problem.message), "remedy": said(problem.remedy), "severity": "error",
    }  # fmt: skip


def _taken(book: Rulebook) -> dict[str, Any]:
    message = _("This id has another text already; a version is never changed.")
    remedy = _("To save, write rulebook: %s (or another version) here.") % next_version(book.id)
    line = 1 + book.source[: book.source.find("rulebook:")].count("\n")
    return {
        "line": line, "column": 1, "field": "rulebook", "code": "rulebook.version_exists", "message": message,
        "remedy": remedy, "severity": "warning",
    }  # fmt: skip


def _plain(form: RulebookText) -> dict[str, Any]:
    first = next(iter(form.errors.get("source", [])), "")
    return {"line": 1, "column": 1, "field": "", "code": "rulebook.empty", "message": str(first), "remedy": "",
            "severity": "error"}  # fmt: skip


@door(anyone)
@require_safe
def schema(request: HttpRequest) -> HttpResponse:
    """Hand out the JSON Schema of a rulebook, for this editor and any other; ``x-words`` explains the house's words."""
    words = {of: {id_: said(text) for id_, text in listed.items()} for of, listed in WORDS.items()}
    body = json.dumps({**json_schema(), "x-words": words}, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, content_type="application/schema+json; charset=utf-8")
