"""What an application states: the columns that a rulebook makes necessary, and one row of them as a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, Literal, TypeAlias

from zhiheng.core.text import Text
from zhiheng.registers.domain.kinds import OrganisationKind, Size
from zhiheng.rules.model import Rulebook
from zhiheng.rules.model.conditions import (
    Condition,
    HoldsCertificate,
    KOf,
    Measure,
    ModelYears,
    OneOf,
    OperatingYears,
    Papers,
)
from zhiheng.rules.vocabulary import word

SHEET: Final = Text("申报名单", "Applications")
NOTES_SHEET: Final = Text("填报说明", "How to fill")
ROUND_LABEL: Final = Text("届次代码", "Round code")
DIGEST_LABEL: Final = Text("规则摘要", "Rulebook digest")
SAMPLE_MARK: Final = "【填写示例】"
EXCELLENCE_YEARS: Final = "excellence_model_years"

Kind: TypeAlias = Literal[
    "text", "uscc", "region", "day", "yes_no", "choice", "industry", "number", "email", "phone"
]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the workbook: its title, what belongs in it, and what to do about a wrong value.

    ``choices`` pairs the value that is kept with the word that is written; ``most`` counts characters.
    """

    key: str
    title: Text
    kind: Kind
    required: bool
    remedy: Text
    choices: tuple[tuple[str, Text], ...] = ()
    most: int = 200


@dataclass(frozen=True, slots=True)
class Intake:
    """A round as its workbook needs it; an application is in time while ``opens_at <= at < closes_at``."""

    round_code: str
    session: str
    book: Rulebook
    opens_at: datetime
    closes_at: datetime


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

    ``measures`` and ``holds`` are pairs: a name with its exact number, a certificate with its last day.
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

    def declared(self) -> dict[str, Any]:
        """Return what the case keeps as declared: papers, measures as decimal strings, certificates held."""
        return {
            "papers": list(self.papers),
            "measures": {name: format(value, "f") for name, value in self.measures},
            "holds": [
                {"certificate": certificate, "valid_from": None, "valid_to": last.isoformat()}
                for certificate, last in self.holds
            ],
        }


def columns_for(book: Rulebook) -> tuple[Column, ...]:
    """Return the columns of an application under a rulebook, in the order of the sheet.

    The fixed ones describe the applicant; a column is added for each paper, measure and certificate that a
    condition of entry or exclusion names. Size and industry are required only where a condition looks at them.
    """
    conditions = tuple(_flat((*book.entry, *book.exclusion)))
    looks_at = {name for one in conditions for name in _classes(one)}
    return (
        *_identity(book, looks_at),
        *_papers(book, conditions),
        *_measures(book, conditions),
        *_certificates(book, conditions),
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
        yield Column("kind", Text("单位类型", "Kind"), "choice", True, _choose(kinds), kinds)
    sizes = tuple((size.value, word("size", size.value, book)) for size in Size)
    industry_remedy = Text(
        "请填写国民经济行业分类（GB/T 4754）代码，如 C3411。", "Write the GB/T 4754 code, such as C3411."
    )
    yield Column(
        "industry", Text("行业代码", "Industry code"), "industry", "industry" in looks_at, industry_remedy
    )
    yield Column("size", Text("规模", "Size"), "choice", "size" in looks_at, _choose(sizes), sizes)


def _papers(book: Rulebook, conditions: Iterable[Condition]) -> Iterator[Column]:
    needed = [id_ for one in conditions if isinstance(one, Papers) for id_ in one.needs]
    for id_ in dict.fromkeys(needed):
        said = word("paper", id_, book)
        title = Text(f"是否提交{said.zh}", f"Handed in: {said.en}")
        yield Column(f"paper:{id_}", title, "yes_no", True, _YES_OR_NO)


def _measures(book: Rulebook, conditions: Iterable[Condition]) -> Iterator[Column]:
    """A measure that not everybody must have (one of several, or for one kind) may stay empty."""
    required: dict[str, bool] = {}
    always = {one.id for one in (*book.entry, *book.exclusion) if not one.applies_to}
    for one in conditions:
        if isinstance(one, Measure | ModelYears):
            name = one.name if isinstance(one, Measure) else EXCELLENCE_YEARS
            required[name] = required.get(name, False) or one.id in always
    for name, needed in required.items():
        remedy = Text("请填写数字，可带小数，不带单位。", "Write a plain number, without a unit.")
        yield Column(f"measure:{name}", word("measure", name, book), "number", needed, remedy)


def _certificates(book: Rulebook, conditions: Iterable[Condition]) -> Iterator[Column]:
    ids = [id_ for one in conditions for id_ in _certificates_in(one)]
    for id_ in dict.fromkeys(ids):
        said = word("certificate", id_, book)
        held, until = (
            Text(f"是否持有{said.zh}", f"Holds: {said.en}"),
            Text(f"{said.zh}有效期至", f"Valid to: {said.en}"),
        )
        yield Column(f"holds:{id_}", held, "yes_no", True, _YES_OR_NO)
        remedy = Text(
            f"持有时请填写证书的最后有效日。{_A_DAY.zh}", f"If held, write its last valid day. {_A_DAY.en}"
        )
        yield Column(f"until:{id_}", until, "day", False, remedy)


def _certificates_in(one: Condition) -> Iterator[str]:
    if isinstance(one, HoldsCertificate):
        yield from one.certificate
    elif isinstance(one, OperatingYears):
        yield from (r.when.certificate for r in one.reduced if r.when.certificate is not None)


def _classes(one: Condition) -> Iterator[str]:
    if isinstance(one, OperatingYears):
        for reduced in one.reduced:
            yield from (name for name in ("size", "industry") if getattr(reduced.when, name) is not None)


def _flat(conditions: Iterable[Condition]) -> Iterator[Condition]:
    for one in conditions:
        yield one
        if isinstance(one, OneOf | KOf):
            yield from _flat(one.of)


def _choose(choices: tuple[tuple[str, Text], ...]) -> Text:
    zh, en = "、".join(said.zh for _, said in choices), ", ".join(said.en for _, said in choices)
    return Text(f"请从下拉列表中选择：{zh}。", f"Choose one of: {en}.")


_YES_OR_NO: Final = Text("请填“是”或“否”。", "Write 是 (yes) or 否 (no).")
_A_DAY: Final = Text("请按 2019-05-08 的形式填写。", "Write it like 2019-05-08.")
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
    Column("founded_day", Text("成立日期", "Founded on"), "day", True, _A_DAY),
    Column("legal_person", Text("是否法人", "Legal person"), "yes_no", True, _YES_OR_NO),
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
