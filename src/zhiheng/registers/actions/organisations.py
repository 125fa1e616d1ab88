"""Register organisations, and record what changes about them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.canonical import Json
from zhiheng.core.codes import uscc_problem
from zhiheng.core.refusal import InputRefused, Place, Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.registers.domain.codes import new_code
from zhiheng.registers.domain.intake import NewOrganisation, Verdict, plain_name, plain_uscc
from zhiheng.registers.domain.kinds import OrganisationKind
from zhiheng.registers.domain.names import name_key
from zhiheng.registers.domain.rows import OrganisationRow
from zhiheng.registers.models import Organisation, OrganisationName, Region
from zhiheng.registers.queries.organisations import organisations_by_code
from zhiheng.registers.queries.registrations import verdicts_on

HOUSE = "house"


def register_organisation(
    *,
    name: str,
    uscc: str | None,
    region: str,
    by: Actor | str,
    now: datetime,
    kind: str = OrganisationKind.ENTERPRISE.value,
    founded_day: date | None = None,
    legal_person: bool | None = None,
    industry: str = "",
    size: str = "",
    namesake: bool = False,
    book: str = HOUSE,
) -> OrganisationRow:
    """Register one organisation, or return it when the same credit code and name are there already.

    Raises ``Refused`` when the credit code is wrong or stands for another name, when the region is
    unknown, or when another organisation has this name in any spelling (unless ``namesake``).
    """
    new = NewOrganisation(
        name, uscc, region, kind, founded_day, legal_person, industry, size, namesake, Place()
    )  # fmt: skip
    try:
        return register_organisations([new], by=by, now=now, book=book)[0]
    except InputRefused as refusal:
        first = refusal.problems[0]
        raise Refused(first.code, first.text()) from None


def register_organisations(
    intake: Sequence[NewOrganisation], *, by: Actor | str, now: datetime, book: str = HOUSE
) -> tuple[OrganisationRow, ...]:
    """Register many organisations at once and return them in the order given; all of them or none.

    Those that are registered already are returned as they are. Raises ``InputRefused`` with every
    problem found. Somebody else may register one of them at the same moment: then it is theirs.
    """
    try:
        return _register(intake, by=by, now=now, book=book)
    except IntegrityError:
        return _register(intake, by=by, now=now, book=book)


@transaction.atomic
def rename_organisation(
    *, code: str, name: str, from_day: date, by: Actor | str, now: datetime, book: str = HOUSE
) -> OrganisationRow:
    """Give an organisation its new name from a day on; the old one stays in its history.

    Raises ``Refused`` when the day lies before the present name began or another organisation has the name.
    """
    one = _locked(code)
    key, name = name_key(name), plain_name(name)
    present = OrganisationName.objects.get(organisation=one, to_day=None)
    if name == one.name:
        return organisations_by_code([code])[code]
    taken = OrganisationName.objects.filter(name_key=key).exclude(organisation=one).first()
    if not key or len(name) > 120 or taken is not None or from_day < present.from_day:
        raise Refused("organisation.name_refused", _name_refused(name, taken, present, from_day))
    OrganisationName.objects.filter(pk=present.pk).update(to_day=from_day)
    OrganisationName.objects.create(organisation=one, name=name, name_key=key, from_day=from_day)
    Organisation.objects.filter(pk=one.pk).update(name=name, name_key=key)
    body: Json = {"from": present.name, "to": name, "day": from_day.isoformat()}
    ledger.write(book=book, act="registers.organisation_renamed", actor=by, about=code, at=now, body=body)
    return organisations_by_code([code])[code]


@transaction.atomic
def correct_organisation(
    *,
    code: str,
    by: Actor | str,
    now: datetime,
    uscc: str | None = None,
    region: str | None = None,
    founded_day: date | None = None,
    legal_person: bool | None = None,
    industry: str | None = None,
    size: str | None = None,
    parent: str | None = None,
    book: str = HOUSE,
) -> OrganisationRow:
    """Complete or correct what is stated about an organisation; what is not given stays.

    A credit code can be added where there was none and never changed. ``parent`` is the code of the
    organisation that owns it; an empty text removes it. Raises ``Refused`` for an unknown value.
    """
    one = _locked(code)
    changes: dict[str, object] = {
        "uscc": _first_uscc(one, uscc),
        "region_id": _known_region(region),
        "founded_day": founded_day,
        "legal_person": legal_person,
        "industry": industry,
        "size": size,
    }
    changes = {field: value for field, value in changes.items() if value is not None}
    if parent is not None:
        changes["parent_id"] = _possible_parent(one, parent)
    changes = {field: value for field, value in changes.items() if getattr(one, field) != value}
    if changes:
        Organisation.objects.filter(pk=one.pk).update(**changes)
        body = _correction_body(changes, parent)
        ledger.write(
            book=book, act="registers.organisation_corrected", actor=by, about=code, at=now, body=body
        )
    return organisations_by_code([code])[code]


def _correction_body(changes: Mapping[str, object], parent: str | None) -> dict[str, Json]:
    body: dict[str, Json] = {
        field: value if isinstance(value, bool) else str(value)
        for field, value in changes.items()
        if field != "parent_id"
    }
    return {**body, "parent": parent} if "parent_id" in changes else body


@transaction.atomic
def _register(
    intake: Sequence[NewOrganisation], *, by: Actor | str, now: datetime, book: str
) -> tuple[OrganisationRow, ...]:
    verdicts = verdicts_on(intake)
    problems = [verdict.problem for verdict in verdicts if verdict.problem is not None]
    if problems:
        raise InputRefused(
            "organisations.refused",
            Text(
                f"有 {len(problems)} 处问题，未登记任何组织。",
                f"{len(problems)} problems; nothing was registered.",
            ),
            problems,
        )
    made = {f"#{index}": _made(intake[index], now) for index, new in enumerate(verdicts) if new == Verdict()}
    _save(list(made.values()), now)
    if made:
        entries = [
            ledger.Entry("registers.organisation_registered", one.code, body=_body(one))
            for one in made.values()
        ]
        ledger.write_many(book=book, entries=entries, actor=by, at=now)
    codes = [_code_of(index, verdict, made) for index, verdict in enumerate(verdicts)]
    rows = organisations_by_code(codes)
    return tuple(rows[code] for code in codes)


def _code_of(index: int, verdict: Verdict, made: dict[str, Organisation]) -> str:
    key = verdict.existing or f"#{index}"
    return made[key].code if key in made else key


def _made(new: NewOrganisation, now: datetime) -> Organisation:
    return Organisation(
        code=new_code("org"),
        uscc=plain_uscc(new.uscc),
        name=plain_name(new.name),
        name_key=name_key(new.name),
        is_namesake=new.namesake,
        region_id=new.region,
        kind=new.kind,
        founded_day=new.founded_day,
        legal_person=new.legal_person,
        industry=new.industry,
        size=new.size,
        registered_at=now,
    )


def _save(made: Sequence[Organisation], now: datetime) -> None:
    saved = Organisation.objects.bulk_create(made, batch_size=500)
    today = now.astimezone(SHANGHAI).date()
    names = [
        OrganisationName(
            organisation=one,
            name=one.name,
            name_key=one.name_key,
            from_day=min(one.founded_day or today, today),
        )
        for one in saved
    ]
    OrganisationName.objects.bulk_create(names, batch_size=500)


def _body(one: Organisation) -> dict[str, str | None]:
    return {"uscc": one.uscc, "name": one.name, "region": one.region_id, "kind": one.kind}


def _locked(code: str) -> Organisation:
    one = Organisation.objects.select_for_update().filter(code=code).first()
    if one is None:
        raise Refused(
            "organisation.unknown", Text(f"组织“{code}”不存在。", f"There is no organisation “{code}”.")
        )
    return one


def _first_uscc(one: Organisation, uscc: str | None) -> str | None:
    plain = plain_uscc(uscc)
    if plain is None or plain == one.uscc:
        return plain
    if one.uscc is not None:
        raise Refused(
            "organisation.uscc_fixed",
            Text("统一社会信用代码登记后不得更改。", "A registered credit code is never changed."),
        )
    problem = uscc_problem(plain)
    if problem is not None:
        raise Refused("organisation.uscc_wrong", problem)
    other = Organisation.objects.filter(uscc=plain).first()
    if other is not None:
        zh = f"代码 {plain} 已登记为“{other.name}”（{other.code}）。"
        raise Refused(
            "organisation.uscc_taken", Text(zh, f"{plain} is registered for “{other.name}” ({other.code}).")
        )
    return plain


def _known_region(region: str | None) -> str | None:
    if region is not None and not Region.objects.filter(code=region).exists():
        raise Refused(
            "organisation.region_unknown",
            Text(f"行政区划代码“{region}”不存在。", f"There is no region “{region}”."),
        )
    return region


def _possible_parent(one: Organisation, parent: str) -> int | None:
    """Return the parent's key; a chain of owners that leads back to the organisation is refused."""
    if not parent:
        return None
    above: Organisation | None = _locked(parent)
    first = above
    while above is not None:
        if above.pk == one.pk:
            raise Refused(
                "organisation.parent_circle",
                Text(
                    "上级组织不能是本组织或其下属。",
                    "A parent cannot be the organisation itself or one below it.",
                ),
            )
        above = above.parent
    return None if first is None else first.pk


def _name_refused(
    name: str, taken: OrganisationName | None, present: OrganisationName, from_day: date
) -> Text:
    if taken is not None:
        holder = taken.organisation
        return Text(
            f"名称“{name}”与“{holder.name}”（{holder.code}）相同。",
            f"The name “{name}” is that of “{holder.name}” ({holder.code}).",
        )
    if from_day < present.from_day:
        return Text(
            f"更名日期不得早于现名称的起始日 {present.from_day}。",
            f"The new name cannot begin before the present one did ({present.from_day}).",
        )
    return Text("名称为空或超过 120 个字。", "The name is empty or longer than 120 signs.")
