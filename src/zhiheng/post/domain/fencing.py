"""What people wrote, made harmless before it enters a mail: no markup, no links, no hidden signs.

A name such as ``<a href="http://evil">`` or a title such as ``您的密码已过期 http://evil.com`` must not make a
mail of an authority say or link what its author wanted.
"""

from __future__ import annotations

import re
import unicodedata

LINE = 200
BLOCK = 4000
_HIDDEN = {"Cc", "Cf", "Co", "Cs", "Cn"}  # controls, direction marks, zero widths, private and unassigned
_SCHEME = re.compile(r"(?i)\b([a-z][a-z0-9+.-]{1,20})\s*[:：]\s*[/／\\]{2,}")
_BARE_SCHEME = re.compile(r"(?i)\b(javascript|data|mailto|tel|vbscript)\s*[:：]")
_DOT = re.compile(r"(?<=\w)[.．](?=[^\W\d_]{2})|(?<=[0-9A-Za-z])[。｡](?=[A-Za-z]{2})")
_SPACES = re.compile(r"\s+")


def one_line(text: str) -> str:
    """Return what somebody wrote as one line of at most 200 signs that links nowhere."""
    return _cut(_SPACES.sub(" ", _harmless(text)).strip(), LINE)


def lines_of(text: str) -> tuple[str, ...]:
    """Return what somebody wrote as lines, at most 4,000 signs in all, that link nowhere."""
    whole = _cut(_harmless(text).strip(), BLOCK)
    return tuple(_SPACES.sub(" ", line).strip() for line in whole.split("\n"))


def _harmless(text: str) -> str:
    kept = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    kept = "".join(
        sign if sign in "\n\t" or unicodedata.category(sign) not in _HIDDEN else "" for sign in kept
    )
    kept = _SCHEME.sub(r"\1 [:] ", kept)
    kept = _BARE_SCHEME.sub(r"\1 [:] ", kept)
    return _DOT.sub("[.]", kept)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
