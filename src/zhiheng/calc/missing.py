"""What is missing is an error that says whose it is; it never counts as a zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from zhiheng.calc.rounding import Number


class Missing(ValueError):  # noqa: N818 - named for what it says
    """Something that the arithmetic needs was not given; ``names`` says for whom or for what."""

    def __init__(self, what: str, names: Iterable[str]) -> None:
        self.what = what
        self.names = tuple(sorted(names))
        super().__init__(f"no {what} for {', '.join(self.names)}")


def given(values: Mapping[str, Number | None], what: str, expected: Iterable[str] = ()) -> dict[str, Number]:
    """Return *values* without an empty place, or raise :class:`Missing` with every name at once.

    *expected* names that are not in *values* at all are missing as well.
    """
    absent = {name for name, value in values.items() if value is None} | (set(expected) - values.keys())
    if absent:
        raise Missing(what, absent)
    return {name: value for name, value in values.items() if value is not None}
