"""Every change that a procedure knows; each is one transaction and leaves its lines in the ledger."""

from zhiheng.casework.actions.cases import (
    ChangedCase,
    NewCase,
    answer_correction,
    ask_correction,
    change_declared,
    decide_late_request,
    open_cases,
    request_late_entry,
    restore_case,
    withdraw_case,
)
from zhiheng.casework.actions.objections import decide_objection, object_to
from zhiheng.casework.actions.readings import record_reading
from zhiheng.casework.actions.rounds import open_round
from zhiheng.casework.actions.samples import discard_sample_round
from zhiheng.casework.actions.stages import close_stage, open_stage
from zhiheng.casework.actions.tasks import add_tasks, finish_tasks
from zhiheng.casework.actions.voices import (
    ApprovalGiven,
    AttestationGiven,
    ReplyGiven,
    SurveyGiven,
    attest,
    give_approvals,
    give_replies,
    record_surveys,
)

__all__ = [
    "ApprovalGiven",
    "AttestationGiven",
    "ChangedCase",
    "NewCase",
    "ReplyGiven",
    "SurveyGiven",
    "add_tasks",
    "answer_correction",
    "ask_correction",
    "attest",
    "change_declared",
    "close_stage",
    "decide_late_request",
    "decide_objection",
    "discard_sample_round",
    "finish_tasks",
    "give_approvals",
    "give_replies",
    "object_to",
    "open_cases",
    "open_round",
    "open_stage",
    "record_reading",
    "record_surveys",
    "request_late_entry",
    "restore_case",
    "withdraw_case",
]
