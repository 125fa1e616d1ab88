"""For whom something is, in words."""

from __future__ import annotations

from zhiheng.core.text import Text, joined
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.who import Traits, Who
from zhiheng.rules.vocabulary import SCOPES, word


def class_text(id_: str, book: Rulebook | None) -> Text:
    """Return the title of a class, or the word for a kind of subject."""
    own = next((one.title for one in book.classes if one.id == id_), None) if book is not None else None
    return own or word("kind", id_, book)


def classes_text(ids: tuple[str, ...], book: Rulebook | None) -> Text:
    """Return several classes as a list."""
    return joined([class_text(one, book) for one in ids], zh="、", en=", ")


def who_text(who: Traits, book: Rulebook | None) -> Text:
    """Return the traits and classes that must all fit."""
    parts = []
    for of, ids in (("kind", who.kinds), ("size", who.sizes), ("certificate", who.certificates)):
        if ids is not None:
            names = joined([word(of, one, book) for one in ids], zh="、", en=" or ")
            parts.append(Text(f"持有{names.zh}", f"holding {names.en}") if of == "certificate" else names)
    if who.region_levels is not None:
        names = joined([SCOPES[one] for one in who.region_levels], zh="、", en=" or ")
        parts.append(Text(f"所在地为{names.zh}", f"of a place of level: {names.en}"))
    if who.industries is not None:
        codes = who.industries
        parts.append(Text(f"行业代码 {'、'.join(codes)}", f"industry {' or '.join(codes)}"))
    if who.regions is not None:
        codes = who.regions
        parts.append(Text(f"登记地在 {'、'.join(codes)} 区域内", f"registered within {' or '.join(codes)}"))
    if isinstance(who, Who) and who.classes is not None:
        parts.append(joined([class_text(one, book) for one in who.classes], zh="、", en=" or "))
    return joined(parts, zh="且", en=" and ")
