"""Whether everybody whom an order ranks has been scored: a rulebook that cannot tell is refused before a round opens."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.rules.model import BallotStage, GrantStage, Ranking, Rulebook, ShortlistStage


def refuse_unless_rankable(book: Rulebook) -> None:
    """Refuse a rulebook whose order needs the score of a stage that some of those in the order pass by.

    A missing score is neither a zero nor made up from others: the authority has to say how such classes compare,
    by a ballot or shortlist of their own.
    """
    for stage, order in _orders(book):
        for scored in dict.fromkeys(one for step in order.order for one in step.stages()):
            rule = book.stage(scored)
            if not _covers(book, rule, stage):
                raise Refused(
                    "ranking.not_for_all",
                    Text(
                        f"“{stage.title.zh}”按“{rule.title.zh}”的得分排序，但该环节只适用于部分申报者，其余没有这一得分，"
                        "无法一并排序；请为各类分设表决或择优环节（applies_to），或改用票数（over: votes）。",
                        f"“{stage.title.en}” ranks by the score of “{rule.title.en}”, which only some classes go through; "
                        "the others cannot be ranked with them. Give each class a ballot or shortlist of its own "
                        "(applies_to), or decide by votes (over: votes).",
                    ),
                    [book.cite(stage.id), book.cite(scored)],
                )


def _orders(book: Rulebook) -> Iterator[tuple[Any, Ranking]]:
    has_ballot = any(isinstance(stage, BallotStage) for stage in book.stages)
    for stage in book.stages:
        if isinstance(stage, ShortlistStage):
            yield stage, stage.order
        elif isinstance(stage, BallotStage) and (order := book.order_of(stage)) is not None:
            yield stage, order
        elif isinstance(stage, GrantStage) and book.ranking is not None and not has_ballot:
            yield stage, book.ranking


def _covers(book: Rulebook, scored: Any, ranked: Any) -> bool:
    """Tell whether all who come to one stage have gone through the other, as far as classes say."""
    if not scored.applies_to or (ranked.applies_to and set(ranked.applies_to) <= set(scored.applies_to)):
        return True
    whole = {kind for one in scored.applies_to for kind in _kinds(book, one, only_whole=True)}
    come = ranked.applies_to or book.applicants
    return {kind for one in come for kind in _kinds(book, one, only_whole=False)} <= whole


def _kinds(book: Rulebook, id_: str, *, only_whole: bool) -> tuple[str, ...]:
    """Return the kinds of subject of a class; with *only_whole* those of which everybody belongs to it."""
    group = next((one for one in book.classes if one.id == id_), None)
    if group is None:
        return (id_,)
    named = {} if group.of is None else group.of.model_dump(exclude_none=True)
    if only_whole and (group.chosen or set(named) - {"kinds"}):
        return ()
    return tuple(named.get("kinds") or book.applicants)
