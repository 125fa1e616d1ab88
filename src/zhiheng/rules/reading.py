"""What a text was found to hold: plain values, where each stands, and what is wrong with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from zhiheng.core.refusal import Place, Problem
from zhiheng.core.text import Text

Path: TypeAlias = tuple[str | int, ...]
Spot: TypeAlias = tuple[int, int]


@dataclass
class Reading:
    """What a text holds: plain values, the place (line, column from 1) of each value and key, problems."""

    name: str
    data: Any = None
    values: dict[Path, Spot] = field(default_factory=dict)
    keys: dict[Path, Spot] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    _early: list[tuple[str, Spot, Path, Text, Text]] = field(default_factory=list)

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Return the place of a value (or of its key), or of the nearest thing around it."""
        spots = self.keys if key else self.values
        spot = spots.get(path)
        around = path
        while spot is None and around:
            around = around[:-1]
            spot = self.values.get(around)
        line, column = spot or (1, 1)
        return Place(file=self.name, line=line, column_no=column, field=self.words(path))

    def words(self, path: Path) -> str:
        """Return a path in words, list items by their id where they have one: ``stages[site].panel``."""
        said, here = "", self.data
        for part in path:
            here = self._step(here, part)
            if isinstance(part, str):
                said += f".{part}" if said else part
            else:
                id_ = here.get("id") if isinstance(here, dict) else None
                said += f"[{id_ if isinstance(id_, str) else part + 1}]"
        return said

    @staticmethod
    def _step(here: Any, part: str | int) -> Any:
        if isinstance(here, dict):
            return here.get(part)
        if isinstance(here, tuple) and isinstance(part, int) and part < len(here):
            return here[part]
        return None

    def add(self, code: str, path: Path, message: Text, remedy: Text, *, key: bool = False) -> None:
        """Note a problem at a path."""
        self.problems.append(Problem(f"rulebook.{code}", self.place(path, key=key), message, remedy))

    def add_at(self, code: str, node: Any, path: Path, message: Text, remedy: Text) -> None:
        """Note a problem where a node (or an event) starts; it becomes one in :meth:`settle`."""
        spot = (node.start_mark.line + 1, node.start_mark.column + 1)
        self._early.append((code, spot, path, message, remedy))

    def settle(self) -> None:
        """Make problems of what was noted while the values, and so the names of places, were not yet there."""
        for code, (line, column), path, message, remedy in self._early:
            place = Place(file=self.name, line=line, column_no=column, field=self.words(path))
            self.problems.append(Problem(f"rulebook.{code}", place, message, remedy))
        self._early.clear()
