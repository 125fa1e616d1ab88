"""Everything that is wrong with a rulebook, told at once."""

from __future__ import annotations

from pathlib import Path

from zhiheng.core.refusal import InputRefused, Problem
from zhiheng.rules.load import examined, misplaced, text_of


def check_rulebook(source: str, name: str) -> tuple[Problem, ...]:
    """Return every problem of a text, in reading order: syntax, schema and meaning."""
    return examined(source, name)[1]


def check_file(path: Path) -> tuple[Problem, ...]:
    """Return every problem of a file, its encoding and its place in the tree included."""
    try:
        source = text_of(path)
    except InputRefused as refused:
        return refused.problems
    rulebook, problems = examined(source, str(path))
    if rulebook is not None:
        problems += misplaced(rulebook.id, path)
    return problems
