"""YAML text becomes plain values with their places; what YAML would guess is refused instead.

Only a plain part of YAML is read: mappings, lists and scalars of one document. ``true``, ``false`` and ``null``
are written so; a whole number is written in digits; a day as 2026-11-20; everything else is text, and text that
another reader could take for a number, a boolean or nothing needs quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError, YAMLStreamError
from ruamel.yaml.events import AliasEvent, DocumentStartEvent, NodeEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from zhiheng.core.refusal import Place, Problem
from zhiheng.core.text import Text
from zhiheng.rules import slips
from zhiheng.rules.reading import Path, Reading, Spot

__all__ = ["DEEPEST", "MOST_BYTES", "MOST_VALUES", "Path", "Reading", "read_yaml"]

MOST_BYTES = 256 * 1024
MOST_VALUES = 8_000
DEEPEST = 16
_PLAIN_WORD = {"true": True, "false": False, "null": None}
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DAYLIKE = re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ]+[0-9:.]+[ Zz0-9:+-]*)?")
_NUMBERLIKE = re.compile(
    r"[-+]?(?:[0-9][0-9_,]*(?:\.[0-9_]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?%?"
    r"|[-+]?0[xob][0-9a-fA-F_]+|[-+]?\.(?:inf|nan)|[0-9]+(?::[0-9]{1,2})+",
    re.IGNORECASE,
)
_GLUED = re.compile(r"[a-z_]+(?:：|:$)")
_CURLY = re.compile(r"“[^“”]*”|‘[^‘’]*’")
_BOOLEANLIKE = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false"})
_NULLLIKE = frozenset({"", "~", "null"})


def read_yaml(source: str, name: str) -> Reading:
    """Read a text; whatever is wrong with it is in ``problems``, never raised."""
    reading = Reading(name)
    if _too_big(reading, source):
        return reading
    root = _composed(reading, source)
    if root is not None:
        reading.data = _value(reading, root, ())
    reading.settle()
    if root is None and not reading.problems:
        reading.add(
            "empty", (), Text("文件是空的。", "The file is empty."), Text("写入规则书。", "Write a rulebook.")
        )
    return reading


def _too_big(reading: Reading, source: str) -> bool:
    if len(source.encode("utf-8", "surrogatepass")) <= MOST_BYTES:
        return False
    reading.add(
        "too_big",
        (),
        Text("文件超过 256 KB。", "The file is larger than 256 KB."),
        Text("一个文件只写一份文件的一个版本。", "One file is one version of one instrument."),
    )
    return True


def _composed(reading: Reading, source: str) -> Node | None:
    """Return the root node, or ``None`` when there is none or the text is not plain enough to go on."""
    # RecursionError and the rest: the parser lets errors of its own escape on hostile text (seen in fuzzing).
    try:
        if not _is_plain(reading, YAML(typ="rt").parse(source)):
            return None
        return YAML(typ="rt").compose(source)  # type: ignore[no-any-return]
    except YAMLError as error:
        _note_syntax(reading, error, source)
    except (
        ValueError,
        TypeError,
        AttributeError,
        LookupError,
        AssertionError,
        ArithmeticError,
        RecursionError,
    ):
        _note_syntax(reading, None, source)
    return None


def _is_plain(reading: Reading, events: Iterable[Any]) -> bool:
    """Note anchors, aliases, tags and further documents; tell whether the tree may be built."""
    depth = documents = values = 0
    plain = True
    for event in events:
        documents += isinstance(event, DocumentStartEvent)
        if isinstance(event, DocumentStartEvent) and documents > 1:
            _note(reading, event, "several_documents")
            return False
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            _note(reading, event, "anchor")
            plain = plain and not isinstance(event, AliasEvent)
        elif isinstance(event, NodeEvent) and _is_tagged(event):
            _note(reading, event, "tag")
        depth += _deeper(event)
        values += isinstance(event, NodeEvent)
        if values > MOST_VALUES:
            _note(reading, event, "too_many")
            return False
        if depth > DEEPEST:
            _note(reading, event, "too_deep")
            return False
    return plain


def _deeper(event: Any) -> int:
    name = type(event).__name__
    return name.endswith(("SequenceStartEvent", "MappingStartEvent")) - name.endswith(
        ("SequenceEndEvent", "MappingEndEvent")
    )


def _is_tagged(event: Any) -> bool:
    tag = getattr(event, "ctag", None) or getattr(event, "tag", None)
    return tag is not None and str(tag) not in ("", "None")


_NOT_PLAIN = {
    "several_documents": (
        Text(
            "一个文件只能有一份规则书（出现了第二个“---”）。", "One file holds one rulebook (a second “---”)."
        ),
        Text("拆成两个文件。", "Make it two files."),
    ),
    "anchor": (
        Text(
            "规则书不使用 YAML 的锚点（&）和引用（*）。",
            "A rulebook uses no YAML anchors (&) or aliases (*).",
        ),
        Text(
            "把内容写出来；以 & 或 * 开头的文字要加引号。",
            "Write it out; quote text that starts with & or *.",
        ),
    ),
    "tag": (
        Text("规则书不使用 YAML 标签（!）。", "A rulebook uses no YAML tags (!)."),
        Text("删去标签；以 ! 开头的文字要加引号。", "Remove the tag; quote text that starts with !."),
    ),
    "too_many": (
        Text(f"文件中的值超过 {MOST_VALUES} 个。", f"The file holds more than {MOST_VALUES} values."),
        Text("一个文件只写一份文件的一个版本。", "One file is one version of one instrument."),
    ),
    "too_deep": (
        Text(f"嵌套超过 {DEEPEST} 层。", f"Nested more than {DEEPEST} levels deep."),
        Text("检查括号和缩进。", "Look at the brackets and the indentation."),
    ),
}


def _note(reading: Reading, event: Any, code: str) -> None:
    reading.add_at(code, event, (), *_NOT_PLAIN[code])


def _note_syntax(reading: Reading, error: Exception | None, source: str) -> None:
    """Turn a parser's complaint into a problem at its place."""
    line, column = 1, 1
    if isinstance(error, MarkedYAMLError):
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
    if isinstance(error, ReaderError | YAMLStreamError):
        code, message, remedy = (
            "characters",
            Text(
                "文件含有不能出现的控制字符。", "The file holds control characters that may not stand here."
            ),
            Text("用文本编辑器以 UTF-8 重新保存。", "Save it again as UTF-8 from a text editor."),
        )
        line, column = _reader_spot(error)
    elif slip := slips.found(source, line):
        line, column, (message, remedy) = slip
        code = "syntax"
    else:
        code, message, remedy = (
            "syntax",
            Text("此处不符合 YAML 的写法。", "This is not well-formed YAML."),
            Text(
                "检查缩进、冒号后的空格、引号和括号是否成对；不要用制表符缩进。",
                "Look at the indentation, the space after a colon, quotes and brackets; do not indent by tabs.",
            ),
        )
    reading.problems.append(
        Problem(f"rulebook.{code}", Place(file=reading.name, line=line, column_no=column), message, remedy)
    )


