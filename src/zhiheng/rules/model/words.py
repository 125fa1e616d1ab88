"""The small values that a rulebook is written with: names, texts, shares, amounts, lengths of time."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetPydanticSchema,
    InstanceOf,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from zhiheng.core.money import Money
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text


def fault(code: str, message: Text, remedy: Text) -> PydanticCustomError:
    """Return an error that carries its sentence and its remedy in both languages to the report."""
    words = {"zh": message.zh, "en": message.en, "remedy_zh": remedy.zh, "remedy_en": remedy.en}
    return PydanticCustomError(f"rulebook.{code}", "{en}", words)


class Strict(BaseModel):
    """A frozen mapping with known keys and no conversion between types."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=False)

    def is_written(self, field: str) -> bool:
        """Tell whether a value stands in the file, rather than being the format's own default."""
        return field in self.model_fields_set


class _Words(Strict):
    zh: Annotated[str, Field(min_length=1, max_length=800)]
    en: Annotated[str, Field(min_length=1, max_length=800)]


_HAN = re.compile("[\u4e00-\u9fff]")


def _in_its_language(words: _Words) -> Text:
    if _HAN.search(words.en) and not _HAN.search(words.zh):
        raise fault(
            "languages_swapped",
            Text("zh 与 en 写反了。", "zh and en are the wrong way round."),
            Text("中文写在 zh，英文写在 en。", "Write Chinese under zh and English under en."),
        )
    return Text(words.zh, words.en)


def _words_schema(source: Any, handler: Callable[[Any], core_schema.CoreSchema]) -> core_schema.CoreSchema:
    return core_schema.no_info_after_validator_function(_in_its_language, handler(_Words))


Words: TypeAlias = Annotated[Text, GetPydanticSchema(_words_schema)]


def patterned(code: str, pattern: str, message: Text, remedy: Text) -> Callable[[str], str]:
    """Return a check that a whole text fits a pattern."""
    compiled = re.compile(pattern)

    def checked(value: str) -> str:
        if not compiled.fullmatch(value):
            raise fault(code, message, remedy)
        return value

    return checked


_ID = r"[a-z][a-z0-9_]{0,47}"
Id: TypeAlias = Annotated[
    str,
    AfterValidator(
        patterned(
            "bad_id",
            _ID,
            Text(
                "编号须以小写英文字母开头，只含小写字母、数字和下划线，至多 48 个字符。",
                "An id starts with a small letter and has only small letters, digits and _, at most 48.",
            ),
            Text("改成类似 site_review 的编号。", "Write it like site_review."),
        )
    ),
    WithJsonSchema({"type": "string", "pattern": f"^{_ID}$"}),
]
RegionCode: TypeAlias = Annotated[
    str,
    AfterValidator(
        patterned(
            "bad_region",
            r"[0-9]{6}",
            Text("行政区划代码须为六位数字。", "A region code has six digits."),
            Text('写成带引号的六位代码，例如 "350200"。', 'Write six digits in quotes, such as "350200".'),
        )
    ),
    WithJsonSchema({"type": "string", "pattern": "^[0-9]{6}$"}),
]
_RULEBOOK_ID = r"[0-9]{6}/[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*"
AWARD_ID = r"[0-9]{6}/[a-z0-9]+(?:-[a-z0-9]+)*"
"""``authority/instrument``: the name under which the honours of an instrument are kept."""
RulebookId: TypeAlias = Annotated[
    str,
    AfterValidator(
        patterned(
            "bad_rulebook_id",
            _RULEBOOK_ID,
            Text(
                "规则书编号由“区划代码/文件/版本”三段组成。",
                "A rulebook's id has three parts: region/instrument/version.",
            ),
            Text("写成类似 350200/quality-award/2020 的编号。", "Write it like 350200/quality-award/2020."),
        )
    ),
    WithJsonSchema({"type": "string", "pattern": f"^{_RULEBOOK_ID}$"}),
]
Article: TypeAlias = Annotated[
    str,
    AfterValidator(
        patterned(
            "bad_article",
            r"\S(?:.{0,58}\S)?",
            Text(
                "条款编号不能为空，至多 60 个字符。",
                "An article's number is not empty and has at most 60 characters.",
            ),
            Text('照文件写，例如 "8(1)"。', 'Write it as printed, such as "8(1)".'),
        )
    ),
    WithJsonSchema({"type": "string", "minLength": 1, "maxLength": 60}),
]


