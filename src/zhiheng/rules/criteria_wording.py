"""Criteria of the instrument's own in words: categories and items with their points."""

from __future__ import annotations

from zhiheng.core.text import Text, joined
from zhiheng.rules.model.criteria import Category, OwnCriteria
from zhiheng.rules.saying import marked_at_the_end


def criteria_text(model: OwnCriteria) -> Text:
    """Return the points in all, and category by category those of the items."""
    n, m = len(model.categories), len(model.items)
    whole = Text(
        f"满分 {model.total:f} 分，共 {n} 类 {m} 项",
        f"{model.total:f} points; {n} categories and {m} items",
    )
    parts = [whole, *map(_category, model.categories)]
    if model.bands:
        parts.append(Text("附评分指南", "with guidance for marks"))
    return marked_at_the_end(model, joined(parts, zh="；", en="; "))


def _category(category: Category) -> Text:
    named = Text(
        f"{category.id} {category.title.zh} {category.points:f} 分",
        f"{category.id} {category.title.en}, {category.points:f} points",
    )
    if len(category.items) == 1 and category.items[0].id == category.id:
        return named
    zh = "、".join(f"{one.id} {one.title.zh} {one.points:f} 分" for one in category.items)
    en = ", ".join(f"{one.id} {one.title.en} {one.points:f}" for one in category.items)
    return Text(f"{named.zh}（{zh}）", f"{named.en} ({en})")
