"""The living page of components: every archetype and state, set by the real templates and styles.

It exists in development only; in production it is answered like what does not exist. The browser tests
photograph it. It may use what other rooms' pages are made of, for it shows exactly those.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_safe

from zhiheng.casework.forms.acts import Sealed, words
from zhiheng.casework.queries.shelf import shelf
from zhiheng.core.actor import Actor
from zhiheng.core.answer import Answer
from zhiheng.core.text import Text
from zhiheng.registers.domain.shipped_places import place_names
from zhiheng.review.forms import SheetForm
from zhiheng.review.pages import rows
from zhiheng.review.queries.written import NoteRow, Written
from zhiheng.rules.criteria import criteria_model
from zhiheng.rules.explain import as_text
from zhiheng.rules.model.called import Called
from zhiheng.shell.doors import door, show
from zhiheng.shell.forms import HouseForm
from zhiheng.web import specimens
from zhiheng.web.pages.rulebooks import parts_of
from zhiheng.web.workplaces import APPLY, DESK, INVITE

MARKS = {"4.1.2": 65, "4.1.3": 80}
PARTS = {
    "work": lazy("Desk and list"),
    "case": lazy("Case"),
    "sheet": lazy("Sheet"),
    "forms": lazy("Forms and acts"),
    "document": lazy("Notices and law"),
    "public": lazy("Public page"),
    "figures": lazy("Figures and tables"),
    "words": lazy("Words, type and colour"),
}
STATES = {
    "absent": ("absent", lazy("There is no such page")),
    "refused": ("refused", lazy("Refused")),
    "too-often": ("too_often", lazy("Sent too often")),
    "old-form": ("not_from_here", lazy("The form was too old")),
    "unreadable": ("malformed", lazy("The request could not be read")),
    "broken": ("broken", lazy("Something broke on our side")),
}
"""The pages that say that something cannot be shown or done: address, template of the shell, title."""


class Typed(HouseForm):
    """A form of every kind of field, to be shown empty and with errors."""

    name = forms.CharField(label=lazy("Name"), max_length=200)
    contact = forms.EmailField(label=lazy("Mail address"), help_text=lazy("It is never published."))
    day = forms.DateField(label=lazy("Day"))
    count = forms.IntegerField(label=lazy("Points"), min_value=0, max_value=100)
    kind = forms.ChoiceField(
        label=lazy("Kind"), choices=[("", "—"), ("a", lazy("enterprise")), ("b", lazy("school"))]
    )
    reason = words(lazy("Reason"))
    file = forms.FileField(label=lazy("File"), required=False)
    papers = forms.MultipleChoiceField(
        label=lazy("Papers"), choices=[("a", lazy("enterprise")), ("b", lazy("school"))],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    word = forms.ChoiceField(
        label=lazy("Finding"), choices=[("yes", lazy("It holds")), ("no", lazy("It does not hold"))],
        widget=forms.RadioSelect,
    )  # fmt: skip


class Filter(HouseForm):
    """A filter bar as lists have it."""

    q = forms.CharField(label=lazy("Name or case"), required=False)
    state = forms.ChoiceField(
        label=lazy("State"),
        required=False,
        choices=[("", lazy("All states")), ("running", lazy("In progress"))],
    )


def may_see_design(actor: Actor, *found: object) -> Answer:
    """Let everybody in during development, nobody in production."""
    return Answer(not settings.PRODUCTION, Text("仅供开发。", "For development only."))


def _part(part: str) -> str | None:
    return part if part in PARTS else None


def _state(state: str) -> str | None:
    return state if state in STATES else None


@door(may_see_design)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the parts."""
    states = [(slug, title) for slug, (_, title) in STATES.items()]
    return show(request, "web/design/index.html", parts=PARTS, states=states)


@door(may_see_design, finds=_part)
@require_safe
def part(request: HttpRequest, part: str) -> HttpResponse:
    """Show one part with all its states."""
    now = timezone.now()
    shown = SHOWN.get(part, _nothing)(request, now)
    return show(
        request, f"web/design/{part}.html", parts=PARTS, part=part, title=PARTS[part], now=now, **shown,
        digest=next(iter(shelf())), at=specimens.stage_at(now),
    )  # fmt: skip