def _as_words(value: object) -> object:
    return {"zh": value, "en": value} if isinstance(value, str) else value


Note: TypeAlias = Annotated[Words, BeforeValidator(_as_words, json_schema_input_type=str | _Words)]
"""A remark in both languages, or one string for both."""
Count: TypeAlias = Annotated[int, Field(ge=1, le=10_000)]


def _share(value: object) -> Fraction:
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,6}(/[0-9]{1,6}|\.[0-9]{1,6})?", value):
        try:
            share = Fraction(value)
        except ZeroDivisionError:
            share = Fraction(0)
        if 0 < share <= 1:
            return share
    raise fault(
        "bad_share",
        Text("份额须大于 0 且不超过 1。", "A share is more than 0 and at most 1."),
        Text('写成带引号的分数，例如 "2/3"。', 'Write a fraction in quotes, such as "2/3".'),
    )


Share: TypeAlias = Annotated[
    InstanceOf[Fraction],
    BeforeValidator(_share),
    WithJsonSchema({"type": "string", "pattern": r"^[0-9]{1,6}(/[0-9]{1,6}|\.[0-9]{1,6})?$"}),
]


def _decimal(value: object) -> Decimal:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
        return Decimal(value)
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]{1,6})?", value):
        return Decimal(value)
    raise fault(
        "bad_number",
        Text("此处须为数。", "A number belongs here."),
        Text('整数直接写，小数写成带引号的字符串，例如 "0.5"。', 'Write 600, or "0.5" in quotes.'),
    )


Number: TypeAlias = Annotated[
    InstanceOf[Decimal],
    BeforeValidator(_decimal),
    WithJsonSchema({"type": ["integer", "string"], "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$"}),
]


def _positive(value: Decimal) -> Decimal:
    if value <= 0:
        raise fault(
            "not_positive",
            Text("此处的数须大于 0。", "The number here is more than 0."),
            Text("改成正数，或删去这一行。", "Write a positive number, or remove the line."),
        )
    return value


Positive: TypeAlias = Annotated[Number, AfterValidator(_positive)]


def _at_most_one(value: Decimal) -> Decimal:
    if not 0 < value <= 1:
        raise fault(
            "bad_share",
            Text("权重须大于 0 且不超过 1。", "A weight is more than 0 and at most 1."),
            Text('写成 "0.4"；换算满分用 scale_to。', 'Write "0.4"; to change a scale use scale_to.'),
        )
    return value


Portion: TypeAlias = Annotated[Number, AfterValidator(_at_most_one)]


def _yuan(value: object) -> Money:
    try:
        if isinstance(value, str | int) and not isinstance(value, bool):
            amount = Money.yuan(_decimal(value))
            if amount.fen >= 0:
                return amount
    except (ValueError, InvalidOperation):
        pass
    raise fault(
        "bad_amount",
        Text(
            "金额须为不小于 0 的元数，至多两位小数。",
            "An amount is in yuan, not below 0, with at most two decimals.",
        ),
        Text('写成带引号的元数，例如 "1500000"。', 'Write yuan in quotes, such as "1500000".'),
    )


Yuan: TypeAlias = Annotated[
    InstanceOf[Money],
    BeforeValidator(_yuan),
    WithJsonSchema({"type": ["integer", "string"], "pattern": r"^[0-9]{1,15}(\.[0-9]{1,2})?$"}),
]


def exactly_one(model: BaseModel, *names: str) -> None:
    """Refuse a mapping in which not exactly one of these keys has a value."""
    given = [n for n in names if getattr(model, n) is not None]
    if len(given) != 1:
        keys = "、".join(names), ", ".join(names)
        raise fault(
            "exactly_one",
            Text(f"{keys[0]} 须恰好写一项。", f"Exactly one of {keys[1]} belongs here."),
            Text("只保留一项。", "Keep one of them.")
            if given
            else Text("写其中一项。", "Write one of them."),
        )


