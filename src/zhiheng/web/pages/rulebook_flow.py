"""The drawing of a rulebook's stages: boxes and lines with their places, for a wide page and for a narrow one.

Lengths are SVG units, which are pixels at full size. Text is broken here, because SVG does not break it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from unicodedata import east_asian_width

from django.utils.translation import get_language

from zhiheng.core.text import Text
from zhiheng.rules.flow import Box, Flow

WIDE, NARROW = 704, 340
_LINE, _PAD, _GAP, _SIZE = 21, 12, 30, 15
_MARGIN, _EXIT = 136, 216
_RAIL = 28
_LATIN, _BOLD = 0.56, 0.64
"""How wide a Latin letter is on the average, plain and bold, in units of the type's size."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of text at its place; ``sort`` is title, plain, leaves or takes."""

    x: float
    y: float
    sort: str
    text: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """One stage: a box that leads to its rule, the lines in it and beside it, and the way out, if any."""

    stage: str
    x: float
    y: float
    width: float
    height: float
    said: tuple[Said, ...]
    beside: tuple[Said, ...] = ()
    way_out: str = ""

    @property
    def middle(self) -> float:
        """Return where the vertical middle lies."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line from one stage to another, with its head, as SVG paths."""

    line: str
    head: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole: its name, size, boxes and arrows."""

    name: str
    width: int
    height: float
    boxes: tuple[Drawn, ...]
    arrows: tuple[Arrow, ...]


def drawings(flow: Flow) -> tuple[Drawing, Drawing]:
    """Return the flow drawn for a wide page and for a narrow one, in the language of the page."""
    return _wide(flow), _narrow(flow)


def _wide(flow: Flow) -> Drawing:
    """Draw one lane with times at the left and ways out at the right; several lanes side by side."""
    if flow.lanes == 1:
        return _stacked("wide", flow, WIDE, _MARGIN, WIDE - _MARGIN - _EXIT, has_sides=True)
    rail = _RAIL if _skips(flow) else 0
    width = (WIDE - 2 - rail - 24 * (flow.lanes - 1)) / flow.lanes
    placed: dict[str, Drawn] = {}
    top = 2.0
    for layer in range(flow.layers):
        row = [box for box in flow.boxes if box.layer == layer]
        left = rail + (WIDE - rail - len(row) * width - 24 * (len(row) - 1)) / 2
        drawn = [_box(box, left + (width + 24) * box.lane, top, width) for box in row]
        height = max((one.height for one in drawn), default=0)
        placed |= {one.stage: replace(one, height=height) for one in drawn}
        top += height + _GAP + 6
    return Drawing("wide", WIDE, top - _GAP, tuple(placed.values()), tuple(_arrows(flow, placed)))


def _narrow(flow: Flow) -> Drawing:
    rail = _RAIL if flow.lanes > 1 or _skips(flow) else 0
    return _stacked("narrow", flow, NARROW, rail + 1, NARROW - rail - 2, has_sides=False)


def _stacked(name: str, flow: Flow, whole: int, left: float, width: float, *, has_sides: bool) -> Drawing:
    placed: dict[str, Drawn] = {}
    top = 2.0
    for box in sorted(flow.boxes, key=lambda one: (one.layer, one.lane)):
        one = _box(box, left, top, width, has_sides=has_sides)
        placed[box.stage] = _with_sides(one, box) if has_sides else one
        top += placed[box.stage].height + _GAP
    return Drawing(name, whole, top - _GAP + 4, tuple(placed.values()), tuple(_arrows(flow, placed)))


def _box(box: Box, x: float, y: float, width: float, *, has_sides: bool = False) -> Drawn:
    who = [_in(box.who), "" if has_sides or box.takes is None else _in(box.takes)]
    lines = [("title", _in(box.title)), ("plain", " · ".join(part for part in who if part))]
    lines += [("plain", _in(box.narrows))] if box.narrows is not None else []
    lines += [("leaves", _in(box.leaves))] if box.leaves is not None and not has_sides else []
    said, down = [], y + _PAD
    for sort, text in lines:
        indent = 16 if sort == "leaves" else 0
        letter = _BOLD if sort == "title" else _LATIN
        for part in broken(text, (width - 2 * _PAD - indent) / _SIZE, letter):
            said.append(Said(x + _PAD + indent, down + 15, sort, part))
            down += _LINE
    return Drawn(box.stage, x, y, width, down - y + _PAD - 4, tuple(said), way_out=_mark(said))


def _mark(said: Sequence[Said]) -> str:
    """Return the small square before a way out that stands inside the box."""
    first = next((one for one in said if one.sort == "leaves"), None)
    return "" if first is None else f"M{_n(first.x - 16)} {_n(first.y - 10)}h9v9h-9z"


def _with_sides(drawn: Drawn, box: Box) -> Drawn:
    """Put the time at the left and the way out at the right of a box."""
    beside: list[Said] = []
    if box.takes is not None:
        beside += _beside(broken(_in(box.takes), (_MARGIN - 20) / _SIZE), drawn.x - 14, drawn.middle, "takes")
    if box.leaves is None:
        return replace(drawn, beside=tuple(beside))
    right = drawn.x + drawn.width
    beside += _beside(broken(_in(box.leaves), (_EXIT - 54) / _SIZE), right + 48, drawn.middle, "leaves")
    way = f"M{_n(right)} {_n(drawn.middle)}h28v-4.5h9v9h-9v-4.5"
    return replace(drawn, beside=tuple(beside), way_out=way)


def _beside(lines: Sequence[str], x: float, middle: float, sort: str) -> list[Said]:
    top = middle - (len(lines) - 1) * _LINE / 2 + 5
    return [Said(x, top + number * _LINE, sort, line) for number, line in enumerate(lines)]


def _arrows(flow: Flow, placed: dict[str, Drawn]) -> Iterator[Arrow]:
    """Yield straight arrows between neighbours, elbows between lanes, and a rail at the left for the rest."""
    order = sorted(placed.values(), key=lambda one: (one.y, one.x))
    rows = sorted({one.y for one in order})
    rails = 0
    for before, after in flow.lines:
        a, b = placed[before], placed[after]
        if rows.index(b.y) == rows.index(a.y) + 1:
            yield _down(a, b)
        else:
            rail = min(one.x for one in order) - 12 - 6 * (rails % 3)
            rails += 1
            line = f"M{_n(a.x)} {_n(a.middle)}H{_n(rail)}V{_n(b.middle)}H{_n(b.x - 6)}"
            yield Arrow(line, f"M{_n(b.x)} {_n(b.middle)}l-8 -4v8z")


def _down(a: Drawn, b: Drawn) -> Arrow:
    start, end = a.x + a.width / 2, b.x + b.width / 2
    bottom, top = a.y + a.height, b.y
    bend = f"V{_n(top - 16)}H{_n(end)}" if start != end else ""
    return Arrow(f"M{_n(start)} {_n(bottom)}{bend}V{_n(top - 6)}", f"M{_n(end)} {_n(top)}l-4 -8h8z")


def _skips(flow: Flow) -> bool:
    """Tell whether a stage waits for one that does not stand just above it."""
    layer = {box.stage: box.layer for box in flow.boxes}
    return any(layer[after] - layer[before] > 1 for before, after in flow.lines)


def broken(text: str, most: float, latin: float = _LATIN) -> list[str]:
    """Break a text into lines of at most *most* times the type's size; between words where it has any."""
    lines, here, width = [], "", 0.0
    for word in _words(text):
        wide = sum(1.0 if east_asian_width(letter) in "WF" else latin for letter in word)
        if here and width + wide > most and word not in "，。；：、）,.;:)”":
            lines.append(here.rstrip())
            here, width = "", 0.0
            word = word.lstrip()  # noqa: PLW2901 - a line does not begin with a space
        here, width = here + word, width + wide
    return [*lines, here.rstrip()] if here.strip() else lines


def _words(text: str) -> Iterator[str]:
    """Yield what may not be broken: each Chinese character, and each Latin word with the space before it."""
    word = ""
    for letter in text:
        if east_asian_width(letter) in "WF" or letter == " ":
            if word:
                yield word
            word = letter if letter == " " else ""
            if letter != " ":
                yield letter
        else:
            word += letter
    if word:
        yield word


def _in(text: Text | None) -> str:
    return "" if text is None else text.in_(get_language() or "zh")


def _n(value: float) -> str:
    return f"{round(value * 10) / 10:g}"