def _reader_spot(error: Exception) -> Spot:
    source, position = getattr(error, "source_text", None), getattr(error, "position", 0)
    if not isinstance(source, str) or not isinstance(position, int):
        return 1, 1
    before = source[:position]
    return before.count("\n") + 1, position - before.rfind("\n")


def _value(reading: Reading, node: Node, path: Path) -> Any:
    reading.values[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if isinstance(node, MappingNode):
        return _mapping(reading, node, path)
    if isinstance(node, SequenceNode):
        items: list[Any] = []
        for number, child in enumerate(node.value):
            items.append(_value(reading, child, (*path, number)))
        return tuple(items)
    return _scalar(reading, node, path)


def _mapping(reading: Reading, node: MappingNode, path: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = _key(reading, key_node, path)
        if key is None:
            continue
        if _is_torn(value_node) and not key_node.style and _is_glued(key):
            key, value = _unglued(reading, key_node, path)
            found[key] = value
            continue
        here = (*path, key)
        if node.flow_style and _is_torn(value_node) and {"zh", "en"} & found.keys():
            _note_comma(reading, key_node, here)
            continue
        if key in found:
            _note_repeated(reading, key_node, here)
            continue
        reading.keys[here] = (key_node.start_mark.line + 1, key_node.start_mark.column + 1)
        found[key] = _value(reading, value_node, here)
    return found


def _is_glued(key: str) -> bool:
    return _GLUED.match(key) is not None


def _unglued(reading: Reading, node: ScalarNode, path: Path) -> tuple[str, str | None]:
    """Part a key and its value that a full-width colon, or a colon without a blank, made one word."""
    wide = "：" in node.value
    key, _, text = node.value.partition("：" if wide else ":")
    here = (*path, key)
    reading.keys[here] = reading.values[here] = (node.start_mark.line + 1, node.start_mark.column + 1)
    reading.add_at(
        *(
            ("fullwidth_colon", node, here, *slips.FULLWIDTH_COLON)
            if wide
            else ("accidental_null", node, here, *_doubtful("accidental_null", ""))
        )
    )
    return key, text if wide else None


def _is_torn(node: Node) -> bool:
    """Tell whether there is no value at all: what stands here is what followed a comma in a text."""
    return isinstance(node, ScalarNode) and not node.style and node.value == ""


def _note_comma(reading: Reading, node: Node, path: Path) -> None:
    reading.add_at(
        "comma_in_text",
        node,
        path[:-1],
        Text(
            f"未加引号的文字在逗号处断开，“{path[-1]}”成了另一个键。",
            f"The text has no quotes and ends at a comma; “{path[-1]}” became another key.",
        ),
        Text('给整句加引号：{zh: "…", en: "…, …"}。', 'Put the text in quotes: {zh: "…", en: "…, …"}.'),
    )


def _note_repeated(reading: Reading, node: Node, path: Path) -> None:
    line = reading.keys[path][0]
    reading.add_at(
        "repeated_key",
        node,
        path,
        Text(
            f"“{path[-1]}”重复，第 {line} 行已经写过。",
            f"“{path[-1]}” is repeated; it stands in line {line} already.",
        ),
        Text("只保留一处。", "Keep one of them."),
    )


def _key(reading: Reading, node: Node, path: Path) -> str | None:
    if isinstance(node, ScalarNode) and (node.style or _is_word(node.value)):
        return str(node.value)
    reading.add_at(
        "bad_key",
        node,
        path,
        Text(
            "键须是文字；这里的写法会被当作真假值、数字或空值。",
            "A key is a word; this is read as a boolean, a number or nothing.",
        ),
        Text("更正键名；确要使用时加引号。", "Correct the key; quote it if it is meant."),
    )
    return None


def _is_word(text: str) -> bool:
    lower = text.lower()
    return not (
        lower in _BOOLEANLIKE
        or lower in _NULLLIKE
        or lower == "<<"
        or _NUMBERLIKE.fullmatch(text)
        or _DAYLIKE.fullmatch(text)
    )


def _scalar(reading: Reading, node: Any, path: Path) -> Any:
    """Return a scalar's value; a doubtful one is noted and taken as its text."""
    text = str(node.value)
    if node.style:
        return text
    if _CURLY.fullmatch(text):
        reading.add_at("curly_quotes", node, path, *slips.curly(text))
    if text in _PLAIN_WORD:
        return _PLAIN_WORD[text]
    if _WHOLE.fullmatch(text) and text != "-0":
        return int(text)
    if _DAYLIKE.fullmatch(text):
        return _day(reading, node, text, path)
    for code, is_so in (
        ("accidental_boolean", text.lower() in _BOOLEANLIKE),
        ("accidental_null", text.lower() in _NULLLIKE),
        ("unquoted_number", _NUMBERLIKE.fullmatch(text) is not None),
    ):
        if is_so:
            reading.add_at(code, node, path, *_doubtful(code, text))
    return text


def _doubtful(code: str, text: str) -> tuple[Text, Text]:
    if code == "accidental_null":
        return (
            Text("此处没有写值。", "There is no value here."),
            Text(
                "填写值；确无此项时写 null 或删去这一行。",
                "Write a value; write null or remove the line if there is none.",
            ),
        )
    if code == "accidental_boolean":
        return (
            Text(f"未加引号的 {text} 会被当作真假值。", f"Unquoted {text} is read as a boolean."),
            Text(
                f'真假值写 true 或 false；文字写 "{text}"。', f'Write true or false; as text write "{text}".'
            ),
        )
    if text.endswith("%"):
        return slips.PERCENTAGE
    return (
        Text(f"未加引号的 {text} 会被当作数字而变样。", f"Unquoted {text} is read as a number and altered."),
        Text(
            f'写成带引号的 "{text}"；整数只写数字。',
            f'Write "{text}" in quotes; a whole number in plain digits.',
        ),
    )


def _day(reading: Reading, node: Node, text: str, path: Path) -> date | str:
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    reading.add_at(
        "bad_day",
        node,
        path,
        Text(f"{text} 不是有效的日期。", f"{text} is not a day of the calendar."),
        Text("按 2026-11-20 的写法填写；文字加引号。", "Write it like 2026-11-20; quote it if it is text."),
    )
    return text
