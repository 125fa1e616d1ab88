"""What slipped where a text is not YAML: full-width marks, tabs, missing blanks, open brackets and quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeAlias

from zhiheng.core.text import Text

__all__ = ["FULLWIDTH_COLON", "PERCENTAGE", "Said", "curly", "found"]

Said: TypeAlias = tuple[Text, Text]
Slip: TypeAlias = tuple[int, int, Said]

FULLWIDTH_COLON: Said = (
    Text("此处用了全角冒号“：”。", "A full-width colon “：” stands here."),
    Text("改成半角冒号，后面空一格：键: 值。", "Write a plain colon and a blank: key: value."),
)
PERCENTAGE: Said = (
    Text("百分数不能用作份额。", "A percentage cannot stand for a share."),
    Text('写成带引号的分数，例如 "2/3"。', 'Write a fraction in quotes, such as "2/3".'),
)
_TAB: Said = (
    Text("这一行用制表符（Tab）缩进。", "This line is indented by a tab."),
    Text("改成空格，每层两格。", "Use blanks, two for each level."),
)
_FULLWIDTH_MARK: Said = (
    Text("此处用了全角标点（，【】“”）。", "A full-width mark （，【】“”） stands here."),
    Text('改成半角的 , [ ] "；文字里的全角标点不必改。', 'Write , [ ] " instead; leave those inside texts.'),
)
_NO_BLANK: Said = (
    Text("冒号或“-”后面缺一个空格。", "A blank is missing after the colon or the “-”."),
    Text("写成“键: 值”“- 值”。", "Write “key: value”, “- value”."),
)
_COLON_IN_TEXT: Said = (
    Text("未加引号的文字里有“: ”。", "A text without quotes holds “: ”."),
    Text('给整句加引号：{zh: "…", en: "…: …"}。', 'Put the text in quotes: {zh: "…", en: "…: …"}.'),
)
_COMMENT: Said = (
    Text(
        "“ #”之后都是注释，括号因此没有闭合。", "All after “ #” is a comment, so that the bracket stays open."
    ),
    Text(
        "文字里有 # 的给整句加引号；注释另起一行。",
        "Quote a text that holds #; write comments on lines of their own.",
    ),
)
_OPEN_BRACKET: Said = (
    Text("这一行的括号没有闭合。", "A bracket of this line is not closed."),
    Text("补上 ] 或 }，使括号成对。", "Close it with ] or }."),
)
_OPEN_QUOTE: Said = (
    Text("这一行的引号没有闭合。", "A quote of this line is not closed."),
    Text("补上引号，使引号成对。", "Close it."),
)
_SLIPS = (
    (re.compile(r"^ *\t"), _TAB),
    (re.compile(r"(?:^\s*(?:- +)?|[{,]\s*)[a-z_]+(：)"), FULLWIDTH_COLON),
    (re.compile(r"[\]}](，)|(，)\s*[a-z_]+\s*[:：]|:\s*(【)|[\]}](】)|[:,\[]\s*(“)"), _FULLWIDTH_MARK),
    (re.compile(r"^\s*(?:- +)?[a-z_]+:(?=[^\s/])|^\s*-(?=[^\s-])"), _NO_BLANK),
    (re.compile(r"[{,]\s*[a-z_]+:\s+[^\s\"'{}\[\],:][^{}\[\],:]*(:)\s"), _COLON_IN_TEXT),
)
_INDENT: Said = (
    Text("这一行的缩进与上面同类的行不一致。", "This line is indented unlike those of its kind above."),
    Text("同一列表的“-”左对齐。", "Let each “-” of a list begin in the same column."),
)
_OPENS, _CLOSES = "[{", "]}"
_NEW_ENTRY = re.compile(r"( *)(?:- |[a-z_]+:(?:\s|$))")
_ITEM = re.compile(r"( *)- ")


def curly(text: str) -> Said:
    """Say that a text stands in full-width quotes."""
    return (
        Text(
            f"{text} 用的是中文引号，引号会成为内容的一部分。",
            f"{text} stands in full-width quotes, which become part of it.",
        ),
        Text(
            f'写成 "{text[1:-1]}"；确要保留时整句再加英文引号。',
            f'Write "{text[1:-1]}"; if they are meant, add plain quotes around.',
        ),
    )


def found(source: str, last: int) -> Slip | None:
    """Return the first slip up to a line, as line, column and what to say; ``None`` where none is known."""
    lines = source.splitlines()[:last]
    opened: list[int] = []
    for number, line in enumerate(lines, 1):
        if opened and _ends(lines[opened[-1] - 1], line):
            return opened[-1], 1, _OPEN_BRACKET
        shown, is_open, is_cut = _without_texts(line)
        if slip := _in_line(shown):
            return number, *slip
        if is_open and (number == len(lines) or _NEW_ENTRY.match(lines[number])):
            return number, 1, _OPEN_QUOTE
        if not opened and number > 1 and _is_shifted(lines[number - 2], line):
            return number, 1, _INDENT
        for mark in shown:
            if mark in _OPENS:
                opened.append(number)
            elif mark in _CLOSES and opened:
                opened.pop()
        if opened and is_cut and opened[-1] == number:
            return number, len(shown) + 1, _COMMENT
    return None


def _in_line(shown: str) -> tuple[int, Said] | None:
    for pattern, said in _SLIPS:
        if match := pattern.search(shown):
            place = next((n for n in range(1, pattern.groups + 1) if match.group(n)), 0)
            return (match.start(place) if place else match.end() - 1) + 1, said
    return None


def _ends(opening: str, line: str) -> bool:
    """Tell whether a new entry begins although a bracket of an earlier line is open."""
    entry, around = _NEW_ENTRY.match(line), len(opening) - len(opening.lstrip(" "))
    return entry is not None and len(entry[1]) <= around


def _is_shifted(before: str, line: str) -> bool:
    one, other = _ITEM.match(before), _ITEM.match(line)
    return one is not None and other is not None and abs(len(one[1]) - len(other[1])) == 1


def _without_texts(line: str) -> tuple[str, bool, bool]:
    """Return a line with its quoted texts blanked and its comment cut, whether a quote stays open, and if it was cut."""
    shown, quote = "", ""
    for before, mark in _pairs(line):
        if quote:
            quote = "" if mark == quote else quote
            shown += mark if not quote else "_"
        elif mark in "\"'" and before in " [{,:":
            quote = mark
            shown += mark
        elif mark == "#" and before == " ":
            return shown, False, bool(shown.strip())
        else:
            shown += mark
    return shown, bool(quote), False


def _pairs(line: str) -> Iterator[tuple[str, str]]:
    yield from zip(f" {line}", line, strict=False)
