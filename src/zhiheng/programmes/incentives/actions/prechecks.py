"""The street office's word on the claims of its enterprises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from zhiheng.casework import actions as casework
from zhiheng.casework.queries.rounds import open_stage_of, round_of, rulebook_of
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.incentives import policy
from zhiheng.programmes.incentives.domain.problems import is_writable
from zhiheng.programmes.incentives.models import Claim, Precheck

CHUNK = 500


@dataclass(frozen=True, slots=True)
class PrecheckGiven:
    """What a street office says of one claim: ``pass``, ``return`` for correction or ``refuse``, with the reason."""

    case: str
    decision: str
    reason: str = ""


@transaction.atomic
def give_prechecks(
    *, round_code: str, stage: str, given: Sequence[PrecheckGiven], by: Actor, now: datetime
) -> int:
    """Record a street office's words on many claims; a word given before is withdrawn and kept.

    Refuses a claim of another street, a return or refusal without a reason, a return that the rulebook does not
    allow (any more), and a word on a claim that is out for correction and not yet due.
    """
    round_ = round_of(round_code)
    row = open_stage_of(round_, stage)
    if row.kind != "precheck":
        raise Refused(
            "stage.another_kind", Text("本环节不是街道初审。", "This stage is not a street's check.")
        )
    claims = _claims(round_code, given)
    for one in given:
        policy.may_precheck(by, round_.authority, claims[one.case].street).or_refuse("case.unknown")
        _refuse_wrong(one)
    _refuse_out_for_correction(row.pk, given, now)
    _withdraw(row.pk, [claims[one.case].case_id for one in given], now)
    until = {
        one.case: casework.ask_correction(
            case_code=one.case, stage=stage, asks=one.reason, by=by, now=now
        ).due_at
        for one in given
        if one.decision == "return"
    }
    words = [_word(one, claims[one.case], row.pk, by, now, until.get(one.case)) for one in given]
    Precheck.objects.bulk_create(words, batch_size=CHUNK)
    cites = [rulebook_of(round_).cite(stage)]
    entries = [
        ledger.Entry(
            "incentives.precheck_given", one.case, cites, {"decision": one.decision, "reason": one.reason}
        )
        for one in given
    ]
    return ledger.write_many(book=round_.authority, entries=entries, actor=by, at=now)


def _claims(round_code: str, given: Sequence[PrecheckGiven]) -> dict[str, Claim]:
    """Return the running claims by case code; a case that is not one, or is named twice, is refused."""
    standing = Claim.objects.filter(case__round__code=round_code, case__state="running", withdrawn_at=None)
    if len(given) <= CHUNK:
        standing = standing.filter(case__code__in=[one.case for one in given])
    found = {claim.case.code: claim for claim in standing.select_related("case")}
    seen: set[str] = set()
    for one in given:
        if one.case not in found:
            raise Refused("case.unknown", Text("没有这个办件。", "There is no such case."))
        if one.case in seen:
            raise Refused(
                "case.repeated", Text(f"{one.case} 出现了两次。", f"{one.case} is named twice in the list.")
            )
        seen.add(one.case)
    return found


def _refuse_wrong(one: PrecheckGiven) -> None:
    if one.decision not in Precheck.Decision.values:
        raise Refused(
            "precheck.unknown",
            Text(f"没有“{one.decision}”这种初审意见。", f"There is no such word as “{one.decision}”."),
        )
    if (one.decision != Precheck.Decision.PASS and not one.reason.strip()) or not is_writable(one.reason):
        raise Refused(
            "precheck.no_reason",
            Text(
                f"{one.case}：退回或不予通过须写明理由，且文字可读。",
                f"{one.case}: a return or a refusal says why, in readable signs.",
            ),
        )


def _refuse_out_for_correction(stage_pk: int, given: Sequence[PrecheckGiven], now: datetime) -> None:
    out = set(
        Precheck.objects.filter(
            stage_id=stage_pk, decision=Precheck.Decision.RETURN, withdrawn_at=None, until_at__gt=now
        ).values_list("case__code", flat=True)
    )
    for one in given:
        if one.case in out:
            raise Refused(
                "precheck.out_for_correction",
                Text(
                    f"{one.case} 正在补正，补正期满或重新提交后方可办理。",
                    f"{one.case} is out for correction; wait until it comes back or the time is over.",
                ),
            )


def _word(
    one: PrecheckGiven, claim: Claim, stage_pk: int, by: Actor, now: datetime, until: datetime | None
) -> Precheck:
    return Precheck(
        stage_id=stage_pk,
        case_id=claim.case_id,
        decision=one.decision,
        reason=one.reason,
        by=by.code,
        given_at=now,
        until_at=until,
    )


def _withdraw(stage_pk: int, case_pks: Sequence[int], now: datetime) -> None:
    for start in range(0, len(case_pks), CHUNK):
        Precheck.objects.filter(
            stage_id=stage_pk, case_id__in=case_pks[start : start + CHUNK], withdrawn_at=None
        ).update(withdrawn_at=now)
