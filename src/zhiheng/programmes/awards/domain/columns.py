"""One column of an application: its title, what belongs in it, and which rule of the rulebook asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from zhiheng.core.text import Text

Kind: TypeAlias = Literal[
    "text", "uscc", "region", "day", "yes_no", "choice", "industry", "number", "count", "email", "phone"
]
Value: TypeAlias = "str | date | bool | Decimal"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the workbook: its title, what belongs in it, and what to do about a wrong value.

    ``choices`` pairs the value that is kept with the word that is written; ``most`` counts characters; ``rules``
    are the ids of the conditions (and classes) for which it is asked.
    """

    key: str
    title: Text
    kind: Kind
    required: bool
    remedy: Text
    choices: tuple[tuple[str, Text], ...] = ()
    most: int = 200
    rules: tuple[str, ...] = ()


def choose(choices: tuple[tuple[str, Text], ...]) -> Text:
    """Return the remedy of a column with choices."""
    zh, en = "、".join(said.zh for _, said in choices), ", ".join(said.en for _, said in choices)
    return Text(f"请从下拉列表中选择：{zh}。", f"Choose one of: {en}.")


YES_OR_NO: Final = Text("请填“是”或“否”。", "Write 是 (yes) or 否 (no).")
A_DAY: Final = Text("请按 2019-05-08 的形式填写。", "Write it like 2019-05-08.")
A_NUMBER: Final = Text("请填写数字，可带小数，不带单位。", "Write a plain number, without a unit.")
A_COUNT: Final = Text("请填写整数，不带单位。", "Write a whole number, without a unit.")
