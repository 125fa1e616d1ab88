"""What an application states: the columns that a rulebook makes necessary, and one row of them as a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.columns import (
    A_DAY,
    A_NUMBER,
    YES_OR_NO,
    Column,
    Kind,
    Value,
    choose,
)
from zhiheng.programmes.awards.domain.declared import declared_facts
from zhiheng.programmes.awards.domain.declaring import declared_columns, is_for_all
from zhiheng.registers.domain.kinds import OrganisationKind, Size
from zhiheng.rules.model import Rulebook
from zhiheng.rules.model.conditions import (
    Condition,
    HoldsCertificate,
    Measure,
    ModelYears,
    OperatingYears,
    Papers,
)
from zhiheng.rules.model.rulebook import within
from zhiheng.rules.model.who import Traits
from zhiheng.rules.vocabulary import word

__all__ = ["ApplicationRow", "Column", "Contact", "Intake", "Kind", "columns_for", "kinds_for"]

SHEET: Final = Text("申报名单", "Applications")
NOTES_SHEET: Final = Text("填报说明", "How to fill")
ROUND_LABEL: Final = Text("届次代码", "Round code")
DIGEST_LABEL: Final = Text("规则摘要", "Rulebook digest")
SAMPLE_MARK: Final = "【填写示例】"
EXCELLENCE_YEARS: Final = "excellence_model_years"


@dataclass(frozen=True, slots=True)
class Intake:
    """A round as its workbook needs it; an application is in time while ``opens_at <= at < closes_at``."""

    round_code: str
    session: str
    book: Rulebook
    opens_at: datetime
    closes_at: datetime

    @property
    def closing_day(self) -> date:
        """Return the last day on which an application can be handed in, local time."""
        return closing_day(self.closes_at)


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to reach about an application: personal data, kept apart from what the case shows."""

    person: str
    phone: str
    email: str
    remark: str


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """One applicant as row ``row`` of the sheet states it; every value is checked and normalised.

    ``measures`` and ``holds`` are pairs: a name with its exact number, a certificate with its last day;
    ``facts`` are the other columns that only an applicant can fill in, by key.
    """

    row: int
    name: str
    uscc: str
    region: str
    founded_day: date
    legal_person: bool
    kind: str
    industry: str
    size: str
    contact: Contact
    papers: tuple[str, ...] = ()
    measures: tuple[tuple[str, Decimal], ...] = ()
    holds: tuple[tuple[str, date], ...] = ()
    facts: tuple[tuple[str, Value], ...] = ()

    def declared(self) -> dict[str, Any]:
        """Return what the case keeps as declared: papers, measures as decimal strings, certificates, other facts."""
        return {
            "papers": list(self.papers),
            "measures": {name: format(value, "f") for name, value in self.measures},
            "holds": [
                {"certificate": certificate, "valid_from": None, "valid_to": last.isoformat()}
                for certificate, last in self.holds
            ],
            **declared_facts(dict(self.facts)),
        }


def closing_day(closes_at: datetime) -> date:
    """Return the last day before a half-open deadline, local time."""
    return (closes_at.astimezone(SHANGHAI) - timedelta(microseconds=1)).date()


def columns_for(book: Rulebook, closing: date | None = None, kind: str = "") -> tuple[Column, ...]:
    """Return the columns of an application under a rulebook, in the order of the sheet.

    The fixed ones describe the applicant; a column is added for each paper, measure, certificate and other fact
    that a condition names. Size and industry are required only where something looks at them. *closing* is the last
    day for applications, from which the years of yearly measures count; with *kind* only what concerns that kind of
    subject is asked of it to declare.
    """
    tops = (*book.entry, *book.exclusion, *book.noted)
    conditions = tuple(inner for top in tops for inner in (top, *within(top)))
    looks_at = {name for traits in _traits(book, conditions) for name in _described(traits)}
    return (
        *_identity(book, looks_at),
        *_papers(book, conditions),
        *_measures(book),
        *_certificates(book, conditions),
        *declared_columns(book, closing, kind),
        *_CONTACT,
    )


def kinds_for(book: Rulebook) -> tuple[str, ...]:
    """Return the kinds of applicant that the rulebook admits and the register knows, at least one."""
    known = {kind.value for kind in OrganisationKind}
    kinds = tuple(kind for kind in book.applicants if kind in known)
    return kinds or (OrganisationKind.ENTERPRISE.value,)


def _identity(book: Rulebook, looks_at: set[str]) -> Iterator[Column]:
    yield from _NAMED
    kinds = tuple((kind, word("kind", kind, book)) for kind in kinds_for(book))
    if len(kinds) > 1:
        yield Column("kind", Text("单位类型", "Kind"), "choice", True, choose(kinds), kinds)
    sizes = tuple((size.value, word("size", size.value, book)) for size in Size)
    industry_remedy = Text(
        "请填写国民经济行业分类（GB/T 4754）代码，如 C3411。", "Write the GB/T 4754 code, such as C3411."
    )
    yield Column(
        "industry", Text("行业代码", "Industry code"), "industry", "industry" in looks_at, industry_remedy
    )
    yield Column("size", Text("规模", "Size"), "choice", "size" in looks_at, choose(sizes), sizes)


