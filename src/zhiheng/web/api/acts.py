"""Operations that change a procedure. Each calls one action, with the actor and the instant of its door."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from zhiheng.casework import actions
from zhiheng.casework import policy as casework_policy
from zhiheng.casework.queries.closing import closing_of
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.shell.doors import anyone
from zhiheng.web.api import finders, given, policy, shown
from zhiheng.web.api.asked import ApiRequest
from zhiheng.web.api.operations import operation

SCOPE = "write:casework"
STAGE = "/rounds/{slug:round_code}/stages/{slug:stage}"


def _moved(row: Any) -> dict[str, Any]:
    names = ("stage", "state", "opened_at", "due_at", "closed_at", "inputs_digest")
    return {name: getattr(row, name) for name in names}


@operation(
    "POST", f"{STAGE}/open", scope=SCOPE, may=casework_policy.may_run_stage, finds=finders.stage_at,
    gives=shown.StageMoved, tags=["stages"],
)  # fmt: skip
def open_stage(request: ApiRequest, round_code: str, stage: str) -> Any:
    """开始环节 · Begin a stage."""
    asked = request.asked
    return _moved(actions.open_stage(round_code=round_code, stage=stage, by=asked.by, now=asked.at))


@operation(
    "POST", f"{STAGE}/close", scope=SCOPE, may=casework_policy.may_run_stage, finds=finders.stage_at,
    gives=shown.StageMoved, tags=["stages"],
)  # fmt: skip
def close_stage(request: ApiRequest, round_code: str, stage: str, seen: given.Seen) -> Any:
    """结束环节，须与所看预览一致 · Close a stage; it must conclude what the preview showed."""
    asked = request.asked
    if asked.found.row.state == "open":
        found = closing_of(asked.found, asked.at)
        if found.can_close and found.digest != seen.seen:
            raise Refused(
                "stage.preview_changed",
                Text(
                    "预览之后情况有变，请重新查看预览。",
                    "Things changed since the preview; look at it again.",
                ),
            )
    return _moved(actions.close_stage(round_code=round_code, stage=stage, by=asked.by, now=asked.at))


@operation(
    "POST", "/rounds/{slug:round_code}/attestations/{slug:condition}", scope=SCOPE, may=policy.may_attest,
    finds=finders.rule_at, gives=shown.Done, tags=["cases"],
)  # fmt: skip
def attest(request: ApiRequest, round_code: str, condition: str, said: given.Attestations) -> Any:
    """认定登记事实不能判定的条件 · Attest a condition that no register decides."""
    rows = [actions.AttestationGiven(one.case, condition, one.holds, one.evidence) for one in said.given]
    asked = request.asked
    return {"count": actions.attest(round_code=round_code, given=rows, by=asked.by, now=asked.at)}


@operation(
    "POST", f"{STAGE}/replies/{{slug:department}}", scope=SCOPE, may=policy.may_reply, finds=finders.asked_at,
    gives=shown.Done, tags=["stages"],
)  # fmt: skip
def give_replies(
    request: ApiRequest, round_code: str, stage: str, department: str, said: given.Replies
) -> Any:
    """部门答复 · A department's replies."""
    rows = [actions.ReplyGiven(one.case, one.is_adverse, one.opinion) for one in said.given]
    asked = request.asked
    count = actions.give_replies(
        round_code=round_code, stage=stage, department=department, given=rows, by=asked.by, now=asked.at
    )
    return {"count": count}


@operation(
    "POST", f"{STAGE}/surveys", scope=SCOPE, may=casework_policy.may_run_stage, finds=finders.of_kind("survey"),
    gives=shown.Done, tags=["stages"],
)  # fmt: skip
def record_surveys(request: ApiRequest, round_code: str, stage: str, said: given.Surveys) -> Any:
    """登记满意度调查结果 · Record what surveys found."""
    rows = [
        actions.SurveyGiven(one.case, one.answers, None if one.score is None else Decimal(one.score))
        for one in said.given
    ]
    asked = request.asked
    count = actions.record_surveys(round_code=round_code, stage=stage, given=rows, by=asked.by, now=asked.at)
    return {"count": count}


@operation(
    "POST", f"{STAGE}/approvals", scope=SCOPE, may=policy.may_approve, finds=finders.of_kind("approve", "gate"),
    gives=shown.Done, tags=["stages"],
)  # fmt: skip
def give_approvals(request: ApiRequest, round_code: str, stage: str, said: given.Approvals) -> Any:
    """批准机关的决定 · The deciding body's word."""
    rows = [actions.ApprovalGiven(one.case, one.approved, one.document, one.reason) for one in said.given]
    asked = request.asked
    count = actions.give_approvals(round_code=round_code, stage=stage, given=rows, by=asked.by, now=asked.at)
    return {"count": count}


