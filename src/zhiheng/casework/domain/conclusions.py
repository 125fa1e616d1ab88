"""How the stages that need no panel conclude: check, inquiry, survey, consult, gate, notice, approve."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from zhiheng.casework.domain.bearing import bearing_of
from zhiheng.casework.domain.concluding import whole
from zhiheng.casework.domain.values import Concluder, Conclusion, Inputs, Outcome
from zhiheng.core.refusal import Citation, Refused
from zhiheng.core.text import Text
from zhiheng.rules.conditions import Outcome as ConditionOutcome
from zhiheng.rules.conditions import evaluate_all
from zhiheng.rules.facts import Facts
from zhiheng.rules.model import (
    ApproveStage,
    CheckStage,
    Condition,
    ConsultStage,
    GateStage,
    InquiryStage,
    NoticeStage,
    Rulebook,
    SurveyStage,
)
from zhiheng.rules.vocabulary import word


def conditions_of(book: Rulebook, stage: CheckStage) -> list[Condition]:
    """Return the conditions that a check applies, in the rulebook's order."""
    return [condition for group in stage.applies for condition in getattr(book, group)]


def check(book: Rulebook, stage: CheckStage, inputs: Inputs) -> list[Conclusion]:
    """Apply entry and exclusion conditions; a condition that nobody can decide is refused, never guessed."""
    conditions, as_of = conditions_of(book, stage), date.fromisoformat(inputs["as_of"])
    concluded = []
    for code, facts in inputs["cases"].items():
        known = Facts.from_json(json.dumps(facts))
        outcomes = evaluate_all(conditions, known, as_of, book)
        undecided = [outcome for outcome in outcomes if outcome.verdict == "unknown"]
        if undecided:
            raise Refused(
                "check.undecided",
                Text(
                    f"{code} 尚有条件未认定：{undecided[0].reason.zh}",
                    f"{code}: undecided: {undecided[0].reason.en}",
                ),
                [undecided[0].cite],
            )
        concluded.append(_checked(code, outcomes, bearing_of(book, known, as_of)))
    return concluded


def _checked(code: str, outcomes: list[ConditionOutcome], bearing: dict[str, Any]) -> Conclusion:
    failed = [outcome for outcome in outcomes if outcome.verdict == "not_met"]
    told = failed or outcomes
    return Conclusion(
        case=code,
        outcome=Outcome.FAILED if failed else Outcome.PASSED,
        goes_on=not failed,
        reasons=tuple(outcome.reason for outcome in told),
        cites=tuple(outcome.cite for outcome in told),
        details={"conditions": {outcome.condition: outcome.verdict for outcome in outcomes}, **bearing},
    )


def inquiry(book: Rulebook, stage: InquiryStage, inputs: Inputs) -> list[Conclusion]:
    """End the cases against which a department reported a record, unless the rulebook only notes it."""
    return list(_replied(book, stage, inputs, ends=stage.adverse == "ends"))


def consult(book: Rulebook, stage: ConsultStage, inputs: Inputs) -> list[Conclusion]:
    """End the cases that a department vetoes, unless the rulebook only notes opinions."""
    return list(_replied(book, stage, inputs, ends=stage.adverse == "veto"))


def _replied(
    book: Rulebook, stage: InquiryStage | ConsultStage, inputs: Inputs, *, ends: bool
) -> Iterator[Conclusion]:
    cite = book.cite(stage.id)
    for code, replies in inputs["cases"].items():
        adverse = {dept: reply["opinion"] for dept, reply in replies.items() if reply["adverse"]}
        failed = bool(adverse) and ends
        silent = sorted(set(stage.asks) - replies.keys())
        yield Conclusion(
            case=code,
            outcome=Outcome.FAILED if failed else Outcome.PASSED,
            goes_on=not failed,
            reasons=_reply_reasons(book, adverse, len(stage.asks), silent),
            cites=(cite,),
            details={
                "asked": len(stage.asks),
                "replied": len(replies),
                "adverse": sorted(adverse),
                "silent": silent,
            },
        )


def _reply_reasons(
    book: Rulebook, adverse: dict[str, str], asked: int, silent: list[str]
) -> tuple[Text, ...]:
    reasons = [
        Text(f"{name.zh}反馈：{said}", f"{name.en} replied: {said}")
        for name, said in ((word("department", dept, book), said) for dept, said in sorted(adverse.items()))
    ]
    if not adverse:
        answered = asked - len(silent)
        reasons.append(
            Text(f"已询 {asked} 个部门，{answered} 个答复，均无不良记录或反对意见。",
                 f"{asked} departments asked, {answered} replied, none with an adverse record or opinion.")
        )  # fmt: skip
    if silent:
        names = [word("department", dept, book) for dept in silent]
        reasons.append(
            Text(f"逾期未答复（按规则视为无意见）：{'、'.join(n.zh for n in names)}。",
                 f"No reply in time (counts as no objection): {', '.join(n.en for n in names)}.")
        )  # fmt: skip
    return tuple(reasons)


