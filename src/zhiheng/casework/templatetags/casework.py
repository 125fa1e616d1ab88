"""What the procedures' pages need in templates: words of roles, sortable heads, what a form was told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import forms, template
from django.forms import BoundField
from django.utils.translation import get_language

from zhiheng.casework.domain import acts
from zhiheng.casework.domain.values import CaseRef
from zhiheng.core.actor import Role
from zhiheng.core.text import Text
from zhiheng.rules.model import Rulebook
from zhiheng.rules.vocabulary import ACTORS, word

register = template.Library()


@register.filter
def role_word(role: str) -> Text:
    """Return what a role is called."""
    return ACTORS.get(str(role)) or Text.of(str(role))


@register.filter
def act_word(act: str) -> Text:
    """Return what an act of the ledger is called."""
    return acts.act_word(act)


@register.filter
def kept(value: Mapping[str, str] | None) -> Text | None:
    """Return a sentence that a table keeps in both languages."""
    return Text.of(value) if value else None


@register.simple_tag
def who(role: str, place: str, book: Rulebook) -> str:
    """Write who owes something: a department by its own name, everybody else by the role."""
    department = place.partition("/")[2]
    named = (
        word("department", department, book) if department and role == Role.DEPARTMENT else role_word(role)
    )
    return named.in_(get_language() or "zh")


@register.filter
def named_in(code: str, names: Mapping[str, str]) -> str:
    """Return the name that a table has for a code, or the code."""
    return names.get(code, code)


@register.filter
def chosen(field: BoundField) -> str:
    """Return the words of the choice that was made in a field."""
    labels = dict(field.field.choices)  # type: ignore[attr-defined]
    return str(labels.get(field.value(), ""))


@register.filter
def codes(cases: Sequence[CaseRef]) -> str:
    """Return the codes of cases as one hidden field sends them back."""
    return ",".join(one.code for one in cases)


@register.filter
def ticked(form: forms.Form) -> str:
    """Return what was ticked in a list, so that a wrong form loses none of it."""
    given = form.data.getlist("cases") if hasattr(form.data, "getlist") else ()
    return ",".join(dict.fromkeys(code for codes in given for code in str(codes).split(",") if code))


@register.simple_tag
def sorting(key: str, order: str) -> str:
    """Return how a list is sorted by a column, as a screen reader is told."""
    return {key: "ascending", f"-{key}": "descending"}.get(order, "none")


@register.simple_tag(takes_context=True)
def sorted_by(context: template.Context, key: str, order: str) -> str:
    """Return the address of the list sorted by a column, or the other way round when it is already."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    query["order"] = f"-{key}" if order == key else key
    return f"?{query.urlencode()}"
