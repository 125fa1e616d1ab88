"""Experts enter the pool; what ties them to organisations is declared and decided."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhiheng.casework import policy as casework
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import commit
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.codes import new_code
from zhiheng.review.actions.recusals import recuse_from_seated_cases
from zhiheng.review.domain.values import InterestGiven, NewExpert
from zhiheng.review.models import Expert, Interest


@transaction.atomic
def register_experts(*, authority: str, experts: Sequence[NewExpert], by: Actor, now: datetime) -> list[str]:
    """Take people into the authority's pool; return their codes in the same order.

    An employer is at the same time an interest, detected. Refuses a name that is empty, an account that does not
    exist, and one that is in the pool already or named twice. The ledger holds codes, never names.
    """
    casework.may_run_round(by, authority).or_refuse("expert.not_yours")
    _refuse_accounts(authority, experts)
    rows = [_expert(authority, new, now) for new in experts]
    Expert.objects.bulk_create(rows, batch_size=500)
    Interest.objects.bulk_create(
        [_employed(expert, by, now) for expert in rows if expert.employer], batch_size=500
    )
    ledger.write_many(
        book=authority,
        actor=by,
        at=now,
        entries=[
            ledger.Entry(
                "review.expert_registered",
                expert.code,
                body={"account": expert.account, "is_simulated": expert.is_simulated},
            )
            for expert in rows
        ],
    )
    return [expert.code for expert in rows]


def _expert(authority: str, new: NewExpert, now: datetime) -> Expert:
    if not new.name.strip():
        raise Refused("expert.no_name", Text("专家须有姓名。", "An expert has a name."))
    return Expert(
        code=new_code("exp"),
        authority=authority,
        account=new.account,
        name=new.name.strip(),
        fields=list(new.fields),
        employer=new.employer,
        region=new.region,
        is_simulated=new.is_simulated,
        registered_at=now,
    )


def _employed(expert: Expert, by: Actor, now: datetime) -> Interest:
    return Interest(
        code=new_code("int"),
        expert=expert,
        organisation=expert.employer,
        relation=Interest.Relation.EMPLOYER,
        source=Interest.Source.DETECTED,
        by=by.code,
        given_at=now,
        salt=commit({"employer": expert.employer}).salt,
        state=Interest.State.STANDS,
        decided_by=by.code,
        decided_at=now,
        ground="专家库登记的工作单位",
    )


def _refuse_accounts(authority: str, experts: Sequence[NewExpert]) -> None:
    accounts = [new.account for new in experts if new.account]
    known = set(
        Expert.objects.filter(authority=authority).exclude(account="").values_list("account", flat=True)
    )
    seen: set[str] = set()
    for account in accounts:
        if account in known or account in seen:
            raise Refused(
                "expert.exists",
                Text(f"账号 {account} 已在专家库中。", f"Account {account} is in the pool already."),
            )
        if registers.account(account) is None:
            raise Refused(
                "account.unknown", Text(f"账号“{account}”不存在。", f"There is no account “{account}”.")
            )
        seen.add(account)


@transaction.atomic
def link_account(*, authority: str, expert: str, account: str, by: Actor, now: datetime) -> None:
    """Give an expert of the pool, who was on paper until now, the account that the person signs in with.

    Refuses an expert who has an account already (seats and votes hang on it) and an account that is unknown or taken.
    """
    casework.may_run_round(by, authority).or_refuse("expert.not_yours")
    row = expert_row(authority, expert)
    if row.account:
        raise Refused(
            "expert.linked", Text("该专家已经关联账号，不能更换。", "This expert has an account already.")
        )
    _refuse_accounts(authority, [NewExpert(name=row.name, account=account)])
    Expert.objects.filter(pk=row.pk, account="").update(account=account)
    ledger.write(
        book=authority,
        act="review.expert_linked",
        actor=by,
        about=row.code,
        at=now,
        body={"account": account},
    )


@transaction.atomic
def declare_interest(*, authority: str, given: InterestGiven, by: Actor, now: datetime) -> str:
    """Record a relation between an expert and an organisation; return its code.

    The expert declares it or the office records it. It stands in the way from now on; the office decides
    whether it stays. The ledger holds a commitment, because kinship is nobody else's business.
    """
    expert = expert_row(authority, given.expert)
    if not (by.code and by.code == expert.account):
        casework.may_run_round(by, authority).or_refuse("interest.not_yours")
    _refuse_interest(expert, given)
    sealed = commit({"organisation": given.organisation, "relation": given.relation, "says": given.says})
    interest = Interest.objects.create(
        code=new_code("int"),
        expert=expert,
        organisation=given.organisation,
        relation=given.relation,
        source=Interest.Source.DECLARED,
        says=given.says,
        from_day=given.from_day,
        to_day=given.to_day,
        by=by.code,
        given_at=now,
        salt=sealed.salt,
    )
    body = {"interest": interest.code, "commitment": sealed.digest}
    ledger.write(
        book=authority, act="review.interest_declared", actor=by, about=expert.code, at=now, body=body
    )
    return interest.code


def _refuse_interest(expert: Expert, given: InterestGiven) -> None:
    if given.relation not in Interest.Relation.values:
        raise Refused(
            "interest.relation",
            Text(f"没有利害关系类型 {given.relation}。", f"There is no relation {given.relation}."),
        )
    if given.from_day and given.to_day and given.to_day <= given.from_day:
        raise Refused(
            "interest.days", Text("利害关系的止日须晚于起日。", "An interest ends after it begins.")
        )
    same = Interest.objects.filter(
        expert=expert, organisation=given.organisation, relation=given.relation, to_day=None
    )
    if given.to_day is None and same.exclude(state="dismissed").exists():
        raise Refused("interest.exists", Text("该利害关系已经登记。", "This interest is recorded already."))


@transaction.atomic
def adjudicate_interest(*, interest: str, stands: bool, ground: str, by: Actor, now: datetime) -> list[str]:
    """Decide an interest once; one that stands recuses the expert from the organisation's cases at open stages.

    Returns the codes of the cases from which the expert is recused by this; a case on which the expert has
    already voted in secret cannot be among them. An expert never decides the own interest, whatever else
    the account may do.
    """
    found = (
        Interest.objects.select_for_update(of=("self",))
        .select_related("expert")
        .filter(code=interest)
        .first()
    )
    if found is None:
        raise Refused(
            "interest.unknown", Text(f"没有利害关系 {interest}。", f"There is no interest {interest}.")
        )
    expert = found.expert
    casework.may_run_round(by, expert.authority).or_refuse("interest.not_yours")
    if by.code and by.code == expert.account:
        raise Refused(
            "interest.own", Text("不得裁定本人的利害关系。", "Nobody decides an interest of their own.")
        )
    if found.state != Interest.State.OPEN:
        raise Refused("interest.decided", Text("该利害关系已经裁定。", "This interest is decided already."))
    if not ground.strip():
        raise Refused("interest.no_ground", Text("请写明裁定理由。", "Say why it was decided so."))
    found.state = Interest.State.STANDS if stands else Interest.State.DISMISSED
    found.decided_by, found.decided_at, found.ground = by.code, now, ground
    found.save()
    body: dict[str, str | bool] = {"interest": found.code, "stands": stands}
    ledger.write(
        book=expert.authority, act="review.interest_decided", actor=by, about=expert.code, at=now, body=body
    )
    return recuse_from_seated_cases(expert, found.organisation, ground, by, now) if stands else []


def expert_row(authority: str, code: str) -> Expert:
    """Return an expert of the authority's pool, or refuse."""
    expert = Expert.objects.filter(authority=authority, code=code).first()
    if expert is None:
        raise Refused(
            "expert.unknown", Text(f"专家库中没有 {code}。", f"There is no expert {code} in the pool.")
        )
    return expert
