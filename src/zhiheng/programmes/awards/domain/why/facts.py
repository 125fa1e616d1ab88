"""The facts that a condition looks at, each with its value and its source."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.why.tree import Fact
from zhiheng.rules.facts import Facts
from zhiheng.rules.model import Condition, Rulebook
from zhiheng.rules.vocabulary import ACTORS, word

REGISTER = Text("主体登记台账", "register of organisations")
EVENTS = Text("信用与事故台账", "register of events")
HONOURS = Text("荣誉台账", "register of honours")
APPLICATION = Text("申报材料", "the application")
NOTHING = Text("无记录", "nothing on record")
_YES, _NO = Text("是", "yes"), Text("否", "no")


def facts_under(condition: Condition, facts: Facts, book: Rulebook) -> tuple[Fact, ...]:
    """Return what a condition looks at; a fact that nobody looked up is not in the list."""
    return tuple(_READ.get(condition.rule, _nothing)(condition, facts, book))


def _plain(value: object) -> Text:
    return Text(str(value), str(value))


def _nothing(_condition: Condition, _facts: Facts, _book: Rulebook) -> Iterator[Fact]:
    return iter(())


def _region(_condition: Condition, facts: Facts, _book: Rulebook) -> Iterator[Fact]:
    if facts.region is not None:
        named = facts.place_names.get(facts.region, "")
        yield Fact(Text("登记地", "registered in"), _plain(f"{named} {facts.region}".strip()), REGISTER)


def _legal_form(_condition: Condition, facts: Facts, book: Rulebook) -> Iterator[Fact]:
    if facts.legal_person is not None:
        yield Fact(Text("法人资格", "legal person"), _YES if facts.legal_person else _NO, REGISTER)
    if facts.kind is not None:
        yield Fact(Text("主体类型", "kind of subject"), word("kind", facts.kind, book), REGISTER)


def _founded(_condition: Condition, facts: Facts, book: Rulebook) -> Iterator[Fact]:
    if facts.founded_day is not None:
        yield Fact(Text("成立日期", "founded on"), _plain(facts.founded_day), REGISTER)
    if facts.size is not None:
        yield Fact(Text("规模", "size"), word("size", facts.size, book), REGISTER)


def _attested(condition: Condition, facts: Facts, _book: Rulebook) -> Iterator[Fact]:
    given = facts.attested.get(condition.id)
    if given is not None:
        by = ACTORS.get(given.by, _plain(given.by))
        source = Text(f"{by.zh}认定：{given.evidence}", f"attested by {by.en}: {given.evidence}")
        yield Fact(Text("认定结果", "attested"), _YES if given.holds else _NO, source)


def _events(condition: Condition, facts: Facts, book: Rulebook) -> Iterator[Fact]:
    if facts.events is None:
        return
    asked = getattr(condition, "event", ())
    found = [one for one in facts.events if one.event in asked]
    names = Text(
        "、".join(word("event", one, book).zh for one in asked),
        ", ".join(word("event", one, book).en for one in asked),
    )
    if not found:
        yield Fact(names, NOTHING, EVENTS)
    for one in found:
        source = Text(f"{EVENTS.zh}：{one.source}", f"{EVENTS.en}: {one.source}") if one.source else EVENTS
        yield Fact(word("event", one.event, book), _plain(one.day), source)


def _honours(_condition: Condition, facts: Facts, _book: Rulebook) -> Iterator[Fact]:
    if facts.honours is None:
        return
    if not facts.honours:
        yield Fact(Text("历次荣誉", "past honours"), NOTHING, HONOURS)
    for one in facts.honours:
        when = "" if one.day is None else f" {one.day}"
        edition = "" if one.session is None else f" #{one.session}"
        yield Fact(
            _plain(f"{one.award}{edition} {one.tier}".strip()), _plain(f"{one.relation}{when}"), HONOURS
        )


def _held(_condition: Condition, facts: Facts, book: Rulebook) -> Iterator[Fact]:
    for one in facts.holds or ():
        until = "…" if one.valid_to is None else str(one.valid_to)
        since = "…" if one.valid_from is None else str(one.valid_from)
        yield Fact(word("certificate", one.certificate, book), _plain(f"{since} – {until}"), APPLICATION)


def _measures(condition: Condition, facts: Facts, book: Rulebook) -> Iterator[Fact]:
    name = getattr(condition, "name", "excellence_model_years")
    if name in facts.measures:
        yield Fact(word("measure", name, book), _plain(format(facts.measures[name], "f")), APPLICATION)


def _papers(_condition: Condition, facts: Facts, book: Rulebook) -> Iterator[Fact]:
    if facts.papers is None:
        return
    given = [word("paper", one, book) for one in facts.papers]
    told = Text("、".join(one.zh for one in given), ", ".join(one.en for one in given)) if given else NOTHING
    yield Fact(Text("已交材料", "papers handed in"), told, APPLICATION)


_READ: dict[str, Callable[[Condition, Facts, Rulebook], Iterator[Fact]]] = {
    "registered_within": _region,
    "legal_form": _legal_form,
    "operating_years": _founded,
    "attested": _attested,
    "event_within": _events,
    "honour_within": _honours,
    "holds_honour": _honours,
    "holds_certificate": _held,
    "measure": _measures,
    "model_years": _measures,
    "papers": _papers,
}
