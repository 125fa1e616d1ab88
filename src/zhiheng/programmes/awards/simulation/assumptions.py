"""The assumptions of a simulation: one documented file, read strictly; a file of one's own changes some of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Self, TypeAlias, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)
from pydantic_core import PydanticCustomError

from zhiheng.core.canonical import digest
from zhiheng.core.refusal import InputRefused
from zhiheng.core.text import Text
from zhiheng.programmes.awards.simulation.misread import problems_of
from zhiheng.rules.yamltext import Reading, read_yaml

SHIPPED = Path(__file__).parent / "assumptions.yaml"


def _number(value: object) -> object:
    """Read "0.05" or 6; anything else is left to be refused."""
    if isinstance(value, str | int) and not isinstance(value, bool):
        try:
            return float(value)
        except ValueError:
            return value
    return value


Number: TypeAlias = Annotated[float, BeforeValidator(_number), Field(ge=0, le=1_000_000)]
Chance: TypeAlias = Annotated[float, BeforeValidator(_number), Field(ge=0, le=1)]
Some: TypeAlias = Annotated[int, Field(ge=1, le=10_000)]


def _some_weight(weights: Mapping[str, int]) -> Mapping[str, int]:
    if not any(weights.values()):
        raise PydanticCustomError("no_weight", "at least one weight is above 0")
    return weights


Weights: TypeAlias = Annotated[
    Mapping[str, Annotated[int, Field(ge=0, le=1_000_000)]], Field(min_length=1), AfterValidator(_some_weight)
]
WEIGHTS = frozenset({"kinds", "sizes", "industries", "region_levels", "event_levels"})
"""Parts that a file states as a whole; of every other part it may state some keys."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


P = TypeVar("P", bound=_Part)


def _in_order(part: P, low: float, high: float) -> P:
    if low > high:
        raise PydanticCustomError("not_in_order", "the lower number is above the upper one")
    return part


class Spread(_Part):
    """A normal distribution."""

    mean: Number
    spread: Number


class Quality(Spread):
    """True quality in percent, cut off at both ends."""

    low: Number
    high: Number

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        return _in_order(self, self.low, self.high)


class Marks(_Part):
    """How far an assessor is severe or lenient, and how far single marks scatter, in percent."""

    severity: Number
    noise: Number


class Hearing(_Part):
    """How much better than on paper subjects present themselves, and the scatter, in percent."""

    better_by: Number
    noise: Number


class Survey(_Part):
    """Answers received, and how satisfaction follows quality."""

    least: Annotated[int, Field(ge=0)]
    most: Annotated[int, Field(ge=0)]
    base: Number
    slope: Number
    noise: Number

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        return _in_order(self, self.least, self.most)


class Adverse(_Part):
    """The chance that one department has something against a subject."""

    inquiry: Chance
    consult: Chance


class Committee(_Part):
    """Members, absences, and the chance of a yes: the base and so much for each percent of quality over 100."""

    members: Some
    absent: Annotated[int, Field(ge=0)]
    abstain: Chance
    yes_base: Chance
    yes_per_quality: Number


class Objections(_Part):
    """The chance of an objection to one subject, and that it is upheld."""

    received: Chance
    upheld: Chance


class Hours(_Part):
    """Hours for one case and one assessor; a hearing's own minutes come from the rulebook."""

    score: Number
    site: Number
    hearing: Number


class PanelSizes(_Part):
    """How many cases one panel takes."""

    score: Some
    site: Some
    hearing: Some


class Closes(_Part):
    """The day of the year on which the call closes."""

    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=31)]


class Assumptions(_Part):
    """Everything that a simulation invents; ``assumptions.yaml`` says what each number means."""

    kinds: Weights
    sizes: Weights
    industries: Weights
    regions: Annotated[int, Field(ge=1, le=99)]
    region_levels: Weights
    outside: Chance
    classes: Chance
    legal_person: Chance
    age_years: Spread
    events: Mapping[str, Number]
    event_levels: Weights
    certificates: Mapping[str, Chance]
    past_honours: Chance
    asked_honours: Chance
    papers: Chance
    attested: Chance
    noted: Chance
    measures: Chance
    other: Chance
    quality: Quality
    marks: Marks
    hearing: Hearing
    survey: Survey
    adverse: Adverse
    committee: Committee
    objections: Objections
    gate: Chance
    approval: Chance
    hours: Hours
    cases_per_panel: PanelSizes
    closes: Closes
    working_days: Mapping[str, Annotated[int, Field(ge=1, le=400)]]

    _values: dict[str, Any] = PrivateAttr(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """Return every assumption as a file would state it: shares as texts, numbers whole."""
        return self._values

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the values in canonical form, in hex."""
        return digest(self._values)


@cache
def shipped() -> Assumptions:
    """Return the assumptions that come with the software."""
    return _built(_read(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name))


def read_assumptions(source: str, name: str) -> Assumptions:
    """Read a file of assumptions; what it leaves out is as in the shipped file.

    Weights are stated as a whole. Raises ``InputRefused`` with every problem and its line.
    """
    reading = _read(source, name)
    reading.data = _over(shipped().values, reading.data)
    return _built(reading)


def _read(source: str, name: str) -> Reading:
    reading = read_yaml(source, name)
    if [one.code for one in reading.problems] == ["rulebook.empty"]:  # a file of comments changes nothing
        reading.data, reading.problems = {}, []
    if not reading.problems and not isinstance(reading.data, dict):
        told = Text("此处须为“键: 值”。", "Keys with values belong here.")
        reading.add("not_a_mapping", (), told, Text('例如 gate: "0.80"。', 'For example gate: "0.80".'))
    if reading.problems:
        raise InputRefused("simulation.assumptions", _refusal(name), reading.problems)
    return reading


def _over(usual: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(usual)
    for name, value in own.items():
        before = usual.get(name)
        if isinstance(before, dict) and isinstance(value, dict) and name not in WEIGHTS:
            merged[name] = {**before, **value}
        else:
            merged[name] = value
    return merged


def _built(reading: Reading) -> Assumptions:
    try:
        found = Assumptions.model_validate(reading.data)
    except ValidationError as wrong:
        problems = problems_of(reading, wrong, Assumptions)
        raise InputRefused("simulation.assumptions", _refusal(reading.name), problems) from None
    found._values = reading.data
    return found


def _refusal(name: str) -> Text:
    return Text(f"模拟假设文件 {name} 有误。", f"The file of assumptions {name} is not in order.")
