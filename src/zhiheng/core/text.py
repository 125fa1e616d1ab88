"""A sentence in both languages of the house, Chinese first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence, in Chinese and in English.

    Findings and refusals are stored and shown later to readers of either language, so a
    sentence that the house produces is always made in both at once.
    """

    zh: str
    en: str

    def in_(self, language: str) -> str:
        """Return the wording for a language tag such as ``zh``, ``zh-hans`` or ``en``."""
        return self.en if language.lower().startswith("en") else self.zh

    def __str__(self) -> str:
        return self.zh

    def to_json(self) -> dict[str, str]:
        """Return ``{"zh": ..., "en": ...}``."""
        return {"zh": self.zh, "en": self.en}

    @classmethod
    def of(cls, value: Mapping[str, str] | str) -> Text:
        """Read what :meth:`to_json` wrote; a bare string (a name) is the same in both languages."""
        if isinstance(value, str):
            return cls(value, value)
        return cls(value["zh"], value["en"])


def joined(parts: list[Text], *, zh: str = "；", en: str = "; ") -> Text:
    """Return one sentence from several."""
    return Text(zh.join(p.zh for p in parts), en.join(p.en for p in parts))
