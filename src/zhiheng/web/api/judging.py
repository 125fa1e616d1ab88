"""Operations of assessors and committee: marks, signatures, whole scorebooks, the ballot."""

from __future__ import annotations

from typing import Any

from zhiheng.review import actions
from zhiheng.review.domain.values import ScorebookGiven
from zhiheng.web.api import finders, given, policy, shown
from zhiheng.web.api.acts import STAGE
from zhiheng.web.api.asked import ApiRequest
from zhiheng.web.api.operations import operation

SCOPE = "write:review"
CASE = "/cases/{slug:case_code}/stages/{slug:stage}"


@operation(
    "POST", f"{CASE}/marks", scope=SCOPE, may=policy.may_mark, finds=finders.case_at_stage, gives=shown.Done,
    tags=["marks"],
)  # fmt: skip
def give_marks(request: ApiRequest, case_code: str, stage: str, said: given.MarksIn) -> Any:
    """评分 · Mark items in the own scorebook."""
    asked = request.asked
    changed = actions.give_marks(
        case_code=case_code, stage=stage, marks=said.marks, by=asked.by, now=asked.at
    )
    return {"count": changed}


@operation(
    "POST", f"{CASE}/signature", scope=SCOPE, may=policy.may_mark, finds=finders.case_at_stage,
    gives=shown.Done, tags=["marks"],
)  # fmt: skip
def sign_scorebook(request: ApiRequest, case_code: str, stage: str) -> Any:
    """签署评分手册 · Sign the own scorebook, which locks it."""
    asked = request.asked
    actions.sign_scorebook(case_code=case_code, stage=stage, by=asked.by, now=asked.at)
    return {"count": 1}


@operation(
    "POST", f"{STAGE}/scorebooks", scope=SCOPE, may=policy.may_hand_in, finds=finders.of_kind("score"),
    gives=shown.Done, tags=["marks"],
)  # fmt: skip
def hand_in_scorebooks(request: ApiRequest, round_code: str, stage: str, said: given.Scorebooks) -> Any:
    """一次提交完整的评分手册 · Hand in complete scorebooks, all or none."""
    asked = request.asked
    rows = [ScorebookGiven(one.case, one.seat, one.marks) for one in said.scorebooks]
    count = actions.hand_in_scorebooks(
        round_code=round_code, stage=stage, scorebooks=rows, by=asked.by, now=asked.at
    )
    return {"count": count}


@operation(
    "POST", f"{STAGE}/ballot", scope=SCOPE, may=policy.may_vote, finds=finders.of_kind("ballot"),
    gives=shown.ReceiptShown, tags=["ballots"], is_kept=False,
)  # fmt: skip
def cast_ballot(request: ApiRequest, round_code: str, stage: str, said: given.BallotIn) -> Any:
    """投票；回执只给这一次，不作保存 · Cast the own paper; the receipt is given once and not kept."""
    asked = request.asked
    receipt = actions.cast_ballot(
        round_code=round_code, stage=stage, choices=dict(said.choices), by=asked.by, now=asked.at
    )
    return {"ballot": receipt.ballot, "salts": dict(receipt.salts)}
