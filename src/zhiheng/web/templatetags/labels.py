"""Words for codes, and what the lists need, in templates."""

from __future__ import annotations

from collections.abc import Mapping

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from zhiheng.core.text import Text
from zhiheng.registers.domain.kinds import STANDINGS, TIERS, Standing
from zhiheng.web.labels import label

_YEARS = 1900

register = template.Library()


@register.filter
def word_in(code: str, list_: str) -> str:
    """Write the word that a list of labels has for a code."""
    return label(list_, code)


@register.filter
def tier_word(tier: str) -> Text:
    """Return the title of a tier of past honours."""
    return TIERS.get(tier) or Text.of(tier)


@register.filter
def standing_word(standing: Standing) -> Text:
    """Return what an honour is worth, in words."""
    return STANDINGS[standing]


@register.filter
def described(field: BoundField) -> SafeString:
    """Write a form field; one that is wrong says so, and where its error stands."""
    wrong: dict[str, str | bool] = {"aria-invalid": "true", "aria-describedby": f"{field.id_for_label}-error"}
    return field.as_widget(attrs=wrong if field.errors else {})


@register.filter
def address(href: str) -> str:
    """Return an address that can be followed: http or https, nothing else (a table may hold anything)."""
    return href if href.startswith(("https://", "http://")) else ""


@register.filter
def is_sample(code: str, rounds: Mapping[str, bool]) -> bool:
    """Tell whether a code is that of a sample round."""
    return rounds.get(code, False)


@register.filter
def award_title(title: Text) -> Text:
    """Return the name of an award from that of its instrument: without 管理办法, without "Measures"."""
    return Text(
        title.zh.removesuffix("管理办法"), title.en.removesuffix(" Measures").removesuffix(" measures")
    )


@register.filter
def session_word(session: str) -> Text:
    """Return a session in words: 第7届, 2025年度, or as it is kept."""
    if not session.isdecimal():
        return Text.of(session)
    if int(session) > _YEARS:
        return Text(f"{session}年度", session)
    return Text(f"第{int(session)}届", f"session {int(session)}")
