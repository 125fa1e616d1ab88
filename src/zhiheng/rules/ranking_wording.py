"""An order of subjects in words."""

from __future__ import annotations

from zhiheng.core.text import Text, joined
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.stage_parts import Preference, Ranking, RankStep
from zhiheng.rules.saying import Clause, clauses
from zhiheng.rules.who_wording import class_text
from zhiheng.rules.wording import condition_text


def ranking_text(ranking: Ranking, book: Rulebook) -> Text:
    """Return the order of subjects in words."""
    steps = joined([_step(step, book) for step in ranking.order], zh="，再按", en=", then by ")
    ties = {
        "shared": Text("仍相同的并列", "who still tie share a rank"),
        "refused": Text("仍相同的须另行决定", "who still tie must be decided otherwise"),
    }[ranking.ties]
    gap = " " if steps.zh[-1:].isascii() else ""
    parts: list[Clause] = [("order", Text(f"按{steps.zh}{gap}排序", f"Ordered by {steps.en}"))]
    if ranking.prefer:
        first = joined([_preferred(one, book) for one in ranking.prefer], zh="、", en=", then ")
        by_turns = "依次" if len(ranking.prefer) > 1 else ""
        prefer = Text(f"相同的{by_turns}优先考虑{first.zh}", f"ties go first to {first.en}")
        parts.append(("prefer", prefer))
    return joined(clauses(ranking, [*parts, ("ties", ties)]), zh="；", en="; ")


def _preferred(one: Preference, book: Rulebook) -> Text:
    if one.of_class is not None:
        return class_text(one.of_class, book)
    condition = book.condition(str(one.condition))
    said = condition.title or condition_text(condition, book)
    return Text(f"“{said.zh}”者", f"those of whom “{said.en}” holds")


def _step(step: RankStep, book: Rulebook) -> Text:
    if step.sum is None:
        return book.stage(str(step.stage)).title
    terms = []
    for id_, weight in step.sum.items():
        title = book.stage(id_).title
        to = (
            Text(f"（换算为 {weight.scale_to} 分）", f" (brought to {weight.scale_to})")
            if weight.scale_to
            else Text("", "")
        )
        terms.append(Text(f"{title.zh}{to.zh}×{weight.weight}", f"{title.en}{to.en} × {weight.weight}"))
    return joined(terms, zh="＋", en=" + ")
