"""Rulebooks made wrong at random, reproducibly: letters, tokens, lines, and YAML made to hurt a reader."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from .books import GOOD, SHELF, WHOLE

SHIPPED = [
    GOOD,
    WHOLE,
    *(
        path.read_text(encoding="utf-8")
        for path in sorted(SHELF.rglob("*.yaml"))
        if not path.name.endswith(".cases.yaml")
    ),
]
_TOKEN = re.compile(r"[A-Za-z0-9_]+|[\u4e00-\u9fff]+|[^\sA-Za-z0-9_\u4e00-\u9fff]")
_ODD = "\x00\x07\x1b\x85\u2028\ufeff\ud800\U0001f600\t\r\n:,{}[]&*!|>'\"%@`#-?~ 0"
_WORDS = ["null", "true", "~", "yes", "1e9", "-1", "2021-02-30", "{}", "[]", "''", "99999999999999999999",
          "&a", "*a", "!!python/object:os.system", "<<", "0x10", ".inf", "unseen", "defaults", "open: true"]  # fmt: skip


def letter(text: str, chance: random.Random) -> str:
    """Change, drop or add one letter."""
    at = chance.randrange(len(text))
    return text[:at] + chance.choice([*_ODD, ""]) + text[at + chance.randrange(2) :]


def token(text: str, chance: random.Random) -> str:
    """Replace one token by another of the file, or by a word that YAML reads in its own way."""
    tokens = list(_TOKEN.finditer(text))
    one, other = chance.choice(tokens), chance.choice(tokens)
    new = chance.choice([other.group(), chance.choice(_WORDS), ""])
    return text[: one.start()] + new + text[one.end() :]


def line(text: str, chance: random.Random) -> str:
    """Drop, double, move, indent or cut a line."""
    lines = text.splitlines(keepends=True)
    at, to = chance.randrange(len(lines)), chance.randrange(len(lines))
    one = lines[at]
    new = chance.choice(["", one + one, "  " + one, "\t" + one, one.lstrip(), one[: len(one) // 2] + "\n"])
    lines[at] = new
    if chance.random() < 0.3:
        lines.insert(to, one)
    return "".join(lines)


def ends(text: str, chance: random.Random) -> str:
    """Change how the file begins, ends and breaks its lines."""
    made = (
        "\ufeff" + text,
        text.replace("\n", "\r\n"),
        text.replace("\n", "\r"),
        text.replace("  ", "\t"),
        text[: chance.randrange(len(text))],
        text + text,
        text + "---\n" + text,
        "%YAML 9.9\n---\n" + text,
    )
    return chance.choice(made)


def bomb(text: str, chance: random.Random) -> str:
    """Put something in that makes careless readers slow or large."""
    n = chance.choice([10, 100, 1_000, 20_000])
    made = (
        "".join(f"a{i}: &a{i} [" + ",".join([f"*a{i - 1}"] * 9 if i else ["x"]) + "]\n" for i in range(9)),
        "a: " + "[" * n + "]" * n,
        "a: " + "{b: " * n + "1" + "}" * n,
        'a: "' + "长" * n + '"',
        "a: |\n  " + "x" * n,
        "".join(f"k{i}: 1\n" for i in range(n)),
        "a: [" + "1," * n + "]",
        "kind: award\n" * n,
        "".join(" " * i + "- a:\n" for i in range(min(n, 400))),
        "? " * n + "a",
        "!" * n,
        "a: '" + "''" * n,
        '"' + "\\u0000" * n + '": 1',
    )
    return chance.choice([text + "\n", ""]) + chance.choice(made)


KINDS: tuple[Callable[[str, random.Random], str], ...] = (letter, token, token, line, line, ends, bomb)


def mutant(seed: int) -> str:
    """Return the rulebook of a seed: one to three mutations of one that is right."""
    chance = random.Random(seed)
    text = chance.choice(SHIPPED)
    for _ in range(chance.choice([1, 1, 2, 3])):
        text = chance.choice(KINDS)(text, chance) or "x"
    return text