def survey(book: Rulebook, stage: SurveyStage, inputs: Inputs) -> list[Conclusion]:
    """Conclude a satisfaction survey; too few answers give no score, and the rulebook says what follows."""
    return [_surveyed(book.cite(stage.id), stage, code, found) for code, found in inputs["cases"].items()]


def _surveyed(cite: Citation, stage: SurveyStage, code: str, found: dict[str, Any]) -> Conclusion:
    answers = int(found["answers"])
    if answers < stage.least_answers:
        failed = stage.too_few == "ends"
        reason = Text(
            f"有效问卷 {answers} 份，少于规定的 {stage.least_answers} 份，不出具测评得分。",
            f"{answers} answers, fewer than the {stage.least_answers} required; no score is given.",
        )
    else:
        score = Decimal(found["score"])
        failed = stage.pass_at is not None and score < stage.pass_at
        line_zh = f"，合格线 {stage.pass_at} 分" if stage.pass_at is not None else "，结果不计分、供评审参考"
        line_en = f", pass line {stage.pass_at}" if stage.pass_at is not None else ", for reference only"
        reason = Text(f"有效问卷 {answers} 份，满意度 {score} 分{line_zh}。",
                      f"{answers} answers, satisfaction {score}{line_en}.")  # fmt: skip
    return Conclusion(
        case=code, outcome=Outcome.FAILED if failed else Outcome.PASSED, goes_on=not failed, reasons=(reason,),
        cites=(cite,), details={"answers": answers, "score": found["score"]},
    )  # fmt: skip


def notice(book: Rulebook, stage: NoticeStage, inputs: Inputs) -> list[Conclusion]:
    """End the cases against which an objection was upheld while the notice ran."""
    cite = book.cite(stage.id)
    concluded = []
    for code, objections in inputs["cases"].items():
        upheld = [said["decision"] for said in objections if said["state"] == "upheld"]
        if upheld:
            reasons = tuple(Text(f"异议成立：{why}", f"Objection upheld: {why}") for why in upheld)
        else:
            reasons = (
                Text(f"公示期满，收到异议 {len(objections)} 件，无成立异议。",
                     f"The notice ran its term; {len(objections)} objections, none upheld."),
            )  # fmt: skip
        outcome = Outcome.UPHELD if upheld else Outcome.PASSED
        concluded.append(
            Conclusion(
                code,
                outcome,
                not upheld,
                reasons,
                (cite,),
                {"objections": len(objections), "upheld": len(upheld)},
            )
        )
    return concluded


def approve(book: Rulebook, stage: ApproveStage, inputs: Inputs) -> list[Conclusion]:
    """Follow the deciding body's word on each case."""
    cite = book.cite(stage.id)
    concluded = []
    for code, said in inputs["cases"].items():
        if said["approved"]:
            reason = Text(f"经批准（{said['document']}）。", f"Approved ({said['document']}).")
        else:
            reason = Text(
                f"未获批准：{said['reason']}（{said['document']}）。", f"Not approved: {said['reason']}."
            )
        outcome = Outcome.APPROVED if said["approved"] else Outcome.REFUSED
        concluded.append(
            Conclusion(code, outcome, said["approved"], (reason,), (cite,), {"document": said["document"]})
        )
    return concluded


def gate(book: Rulebook, stage: GateStage, inputs: Inputs) -> list[Conclusion]:
    """Follow an administrative decision on each case: let through or not, with reason and document."""
    cite = book.cite(stage.id)
    concluded = []
    for code, said in inputs["cases"].items():
        passed, why = said["approved"], f"：{said['reason']}" if said["reason"] else ""
        why_en = f": {said['reason']}" if said["reason"] else ""
        title, document = stage.title, said["document"]
        word = Text("同意通过", "let through") if passed else Text("不予通过", "not let through")
        reason = Text(
            f"{title.zh}：{word.zh}{why}（{document}）。", f"{title.en}: {word.en}{why_en} ({document})."
        )
        outcome = Outcome.PASSED if passed else Outcome.FAILED
        concluded.append(Conclusion(code, outcome, passed, (reason,), (cite,), {"document": document}))
    return concluded


CONCLUDERS: dict[str, Concluder] = {
    "check": whole(check),
    "inquiry": whole(inquiry),
    "survey": whole(survey),
    "consult": whole(consult),
    "gate": whole(gate),
    "notice": whole(notice),
    "approve": whole(approve),
}
