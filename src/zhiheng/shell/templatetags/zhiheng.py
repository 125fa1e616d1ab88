"""How the house writes sentences, days, instants, money and citations in a page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from zhiheng.core.money import Money
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text

register = template.Library()

_WEEKDAYS = "一二三四五六日"
_UNVERIFIED = Text("条款待核实", "article unverified")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAST_SECOND = timedelta(seconds=1)
_SOON = timedelta(days=3)
_UNITS = ((86400, "天", "day"), (3600, "小时", "hour"), (60, "分钟", "minute"))


def in_chinese() -> bool:
    """Tell whether the page is being written in Chinese."""
    return not (get_language() or "zh").startswith("en")


@register.filter
def said(text: Text | str | None) -> str:
    """Write a sentence in the language of the page; a bare string (a name) stays as it is."""
    if text is None:
        return ""
    return text.in_(get_language() or "zh") if isinstance(text, Text) else text


def day_text(day: date) -> str:
    """Return 2026年11月20日（周五）, or 20 Nov 2026."""
    if in_chinese():
        return f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _at(day: date, clock: str) -> str:
    return f"{day_text(day)}{'' if in_chinese() else ' '}{clock}"


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """Write a day as a ``time`` element; an instant is taken as its day here."""
    if value is None:
        return ""
    local = timezone.localtime(value).date() if isinstance(value, datetime) else value
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), day_text(local))


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Write an instant with its day and minute, local time."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    told = _at(local.date(), f"{local:%H:%M}")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), told)


@register.filter
def until(value: datetime | None) -> SafeString | str:
    """Write a half-open end as offices say it: midnight is 24:00 of the day before."""
    if value is None:
        return ""
    local = timezone.localtime(value)
    midnight = (local.hour, local.minute, local.second) == (0, 0, 0)
    last = (local - _LAST_SECOND).date() if midnight else local.date()
    told = _at(last, "24:00" if midnight else f"{local:%H:%M}")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), told)


@register.simple_tag
def span(start: object, end: object) -> SafeString:
    """Write from when to when, given two written days or instants; a bracket carries its own room."""
    if not in_chinese():
        return format_html("{} – {}", start, end)
    return format_html("{}至 {}" if str(start).endswith("）</time>") else "{} 至 {}", start, end)


@register.filter
def left(value: datetime | None, now: datetime) -> str:
    """Say how long is left until an instant, in whole days, hours or minutes, or how long ago it was."""
    if value is None:
        return ""
    seconds = (value - now).total_seconds()
    counted = [(int(abs(seconds) // size), zh, en) for size, zh, en in _UNITS]
    n, zh, en = next((one for one in counted if one[0]), counted[-1])
    en = en if n == 1 else f"{en}s"
    if seconds < 0:
        return Text(f"已过期 {n} {zh}", f"{n} {en} overdue").in_(get_language() or "zh")
    return Text(f"还有 {n} {zh}", f"{n} {en} left").in_(get_language() or "zh")


@register.filter
def money(value: Money | Decimal | str | None) -> str:
    """Write an amount in yuan: 2,938,700.00 元."""
    if value is None:
        return ""
    amount = value if isinstance(value, Money) else Money.yuan(value)
    return f"{amount} 元" if in_chinese() else f"CNY {amount}"


@register.filter
def short(digest: str) -> str:
    """Write the first twelve digits of a digest."""
    return digest[:12]


@register.filter
def article(cite: Citation) -> str:
    """Write the article of a citation: 第8条第(1)项, or that it is not verified."""
    return said(_UNVERIFIED if cite.article is None else cite.text())


@register.inclusion_tag("components/cite.html")
def cite(citation: Citation | None, digest: str = "", here: bool = False) -> dict[str, object]:
    """Write a citation that opens the rule in the text that was pinned (*digest*)."""
    return {"citation": citation, "digest": digest, "here": here}


@register.filter
def name(value: str) -> SafeString | str:
    """Write a name that only exists in Chinese; on a page in another language it says which language it is."""
    if in_chinese() or not any("\u3400" <= character <= "\u9fff" for character in str(value)):
        return value
    return format_html('<span lang="zh-Hans">{}</span>', value)


@register.filter
def urgency(due_at: datetime | None, now: datetime) -> str:
    """Return ``late``, ``soon`` (less than three days) or nothing, for the style of a deadline."""
    if due_at is None or due_at - now > _SOON:
        return ""
    return "late" if due_at <= now else "soon"
