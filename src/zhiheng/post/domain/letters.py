"""A letter and what it becomes: a subject, a plain text and a simple HTML, in one language."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from zhiheng.core.actor import Actor
from zhiheng.core.answer import Answer
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.post.domain.fencing import lines_of, one_line

_PLACE = re.compile(r"\{(\w+)\}")
_WEEKDAYS = "一二三四五六日"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
HIDDEN = Text("（仅收件人可见）", "(only the recipient sees this)")
GREETING = Text("您好：", "Good day,")
FOOTER = (
    Text(
        "本邮件由质衡系统自动发出，请勿直接回复。", "Zhiheng sent this mail by itself; please do not reply."
    ),
    Text(
        "我们不会通过邮件索要密码或验证码。带“│”的内容由他人填写，未经本系统核实。",
        "We never ask for passwords or codes by mail. What stands behind “│” was written by others.",
    ),
)
_STYLE = (
    "font-family:'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;font-size:16px;"
    "line-height:1.7;color:#1b2430;max-width:40em"
)


@dataclass(frozen=True, slots=True)
class Guarded:
    """A value that only those see whom *may* lets; to anybody else its place says that it is hidden."""

    value: Value
    may: Callable[[Actor], Answer]


Value: TypeAlias = "Text | datetime | str | Guarded"
Context: TypeAlias = Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Template:
    """The two wordings of one kind of mail.

    ``{name}`` in subject and body is filled from the context. ``quote`` names the value that is shown as a
    fenced block; ``link`` is the label of the address whose path the context gives as ``link``. The body
    of a ``secret`` mail (it holds a key) is forgotten once it was sent and is never shown to a sender.
    """

    name: str
    subject: Text
    body: tuple[Text, ...]
    quote: str = ""
    link: Text | None = None
    secret: bool = False

    def wants(self) -> frozenset[str]:
        """Return the names that the context must give."""
        told = [self.subject, *self.body]
        named = {name for text in told for name in _PLACE.findall(text.zh + text.en)}
        return frozenset(named | ({self.quote} if self.quote else set()) | ({"link"} if self.link else set()))


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be told to one recipient.

    ``to`` is an account's code, or an address where there is no account yet. ``language`` left empty is the
    mailbox's own. ``authority`` is whose log it enters (empty: nobody's). ``once`` names something that is
    told only once, whoever tries again.
    """

    template: str
    to: str
    context: Context
    about: str
    authority: str = ""
    language: str = ""
    once: str = ""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A mail as its reader receives it."""

    subject: str
    text: str
    html: str = field(repr=False)


def render(
    template: Template, context: Context, language: str, site: str, readers: Sequence[Actor] = ()
) -> Rendered:
    """Return the mail in a language; a guarded value shows only when every reader may see it.

    Raises ``ValueError`` when the context lacks a name or has one too many: a letter is not guessed.
    """
    if template.wants() != context.keys():
        raise ValueError(f"{template.name} wants {sorted(template.wants())}, not {sorted(context)}")
    words = {
        name: _said(value, language, readers)
        for name, value in context.items() if name not in (template.quote, "link")
    }  # fmt: skip
    subject = one_line(_filled(template.subject.in_(language), words))
    body = [_filled(text.in_(language), words) for text in template.body]
    quote = lines_of(_said(context[template.quote], language, readers, whole=True)) if template.quote else ()
    address = _address(site, context["link"], language) if template.link else ""
    label = template.link.in_(language) if template.link else ""
    return Rendered(subject, _plain(body, quote, label, address, language),
                    _marked_up(body, quote, label, address, language))  # fmt: skip


def instant_text(at: datetime, language: str) -> str:
    """Return an instant as offices write it, local time; midnight is 24:00 of the day before."""
    local = at.astimezone(SHANGHAI)
    midnight = (local.hour, local.minute) == (0, 0)
    day = (local - timedelta(minutes=1)).date() if midnight else local.date()
    clock = "24:00" if midnight else f"{local:%H:%M}"
    if language.startswith("en"):
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year} {clock}"
    return f"{day.year}年{day.month}月{day.day}日（周{_WEEKDAYS[day.weekday()]}）{clock}"


def _said(value: Value, language: str, readers: Sequence[Actor], *, whole: bool = False) -> str:
    if isinstance(value, Guarded):
        sees = all(value.may(reader) for reader in readers)
        return _said(value.value if sees else HIDDEN, language, readers, whole=whole)
    if isinstance(value, datetime):
        return instant_text(value, language)
    told = value.in_(language) if isinstance(value, Text) else value
    return told if whole else one_line(told)


def _filled(text: str, words: Mapping[str, str]) -> str:
    return _PLACE.sub(lambda match: words[match[1]], text)


def _address(site: str, path: Value, language: str) -> str:
    """Return the whole address of a path of ours; a text in its place (it is hidden) stays that text."""
    if isinstance(path, Text):
        return path.in_(language)
    if not isinstance(path, str) or not path.startswith("/") or path.startswith("//"):
        raise ValueError("a mail links to a path of our own site")
    return f"{site.rstrip('/')}{path}"


def _plain(body: Sequence[str], quote: Sequence[str], label: str, address: str, language: str) -> str:
    blocks = [GREETING.in_(language), *body]
    if quote:
        blocks.append("\n".join(f"│ {line}" for line in quote))
    if address:
        blocks.append(f"{label}:\n{address}" if language.startswith("en") else f"{label}：\n{address}")
    blocks.append("\n".join(["--", *(line.in_(language) for line in FOOTER)]))
    return "\n\n".join(blocks) + "\n"


def _marked_up(body: Sequence[str], quote: Sequence[str], label: str, address: str, language: str) -> str:
    parts = [f"<p>{html.escape(line)}</p>" for line in (GREETING.in_(language), *body)]
    if quote:
        lines = "<br>".join(f"│ {html.escape(line)}" for line in quote)
        parts.append(f'<blockquote style="margin:0 0 16px;color:#56606d">{lines}</blockquote>')
    if address.startswith(("https://", "http://")):
        there = html.escape(address)
        parts.append(f'<p><a href="{there}" style="color:#1f4e79">{html.escape(label)}</a><br>{there}</p>')
    elif address:
        parts.append(f"<p>{html.escape(label)}<br>{html.escape(address)}</p>")
    small = "<br>".join(html.escape(line.in_(language)) for line in FOOTER)
    parts.append(f'<p style="font-size:14px;color:#56606d;border-top:1px solid #d9d6cd">{small}</p>')
    lang = "en" if language.startswith("en") else "zh-Hans"
    inner = "\n".join(parts)
    return (
        f'<!doctype html>\n<html lang="{lang}"><head><meta charset="utf-8"></head>\n'
        f'<body style="{_STYLE}">\n{inner}\n</body></html>\n'
    )