@operation(
    "POST", "/cases/{slug:case_code}/stages/{slug:stage}/objections", scope=SCOPE, may=anyone,
    finds=finders.published_case, gives=shown.Numbered, tags=["notices"],
)  # fmt: skip
def object_to(request: ApiRequest, case_code: str, stage: str, said: given.ObjectionIn) -> Any:
    """对公示提出异议（任何人） · Object to a published case; anybody may."""
    made = actions.object_to(
        case_code=case_code, stage=stage, name=said.name, contact=said.contact, grounds=said.grounds,
        now=request.asked.at,
    )  # fmt: skip
    return {"number": made.pk}


@operation(
    "POST", f"{STAGE}/objections/{{int:objection}}/decision", scope=SCOPE, may=policy.may_decide_objection,
    finds=finders.objection_at, gives=shown.Numbered, tags=["stages"],
)  # fmt: skip
def decide_objection(
    request: ApiRequest, round_code: str, stage: str, objection: int, said: given.DecisionIn
) -> Any:
    """处理异议 · Decide an objection, once."""
    asked = request.asked
    actions.decide_objection(
        objection_pk=objection, upheld=said.upheld, decision=said.decision, by=asked.by, now=asked.at
    )
    return {"number": objection}


@operation(
    "POST", "/cases/{slug:case_code}/withdrawal", scope=SCOPE, may=casework_policy.may_act_for,
    finds=finders.case_at, gives=shown.CaseMoved, tags=["cases"],
)  # fmt: skip
def withdraw(request: ApiRequest, case_code: str, said: given.WithdrawalIn) -> Any:
    """撤回办件 · Withdraw a case."""
    asked = request.asked
    case = actions.withdraw_case(case_code=case_code, reason=said.reason, by=asked.by, now=asked.at)
    return {"case": case.code, "state": case.state}


@operation(
    "POST", "/cases/{slug:case_code}/restoration", scope=SCOPE, may=casework_policy.may_restore,
    finds=finders.case_at, gives=shown.CaseMoved, tags=["cases"],
)  # fmt: skip
def restore(request: ApiRequest, case_code: str) -> Any:
    """恢复撤回的办件 · Let a withdrawn case return."""
    asked = request.asked
    case = actions.restore_case(case_code=case_code, by=asked.by, now=asked.at)
    return {"case": case.code, "state": case.state}


@operation(
    "POST", "/cases/{slug:case_code}/stages/{slug:stage}/correction", scope=SCOPE, may=policy.may_return,
    finds=finders.case_at_stage, gives=shown.CorrectionAsked, tags=["cases"],
)  # fmt: skip
def ask_correction(request: ApiRequest, case_code: str, stage: str, said: given.CorrectionIn) -> Any:
    """退回补正 · Return a file for correction."""
    asked = request.asked
    made = actions.ask_correction(case_code=case_code, stage=stage, asks=said.asks, by=asked.by, now=asked.at)
    return {"due_at": made.due_at, "is_projected": made.is_projected}


@operation(
    "POST", "/cases/{slug:case_code}/corrected", scope=SCOPE, may=casework_policy.may_act_for,
    finds=finders.case_at, gives=shown.CaseMoved, tags=["cases"],
)  # fmt: skip
def answer_correction(request: ApiRequest, case_code: str, said: given.DeclaredIn) -> Any:
    """提交补正后的材料 · Hand the corrected file in."""
    asked = request.asked
    case = actions.answer_correction(
        case_code=case_code, declared=said.model_dump(mode="json"), by=asked.by, now=asked.at
    )
    return {"case": case.code, "state": case.state}


@operation(
    "POST", "/rounds/{slug:round_code}/organisations/{slug:subject}/late-requests", scope=SCOPE,
    may=policy.may_request_late, finds=finders.subject_at, gives=shown.Numbered, tags=["rounds"],
)  # fmt: skip
def request_late_entry(request: ApiRequest, round_code: str, subject: str, said: given.LateIn) -> Any:
    """申请逾期申报 · Ask to apply after the deadline."""
    asked = request.asked
    made = actions.request_late_entry(
        round_code=round_code, subject=subject, reason=said.reason, by=asked.by, now=asked.at
    )
    return {"number": made.pk}


@operation(
    "POST", "/rounds/{slug:round_code}/late-requests/{int:late}/decision", scope=SCOPE,
    may=policy.may_decide_late, finds=finders.late_at, gives=shown.Numbered, tags=["rounds"],
)  # fmt: skip
def decide_late_request(request: ApiRequest, round_code: str, late: int, said: given.LateDecision) -> Any:
    """决定逾期申请 · Decide a request for late entry."""
    asked = request.asked
    actions.decide_late_request(
        request_pk=late, granted_until_at=said.granted_until_at, ground=said.ground, by=asked.by, now=asked.at
    )
    return {"number": late}
