"""What an applicant's facts mean under a condition: met, not met, or unknown, with the facts in a sentence.

A missing fact is never guessed. Years and months count to the application's closing day (``as_of``) or to the
condition's cut-off day; the corresponding day itself still belongs to the period. Events and honours after that
day are not looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text, joined
from zhiheng.rules.classes import fits, traits_used
from zhiheng.rules.facts import Facts
from zhiheng.rules.judging import application, figures, honours, past, subject
from zhiheng.rules.judging.asking import Asked, Judgement, Verdict, unknown
from zhiheng.rules.model.conditions import AllOf, Condition, KOf, NoneOf, OneOf
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.who import Who
from zhiheng.rules.who_wording import who_text

__all__ = ["Outcome", "Verdict", "evaluate", "evaluate_all"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result for one condition (its id), the reason, the article, and the facts that it rests on."""

    condition: str
    verdict: Verdict
    reason: Text
    cite: Citation
    facts_used: tuple[str, ...]

    def to_json(self) -> dict[str, object]:
        """Return plain values for a machine."""
        return {
            "condition": self.condition,
            "verdict": self.verdict,
            "reason": self.reason.to_json(),
            "cite": self.cite.to_json(),
            "facts_used": list(self.facts_used),
        }


def evaluate(condition: Condition, facts: Facts, as_of: date, rulebook: Rulebook | str) -> Outcome:
    """Judge one condition; *rulebook* is the rulebook, or its id where its own terms do not matter."""
    id_ = rulebook if isinstance(rulebook, str) else rulebook.id
    day = as_of if condition.cut_off is None else condition.cut_off.day_for(as_of)
    own = None if isinstance(rulebook, str) else rulebook
    verdict, reason, used = _judged(condition, Asked(facts, day, id_.rpartition("/")[0], own))
    return Outcome(condition.id, verdict, reason, condition.cited(id_, condition.id), used)


def evaluate_all(
    conditions: Iterable[Condition], facts: Facts, as_of: date, rulebook: Rulebook | str
) -> list[Outcome]:
    """Judge conditions in their order; for an exclusion, met means clear of it."""
    return [evaluate(condition, facts, as_of, rulebook) for condition in conditions]


def _judged(condition: Condition, asked: Asked) -> Judgement:
    if condition.applies_to:
        kind = asked.facts.kind
        if kind is None:
            return unknown("未登记主体类型。", "The kind of subject is not recorded.")
        if kind not in condition.applies_to:
            name = asked.word("kind", kind)
            return (
                "met",
                Text(f"本条不适用于{name.zh}。", f"This does not apply to: {name.en}."),
                (f"kind={kind}",),
            )
    for who, wanted in ((condition.when, True), (condition.unless, False)):
        aside = None if who is None else _aside(who, wanted, condition, asked)
        if aside is not None:
            return aside
    return _JUDGES[condition.rule](condition, asked)


def _aside(who: Who, wanted: bool, condition: Condition, asked: Asked) -> Judgement | None:
    """Return the judgement for whom the condition is not, or may not be; ``None`` where it surely applies."""
    fit = fits(who, asked.facts, asked.day, asked.rulebook)
    if fit is wanted:
        return None
    said, used = who_text(who, asked.rulebook), traits_used(who, asked.facts)
    if fit is not None:
        only = Text(f"只适用于{said.zh}", f"only for: {said.en}")
        but = Text(f"不适用于{said.zh}", f"not for: {said.en}")
        limit = only if wanted else but
        return "met", Text(f"本条{limit.zh}，予以通过。", f"This is {limit.en}."), used
    verdict, reason, more = _JUDGES[condition.rule](condition, asked)
    if verdict == "met":
        return verdict, reason, (*used, *more)
    doubt = Text(
        f"是否属于{said.zh}未登记，无法判断本条是否适用。",
        f"Whether it is {said.en} is not recorded, so that it is open whether this applies.",
    )
    return "unknown", doubt, (*used, *more)


def _combined(condition: KOf | OneOf | AllOf, asked: Asked) -> Judgement:
    """Count those met; open ones leave the whole unknown only where they could turn it."""
    total = len(condition.of)
    needed = {"one_of": 1, "all_of": total}.get(condition.rule, getattr(condition, "at_least", 1))
    results = [_judged(inner, _for_inner(inner, asked)) for inner in condition.of]
    met = sum(verdict == "met" for verdict, _, _ in results)
    open_ones = sum(verdict == "unknown" for verdict, _, _ in results)
    said = _said(results)
    wanted = (
        Text("要求全部满足", "all required")
        if condition.rule == "all_of"
        else Text(f"要求至少 {needed} 项", f"at least {needed} required")
    )
    reason = Text(
        f"{total} 项中满足 {met} 项，{wanted.zh}（{said.zh}）。",
        f"{met} of {total} are met, {wanted.en} ({said.en}).",
    )
    used = tuple(fact for _, _, facts in results for fact in facts)
    if met >= needed:
        return "met", reason, used
    return ("unknown" if met + open_ones >= needed else "not_met"), reason, used


def _none_of(condition: NoneOf, asked: Asked) -> Judgement:
    """Met where none of those inside is met; unknown while one is open and none is met."""
    results = [_judged(inner, _for_inner(inner, asked)) for inner in condition.of]
    met = sum(verdict == "met" for verdict, _, _ in results)
    said, used = _said(results), tuple(fact for _, _, facts in results for fact in facts)
    reason = Text(
        f"{len(results)} 项中满足 {met} 项，要求均不满足（{said.zh}）。",
        f"{met} of {len(results)} are met, none allowed ({said.en}).",
    )
    if met:
        return "not_met", reason, used
    return ("unknown" if any(v == "unknown" for v, _, _ in results) else "met"), reason, used


def _said(results: list[Judgement]) -> Text:
    return joined([Text(r.zh.rstrip("。"), r.en.rstrip(".")) for _, r, _ in results])


def _for_inner(inner: Condition, asked: Asked) -> Asked:
    return asked if inner.cut_off is None else asked._replace(day=inner.cut_off.day_for(asked.day))


_JUDGES: dict[str, Callable[[Any, Asked], Judgement]] = {
    "registered_within": subject.registered,
    "legal_form": subject.legal_form,
    "operating_years": subject.operating,
    "attested": subject.attested,
    "event_within": past.event_within,
    "holds_certificate": past.certificate,
    "honour_within": honours.honour_within,
    "holds_honour": honours.holds_honour,
    "no_ban": honours.no_ban,
    "measure": figures.measure,
    "model_years": figures.model_years,
    "rating": figures.rating,
    "standing": figures.standing,
    "on_list": figures.on_list,
    "not_on_list": figures.not_on_list,
    "papers": application.papers,
    "recommended": application.recommended,
    "single_channel": application.single_channel,
    "other_applicant": application.other_applicant,
    "service_years": application.service_years,
    "office_rank": application.office_rank,
    "of_class": subject.of_class,
    "one_of": _combined,
    "all_of": _combined,
    "k_of": _combined,
    "none_of": _none_of,
}
