"""How each kind of condition on the subject itself is judged over columns, and the table of all such judges."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

import numpy as np

from zhiheng.rules.bulk.asking import (
    MET,
    NOT_MET,
    UNKNOWN,
    Asked,
    Verdicts,
    all_of,
    everybody,
    first_day,
    settled,
    valid_certificate,
)
from zhiheng.rules.bulk.belonging import fits
from zhiheng.rules.bulk.columns import NO_DAY, Flags
from zhiheng.rules.bulk.past import event_within, holds_honour, honour_within
from zhiheng.rules.dates import full_years
from zhiheng.rules.model.conditions import (
    Attested,
    HoldsCertificate,
    LegalForm,
    Measure,
    ModelYears,
    OfClass,
    OperatingYears,
    Papers,
    Reduced,
    RegisteredWithin,
)
from zhiheng.rules.model.who import TRAITS, Traits, Who

Judge: TypeAlias = Callable[[Any, Asked], Verdicts]


def _old_enough(asked: Asked, years: int) -> Flags:
    """Tell who has so many full years on the day that counts."""
    too_young = first_day(lambda founded: full_years(founded, asked.day) < years)
    founded = asked.columns.founded
    return np.asarray((founded < too_young) & (founded != NO_DAY), dtype=np.bool_)


def registered_within(condition: RegisteredWithin, asked: Asked) -> Verdicts:
    columns = asked.columns
    below = columns.regions.whether({own for own in columns.regions.words if condition.region in own})
    return settled(columns.region.is_(condition.region) | below, columns.region.known)


def legal_form(condition: LegalForm, asked: Asked) -> Verdicts:
    columns = asked.columns
    met, known = np.ones(columns.count, dtype=np.bool_), np.ones(columns.count, dtype=np.bool_)
    if condition.legal_person is not None:
        met &= columns.legal_person == int(condition.legal_person)
        known &= columns.legal_person >= 0
    if condition.kinds is not None:
        met &= columns.kind.among(condition.kinds)
        known &= columns.kind.known
    return settled(met, known)


def operating_years(condition: OperatingYears, asked: Asked) -> Verdicts:
    surely = _old_enough(asked, condition.at_least)
    perhaps = surely.copy()
    for reduced in condition.reduced:
        enough, fits = _old_enough(asked, reduced.at_least), _fits(reduced, asked)
        surely |= enough & (fits == MET)
        perhaps |= enough & (fits != NOT_MET)
    verdicts = settled(surely, asked.columns.founded != NO_DAY)
    verdicts[perhaps & ~surely] = UNKNOWN
    return verdicts


def _fits(reduced: Reduced, asked: Asked) -> Verdicts:
    columns, when = asked.columns, reduced.when
    answers = [
        settled(own.is_(wanted), own.known)
        for wanted, own in (
            (when.size, columns.size),
            (when.kind, columns.kind),
            (when.industry, columns.industry),
        )
        if wanted is not None
    ]
    if when.certificate is not None:
        answers.append(valid_certificate((when.certificate,), asked))
    named = {name: getattr(when, name) for name in TRAITS if getattr(when, name) is not None}
    if named:
        answers.append(fits(Traits(**named), asked))
    return all_of(answers, columns)


def attested(condition: Attested, asked: Asked) -> Verdicts:
    given = asked.columns.attested.get(condition.id)
    if given is None:
        return everybody(asked.columns, UNKNOWN)
    return settled(given.holds == 1, given.by.is_(condition.by) & (given.holds >= 0))


def holds_certificate(condition: HoldsCertificate, asked: Asked) -> Verdicts:
    return valid_certificate(condition.certificate, asked)


def measure(condition: Measure, asked: Asked) -> Verdicts:
    return _measured(condition.name, condition.at_least, condition.at_most, asked)


def model_years(condition: ModelYears, asked: Asked) -> Verdicts:
    return _measured("excellence_model_years", Decimal(condition.at_least), None, asked)


def _measured(name: str, low: Decimal | None, high: Decimal | None, asked: Asked) -> Verdicts:
    own = asked.columns.measures.get(name)
    if own is None:
        return everybody(asked.columns, UNKNOWN)
    met = np.ones(asked.columns.count, dtype=np.bool_)
    if low is not None:
        met &= own.at_least(low)
    if high is not None:
        met &= own.at_most(high)
    return settled(met, own.given)


def of_class(condition: OfClass, asked: Asked) -> Verdicts:
    return fits(Who(classes=condition.classes), asked)


def papers(condition: Papers, asked: Asked) -> Verdicts:
    given = asked.columns.papers
    return settled(
        given.whether({own for own in given.words if set(condition.needs) <= set(own)}), given.known
    )


_PERIOD = frozenset({"years", "months", "editions", "ever"})
_HONOUR = _PERIOD | {"award", "tiers", "relations", "outcome"}
JUDGES: Mapping[str, tuple[Judge, frozenset[str]]] = {
    "registered_within": (registered_within, frozenset({"region"})),
    "legal_form": (legal_form, frozenset({"legal_person", "kinds"})),
    "operating_years": (operating_years, frozenset({"at_least", "reduced"})),
    "attested": (attested, frozenset({"by", "says"})),
    "event_within": (event_within, _PERIOD | {"event", "relations", "level", "excepted", "at_least"}),
    "holds_certificate": (holds_certificate, frozenset({"certificate"})),
    "honour_within": (honour_within, _HONOUR),
    "holds_honour": (holds_honour, _HONOUR | {"held_for"}),
    "measure": (measure, frozenset({"name", "at_least", "at_most"})),
    "model_years": (model_years, frozenset({"at_least"})),
    "papers": (papers, frozenset({"needs"})),
    "of_class": (of_class, frozenset({"classes"})),
}
"""For each kind its judge, and the parameters that the judge knows; one that says more is judged another way."""
