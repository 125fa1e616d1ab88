"""Open and close accounts, and give and end the roles that they hold."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from zhiheng.core.actor import Actor, Role
from zhiheng.core.canonical import Json
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.registers.domain.codes import new_code
from zhiheng.registers.domain.names import username_key
from zhiheng.registers.domain.rows import AccountRow
from zhiheng.registers.models import Account, Organisation, Person, Region, RoleHeld

HOUSE = "house"
APART = frozenset({Role.OFFICE, Role.SUPERVISOR})


@transaction.atomic
def open_account(
    *, username: str, by: Actor | str, now: datetime, person: str = "", password: str | None = None
) -> AccountRow:
    """Open an account; without a password it can act through commands but nobody can sign in with it.

    ``person`` is the name of its holder. Raises ``Refused`` for a username that is taken (whatever its
    case or width) or badly formed, and for a weak password. The ledger holds codes, never names.
    """
    username = username_key(username)
    if not re.fullmatch(r"[\w.@+-]{2,60}", username):
        zh = "用户名须为 2 至 60 个字母、数字、汉字或 . @ + - _。"
        raise Refused(
            "account.username_wrong", Text(zh, "A username has 2 to 60 letters, digits or . @ + - _.")
        )
    _refuse_weak(password)
    holder = Person.objects.create(code=new_code("per"), name=person.strip()) if person.strip() else None
    account = Account(
        code=new_code("acct"),
        username=username,
        person=holder,
        opened_at=now,
        password=make_password(password),
    )
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        taken = Text(f"用户名“{username}”已被使用。", f"The username “{username}” is taken.")
        raise Refused("account.username_taken", taken) from None
    body: Json = {"person": holder.code if holder else None}
    ledger.write(book=HOUSE, act="registers.account_opened", actor=by, about=account.code, at=now, body=body)
    return AccountRow(account.code, username, holder.code if holder else "", True)


@transaction.atomic
def change_password(*, account: str, password: str, by: Actor | str, now: datetime) -> None:
    """Replace the password of an account; the ledger says that it happened and nothing more."""
    _refuse_weak(password)
    one = _locked(account)
    Account.objects.filter(pk=one.pk).update(password=make_password(password))
    ledger.write(book=HOUSE, act="registers.password_changed", actor=by, about=one.code, at=now)


@transaction.atomic
def close_account(*, account: str, by: Actor | str, now: datetime) -> None:
    """Close an account: it can no longer sign in and acts in no role; its past stays."""
    one = _locked(account)
    if one.is_active:
        Account.objects.filter(pk=one.pk).update(is_active=False)
        ledger.write(book=HOUSE, act="registers.account_closed", actor=by, about=one.code, at=now)


@transaction.atomic
def give_role(
    *,
    account: str,
    role: Role,
    place: str,
    from_day: date,
    by: Actor | str,
    now: datetime,
    to_day: date | None = None,
) -> str:
    """Give an account a role at a place for the days ``[from_day, to_day)``; return the code of the row.

    The same role given twice is one. Raises ``Refused`` when the place is unknown, when the days meet
    another holding of the same role, when somebody gives a role to itself, or when one account
    would be office and supervisor of one authority.
    """
    one = _locked(account)
    _refuse_own_gift(one, by)
    _refuse_unknown_place(role, place)
    if to_day is not None and to_day <= from_day:
        raise Refused("role.days_wrong", Text("角色的止日须晚于起日。", "A role ends after it begins."))
    meeting = list(_meeting(one, from_day, to_day).filter(place=place))
    for held in meeting:
        if (held.role, held.from_day, held.to_day) == (role, from_day, to_day):
            return held.code
    _refuse_conflict(role, place, {Role(held.role) for held in meeting})
    code = new_code("role")
    by_code = by if isinstance(by, str) else by.code
    RoleHeld.objects.create(
        code=code, account=one, role=role, place=place, from_day=from_day, to_day=to_day,
        given_by=by_code, given_at=now,
    )  # fmt: skip
    body: Json = {
        "role": role.value,
        "place": place,
        "from": from_day.isoformat(),
        "to": None if to_day is None else to_day.isoformat(),
    }
    ledger.write(book=_book(place), act="registers.role_given", actor=by, about=one.code, at=now, body=body)
    return code


@transaction.atomic
def end_role(*, account: str, role: Role, place: str, day: date, by: Actor | str, now: datetime) -> None:
    """End a role: *day* is the first on which it no longer holds.

    Raises ``Refused`` when the account does not hold it on that day or begins to hold it later.
    """
    one = _locked(account)
    ended = one.roles.filter(Q(to_day=None) | Q(to_day__gt=day), role=role, place=place, from_day__lte=day)
    by_code = by if isinstance(by, str) else by.code
    if ended.update(to_day=day, ended_by=by_code, ended_at=now) == 0:
        raise Refused(
            "role.not_held", Text("该账号在该日并不担任此角色。", "The account does not hold this role then.")
        )
    body: Json = {"role": role.value, "place": place, "day": day.isoformat()}
    ledger.write(book=_book(place), act="registers.role_ended", actor=by, about=one.code, at=now, body=body)


def _book(place: str) -> str:
    authority = place.partition("/")[0]
    return authority if authority.isdecimal() else HOUSE


def _locked(code: str) -> Account:
    one = Account.objects.select_for_update().filter(code=code).first()
    if one is None:
        raise Refused("account.unknown", Text(f"账号“{code}”不存在。", f"There is no account “{code}”."))
    return one


def _refuse_weak(password: str | None) -> None:
    if password is None:
        return
    try:
        validate_password(password)
    except ValidationError:
        zh = "密码过短（至少 10 位）或过于常见。"
        raise Refused(
            "account.password_weak", Text(zh, "The password is too short (10 at least) or too common.")
        ) from None


def _refuse_own_gift(one: Account, by: Actor | str) -> None:
    if one.code == (by if isinstance(by, str) else by.code):
        raise Refused("role.own_gift", Text("任何人不得给自己授予角色。", "Nobody gives a role to itself."))


def _refuse_unknown_place(role: Role, place: str) -> None:
    authority, _, part = place.partition("/")
    if role is Role.APPLICANT:
        known = Organisation.objects.filter(code=place).exists()
    else:
        known = Region.objects.filter(code=authority).exists() and (bool(part) or "/" not in place)
    if not known:
        raise Refused(
            "role.place_unknown", Text(f"角色所在“{place}”不存在。", f"There is no place “{place}”.")
        )


def _refuse_conflict(role: Role, place: str, held: set[Role]) -> None:
    if role in held:
        zh = f"该账号在“{place}”已担任此角色，期间重叠。"
        raise Refused(
            "role.held_already", Text(zh, f"The account holds this role at “{place}” on some of these days.")
        )
    if role in APART and held & (APART - {role}):
        zh = "同一账号不得同时为同一主管机关的评审办和监督人员。"
        raise Refused(
            "role.apart", Text(zh, "One account is never both office and supervisor of one authority.")
        )


def _meeting(one: Account, from_day: date, to_day: date | None) -> QuerySet[RoleHeld]:
    held = one.roles.filter(Q(to_day=None) | Q(to_day__gt=from_day))
    return held if to_day is None else held.filter(from_day__lt=to_day)
