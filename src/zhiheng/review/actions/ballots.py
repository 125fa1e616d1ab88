"""A secret vote: the ballot opens, members come and vote, it closes.

Where the rulebook has several rounds, each is a vote of its own: the next opens on the cases that are due, for the
same members, once the one before it has closed. A cast leaves two traces that nothing connects: that the member voted
(a row and a ledger line), and slips in the urn, whose single row is written anew in the order of random salts.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhiheng.casework import policy as casework
from zhiheng.casework.domain.values import CaseRef
from zhiheng.casework.queries.rounds import round_of, run_of, stage_of
from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.review import policy, queries
from zhiheng.review.actions.apart import refuse_overlaps
from zhiheng.review.actions.desk import Desk, lock_stage, open_desk
from zhiheng.review.domain.rounds import Due
from zhiheng.review.domain.urn import CHOICES, Receipt, commitments, put_in, slips_of
from zhiheng.review.models import BallotMember, BallotSession, Expert, MemberVoted, Recusal, Urn
from zhiheng.review.queries.ballots import MemberRow, about_of
from zhiheng.rules.model import BallotStage


@transaction.atomic
def open_ballot(
    *, round_code: str, stage: str, eligible: Sequence[str], present: Sequence[str], by: Actor, now: datetime
) -> None:
    """Open the vote with the members (expert codes) who have a vote and those who came.

    The first round is on every running case, a later one on those whom the rule lets stand again; that one has the
    members of the first. Refuses a round that is not due, somebody present who has no vote, and a member with a
    standing interest in a case who is not recused from it.
    """
    casework.may_run_round(by, round_of(round_code).authority).or_refuse("ballot.not_yours")
    desk = open_desk(round_code, stage, BallotStage)
    round_ = round_of(round_code)
    run = run_of(round_, stage_of(round_, stage))
    due = queries.round_to_hold(run)
    if due is None:
        raise Refused(
            "ballot.exists",
            Text(
                "本环节已经开始表决，没有须另行表决的轮次。",
                "This stage has a ballot; no other round is due.",
            ),
        )
    cases = [case for case in run.cases if case.code in due.cases]
    experts = _members(desk, eligible, present)
    _refuse_other_members(desk, due.number, experts)
    refuse_overlaps(desk.book, round_code, desk.rule.body, experts.keys())
    refuse_interested(cases, experts, now)
    session = BallotSession.objects.create(
        stage_id=desk.pk, number=due.number, cases=[case.code for case in cases], opened_at=now
    )
    Urn.objects.create(session=session)
    came = set(present)
    BallotMember.objects.bulk_create(
        BallotMember(session=session, expert=expert, is_present=code in came)
        for code, expert in experts.items()
    )
    ledger.write(
        book=desk.authority, act="review.ballot_opened", actor=by, about=about_of(desk.about, due.number),
        at=now, cites=desk.cites, body=_opened(due, session, eligible, present),
    )  # fmt: skip


def _opened(
    due: Due, session: BallotSession, eligible: Sequence[str], present: Sequence[str]
) -> dict[str, Any]:
    """Return what the ledger keeps of an opened vote; of a later round also its number and why it is held."""
    body: dict[str, Any] = {
        "eligible": sorted(eligible),
        "present": sorted(present),
        "cases": session.cases,
    }
    return body if due.number == 1 else {**body, "votes_round": due.number, "because": due.why}


def _refuse_other_members(desk: Desk[BallotStage], number: int, experts: Mapping[str, Expert]) -> None:
    """Refuse a later round for other members than those of the first."""
    if number == 1:
        return
    first = {member.expert for member in queries.ballot_members(desk.pk, 1)}
    if first != experts.keys():
        raise Refused(
            "ballot.other_members",
            Text(
                f"第 {number} 轮表决由第一轮的全体评委进行（{len(first)} 人），不得增减。",
                f"Round {number} is voted by the {len(first)} members of the first round, no more and no fewer.",
            ),
            desk.cites,
        )


@transaction.atomic
def record_presence(*, round_code: str, stage: str, present: Sequence[str], by: Actor, now: datetime) -> None:
    """Record that more members have come while the vote is open."""
    casework.may_run_round(by, round_of(round_code).authority).or_refuse("ballot.not_yours")
    desk = open_desk(round_code, stage, BallotStage)
    session = open_session(desk)
    for code in present:
        if not BallotMember.objects.filter(session=session, expert__code=code).update(is_present=True):
            raise _not_a_member(code)
    ledger.write(
        book=desk.authority, act="review.presence_recorded", actor=by,
        about=about_of(desk.about, session.number), at=now, cites=desk.cites, body={"present": sorted(present)},
    )  # fmt: skip


@transaction.atomic
def cast_ballot(
    *,
    round_code: str,
    stage: str,
    choices: Mapping[str, str],
    by: Actor,
    now: datetime,
    salted: Callable[[int], bytes] = secrets.token_bytes,
) -> Receipt:
    """Cast the own paper: ``yes``, ``no`` or ``abstain`` for every case of the ballot but those recused from.

    Returns the receipt, once; nothing keeps it. Refuses a second paper, a paper that leaves a case out or
    names one more, and anybody who is not a present member.
    """
    lock_stage(round_code, stage)
    policy.may_vote(by, round_code, stage).or_refuse("ballot.not_yours")
    desk = open_desk(round_code, stage, BallotStage)
    session = open_session(desk)
    member = next(row for row in queries.ballot_members(desk.pk) if row.account == by.code)
    _refuse_choices(desk, member, session.cases, choices)
    round_ = round_of(round_code)
    expert = {member.expert: Expert.objects.get(code=member.expert)}
    refuse_interested(run_of(round_, stage_of(round_, stage)).cases, expert, now)
    _mark_voted(member)
    about = about_of(desk.about, session.number)
    slips = slips_of(about, choices, salted)
    urn = Urn.objects.select_for_update().get(session=session)
    Urn.objects.filter(session=session).update(slips=put_in(urn.slips, slips))
    ledger.write(
        book=desk.authority, act="review.ballot_cast", actor=by, about=about, at=now, cites=desk.cites
    )
    return Receipt(about, {slip["case"]: slip["salt"] for slip in slips})


@transaction.atomic
def close_ballot(*, round_code: str, stage: str, by: Actor, now: datetime, ground: str = "") -> list[str]:
    """End the open round of votes and publish the sorted commitments of all slips, which are returned.

    Refuses without a quorum, for any case, and while a member who came has not voted, unless a
    *ground* says why the vote ends without them (they left, they hand in no paper).
    """
    casework.may_run_round(by, round_of(round_code).authority).or_refuse("ballot.not_yours")
    desk = open_desk(round_code, stage, BallotStage)
    session = open_session(desk)
    members = queries.ballot_members(desk.pk)
    told = next(iter(not_quorate(desk.rule, session.cases, members).values()), None)
    if told is not None:
        raise Refused("ballot.not_quorate", told, desk.cites)
    silent = [member.expert for member in members if member.is_present and not member.has_voted]
    if silent and not ground.strip():
        raise Refused(
            "ballot.not_all_voted",
            Text(
                f"还有 {len(silent)} 名到会评委没有投票；如须结束表决，请写明理由。",
                f"{len(silent)} members present have not voted; to end the vote without them, say why.",
            ),
            desk.cites,
        )
    urn = Urn.objects.select_for_update().get(session=session)
    about = about_of(desk.about, session.number)
    published = commitments(about, urn.slips)
    Urn.objects.filter(session=session).update(commitments=published)
    BallotSession.objects.filter(pk=session.pk).update(closed_at=now)
    ledger.write(
        book=desk.authority, act="review.ballot_closed", actor=by, about=about, at=now, cites=desk.cites,
        body={"commitments": published, "not_voted": silent, "ground": ground},
    )  # fmt: skip
    return published


def not_quorate(rule: BallotStage, cases: Collection[str], members: Sequence[MemberRow]) -> dict[str, Text]:
    """Say for which cases too few of the members who may vote on them came."""
    return {
        row.case: Text(
            f"{row.case} 应到 {row.eligible} 人，实到 {row.present} 人，未达到法定人数 {row.needed} 人，不能表决。",
            f"{row.case}: {row.present} of {row.eligible} present, the quorum is {row.needed}.",
        )
        for row in queries.quorums(rule, cases, members)
        if not row.is_met
    }


def _members(desk: Desk[BallotStage], eligible: Sequence[str], present: Sequence[str]) -> dict[str, Expert]:
    known = {
        expert.code: expert for expert in Expert.objects.filter(authority=desk.authority, code__in=eligible)
    }
    for code in eligible:
        if code not in known:
            raise _not_a_member(code)
    for code in present:
        if code not in known:
            raise _not_a_member(code)
    if len(set(eligible)) != len(eligible):
        raise Refused("ballot.member_twice", Text("评委名单有重复。", "A member is named twice."))
    return {code: known[code] for code in eligible}


def refuse_interested(cases: Sequence[CaseRef], experts: Mapping[str, Expert], now: datetime) -> None:
    """Refuse a member who has a standing interest in a case and is not recused from it."""
    pks = [expert.pk for expert in experts.values()]
    day = now.astimezone(SHANGHAI).date()
    interests = queries.interests_in_the_way(pks, {case.subject for case in cases}, day)
    recused = set(Recusal.objects.filter(expert_id__in=pks).values_list("expert_id", "case_id"))
    for code, expert in sorted(experts.items()):
        for case in cases:
            if (expert.pk, case.subject) in interests and (expert.pk, case.pk) not in recused:
                raise Refused(
                    "ballot.interest",
                    Text(
                        f"评委 {code} 与 {case.code} 存在利害关系，须先办理回避。",
                        f"Member {code} has an interest in {case.code} and is to be recused from it first.",
                    ),
                )


def open_session(desk: Desk[BallotStage]) -> BallotSession:
    """Return the last round of votes of the stage, locked, while it is open."""
    rows = BallotSession.objects.select_for_update().filter(stage_id=desk.pk)
    session = rows.order_by("-number").first()
    if session is None:
        raise Refused("ballot.not_open", Text("尚未开始表决。", "The vote has not begun."), desk.cites)
    if session.closed_at is not None:
        raise Refused("ballot.closed", Text("表决已经结束。", "The vote is closed."), desk.cites)
    return session


def _refuse_choices(
    desk: Desk[BallotStage], member: MemberRow, cases: Sequence[str], choices: Mapping[str, str]
) -> None:
    own = [code for code in cases if code not in member.recused_from]
    recused = sorted(choices.keys() & member.recused_from)
    missing, unknown = sorted(set(own) - choices.keys()), sorted(choices.keys() - set(cases))
    if recused:
        names = recused
        told = Text(f"您已回避 {'、'.join(names)}，不能表决。", f"You are recused from {', '.join(names)}.")
    elif unknown:
        told = Text(f"表决票上没有 {'、'.join(unknown)}。", f"The ballot has no {', '.join(unknown)}.")
    elif missing:
        told = Text(
            f"尚未就 {'、'.join(missing)} 表态；弃权也须明示。",
            f"No choice on {', '.join(missing)}; an abstention is said too.",
        )
    elif any(choice not in CHOICES for choice in choices.values()):
        told = Text("只能选择同意、反对或弃权。", "A choice is yes, no or abstain.")
    else:
        return
    raise Refused("ballot.choices", told, desk.cites)


def _mark_voted(member: MemberRow) -> None:
    try:
        with transaction.atomic():
            MemberVoted.objects.create(member_id=member.pk)
    except IntegrityError:
        raise Refused("ballot.voted", Text("您已经投过票。", "You have voted already.")) from None


def _not_a_member(code: str) -> Refused:
    return Refused("ballot.not_a_member", Text(f"{code} 不在评委名单中。", f"{code} is not a member."))
