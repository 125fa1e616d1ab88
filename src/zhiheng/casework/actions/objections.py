"""What the public says against a published case, and what the office decides about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhiheng.casework import policy
from zhiheng.casework.models import Notice, Objection
from zhiheng.casework.queries.rounds import case_of, open_stage_of, rulebook_of
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import commit, instant
from zhiheng.rules.model import NoticeStage, Stage


@dataclass(frozen=True, slots=True)
class Said:
    """An objection: against which case, by whom, on what facts, with what evidence, received when."""

    case: str
    name: str
    contact: str
    grounds: str
    received_at: datetime
    evidence: str = ""

    def words(self) -> dict[str, str]:
        """Return what is sealed: every word of it; evidence only where some came along."""
        said = {"name": self.name, "contact": self.contact, "grounds": self.grounds}
        return {**said, "evidence": self.evidence} if self.evidence else said


@transaction.atomic
def object_to(
    *, case_code: str, stage: str, name: str, contact: str, grounds: str, now: datetime
) -> Objection:
    """Take an objection against a published case while the notice runs.

    Where the rulebook asks for it, an objection without a name and a contact is refused; so is one that
    comes before the notice starts or at its end or later. The same words of the same person again, while
    the first are undecided, are one objection (a form sent twice).
    """
    said = Said(case_code, name, contact, grounds, received_at=now)
    return _taken(said, stage, actor="public", recorded_by="", now=now)


@transaction.atomic
def record_objection(*, said: Said, stage: str, by: Actor, now: datetime) -> Objection:
    """Record an objection that came on paper, as of the instant at which it was received.

    It counts as any other: the term is asked of that instant, a name of whoever the rulebook asks for one.
    Refuses an instant to come, and once the stage has closed.
    """
    policy.may_run_round(by, case_of(said.case).round.authority).or_refuse("objection.not_yours")
    if said.received_at > now:
        told = Text(
            "收到时间不能晚于现在。", "The instant at which it was received cannot lie in the future."
        )
        raise Refused("objection.to_come", told)
    return _taken(said, stage, actor=by, recorded_by=by.code, now=now)


def _taken(said: Said, stage: str, *, actor: Actor | str, recorded_by: str, now: datetime) -> Objection:
    case = case_of(said.case)
    row = open_stage_of(case.round, stage)
    notice, book = Notice.objects.get(stage=row), rulebook_of(case.round)
    cites = [book.cite(stage)]
    _refuse_objection(notice, book.stage(stage), said, cites)
    words = said.words()
    again = Objection.objects.filter(notice=notice, case=case, state=Objection.State.OPEN, **words).first()
    if again is not None:
        return again
    sealed = commit(words)
    made = Objection.objects.create(
        notice=notice,
        case=case,
        given_at=said.received_at,
        salt=sealed.salt,
        recorded_by=recorded_by,
        **words,
    )
    paper = {"received_at": instant(said.received_at)} if recorded_by else {}
    ledger.write(
        book=case.round.authority, act="casework.objection_given", actor=actor, about=case.code, at=now, cites=cites,
        body={"objection": made.pk, "commitment": sealed.digest, **paper},
    )  # fmt: skip
    return made


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


def _refuse_objection(notice: Notice, rule: Stage, said: Said, cites: Sequence[Citation]) -> None:
    assert isinstance(rule, NoticeStage)
    if not notice.starts_at <= said.received_at < notice.ends_at:
        raise Refused("objection.out_of_time", Text("不在公示期内。", "The notice is not running."), cites)
    if not any(entry["case"] == said.case for entry in notice.entries):
        raise Refused(
            "objection.not_published",
            Text("公示名单中没有该办件。", "This case is not on the notice."),
            cites,
        )
    if rule.objections.named and not (said.name.strip() and said.contact.strip()):
        raise Refused(
            "objection.unnamed",
            Text("异议须实名并留联系方式。", "An objection carries a name and a contact."),
            cites,
        )
    if not said.grounds.strip():
        raise Refused(
            "objection.no_grounds",
            Text("请写明异议的事实和理由。", "Say what the objection rests on."),
            cites,
        )