def _papers(book: Rulebook, conditions: Iterable[Condition]) -> Iterator[Column]:
    needed = [id_ for one in conditions if isinstance(one, Papers) for id_ in one.needs]
    for id_ in dict.fromkeys(needed):
        said = word("paper", id_, book)
        title = Text(f"是否提交{said.zh}", f"Handed in: {said.en}")
        yield Column(f"paper:{id_}", title, "yes_no", True, YES_OR_NO)


def _measures(book: Rulebook) -> Iterator[Column]:
    """A measure that not everybody must have (one of several, or for one kind) may stay empty."""
    rules: dict[str, tuple[str, ...]] = {}
    required: dict[str, bool] = {}
    for top in (*book.entry, *book.exclusion, *book.noted):
        for one in (top, *within(top)):
            if isinstance(one, ModelYears) or (isinstance(one, Measure) and one.consecutive_years is None):
                name = one.name if isinstance(one, Measure) else EXCELLENCE_YEARS
                rules[name] = (*rules.get(name, ()), top.id)
                required[name] = required.get(name, False) or is_for_all(top, book)
    for name, asked in rules.items():
        title = word("measure", name, book)
        yield Column(f"measure:{name}", title, "number", required[name], A_NUMBER, rules=asked)


def _certificates(book: Rulebook, conditions: Iterable[Condition]) -> Iterator[Column]:
    ids = [id_ for one in conditions for id_ in _certificates_in(one)]
    ids += [id_ for traits in _traits(book, conditions) for id_ in traits.certificates or ()]
    for id_ in dict.fromkeys(ids):
        said = word("certificate", id_, book)
        held, until = (
            Text(f"是否持有{said.zh}", f"Holds: {said.en}"),
            Text(f"{said.zh}有效期至", f"Valid to: {said.en}"),
        )
        yield Column(f"holds:{id_}", held, "yes_no", True, YES_OR_NO)
        remedy = Text(
            f"持有时请填写证书的最后有效日。{A_DAY.zh}", f"If held, write its last valid day. {A_DAY.en}"
        )
        yield Column(f"until:{id_}", until, "day", False, remedy)


def _certificates_in(one: Condition) -> Iterator[str]:
    if isinstance(one, HoldsCertificate):
        yield from one.certificate
    elif isinstance(one, OperatingYears):
        yield from (r.when.certificate for r in one.reduced if r.when.certificate is not None)


def _traits(book: Rulebook, conditions: Iterable[Condition]) -> Iterator[Traits]:
    """Yield every set of traits by which the rulebook tells subjects apart."""
    yield from (one.of for one in book.classes if one.of is not None)
    for one in conditions:
        yield from (who for who in (one.when, one.unless) if who is not None)
        if isinstance(one, OperatingYears):
            yield from (reduced.when for reduced in one.reduced)


def _described(traits: Traits) -> Iterator[str]:
    """Yield which of size and industry a set of traits looks at."""
    for name, many in (("size", traits.sizes), ("industry", traits.industries)):
        if many is not None or getattr(traits, name, None) is not None:
            yield name


_NAMED: Final = (
    Column(
        "name",
        Text("单位名称", "Name"),
        "text",
        True,
        Text("请填写登记证书上的全称。", "Write the full name on the certificate of registration."),
        most=120,
    ),
    Column(
        "uscc",
        Text("统一社会信用代码", "Unified Social Credit Code"),
        "uscc",
        True,
        Text(
            "请对照营业执照填写 18 位代码，单元格设为文本格式。",
            "Copy the 18 characters from the licence into a cell formatted as text.",
        ),
    ),
    Column(
        "region",
        Text("行政区划代码", "Region code"),
        "region",
        True,
        Text("请填写登记地的六位代码，如 350206。", "Write the six digits of the place of registration."),
    ),
    Column("founded_day", Text("成立日期", "Founded on"), "day", True, A_DAY),
    Column("legal_person", Text("是否法人", "Legal person"), "yes_no", True, YES_OR_NO),
)
_CONTACT: Final = (
    Column(
        "contact",
        Text("联系人", "Contact"),
        "text",
        True,
        Text("请填写联系人姓名，不超过 60 个字。", "Write a name of at most 60 characters."),
        most=60,
    ),
    Column(
        "phone",
        Text("联系电话", "Telephone"),
        "phone",
        True,
        Text(
            "请填写手机号或带区号的座机号，单元格设为文本格式。",
            "Write a mobile number, or area code and number, in a cell formatted as text.",
        ),
    ),
    Column(
        "email",
        Text("电子邮箱", "E-mail"),
        "email",
        False,
        Text("请填写完整的电子邮箱，如 name@example.com。", "Write a whole address: name@example.com."),
    ),
    Column(
        "remark",
        Text("备注", "Remark"),
        "text",
        False,
        Text("请不超过 500 个字。", "At most 500 characters."),
        most=500,
    ),
)
