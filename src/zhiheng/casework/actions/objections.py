"""What the public says against a published case, and what the office decides about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from zhiheng.casework import policy
from zhiheng.casework.models import Notice, Objection
from zhiheng.casework.queries.rounds import case_of, open_stage_of, rulebook_of
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import commit
from zhiheng.rules.model import NoticeStage, Stage


@transaction.atomic
def object_to(
    *, case_code: str, stage: str, name: str, contact: str, grounds: str, now: datetime
) -> Objection:
    """Take an objection against a published case while the notice runs.

    Where the rulebook asks for it, an objection without a name and a contact is refused; so is one that
    comes before the notice starts or at its end or later. The same words of the same person again, while
    the first are undecided, are one objection (a form sent twice).
    """
    case = case_of(case_code)
    row = open_stage_of(case.round, stage)
    notice = Notice.objects.get(stage=row)
    book = rulebook_of(case.round)
    cites = [book.cite(stage)]
    _refuse_objection(notice, book.stage(stage), case_code, (name, contact, grounds), cites, now)
    again = Objection.objects.filter(
        notice=notice, case=case, name=name, contact=contact, grounds=grounds, state=Objection.State.OPEN
    ).first()
    if again is not None:
        return again
    sealed = commit({"name": name, "contact": contact, "grounds": grounds})
    said = Objection.objects.create(
        notice=notice, case=case, name=name, contact=contact, grounds=grounds, given_at=now, salt=sealed.salt
    )
    ledger.write(
        book=case.round.authority, act="casework.objection_given", actor="public", about=case.code, at=now, cites=cites,
        body={"objection": said.pk, "commitment": sealed.digest},
    )  # fmt: skip
    return said


@transaction.atomic
def decide_objection(
    *, objection_pk: int, upheld: bool, decision: str, by: Actor, now: datetime
) -> Objection:
    """Decide an objection once, with its reason."""
    said = (
        Objection.objects.select_for_update(of=("self",))
        .select_related("case__round", "notice__stage")
        .get(pk=objection_pk)
    )
    policy.may_run_round(by, said.case.round.authority).or_refuse("objection.not_yours")
    open_stage_of(said.case.round, said.notice.stage.stage)
    if said.state != Objection.State.OPEN:
        raise Refused("objection.decided", Text("该异议已经处理。", "This objection is decided already."))
    if not decision.strip():
        raise Refused("objection.no_reason", Text("请写明处理意见。", "Say what was decided and why."))
    said.state = Objection.State.UPHELD if upheld else Objection.State.REJECTED
    said.decision, said.decided_by, said.decided_at = decision, by.code, now
    said.save()
    ledger.write(
        book=said.case.round.authority, act="casework.objection_decided", actor=by, about=said.case.code, at=now,
        cites=[rulebook_of(said.case.round).cite(said.notice.stage.stage)],
        body={"objection": said.pk, "upheld": upheld, "decision": decision},
    )  # fmt: skip
    return said


def _refuse_objection(
    notice: Notice,
    rule: Stage,
    case_code: str,
    said: tuple[str, str, str],
    cites: Sequence[Citation],
    now: datetime,
) -> None:
    assert isinstance(rule, NoticeStage)
    name, contact, grounds = said
    if not notice.starts_at <= now < notice.ends_at:
        raise Refused("objection.out_of_time", Text("不在公示期内。", "The notice is not running."), cites)
    if not any(entry["case"] == case_code for entry in notice.entries):
        raise Refused(
            "objection.not_published",
            Text("公示名单中没有该办件。", "This case is not on the notice."),
            cites,
        )
    if rule.objections.named and not (name.strip() and contact.strip()):
        raise Refused(
            "objection.unnamed",
            Text("异议须实名并留联系方式。", "An objection carries a name and a contact."),
            cites,
        )
    if not grounds.strip():
        raise Refused(
            "objection.no_grounds",
            Text("请写明异议的事实和理由。", "Say what the objection rests on."),
            cites,
        )
