"""Handing in claims, and correcting one that the street office returned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhiheng.casework import actions as casework
from zhiheng.casework.queries.rounds import case_of, round_of
from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import InputRefused, Refused
from zhiheng.core.text import Text
from zhiheng.programmes.incentives import policy
from zhiheng.programmes.incentives.actions.standards import keep_standards
from zhiheng.programmes.incentives.domain.claims import ClaimGiven, stated
from zhiheng.programmes.incentives.domain.problems import problems_of
from zhiheng.programmes.incentives.models import Claim, Precheck, Standard
from zhiheng.registers import queries as registers
from zhiheng.registers.domain.rows import OrganisationRow

FEW = 500


@dataclass(frozen=True, slots=True)
class Submitted:
    """The case of each claim, in the order given, and how many of them are new."""

    cases: tuple[str, ...]
    new: int


def submit_claims(*, round_code: str, given: Sequence[ClaimGiven], by: Actor, now: datetime) -> Submitted:
    """Open a case for each claim; a claim that was handed in before with the same content stays as it is.

    All of them or none: raises ``InputRefused("claims.refused")`` with every problem found, and ``Refused``
    when an enterprise is unknown, when a claim is somebody else's, when one was handed in before with another
    content, or when the call is not open.
    """
    try:
        return _submit(round_code=round_code, given=given, by=by, now=now)
    except Refused as refusal:
        if refusal.code != "case.exists":
            raise
        return _submit(round_code=round_code, given=given, by=by, now=now)  # handed in at the same moment


@transaction.atomic
def correct_claim(*, case_code: str, given: ClaimGiven, by: Actor, now: datetime) -> Claim:
    """Take back a claim that was returned for correction; the standard, the action and the street stay.

    The street office then checks it again.
    """
    case = case_of(case_code)
    policy.may_claim(by, case.round.authority, case.subject).or_refuse("claim.not_yours")
    standing = Claim.objects.select_for_update().filter(case=case, withdrawn_at=None).first()
    if standing is None:
        raise Refused("claim.unknown", Text("该办件没有申报内容。", "This case has no claim."))
    if (given.subject, given.item, given.street) != (case.subject, case.item, standing.street):
        raise Refused(
            "claim.another",
            Text(
                "补正不能更换申报企业、标准、制修订类别或所属街道。",
                "A correction does not change the enterprise, the standard, the action or the street.",
            ),
        )
    _refuse_problems([given], _registered([given]), now)
    casework.answer_correction(case_code=case_code, declared=given.declared(), by=by, now=now)
    standards = keep_standards([given], book=case.round.authority, by=by, now=now, correcting=case.pk)
    Claim.objects.filter(pk=standing.pk).update(withdrawn_at=now)
    Precheck.objects.filter(case=case, withdrawn_at=None).update(withdrawn_at=now)
    corrected = _claim(case.pk, given, standards[given.standard], now)
    corrected.save()
    return corrected


@transaction.atomic
def _submit(*, round_code: str, given: Sequence[ClaimGiven], by: Actor, now: datetime) -> Submitted:
    round_ = round_of(round_code)
    for one in given:
        policy.may_claim(by, round_.authority, one.subject).or_refuse("claim.not_yours")
    known = _registered(given)
    _refuse_problems(given, known, now)
    before = _submitted_before(round_code, given)
    new = [one for one in given if (one.subject, one.item) not in before]
    opened = casework.open_cases(
        round_code=round_code, cases=[_new_case(one, known[one.subject]) for one in new], by=by, now=now
    )
    standards = keep_standards(new, book=round_.authority, by=by, now=now)
    Claim.objects.bulk_create(
        [_claim(case.pk, one, standards[one.standard], now) for case, one in zip(opened, new, strict=True)],
        batch_size=500,
    )
    codes = before | {(case.subject, case.item): case.code for case in opened}
    return Submitted(tuple(codes[one.subject, one.item] for one in given), len(new))


def _registered(given: Sequence[ClaimGiven]) -> Mapping[str, OrganisationRow]:
    known = registers.organisations_by_code({one.subject for one in given})
    for one in given:
        if one.subject not in known:
            raise Refused(
                "organisation.unknown",
                Text(f"组织“{one.subject}”不存在。", f"There is no organisation “{one.subject}”."),
            )
    return known


def _refuse_problems(
    given: Sequence[ClaimGiven], known: Mapping[str, OrganisationRow], now: datetime
) -> None:
    today = now.astimezone(SHANGHAI).date()
    names: dict[str, Sequence[str]] = {code: (row.name,) for code, row in known.items()}
    problems = problems_of(given, names, today)
    if any(problem.code == "claim.not_the_drafter" for problem in problems):
        names = {code: [row.name for row in registers.names_of(code)] for code in known}
        problems = problems_of(given, names, today)
    if problems:
        raise InputRefused(
            "claims.refused",
            Text(
                f"有 {len(problems)} 处问题，未受理任何申报。",
                f"{len(problems)} problems; no claim was taken.",
            ),
            problems,
        )


def _submitted_before(round_code: str, given: Sequence[ClaimGiven]) -> dict[tuple[str, str], str]:
    """Return the cases that these claims have already; another content under the same item is refused."""
    rows = Claim.objects.filter(case__round__code=round_code, withdrawn_at=None)
    subjects = {one.subject for one in given}
    if len(subjects) <= FEW:
        rows = rows.filter(case__subject__in=subjects)
    columns = rows.values_list("case__subject", "case__item", "case__code", "case__declared")
    wanted = {(one.subject, one.item): one for one in given}
    found = {}
    for subject, item, code, declared in columns.iterator():
        one = wanted.get((subject, item))
        if one is None:
            continue
        if declared != one.declared():
            raise Refused(
                "claim.differs",
                Text(
                    f"{one.item} 已申报（{code}），内容不同；请先撤回原申报，或待退回时补正。",
                    f"{one.item} was claimed already ({code}) with another content; withdraw it or correct it.",
                ),
            )
        found[subject, item] = code
    return found


def _new_case(one: ClaimGiven, row: OrganisationRow) -> casework.NewCase:
    return casework.NewCase(
        subject=one.subject, name=row.name, region=row.region, declared=one.declared(), item=one.item
    )


def _claim(case_pk: int, one: ClaimGiven, standard: Standard, now: datetime) -> Claim:
    return Claim(
        case_id=case_pk,
        standard=standard,
        action=one.action.value,
        rank=one.rank,
        street=one.street,
        proportions=stated(one.proportions),
        received_fen=one.received.fen,
        earlier_fen=one.earlier.fen,
        given_at=now,
    )
