"""The proof of what one stage concluded for one case, kind by kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from zhiheng.calc.combine import rounded
from zhiheng.casework.domain.conclusions import conditions_of
from zhiheng.casework.domain.values import Inputs
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text, joined
from zhiheng.programmes.awards.domain.why.facts import facts_under
from zhiheng.programmes.awards.domain.why.tree import Fact, Proof
from zhiheng.rules.conditions import evaluate
from zhiheng.rules.criteria import criteria_of
from zhiheng.rules.facts import Facts
from zhiheng.rules.model import CheckStage, Condition, Rulebook, Stage
from zhiheng.rules.stage_wording import stage_text
from zhiheng.rules.vocabulary import word
from zhiheng.rules.wording import condition_text

RECORDED = Text("卷宗记录", "the round's record")
_VOTES = {"yes": Text("同意", "yes"), "no": Text("反对", "no"), "abstain": Text("弃权", "abstain")}


def prove(book: Rulebook, stage: Stage, inputs: Inputs, conclusion: Mapping[str, Any]) -> Proof:
    """Return why a stage concluded so for the case of *conclusion*; *inputs* are those of the whole stage.

    Raises ``KeyError`` for a case that the inputs do not hold.
    """
    code = conclusion["case"]
    make = None if code in inputs.get("passing", {}) else _PARTS.get(stage.kind)
    parts = () if make is None else make(book, stage, inputs, code, conclusion["details"])
    return Proof(
        title=stage.title,
        rule=stage_text(stage, book),
        cite=book.cite(stage.id),
        result=_result(stage, conclusion),
        holds=conclusion["goes_on"],
        parts=tuple(parts),
    )


def _result(stage: Stage, conclusion: Mapping[str, Any]) -> Text:
    """Return the sentence of the conclusion; a check that found nothing wrong says so once, not per condition."""
    if stage.kind == "check" and conclusion["goes_on"]:
        return Text("各项条件均符合。", "All conditions are met.")
    return joined([Text.of(reason) for reason in conclusion["reasons"]], zh="", en=" ")


def _checked(
    book: Rulebook, stage: CheckStage, inputs: Inputs, code: str, _details: Mapping[str, Any]
) -> Iterator[Proof]:
    facts = Facts.from_json(json.dumps(inputs["cases"][code]))
    as_of = date.fromisoformat(inputs["as_of"])
    for condition in conditions_of(book, stage):
        yield _condition(book, condition, facts, as_of, condition)


def _condition(book: Rulebook, condition: Condition, facts: Facts, as_of: date, outer: Condition) -> Proof:
    """Return the proof of a condition and of those inside it; an inner one rests on the outer one's article."""
    outcome = evaluate(condition, facts, as_of, book)
    own = outer if condition.art is None else condition
    inner = [_condition(book, one, facts, as_of, own) for one in getattr(condition, "of", ())]
    return Proof(
        title=condition.title or Text(condition.id, condition.id),
        rule=condition_text(condition, book),
        cite=own.cited(book.id, condition.id),
        result=outcome.reason,
        holds={"met": True, "not_met": False}.get(outcome.verdict),
        facts=() if inner else facts_under(condition, facts, book),
        parts=tuple(inner),
    )


def _replied(
    book: Rulebook, stage: Any, inputs: Inputs, code: str, _details: Mapping[str, Any]
) -> Iterator[Proof]:
    replies = inputs["cases"][code]
    for department in stage.asks:
        said = replies.get(department)
        if said is None:
            result = Text("逾期未答复", "no reply in time")
        elif said["adverse"]:
            result = Text(f"有不良记录或反对意见：{said['opinion']}", f"adverse: {said['opinion']}")
        else:
            result = Text("无不良记录或反对意见", "nothing against it")
        holds = None if said is None else not said["adverse"]
        yield Proof(word("department", department, book), None, None, result, holds)


def _surveyed(
    _book: Rulebook, _stage: Any, inputs: Inputs, code: str, _details: Mapping[str, Any]
) -> Iterator[Proof]:
    found = inputs["cases"][code]
    for title, key in ((Text("有效问卷", "answers"), "answers"), (Text("满意度均值", "mean"), "score")):
        value = "–" if found[key] is None else str(found[key])
        yield Proof(title, None, None, Text(value, value))


def _scored(
    book: Rulebook, stage: Any, inputs: Inputs, code: str, details: Mapping[str, Any]
) -> Iterator[Proof]:
    model, marks = criteria_of(book, stage), inputs["cases"][code]["marks"]
    for seat in sorted(marks):
        facts = tuple(
            Fact(
                Text(f"{item} {model.items[item].title.zh}", f"{item} {model.items[item].title.en}"),
                _product(percent, model.items[item].points),
                RECORDED,
            )
            for item, percent in marks[seat].items()
        )
        points = str(details["seats"][seat])
        yield Proof(_seat(seat), None, None, Text(f"{points} 分", f"{points} points"), None, facts)
    yield _combined(book, stage, details)


