"""Words for what rulebooks and their simulations say in codes."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from zhiheng.core.text import Text

register = template.Library()

VERDICTS: dict[str, Promise] = {
    "met": lazy("Met"),
    "not_met": lazy("Not met"),
    "unknown": lazy("Not decided yet"),
}


@register.filter
def verdict_word(verdict: str) -> str:
    """Write the word for a verdict."""
    return str(VERDICTS.get(verdict, verdict))


@register.filter
def spoken(value: Mapping[str, Any]) -> Text:
    """Return a sentence that a report keeps as plain values."""
    return Text.of(value)


@register.filter
def percent(share: str | None) -> str:
    """Write a share such as ``3/20`` in whole percent, half up; what is little but not nothing stays visible."""
    if share is None:
        return ""
    of = Fraction(share)
    whole = int(of * 100 + Fraction(1, 2))
    return f"{whole}%" if whole or not of else "<1%"


@register.filter
def three(found: Mapping[str, Any]) -> str:
    """Write the middle of nine tenths of the rounds with its span: 12 (9–15)."""
    low, middle, high = found["low"], found["middle"], found["high"]
    if middle is None:
        return "—"
    return str(middle) if low == high else f"{middle} ({low}–{high})"
