"""How the house says no: a refusal with its reason, its place and the article behind it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from zhiheng.core.text import Text

_ITEM = re.compile(r"([^()（）]+)([(（][^()（）]+[)）])")


@dataclass(frozen=True, slots=True)
class Citation:
    """The rule that a decision rests on: rulebook id, article as printed, and the rule's own id.

    ``article`` is ``None`` only where the rulebook marks the rule as unverified.
    """

    rulebook: str
    article: str | None = None
    rule: str | None = None
    unverified: bool = False

    def to_json(self) -> dict[str, str | bool | None]:
        return {
            "rulebook": self.rulebook, "article": self.article, "rule": self.rule, "unverified": self.unverified
        }  # fmt: skip

    @classmethod
    def of(cls, value: Mapping[str, str | bool | None]) -> Citation:
        return cls(
            rulebook=str(value["rulebook"]),
            article=None if value.get("article") is None else str(value["article"]),
            rule=None if value.get("rule") is None else str(value["rule"]),
            unverified=bool(value.get("unverified")),
        )

    def text(self) -> Text:
        """Return "第8条第(1)项" / "art. 8(1)"; a rule whose article no source gave is named by its own id.

        An article written out (第八条第二款) stands as it is.
        """
        if self.article is None:
            return Text(f"规则 {self.rule}（条款待核实）", f"rule {self.rule} (article unverified)")
        doubt = Text("（待核实）", " (unverified)") if self.unverified else Text("", "")
        if self.article.startswith("第"):
            return Text(f"{self.article}{doubt.zh}", f"{self.article}{doubt.en}")
        parts = _ITEM.fullmatch(self.article)
        zh = f"第{parts[1]}条第{parts[2]}项" if parts else f"第{self.article}条"
        return Text(f"{zh}{doubt.zh}", f"art. {self.article}{doubt.en}")


class Refused(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """An anticipated no: pages turn it into a form error, the API into a problem document (RFC 9457).

    ``code`` is stable and machine-readable, such as ``mark.unknown_item``.
    """

    def __init__(self, code: str, message: Text, cites: Sequence[Citation] = ()) -> None:
        super().__init__(message.zh)
        self.code = code
        self.message = message
        self.cites = tuple(cites)


@dataclass(frozen=True, slots=True)
class Place:
    """Where in somebody's input a problem lies; only the parts that apply are given.

    ``line`` and ``column_no`` count from 1 in a text file; ``row`` and ``column`` are those a
    spreadsheet shows (``row=7``, ``column="C"``).
    """

    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    line: int | None = None
    column_no: int | None = None
    field: str = ""

    def text(self) -> Text:
        """Return the place in words, from the outside in."""
        zh, en = [], []
        if self.file:
            at = "".join(f":{n}" for n in (self.line, self.column_no) if n is not None)
            zh.append(f"{self.file}{at}")
            en.append(f"{self.file}{at}")
        if self.sheet:
            zh.append(f"工作表“{self.sheet}”")
            en.append(f"sheet “{self.sheet}”")
        if self.row is not None:
            zh.append(f"第 {self.row} 行")
            en.append(f"row {self.row}")
        if self.column:
            zh.append(f"{self.column} 列")
            en.append(f"column {self.column}")
        if self.field:
            zh.append(self.field)
            en.append(self.field)
        return Text("，".join(zh), ", ".join(en))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in somebody's input: the place, what the rule is, and what to do about it."""

    code: str
    place: Place
    message: Text
    remedy: Text

    def text(self) -> Text:
        """Return the whole problem as one line: place, message, remedy."""
        where = self.place.text()
        return Text(
            f"{where.zh}：{self.message.zh} {self.remedy.zh}".lstrip("："),
            f"{where.en}: {self.message.en} {self.remedy.en}".lstrip(": "),
        )

    def to_json(self) -> dict[str, object]:
        place = {k: v for k, v in asdict(self.place).items() if v not in (None, "")}
        return {
            "code": self.code,
            "place": place,
            "message": self.message.to_json(),
            "remedy": self.remedy.to_json(),
        }


class InputRefused(Refused):
    """A refusal of a whole input (a file, a form) with every problem found in it, in reading order."""

    def __init__(self, code: str, message: Text, problems: Sequence[Problem]) -> None:
        super().__init__(code, message)
        self.problems = tuple(problems)
