"""How the stages of a reward conclude: claim, precheck, pay."""

from __future__ import annotations

from typing import Any

from zhiheng.calc.sharing import Line
from zhiheng.casework.domain.values import Concluder, Conclusion, Inputs, Outcome
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.programmes.incentives.domain.numbers import number_problem
from zhiheng.programmes.incentives.domain.rewards import refused_at_once, shared
from zhiheng.rules.model import ClaimStage, PayStage, PrecheckStage, Rulebook
from zhiheng.rules.vocabulary import word


def claim(book: Rulebook, stage: ClaimStage, inputs: Inputs) -> list[Conclusion]:
    """End the claims that can get nothing: a level without reward, a rank too low, the same standard twice."""
    bodies = inputs["cases"]
    by_rule, at_once = book.cite(stage.id), refused_at_once(book, bodies)
    concluded = []
    for code, body in bodies.items():
        wrong = _level_problem(book, stage, body)
        cite = by_rule if wrong is not None or code not in at_once else book.cite("rewards")
        reason = wrong or at_once.get(code)
        failed = reason is not None
        concluded.append(
            Conclusion(
                code,
                Outcome.FAILED if failed else Outcome.PASSED,
                not failed,
                (reason or _in_order(book, body),),
                (cite,),
                {"standard": body["standard"], "level": body["level"], "rank": str(body["rank"])},
            )
        )
    return concluded


def _level_problem(book: Rulebook, stage: ClaimStage, body: dict[str, Any]) -> Text | None:
    level = body["level"]
    if level not in stage.levels:
        name = word("level", level, book)
        return Text(f"办法不受理{name.zh}的申报。", f"The instrument takes no claims for: {name.en}.")
    return number_problem(body["standard"], level)


def _in_order(book: Rulebook, body: dict[str, Any]) -> Text:
    name = word("level", body["level"], book)
    return Text(
        f"{body['standard']} 属{name.zh}，申报企业在起草单位中列第 {body['rank']} 位，予以受理。",
        f"{body['standard']} is: {name.en}; the enterprise holds rank {body['rank']} of the drafting units. Accepted.",
    )


def precheck(book: Rulebook, stage: PrecheckStage, inputs: Inputs) -> list[Conclusion]:
    """Follow the street office's word on each claim."""
    cite = book.cite(stage.id)
    return [_prechecked(code, said, cite) for code, said in inputs["cases"].items()]


def _prechecked(code: str, said: dict[str, str], cite: Citation) -> Conclusion:
    if said["decision"] == "pass":
        reason = Text(f"{said['street']}初审通过。", f"Passed by the street office ({said['street']}).")
        return Conclusion(code, Outcome.PASSED, True, (reason,), (cite,), {"street": said["street"]})
    reason = Text(
        f"{said['street']}初审未通过：{said['reason']}",
        f"Refused by the street office ({said['street']}): {said['reason']}",
    )
    return Conclusion(code, Outcome.FAILED, False, (reason,), (cite,), {"street": said["street"]})


def pay(book: Rulebook, stage: PayStage, inputs: Inputs) -> list[Conclusion]:
    """Give each claim its calculated line; a claim whose line is nothing ends here with the reason."""
    cite = book.cite("rewards")
    sharing = shared(book, inputs["cases"], inputs["budget_fen"])
    return [_paid(line, cite) for line in sharing.lines]


def _paid(line: Line, cite: Citation) -> Conclusion:
    outcome = Outcome.PAID if line.is_paid else Outcome.REFUSED
    return Conclusion(line.claim.code, outcome, line.is_paid, (told(line),), (cite,), details_of(line))


def told(line: Line) -> Text:
    """Return the calculation with its result, or the refusal, as one sentence."""
    said = line.text()
    if line.refused is not None:
        return said
    level, rank = word("level", line.claim.level), line.claim.rank
    return Text(
        f"{level.zh}，起草单位第 {rank} 位：{said.zh}。奖励 {line.amount} 元。",
        f"{level.en}, rank {rank} of the drafting units: {said.en}. Reward: {line.amount} yuan.",
    )


def details_of(line: Line) -> dict[str, Any]:
    """Return the line's exact numbers as text: fen paid, fen before rounding as a fraction, steps, reductions."""
    return {
        "standard": line.claim.standard,
        "level": line.claim.level,
        "action": line.claim.action.value,
        "rank": str(line.claim.rank),
        "fen": str(line.amount.fen),
        "exact_fen": str(line.exact),
        "steps": [step.to_json() for step in line.steps],
        "reductions": [
            {"code": less.code, "fen": str(less.by.fen), "reason": less.reason.to_json()}
            for less in line.reductions
        ],
        "refused": None if line.refused is None else line.refused.code,
    }


CONCLUDERS: dict[str, Concluder] = {"claim": claim, "precheck": precheck, "pay": pay}
