"""For whom something is, and who does it, in words."""

from __future__ import annotations

from zhiheng.core.text import Text, joined
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.stages import StageBase
from zhiheng.rules.model.who import Traits, Who
from zhiheng.rules.saying import both, either, inside, listing
from zhiheng.rules.vocabulary import ACTORS, SCOPES, word

_COUNTRY = "000000"
_REGIONS = frozenset({"15", "45", "54", "64", "65"})
_MUNICIPALITIES = frozenset({"11", "12", "31", "50"})


def class_text(id_: str, book: Rulebook | None) -> Text:
    """Return the title of a class, or the word for a kind of subject."""
    own = next((one.title for one in book.classes if one.id == id_), None) if book is not None else None
    return inside(own) if own is not None else word("kind", id_, book)


def classes_text(ids: tuple[str, ...], book: Rulebook | None) -> Text:
    """Return several classes as a list."""
    return listing([class_text(one, book) for one in ids])


def who_text(who: Traits, book: Rulebook | None) -> Text:
    """Return the traits and classes that must all fit."""
    parts = []
    for of, ids, zh, en in (
        ("kind", who.kinds, "", ""),
        ("size", who.sizes, "规模为", ""),
        ("certificate", who.certificates, "具有", "holding "),
    ):
        if ids is not None:
            names = either([word(of, one, book) for one in ids])
            after = "资质" if of == "certificate" else ""
            parts.append(Text(f"{zh}{names.zh}{after}", f"{en}{names.en}"))
    if who.region_levels is not None:
        names = either([SCOPES[one] for one in who.region_levels])
        parts.append(Text(f"所在地为{names.zh}", f"of a place of level: {names.en}"))
    if who.industries is not None:
        names = either([Text.of(code) for code in who.industries])
        parts.append(Text(f"行业代码为 {names.zh}", f"industry {names.en}"))
    if who.regions is not None:
        names = either([place_text(code, book) for code in who.regions])
        parts.append(Text(f"登记地在{names.zh}", f"registered within {names.en}"))
    if isinstance(who, Who) and who.classes is not None:
        parts.append(either([class_text(one, book) for one in who.classes]))
    return joined(parts, zh="，且", en=" and ")


def place_text(code: str, book: Rulebook | None) -> Text:
    """Return a place by its name; without one the rulebook's own place is 本市, another its code."""
    if code == _COUNTRY:
        return Text("中华人民共和国境内", "China")
    name = Text(code, code) if book is None else book.place(code)
    if name.zh != code:
        return name
    if book is not None and code == book.authority:
        return Text(_own(code), "the region of the authority")
    return Text(f" {code} ", code)


def _own(code: str) -> str:
    if code.endswith("0000"):
        if code[:2] in _REGIONS:
            return "本自治区"
        return "本市" if code[:2] in _MUNICIPALITIES else "本省"
    return "本市" if code.endswith("00") else "本地"


def actor_text(by: str, book: Rulebook | None) -> Text:
    """Return who does something: the one body of the rulebook that acts so by its title, else the general word."""
    acting = {by, "joint_conference"} if by == "committee" else {by}
    own = [body for body in book.bodies if body.acts_as in acting] if book is not None else []
    return inside(own[0].title) if len(own) == 1 else ACTORS[by]


def doer_text(stage: StageBase, book: Rulebook) -> Text:
    """Return who acts in a stage: the bodies that it names, all or any of them, or the one that acts so."""
    if not stage.body:
        return actor_text(stage.by, book)
    names = [inside(book.body(one).title) for one in stage.body]
    return both(names) if stage.jointly else either(names)
