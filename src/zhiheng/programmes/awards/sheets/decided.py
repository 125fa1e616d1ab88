"""The sheets of a satisfaction survey and of the deciding body's approval: one line a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from zhiheng.casework.actions import ApprovalGiven, SurveyGiven
from zhiheng.casework.domain.values import StageRun
from zhiheng.casework.queries import said as standing
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Column
from zhiheng.programmes.awards.sheets.layout import (
    CASE,
    NAME,
    YES_OR_NO,
    Filled,
    Form,
    Line,
    Said,
    Table,
    Verdict,
)
from zhiheng.programmes.awards.sheets.lines import lines_by_case

SURVEY_SHEET, APPROVAL_SHEET = "满意度测评", "批准"
MOST_ANSWERS = 10_000_000


def _survey_tables(run: StageRun) -> tuple[Table, ...]:
    known = standing.surveys_at(run.pk)
    whole = Text("请填整数；没有收到有效问卷的填 0。", "A whole number; 0 where nobody answered.")
    score = Text(
        f"请填 0 到 {run.rule.scale} 之间的数，至多三位小数；没有有效问卷的不填。",
        f"A number from 0 to {run.rule.scale}, at most three decimals; empty where nobody answered.",
    )
    columns = (
        CASE,
        NAME,
        Column("answers", Text("有效问卷数", "Valid answers"), "number", True, whole),
        Column("score", Text("得分", "Score"), "number", True, score),
    )
    rows = tuple(
        {"case": case.code, "name": case.name, **_survey_stands(known.get(case.code))} for case in run.cases
    )
    return (Table(SURVEY_SHEET, columns, rows),)


def _survey_stands(found: tuple[int, Decimal | None] | None) -> dict[str, Decimal | None]:
    return {} if found is None else {"answers": Decimal(found[0]), "score": found[1]}


def _survey_said(run: StageRun, tables: Mapping[str, Filled], _now: datetime, _dry: bool) -> Said:
    said, filled, known = Said(), tables[SURVEY_SHEET], standing.surveys_at(run.pk)
    for case, line in lines_by_case(run, filled):
        answers, score, before = line.number("answers"), line.number("score"), known.get(case.code)
        if answers is None and score is None:
            said.row(filled, line, case.code, Verdict.BLANK if before is None else Verdict.UNCHANGED)
        elif answers is None or not _is_count(answers):
            told = Text("有效问卷数须为整数，不能为负。", "The number of answers is whole and not negative.")
            filled.wrong(line, "answers", "answers", told)
        elif not _is_score(score, answers, Decimal(run.rule.scale)):
            told = Text(
                f"得分须在 0 到 {run.rule.scale} 之间、至多三位小数，且有问卷才有得分。",
                f"A score lies between 0 and {run.rule.scale}, and exists only where somebody answered.",
            )
            filled.wrong(line, "score", "score", told)
        else:
            now = (int(answers), score)
            said.compared(filled, line, case.code, now=now, before=before, given=SurveyGiven(case.code, *now))
    return said


def _is_count(answers: Decimal) -> bool:
    return answers == answers.to_integral_value() and 0 <= answers <= MOST_ANSWERS


def _is_score(score: Decimal | None, answers: Decimal, scale: Decimal) -> bool:
    if score is None or not answers:
        return score is None and not answers
    return 0 <= score <= scale and score == score.quantize(Decimal("0.001"))


def _approval_tables(run: StageRun) -> tuple[Table, ...]:
    known = standing.approvals_at(run.pk)
    columns = (
        CASE,
        NAME,
        Column("approved", Text("是否批准", "Approved"), "yes_no", True, YES_OR_NO),
        Column("document", Text("文号", "Document"), "text", True,
               Text("请填批准文件的文号。", "Write the number of the document."), most=200),
        Column("reason", Text("理由", "Reason"), "text", False,
               Text("不批准的必须写明理由。", "Required where it is not approved."), most=2000),
    )  # fmt: skip
    names = ("approved", "document", "reason")
    rows = tuple(
        {
            "case": case.code,
            "name": case.name,
            **dict(zip(names, known.get(case.code, (None, None, None)), strict=True)),
        }
        for case in run.cases
    )
    return (Table(APPROVAL_SHEET, columns, rows),)


def _approval_said(run: StageRun, tables: Mapping[str, Filled], _now: datetime, _dry: bool) -> Said:
    said, filled, known = Said(), tables[APPROVAL_SHEET], standing.approvals_at(run.pk)
    for case, line in lines_by_case(run, filled):
        before = known.get(case.code)
        if filled.is_blank(line):
            said.row(filled, line, case.code, Verdict.BLANK if before is None else Verdict.UNCHANGED)
        elif _is_whole(filled, line):
            now = (bool(line.flag("approved")), line.text("document"), line.text("reason"))
            said.compared(
                filled, line, case.code, now=now, before=before, given=ApprovalGiven(case.code, *now)
            )
    return said


def _is_whole(filled: Filled, line: Line) -> bool:
    """Tell whether a word on a case has all that it needs; what it lacks becomes a problem."""
    approved = line.flag("approved")
    if approved is None:
        told = Text("没有填是否批准。", "Neither 是 nor 否 is given.")
        filled.wrong(line, "approved", "required", told)
    elif not line.text("document"):
        told = Text("没有填文号。", "The number of the document is missing.")
        filled.wrong(line, "document", "required", told)
    elif not approved and not line.text("reason"):
        told = Text("不批准须写明理由。", "A refusal says why.")
        filled.wrong(line, "reason", "required", told)
    else:
        return True
    return False


def _survey_notes(run: StageRun) -> tuple[Text, ...]:
    n = run.rule.least_answers
    return (
        Text(f"有效问卷少于 {n} 份的不出具得分，照实填写即可。",
             f"With fewer than {n} answers no score counts; write what was found."),
    )  # fmt: skip


def _approval_notes(run: StageRun) -> tuple[Text, ...]:
    return (
        Text("按批准文件逐个填写；空着的办件视为尚未批准。",
             "Follow the document case by case; one left empty is not decided yet."),
    )  # fmt: skip


SURVEY = Form(_survey_tables, _survey_said, _survey_notes)
APPROVAL = Form(_approval_tables, _approval_said, _approval_notes)