def _product(percent: int, points: Decimal) -> Text:
    told = f"{percent}% × {points:f} = {(Decimal(percent) * points / 100).normalize():f}"
    return Text(told, told)


def _seat(seat: str) -> Text:
    return Text(f"席位 {seat}", f"Seat {seat}")


def _combined(book: Rulebook, stage: Any, details: Mapping[str, Any]) -> Proof:
    how = Text(
        {"mean": "取平均", "trimmed_mean": "去掉一个最高分和一个最低分后取平均", "median": "取中位数",
         "sum": "求和", "consensus": "合议"}[stage.combine],
        {"mean": "the mean", "trimmed_mean": "the mean without the highest and the lowest",
         "median": "the median", "sum": "the sum", "consensus": "agreed by the panel"}[stage.combine],
    )  # fmt: skip
    told = Text(
        f"{details['points']} 分（精确值 {details['exact']}），第 {details['rank']} 名",
        f"{details['points']} points (exactly {details['exact']}), place {details['rank']}",
    )
    return Proof(Text("合成得分", "Combined"), how, book.cite(stage.id), told)


def _heard(
    book: Rulebook, stage: Any, inputs: Inputs, code: str, details: Mapping[str, Any]
) -> Iterator[Proof]:
    for seat, points in sorted(inputs["cases"][code]["points"].items()):
        yield Proof(_seat(seat), None, None, Text(f"{points} 分", f"{points} points"))
    yield _combined(book, stage, details)


def _ordered(book: Rulebook, order: Any, scores: Mapping[str, Any]) -> Iterator[Proof]:
    """Yield each step of an order with the exact scores that it weighs."""
    for step in order.order:
        weights = step.sum or {}
        facts = tuple(
            Fact(
                book.stage(name).title,
                Text(_told(scores.get(name), weights.get(name)), _told(scores.get(name), weights.get(name))),
                RECORDED,
            )
            for name in step.stages()
        )
        yield Proof(
            Text("排序依据", "Ordered by"),
            None,
            _cited(book, order),
            Text("各环节得分", "scores"),
            None,
            facts,
        )


def _cited(book: Rulebook, order: Any) -> Citation | None:
    return book.cite("ranking") if order is book.ranking else None


def _told(exact: str | None, weight: Any) -> str:
    if exact is None:
        return "–"
    told = f"{rounded(Fraction(exact))} ({exact})" if "/" in exact else exact
    if weight is None:
        return told
    scaled = "" if weight.scale_to is None else f" → /{weight.scale_to}"
    return f"{told}{scaled} × {weight.weight}"


def _listed(
    book: Rulebook, stage: Any, inputs: Inputs, code: str, _details: Mapping[str, Any]
) -> Iterator[Proof]:
    return _ordered(book, stage.order, inputs["cases"][code]["scores"])


def _voted(
    book: Rulebook, stage: Any, inputs: Inputs, code: str, details: Mapping[str, Any]
) -> Iterator[Proof]:
    votes, found = details["votes"], inputs["cases"][code]
    facts = tuple(
        Fact(name, Text(str(votes[key]), str(votes[key])), RECORDED) for key, name in _VOTES.items()
    )
    met = votes["yes"] >= details["needed"]
    told = Text(
        f"应到 {details['eligible']}，实到 {details['present']}；通过需 {details['needed']} 票，得 {votes['yes']} 票",
        f"{details['present']} of {details['eligible']} present; {details['needed']} needed, {votes['yes']} given",
    )
    yield Proof(Text("计票", "Tally"), None, book.cite(stage.id), told, met, facts)
    order = book.order_of(stage)
    if order is not None and "rank" in details:
        yield from _ordered(book, order, found["scores"])


def _published(
    _book: Rulebook, _stage: Any, inputs: Inputs, code: str, _details: Mapping[str, Any]
) -> Iterator[Proof]:
    words = {"upheld": Text("成立", "upheld"), "dismissed": Text("不成立", "not upheld")}
    for number, said in enumerate(inputs["cases"][code], start=1):
        state = words.get(said["state"], Text("未处理", "not decided"))
        why = said.get("decision") or ""
        yield Proof(
            Text(f"异议 {number}", f"Objection {number}"), None, None,
            Text(f"{state.zh}：{why}", f"{state.en}: {why}"), said["state"] != "upheld",
        )  # fmt: skip


_PARTS: dict[str, Callable[..., Iterable[Proof]]] = {
    "check": _checked,
    "inquiry": _replied,
    "consult": _replied,
    "survey": _surveyed,
    "score": _scored,
    "hearing": _heard,
    "shortlist": _listed,
    "ballot": _voted,
    "notice": _published,
}
