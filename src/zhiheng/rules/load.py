"""Reading a rulebook: a frozen value, or a refusal with every problem in it."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from zhiheng.core.refusal import InputRefused, Place, Problem
from zhiheng.core.text import Text
from zhiheng.rules.faults import validated
from zhiheng.rules.meaning import check_meaning
from zhiheng.rules.model.rulebook import Rulebook, with_source
from zhiheng.rules.sense import check_sense
from zhiheng.rules.yamltext import MOST_BYTES, Reading, read_yaml

M = TypeVar("M", bound=BaseModel)
_TORN = (
    *("rulebook.unknown_", "rulebook.repeated_id", "rulebook.order_in_circle", "rulebook.missing"),
    "rulebook.stage_without_score",
)
"""Problems of names and order, after which the sense of the whole cannot be followed."""


@lru_cache(maxsize=64)
def read_rulebook(source: str, name: str) -> Rulebook:
    """Return the rulebook in a text; *name* is the file's name in problems.

    Raises ``InputRefused("rulebook.invalid")`` with all problems in reading order. The same text gives
    the same frozen value without being read again.
    """
    rulebook, problems = examined(source, name)
    if rulebook is None or problems:
        raise refusal(name, problems)
    return rulebook


def load_rulebook(path: Path) -> Rulebook:
    """Return the rulebook in a file; its id must be the end of the file's path, without ``.yaml``."""
    rulebook = read_rulebook(text_of(path), str(path))
    problems = misplaced(rulebook.id, path)
    if problems:
        raise refusal(str(path), problems)
    return rulebook


def examined(source: str, name: str) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    """Return what could be read and every problem found, in reading order."""
    reading = read_yaml(source, name)
    rulebook = built(Rulebook, reading)
    if isinstance(reading.data, dict):
        check_meaning(reading)
    if rulebook is not None and not any(p.code.startswith(_TORN) for p in reading.problems):
        check_sense(reading, rulebook)
    if rulebook is not None:
        try:
            digest = hashlib.sha256(source.encode()).hexdigest()
        except UnicodeEncodeError:  # lone surrogates cannot be written to a file, so no file holds them
            reading.add(
                "characters",
                (),
                Text("含有无效字符。", "Invalid characters."),
                Text("更正。", "Correct them."),
            )
            return None, in_order(reading)
        with_source(rulebook, source, digest)
    return rulebook, in_order(reading)


def built(model: type[M], reading: Reading) -> M | None:
    """Build *model* from a reading that has something in it."""
    if reading.data is None and reading.problems:
        return None
    found = validated(model, reading)
    return found if isinstance(found, model) else None


def in_order(reading: Reading) -> tuple[Problem, ...]:
    """Return the problems as a reader meets them; the first of several at one spot speaks for it."""
    spoken: dict[tuple[int, int, str], Problem] = {}
    for problem in reading.problems:
        line, column = problem.place.line or 0, problem.place.column_no or 0
        whole = problem.code in ("rulebook.missing", "rulebook.no_article")
        spoken.setdefault((line, column, problem.place.field + problem.code if whole else ""), problem)
    return tuple(spoken[spot] for spot in sorted(spoken))


def refusal(name: str, problems: tuple[Problem, ...]) -> InputRefused:
    """Return the refusal of a whole file."""
    n = len(problems)
    message = Text(f"{name} 有 {n} 处问题。", f"{name} has {n} problem{'' if n == 1 else 's'}.")
    return InputRefused("rulebook.invalid", message, problems)


def text_of(path: Path) -> str:
    """Return a file's text, or refuse a file that is not there, too big or not UTF-8."""
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError:
        raise _unreadable(
            path,
            "no_file",
            Text("找不到或无法读取这个文件。", "This file is not there or cannot be read."),
            Text("检查文件名和权限。", "Look at its name and permissions."),
        ) from None
    if len(raw) > MOST_BYTES:
        return " " * len(raw)  # the reader refuses it by its length; it may have been cut within a letter
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _unreadable(
            path,
            "not_utf8",
            Text("文件不是 UTF-8 编码。", "The file is not UTF-8."),
            Text("用文本编辑器另存为 UTF-8。", "Save it as UTF-8 from a text editor."),
            line,
        ) from None


def misplaced(id_: str, path: Path) -> tuple[Problem, ...]:
    """Return a problem unless the id, with ``.yaml``, is the end of the file's path."""
    if path.resolve().parts[-3:] == tuple(f"{id_}.yaml".split("/")):
        return ()
    return (
        Problem(
            "rulebook.id_not_path",
            Place(file=str(path), line=1, column_no=1, field="rulebook"),
            Text(f"编号 {id_} 与文件路径不一致。", f"The id {id_} does not agree with the file's path."),
            Text(f"把文件放在 {id_}.yaml，或更正编号。", f"Put the file at {id_}.yaml, or correct the id."),
        ),
    )


def _unreadable(path: Path, code: str, message: Text, remedy: Text, line: int | None = None) -> InputRefused:
    return refusal(
        str(path), (Problem(f"rulebook.{code}", Place(file=str(path), line=line), message, remedy),)
    )
