"""The assumptions of a simulation: one documented file, read strictly, whose digest stands in every report."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PrivateAttr, ValidationError

from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.core.text import Text
from zhiheng.rules.yamltext import read_yaml

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
Weights: TypeAlias = Annotated[Mapping[str, Annotated[int, Field(ge=0, le=1_000_000)]], Field(min_length=1)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Spread(_Part):
    """A normal distribution."""

    mean: Number
    spread: Number


class Quality(Spread):
    """True quality in percent, cut off at both ends."""

    low: Number
    high: Number


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
    legal_person: Chance
    age_years: Spread
    events: Mapping[str, Number]
    event_levels: Weights
    certificates: Mapping[str, Chance]
    past_honours: Chance
    asked_honours: Chance
    papers: Chance
    attested: Chance
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

    _digest: str = PrivateAttr(default="")

    @property
    def digest(self) -> str:
        """Return the SHA-256 of the file's bytes, in hex."""
        return self._digest


@cache
def shipped() -> Assumptions:
    """Return the assumptions that come with the software."""
    return read_assumptions(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name)


def read_assumptions(source: str, name: str) -> Assumptions:
    """Read a file of assumptions; one that lacks something or says more raises ``InputRefused``."""
    reading = read_yaml(source, name)
    if reading.problems:
        raise InputRefused("simulation.assumptions", _refusal(name), reading.problems)
    try:
        found = Assumptions.model_validate(reading.data)
    except ValidationError as wrong:
        raise Refused("simulation.assumptions", _refusal(name, wrong.errors())) from None
    found._digest = hashlib.sha256(source.encode()).hexdigest()
    return found


def _refusal(name: str, errors: Any = ()) -> Text:
    said = "; ".join(f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in errors)
    more = Text(f"：{said}", f": {said}") if said else Text("", "")
    return Text(
        f"模拟假设文件 {name} 有误{more.zh}。", f"The file of assumptions {name} is not in order{more.en}."
    )
