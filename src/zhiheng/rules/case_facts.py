"""The words in the facts of an example are words of the house or of its rulebook.

A misspelt event or certificate would be a fact that no condition asks for, and the example would pass for the wrong
reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from zhiheng.core.text import Text
from zhiheng.rules.model import Rulebook
from zhiheng.rules.model.rulebook import within
from zhiheng.rules.references import NAMES
from zhiheng.rules.vocabulary import WORDS
from zhiheng.rules.walking import note_unknown
from zhiheng.rules.yamltext import Path, Reading

_ASKED = Text("待认定的条件", "condition that somebody attests")
_LISTS = {
    "events": {"event": "event", "cause": "cause"},
    "holds": {"certificate": "certificate"},
    "channels": {"by": "channel"},
    "others": {"kind": "kind"},
}
_KEYED = {"measures": "measure", "yearly": "measure", "ratings": "rating", "lists": "list"}


class _Said(NamedTuple):
    """A word in facts: where it stands, what it says and of which kind it must be."""

    path: Path
    given: object
    of: str


def check_case_facts(reading: Reading, path: Path, facts: Any, book: Rulebook) -> None:
    """Note every word under *path* that neither the house nor the rulebook knows."""
    if not isinstance(facts, Mapping):
        return
    for at, given, of in _said(path, facts):
        own = [term.id for term in book.terms if term.of == of]
        note_unknown(reading, at, given, [*own, *WORDS[of]], of, NAMES[of])
    asked = [one.id for outer in book.conditions for one in (outer, *within(outer))]
    asked += [stage.id for stage in book.stages]
    for key in facts.get("attested") or ():
        note_unknown(reading, (*path, "attested", key), key, asked, "condition", _ASKED)


def _said(path: Path, facts: Mapping[str, Any]) -> Iterator[_Said]:
    for key, of in (("kind", "kind"), ("size", "size")):
        yield _Said((*path, key), facts.get(key), of)
    for number, paper in enumerate(facts.get("papers") or ()):
        yield _Said((*path, "papers", number), paper, "paper")
    for key, of in _KEYED.items():
        given = facts.get(key)
        for name in given if isinstance(given, Mapping) else ():
            yield _Said((*path, key, name), name, of)
    for key, inner in _LISTS.items():
        given = facts.get(key)
        for number, one in enumerate(given if isinstance(given, tuple) else ()):
            for word, of in inner.items():
                if isinstance(one, Mapping):
                    yield _Said((*path, key, number, word), one.get(word), of)
