"""Who belongs to a class: yes, no, or not known because a fact is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from zhiheng.rules.facts import Facts
from zhiheng.rules.judging.asking import valid_certificate
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.who import Group, Traits, Who


def belongs(book: Rulebook | None, id_: str, facts: Facts, day: date) -> bool | None:
    """Tell whether a subject is of a class of the rulebook, or of a kind; ``None`` where a fact is missing."""
    group = next((one for one in book.classes if one.id == id_), None) if book is not None else None
    if group is None:
        return None if facts.kind is None else facts.kind == id_
    return every(_of_group(group, facts, day))


def classes_of(book: Rulebook, facts: Facts, day: date) -> frozenset[str]:
    """Return the classes to which a subject surely belongs, its kind among them."""
    found = {one.id for one in book.classes if belongs(book, one.id, facts, day)}
    return frozenset(found if facts.kind is None else found | {facts.kind})


def fits(who: Traits, facts: Facts, day: date, book: Rulebook | None) -> bool | None:
    """Tell whether all traits (and classes) that are named fit a subject; ``None`` where a fact is missing."""
    return every(_answers(who, facts, day, book))


def traits_used(who: Traits, facts: Facts) -> tuple[str, ...]:
    """Return the facts that were looked at to tell whether traits fit."""
    named = (
        ("kind", facts.kind, who.kinds),
        ("size", facts.size, who.sizes),
        ("industry", facts.industry, who.industries),
        ("region", facts.region, who.regions),
        ("region_level", facts.region_level, who.region_levels),
    )
    used = [f"{name}={own}" for name, own, wanted in named if wanted is not None and own is not None]
    if who.certificates is not None and facts.holds is not None:
        used.append(f"holds={len(facts.holds)}")
    if isinstance(who, Who) and who.classes is not None:
        used.append(f"classes={','.join(facts.classes or ()) or '-'}")
    return tuple(used)


def every(answers: Iterable[bool | None]) -> bool | None:
    """Return no if any is no, else unknown if any is unknown."""
    listed = list(answers)
    if False in listed:
        return False
    return None if None in listed else True


def some(answers: Iterable[bool | None]) -> bool | None:
    """Return yes if any is yes, else unknown if any is unknown."""
    listed = list(answers)
    if True in listed:
        return True
    return None if None in listed else False


def _of_group(group: Group, facts: Facts, day: date) -> Iterator[bool | None]:
    if group.chosen:
        yield None if facts.classes is None else group.id in facts.classes
    if group.of is not None:
        yield from _answers(group.of, facts, day, None)


def _answers(who: Traits, facts: Facts, day: date, book: Rulebook | None) -> Iterator[bool | None]:
    for wanted, own in (
        (who.kinds, facts.kind),
        (who.sizes, facts.size),
        (who.region_levels, facts.region_level),
    ):
        if wanted is not None:
            yield None if own is None else own in wanted
    if who.industries is not None:
        yield None if facts.industry is None else facts.industry.startswith(who.industries)
    if who.regions is not None:
        own_places = {facts.region, *facts.regions}
        yield None if facts.region is None else not own_places.isdisjoint(who.regions)
    if who.certificates is not None:
        held = facts.holds is not None and valid_certificate(facts, who.certificates, day) is not None
        yield None if facts.holds is None else held
    if isinstance(who, Who) and who.classes is not None:
        yield some(belongs(book, one, facts, day) for one in who.classes)
