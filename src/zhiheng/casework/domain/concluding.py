"""What holds for every stage around its own conclusion: who passes it by, and who keeps a tier although it falls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from zhiheng.casework.domain.bearing import is_of
from zhiheng.casework.domain.contest import keeps_says, kept_tier, may_yet_win, reached_tier
from zhiheng.casework.domain.values import Concluder, Conclusion, Inputs, Outcome
from zhiheng.core.text import Text
from zhiheng.rules.model import BallotStage, Rulebook
from zhiheng.rules.who_wording import class_text


def whole(conclude: Concluder) -> Concluder:
    """Return the conclusion of a stage with what holds for every stage.

    Inputs besides the stage's own: ``{"passing": {code: {"classes": [...]} | {"holds": tier, "out": bool}},
    "holding": {code: tier}}``; absent means nobody.
    """

    def concluded(book: Rulebook, rule: Any, inputs: Inputs) -> list[Conclusion]:
        made = conclude(book, rule, inputs)
        holding = inputs.get("holding", {})
        reached = reached_tier(book, rule)
        if reached is not None:
            made = [_reached(book, one, reached.id) for one in made]
            holding = {one.case: reached.id for one in made} | dict(holding)
        made = [one if one.goes_on else _fallen(book, rule, one, holding, inputs) for one in made]
        passing = inputs.get("passing", {})
        return [*made, *(_passed_by(book, rule, code, why) for code, why in passing.items())]

    return concluded


def _reached(book: Rulebook, made: Conclusion, tier: str) -> Conclusion:
    if not made.goes_on or made.details.get("tier"):
        return made
    title = book.tier(tier).title
    told = Text(f"进入本环节，按规则获得{title.zh}。", f"Came to this stage and so receives {title.en}.")
    return _with(book, made, told, tier, {"tier": tier})


def _fallen(
    book: Rulebook, rule: Any, made: Conclusion, holding: Mapping[str, str], inputs: Inputs
) -> Conclusion:
    """Let a case go on that keeps a tier, or that another ballot may still elect."""
    if made.outcome is Outcome.UPHELD:
        return made
    tier = kept_tier(book, rule, holding.get(made.case))
    if tier is not None:
        return _with(book, made, keeps_says(book.tier(tier)), tier, {"tier": tier, "out": True})
    found = inputs["cases"].get(made.case, {})
    if isinstance(rule, BallotStage) and rule.keep is None and may_yet_win(book, rule.id, found):
        told = Text("继续参加后面的表决。", "Goes on to a later ballot.")
        return _with(book, made, told, rule.id, {})
    return made


def _with(book: Rulebook, made: Conclusion, told: Text, rule: str, details: Mapping[str, Any]) -> Conclusion:
    cites = made.cites if len(made.cites) == len(made.reasons) else made.cites[:1] * len(made.reasons)
    return replace(
        made,
        goes_on=True,
        reasons=(*made.reasons, told),
        cites=(*cites, book.cite(rule)),
        details={**made.details, **details},
    )


def _passed_by(book: Rulebook, rule: Any, code: str, why: Mapping[str, Any]) -> Conclusion:
    """Conclude a case that the stage does not concern; one that it does is an error of the inputs."""
    if "holds" in why:
        title = book.tier(why["holds"]).title
        told = Text(
            f"已获得{title.zh}，不再参加本环节。", f"Holds {title.en}; this stage does not concern it."
        )
        cite = book.cite(why["holds"])
    else:
        if is_of(rule.applies_to, why):
            raise ValueError(f"{code} passes by {rule.id}, which applies to it")
        told, cite = _not_of(book, rule, why), book.cite(rule.id)
    return Conclusion(code, Outcome.PASSED, True, (told,), (cite,), {"passed_by": dict(why)})


def _not_of(book: Rulebook, rule: Any, why: Mapping[str, Any]) -> Text:
    wanted = [class_text(one, book) for one in rule.applies_to]
    own = [class_text(one, book) for one in why["classes"]]
    return Text(
        f"本环节只适用于{'、'.join(one.zh for one in wanted)}；"
        f"本办件属于{'、'.join(one.zh for one in own) or '其他类别'}，不适用。",
        f"Does not apply: this stage is for {', '.join(one.en for one in wanted)}; "
        f"the case is of {', '.join(one.en for one in own) or 'another class'}.",
    )
