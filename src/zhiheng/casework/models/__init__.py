"""Tables of the procedures, and of what is said in them."""

from zhiheng.casework.models.cases import Case, Correction, Finding, LateRequest, Withdrawal
from zhiheng.casework.models.rounds import Programme, Round, RulebookVersion, Stage, Task
from zhiheng.casework.models.voices import Approval, Attestation, Notice, Objection, Reply, SurveyReturn

__all__ = [
    "Approval",
    "Attestation",
    "Case",
    "Correction",
    "Finding",
    "LateRequest",
    "Notice",
    "Objection",
    "Programme",
    "Reply",
    "Round",
    "RulebookVersion",
    "Stage",
    "SurveyReturn",
    "Task",
    "Withdrawal",
]
