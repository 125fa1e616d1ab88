"""Every change that a procedure knows; each is one transaction and leaves its lines in the ledger."""

from zhiheng.casework.actions.cases import (
    ChangedCase,
    NewCase,
    change_declared,
    open_cases,
    restore_case,
    withdraw_case,
)
from zhiheng.casework.actions.corrections import answer_correction, ask_correction
from zhiheng.casework.actions.late import decide_late_request, request_late_entry
from zhiheng.casework.actions.objections import Said, decide_objection, object_to, record_objection
from zhiheng.casework.actions.readings import record_reading
from zhiheng.casework.actions.rounds import open_round
from zhiheng.casework.actions.rulebooks import save_rulebook
from zhiheng.casework.actions.samples import discard_sample_round
from zhiheng.casework.actions.stages import close_stage, open_stage
from zhiheng.casework.actions.tasks import add_tasks, finish_tasks
from zhiheng.casework.actions.telling import ToldOutside, record_told
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
    "Said",
    "SurveyGiven",
    "ToldOutside",
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
    "record_objection",
    "record_reading",
    "record_surveys",
    "record_told",
    "request_late_entry",
    "restore_case",
    "save_rulebook",
    "withdraw_case",
]
