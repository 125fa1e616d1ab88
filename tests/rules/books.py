"""The good rulebook that the tests of this room edit, and the shelf of shipped ones."""

from pathlib import Path

SHELF = Path(__file__).resolve().parents[2] / "rulebooks"
XIAMEN = SHELF / "350200/quality-award/2020.yaml"
WHOLE = (Path(__file__).parent / "whole.yaml").read_text(encoding="utf-8")
GOOD = (Path(__file__).parent / "good.yaml").read_text(encoding="utf-8")


def edited(old: str, new: str) -> str:
    """Return the good rulebook with one thing replaced."""
    assert GOOD.count(old) >= 1, old
    return GOOD.replace(old, new, 1)


def line_of(text: str, mark: str) -> int:
    """Return the number of the first line that holds a mark."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if mark in line)
