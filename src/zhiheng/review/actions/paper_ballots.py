"""A secret vote on paper: the office puts all papers of a meeting into the urn at once.

Who came and how often a choice was made is recorded, never which paper was whose: the papers arrive without
names, are cut into slips, and the urn sorts those by random salts.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from zhiheng.casework.queries.rounds import round_of, run_of, stage_of
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.review import policy, queries
from zhiheng.review.actions.ballots import open_session, refuse_interested
from zhiheng.review.actions.desk import Desk, open_desk
from zhiheng.review.domain.urn import CHOICES, put_in, slips_of
from zhiheng.review.models import Expert, MemberVoted, Urn
from zhiheng.review.queries.ballots import MemberRow, about_of
from zhiheng.rules.model import BallotStage


@transaction.atomic
def record_paper_ballots(
    *,
    round_code: str,
    stage: str,
    papers: Sequence[Mapping[str, str]],
    by: Actor,
    now: datetime,
    salted: Callable[[int], bytes] = secrets.token_bytes,
) -> int:
    """Record every paper of an open ballot in one act, all or none; return how many.

    A paper maps cases to ``yes``, ``no`` or ``abstain`` and leaves out those from which its member is recused. Refuses
    when a member has voted already, when there are not as many papers as members present, and when a case has
    not as many choices as members present who may vote on it. One ledger line a paper, which names nobody.
    """
    policy.may_hand_in(by, round_of(round_code).authority).or_refuse("ballot.not_yours")
    desk = open_desk(round_code, stage, BallotStage)
    session = open_session(desk)
    present = [member for member in queries.ballot_members(desk.pk) if member.is_present]
    _refuse_papers(desk, present, session.cases, papers)
    round_ = round_of(round_code)
    experts = {one.code: one for one in Expert.objects.filter(code__in=[row.expert for row in present])}
    refuse_interested(run_of(round_, stage_of(round_, stage)).cases, experts, now)
    MemberVoted.objects.bulk_create([MemberVoted(member_id=member.pk) for member in present])
    about = about_of(desk.about, session.number)
    slips = [slip for paper in papers for slip in slips_of(about, paper, salted)]
    urn = Urn.objects.select_for_update().get(session=session)
    Urn.objects.filter(session=session).update(slips=put_in(urn.slips, slips))
    entries = [ledger.Entry("review.ballot_cast", about, desk.cites, {"on_paper": True}) for _ in papers]
    return ledger.write_many(book=desk.authority, actor=by, at=now, entries=entries)


def _refuse_papers(
    desk: Desk[BallotStage],
    present: Sequence[MemberRow],
    cases: Sequence[str],
    papers: Sequence[Mapping[str, str]],
) -> None:
    told = _voted(present) or _miscounted(present, papers) or _misread(cases, papers)
    told = told or _unequal(present, cases, papers)
    if told is not None:
        raise Refused("ballot.papers", told, desk.cites)


def _voted(present: Sequence[MemberRow]) -> Text | None:
    voted = sum(member.has_voted for member in present)
    if not voted:
        return None
    return Text(
        f"已有 {voted} 名评委投票，不能再整体录入纸质表决票。",
        f"{voted} members have voted already; papers can no longer be recorded for all.",
    )


def _miscounted(present: Sequence[MemberRow], papers: Sequence[Mapping[str, str]]) -> Text | None:
    if len(papers) == len(present):
        return None
    return Text(
        f"收回表决票 {len(papers)} 张，实到 {len(present)} 人，两者必须相等；弃权也须有票。",
        f"There are {len(papers)} papers and {len(present)} members present; the numbers must be equal.",
    )


def _misread(cases: Sequence[str], papers: Sequence[Mapping[str, str]]) -> Text | None:
    unknown = sorted({case for paper in papers for case in paper} - set(cases))
    if unknown:
        return Text(f"表决票上没有 {'、'.join(unknown)}。", f"The ballot has no {', '.join(unknown)}.")
    if any(choice not in CHOICES for paper in papers for choice in paper.values()):
        return Text("只能选择同意、反对或弃权。", "A choice is yes, no or abstain.")
    return None


def _unequal(
    present: Sequence[MemberRow], cases: Sequence[str], papers: Sequence[Mapping[str, str]]
) -> Text | None:
    counted = Counter(case for paper in papers for case in paper)
    for case in cases:
        voters = sum(case not in member.recused_from for member in present)
        if counted[case] != voters:
            return Text(
                f"{case} 有 {counted[case]} 张表决票，可以表决的到会评委有 {voters} 人。",
                f"{case} has {counted[case]} papers; {voters} members present may vote on it.",
            )
    return None