@door(may_see_design, finds=_state)
@require_safe
def state(request: HttpRequest, state: str) -> HttpResponse:
    """Show a page that says that something cannot be shown or done, as the shell shows it."""
    until = timezone.now() + timedelta(minutes=37)
    return show(
        request, f"shell/{STATES[state][0]}.html", refusal=specimens.refusal(), most=5, until=until,
        now=timezone.now(),
    )  # fmt: skip


def _nothing(request: HttpRequest, now: datetime) -> dict[str, Any]:
    return {}


def _work(request: HttpRequest, now: datetime) -> dict[str, Any]:
    return {
        "groups": specimens.duties(now), "filter": Filter(request.GET or None), "names": specimens.NAMES,
        "order": str(request.GET.get("order", "number")), "found": {"page": 2, "pages": 3, "total": 120},
        "my_ways": [(DESK, True), (APPLY, False), (INVITE, False)],
    }  # fmt: skip


def _case(request: HttpRequest, now: datetime) -> dict[str, Any]:
    steps = specimens.steps(now)
    return {"steps": steps, "present": steps[2], "decided": [one for one in steps if one.outcome]}


def _sheet(request: HttpRequest, now: datetime) -> dict[str, Any]:
    model = criteria_model("gbt19580_2012")
    items = list(model.items)[:6]
    marks = dict(zip(items, (65, 80, 0), strict=False))
    note = NoteRow(1, items[0], "strength", "示例：战略目标逐级分解到班组，有三年数据。", now)
    written = Written(marks, dict.fromkeys(marks, specimens.MORNING), (note,), None)
    typed = {f"mark-{items[3]}": "83", **{f"mark-{item}": str(percent) for item, percent in marks.items()}}
    form = SheetForm(typed, model=model, marks=marks)
    form.is_valid()
    return {
        "sections": rows.sections(model, written, form)[:2], "bands": rows.band_tables(model)[:1],
        "total": rows.total_of(marks, model), "done": len(marks), "asked": len(model.items), "written": written,
    }  # fmt: skip


def _forms(request: HttpRequest, now: datetime) -> dict[str, Any]:
    wrong = Typed(
        {"name": "", "contact": "示例@", "day": "2026-02-30", "count": "101", "kind": "", "reason": "写" * 40}
    )
    wrong.is_valid()
    accepted = ("示例市质量奖评审办公室", "000000")
    sealed = Sealed({"office": "示例县评审办"}, accepted=accepted)
    sealed.is_valid()
    return {
        "empty": Typed(auto_id="empty_%s"), "wrong": wrong, "form": sealed, "refused": specimens.refusal(),
        "office": {"name": accepted[0], "code": accepted[1]}, "ends": [
            now - timedelta(days=2), now + timedelta(hours=5), now + timedelta(days=2), now + timedelta(days=30),
        ],
    }  # fmt: skip


def _document(request: HttpRequest, now: datetime) -> dict[str, Any]:
    book = next(iter(shelf().values()))
    _, parts_ = parts_of(as_text(book.called(Called(places=place_names())), get_language() or "zh"))
    return {
        "law": parts_[:2],
        "names": specimens.NAMES[1:4],
        "starts_at": now,
        "ends_at": now + timedelta(days=7),
    }


def _public(request: HttpRequest, now: datetime) -> dict[str, Any]:
    return {"filter": Filter(), "rounds": specimens.rounds(now)}


def _figures(request: HttpRequest, now: datetime) -> dict[str, Any]:
    lines = specimens.money_rows()
    return {
        "figures": specimens.figures(timezone.localdate()),
        "lines": lines,
        "sum": sum((row[3] for row in lines[1:]), lines[0][3]),
    }


def _words(request: HttpRequest, now: datetime) -> dict[str, Any]:
    return {
        "names": specimens.NAMES,
        "cites": [
            specimens.cite("8(1)"),
            specimens.cite("8(1)", unverified=True),
            specimens.cite(None, "leading"),
        ],
    }


SHOWN: dict[str, Callable[[HttpRequest, datetime], dict[str, Any]]] = {
    "work": _work, "case": _case, "sheet": _sheet, "forms": _forms, "document": _document,
    "public": _public, "figures": _figures, "words": _words,
}  # fmt: skip

app_name = "design"
urlpatterns = [
    path("", index, name="index"),
    path("<slug:part>/", part, name="part"),
    path("states/<slug:state>/", state, name="state"),
]