def at_least_one(model: BaseModel, *names: str) -> None:
    """Refuse a mapping in which none of these keys has a value."""
    if all(getattr(model, n) is None for n in names):
        keys = "、".join(names), ", ".join(names)
        raise fault(
            "exactly_one",
            Text(f"{keys[0]} 至少写一项。", f"At least one of {keys[1]} belongs here."),
            Text("写出其中一项或几项。", "Write one of them, or more."),
        )


class Within(Strict):
    """A period for an act: exactly one of working days, calendar days, hours or months."""

    working_days: Annotated[int, Field(ge=1, le=400)] | None = None
    days: Annotated[int, Field(ge=1, le=800)] | None = None
    hours: Annotated[int, Field(ge=1, le=2000)] | None = None
    months: Annotated[int, Field(ge=1, le=60)] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        exactly_one(self, "working_days", "days", "hours", "months")
        return self

    @property
    def kind(self) -> Literal["working_days", "days", "hours", "months"]:
        """Return the unit."""
        if self.working_days is not None:
            return "working_days"
        if self.days is not None:
            return "days"
        return "hours" if self.hours is not None else "months"

    @property
    def n(self) -> int:
        """Return how many of the unit."""
        return int(getattr(self, self.kind))

    def text(self) -> Text:
        """Return "10 个工作日" / "10 working days"."""
        zh, one, many = {
            "working_days": ("个工作日", "working day", "working days"),
            "days": ("日", "day", "days"),
            "hours": ("小时", "hour", "hours"),
            "months": ("个月", "month", "months"),
        }[self.kind]
        return Text(f"{self.n} {zh}", f"{self.n} {one if self.n == 1 else many}")


class Span(Strict):
    """A length of time after an event: exactly one of years, months, editions, or for ever."""

    years: Annotated[int, Field(ge=1, le=50)] | None = None
    months: Annotated[int, Field(ge=1, le=600)] | None = None
    editions: Annotated[int, Field(ge=1, le=20)] | None = None
    ever: Literal[True] | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        exactly_one(self, "years", "months", "editions", "ever")
        return self

    def text(self) -> Text:
        """Return "3 年" / "3 years"."""
        return span_text(self.years, self.months, self.editions)


def span_text(years: int | None, months: int | None, editions: int | None) -> Text:
    """Return a length in words; nothing given means without limit."""
    for n, zh, one, many in (
        (years, "年", "year", "years"),
        (months, "个月", "month", "months"),
        (editions, "届", "edition", "editions"),
    ):
        if n is not None:
            return Text(f"{n} {zh}", f"{n} {one if n == 1 else many}")
    return Text("不限期", "without limit of time")


def _one_or_more(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def one_or_more(one: Any) -> BeforeValidator:
    """Read a single value as a list of one."""
    return BeforeValidator(_one_or_more, json_schema_input_type=one | tuple[one, ...])


one_or_more_of_id = one_or_more(Id)
"""A single id is read as a list of one."""
one_or_more_of_text = one_or_more(str)


Standing: TypeAlias = Literal["confirmed", "unverified", "open"]


class Ruled(Strict):
    """Something that rests on an article, or says that none was found.

    ``unverified``: a source says so, the article or the value is not confirmed. ``open``: no source says
    anything; a sensible default stands here. ``defaults`` names those keys of a rule, otherwise confirmed or
    unverified, of which no source says anything.
    """

    art: Article | None = None
    unverified: bool = False
    open: bool = False
    defaults: Annotated[tuple[str, ...], Field(max_length=20), one_or_more_of_text] = ()
    note: Note | None = None

    @property
    def standing(self) -> Standing:
        """Return what the rule rests on: its article, a source without it, or only a default of the house."""
        if self.open:
            return "open"
        return "unverified" if self.unverified or self.art is None else "confirmed"

    def cited(self, rulebook: str, rule: str) -> Citation:
        """Return the citation of this rule; an open rule is cited as unverified."""
        return Citation(
            rulebook=rulebook, article=self.art, rule=rule, unverified=self.unverified or self.open
        )
