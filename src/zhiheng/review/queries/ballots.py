"""How a ballot stands, and, once it is closed, what it says."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from zhiheng.calc.tally import tally
from zhiheng.review.domain.drawn import salts_from
from zhiheng.review.domain.urn import Receipt, is_among, slips_of, votes_by_case
from zhiheng.review.domain.values import BallotProgress
from zhiheng.review.models import BallotMember, BallotSession, MemberVoted, Recusal, Urn
from zhiheng.rules.model import BallotStage


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of a session: whether present, whether the vote was cast, and from which cases recused."""

    pk: int
    expert: str
    account: str
    is_present: bool
    has_voted: bool
    recused_from: frozenset[str]


@dataclass(frozen=True, slots=True)
class QuorumRow:
    """How many members have a vote on a case, how many of them came, and how many have to."""

    case: str
    eligible: int
    present: int
    needed: int
    is_met: bool
    recused: int


def quorums(rule: BallotStage, cases: Collection[str], members: Sequence[MemberRow]) -> tuple[QuorumRow, ...]:
    """Return the quorum of every case: whoever is recused from it is neither eligible nor present there."""
    rows = []
    for code in cases:
        voters = [member for member in members if code not in member.recused_from]
        came = sum(member.is_present for member in voters)
        count = tally(
            0, 0, 0, eligible=len(voters), present=came, quorum=rule.quorum, share=rule.passes.share,
            of=rule.passes.of,
        )  # fmt: skip
        rows.append(
            QuorumRow(code, len(voters), came, count.quorum_needed, count.quorate, len(members) - len(voters))
        )
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class RoundRow:
    """One round of votes that was held or is open: its number and the codes of the cases on its ballot."""

    number: int
    cases: tuple[str, ...]
    is_closed: bool


def rounds_held(stage_pk: int) -> tuple[RoundRow, ...]:
    """Return the rounds of a ballot in their order; empty before it opens."""
    rows = BallotSession.objects.filter(stage_id=stage_pk).order_by("number")
    return tuple(RoundRow(one.number, tuple(one.cases), one.closed_at is not None) for one in rows)


def about_of(ballot: str, number: int) -> str:
    """Return the name of a round of votes in the ledger; the first has that of the stage."""
    return ballot if number == 1 else f"{ballot}/{number}"


def _session(stage_pk: int, number: int | None = None) -> BallotSession | None:
    """Return one round of votes, by default the last that was opened."""
    rows = BallotSession.objects.filter(stage_id=stage_pk)
    return (rows if number is None else rows.filter(number=number)).order_by("-number").first()


def ballot_progress(stage_pk: int) -> BallotProgress | None:
    """Return how many may vote, came and voted in the last round; ``None`` before the ballot opens.

    It tells no choice.
    """
    session = _session(stage_pk)
    if session is None:
        return None
    members = BallotMember.objects.filter(session=session)
    counted = dict(members.values_list("is_present").annotate(n=Count("pk")))
    voted = MemberVoted.objects.filter(member__session=session).count()
    present = counted.get(True, 0)
    return BallotProgress(present + counted.get(False, 0), present, voted, session.closed_at is not None)


def ballot_members(stage_pk: int, number: int | None = None) -> tuple[MemberRow, ...]:
    """Return the members of a round, by default the last, in order of their codes.

    A recusal after the round's closing does not count.
    """
    session = _session(stage_pk, number)
    if session is None:
        return ()
    members = BallotMember.objects.filter(session=session)
    recusals = Recusal.objects.filter(expert_id__in=members.values("expert_id"))
    if session.closed_at is not None:
        recusals = recusals.filter(given_at__lte=session.closed_at)
    away: dict[int, set[str]] = {}
    for expert, code in recusals.values_list("expert_id", "case__code"):
        if code in session.cases:
            away.setdefault(expert, set()).add(code)
    columns = ("pk", "expert__code", "expert__account", "is_present", "voted__pk", "expert_id")
    rows = members.order_by("expert__code").values_list(*columns)
    return tuple(
        MemberRow(pk, code, account, present, voted is not None, frozenset(away.get(expert, ())))
        for pk, code, account, present, voted, expert in rows
    )


def ballot_cases(stage_pk: int) -> frozenset[str]:
    """Return the codes of the cases on the ballot of the last round; empty before it opens."""
    session = _session(stage_pk)
    return frozenset() if session is None else frozenset(session.cases)


def ballot_counts(
    stage_pk: int, cases: Collection[str], number: int | None = None
) -> dict[str, dict[str, int]]:
    """Return the votes on each case with the members who may vote on it and of them came; only once closed.

    *number* names a round, by default the last.
    """
    session = _session(stage_pk, number)
    if session is None or session.closed_at is None:
        return {}
    members, urn = ballot_members(stage_pk, session.number), Urn.objects.get(session=session)
    counts = {}
    for code, votes in votes_by_case(urn.slips, cases).items():
        voters = [member for member in members if code not in member.recused_from]
        counts[code] = {
            "yes": votes.yes,
            "no": votes.no,
            "abstain": votes.abstain,
            "eligible": len(voters),
            "present": sum(member.is_present for member in voters),
        }
    return counts


def ballot_commitments(stage_pk: int) -> tuple[str, ...]:
    """Return the published commitments of all slips of all closed rounds, sorted; empty until one is closed."""
    return tuple(sorted(digest for own in _published(stage_pk).values() for digest in own))


def _published(stage_pk: int) -> dict[int, list[str]]:
    """Return the published commitments of each closed round."""
    rows = Urn.objects.filter(session__stage_id=stage_pk, session__closed_at__isnull=False)
    return {number: list(own or ()) for number, own in rows.values_list("session__number", "commitments")}


def receipt_is_in(stage_pk: int, ballot: str, case: str, choice: str, salt: str) -> bool:
    """Tell a member whether the own slip, known by its salt, is among those that were counted in any round."""
    return any(
        is_among(published, about_of(ballot, number), case, choice, salt)
        for number, published in _published(stage_pk).items()
    )


def receipt_again(stage_pk: int, ballot: str, choices: Mapping[str, str], draw: str) -> Receipt | None:
    """Return the receipt of a paper that was cast from this very confirmation page, if it was; else nothing."""
    session = _session(stage_pk)
    urn = Urn.objects.filter(session=session).first()
    ballot = about_of(ballot, 1 if session is None else session.number)
    slips = slips_of(ballot, choices, salts_from(draw))
    held = [] if urn is None else urn.slips
    if not all(slip in held for slip in slips):
        return None
    return Receipt(ballot, {slip["case"]: slip["salt"] for slip in slips})
