"""The few shapes of which the pictures are made, as SVG text with coordinates to a tenth."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import NamedTuple
from unicodedata import east_asian_width

_FONT = "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"


class Words(NamedTuple):
    """What a picture is called, and what it says, for those who hear it."""

    title: str
    says: str


def picture(name: str, width: int, height: int, words: Words, drawn: Iterable[str]) -> str:
    """Return a whole SVG; *name* makes its ids, so that several can stand on one page."""
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="100%" role="img" '
        f'aria-labelledby="{escape(name)}-title {escape(name)}-says" color="var(--ink, currentColor)" '
        f'fill="currentColor" font-family="{escape(_FONT)}" font-size="13">'
    )
    said = (
        f'<title id="{escape(name)}-title">{escape(words.title)}</title>'
        f'<desc id="{escape(name)}-says">{escape(words.says)}</desc>'
    )
    return "\n".join([head, said, *drawn, "</svg>", ""])


def row_top(number: int, height: int) -> int:
    """Return where a row begins."""
    return 6 + number * height


def text(x: float, y: float, said: str, *, anchor: str = "start", full: str = "") -> str:
    """Return a line of text; *full* is shown where it was shortened."""
    more = f"<title>{escape(full)}</title>" if full and full != said else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}">{escape(said)}{more}</text>'


def bar(x: float, y: float, width: float, height: float, *, tip: str, faint: bool = False) -> str:
    """Return a filled bar with its sentence; a faint one stands for something assumed."""
    opacity = "0.35" if faint else "0.8"
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
        f'fill="var(--blue, currentColor)" fill-opacity="{opacity}"><title>{escape(tip)}</title></rect>'
    )


def line(x1: float, y1: float, x2: float, y2: float, *, faint: bool = False) -> str:
    """Return a thin line."""
    opacity = "0.2" if faint else "1"
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="currentColor" '
        f'stroke-opacity="{opacity}"/>'
    )


def tick(x: float, y1: float, y2: float) -> str:
    """Return the end of a span."""
    return line(x, y1, x, y2)


def shortened(said: str, most: int = 26) -> str:
    """Return at most so many half-width characters, a Chinese one counting as two."""
    width, kept = 0, ""
    for character in said:
        width += 2 if east_asian_width(character) in "WF" else 1
        if width > most:
            return f"{kept.rstrip()}…"
        kept += character
    return kept


def _n(value: float) -> str:
    """Return a coordinate to a tenth, without a needless zero."""
    return f"{round(value * 10) / 10:g}"
