"""The language in which this process speaks on a terminal."""

from __future__ import annotations

import os
from contextvars import ContextVar

from zhiheng.core.text import Text

_language: ContextVar[str | None] = ContextVar("language", default=None)


def language() -> str:
    """Return ``zh`` or ``en``: what was chosen, else ``ZHIHENG_LANG``, else Chinese."""
    chosen = _language.get() or os.environ.get("ZHIHENG_LANG", "zh")
    return "en" if chosen.lower().startswith("en") else "zh"


def speak(chosen: str) -> None:
    """Choose the language for the rest of this process."""
    _language.set(chosen)


def say(zh: str, en: str) -> str:
    """Return the wording for the language of this process."""
    return Text(zh, en).in_(language())


def told(text: Text) -> str:
    """Return a stored sentence in the language of this process."""
    return text.in_(language())
