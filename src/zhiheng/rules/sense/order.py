"""Stages that cannot be reached, come too late, or lead nowhere; lists published before there are any."""

from __future__ import annotations

from collections.abc import Callable

from zhiheng.core.text import Text
from zhiheng.rules.model.stages import (
    BallotStage,
    CheckStage,
    GateStage,
    NoticeStage,
    ShortlistStage,
    Stage,
)
from zhiheng.rules.sense.sight import Sight
from zhiheng.rules.who_wording import class_text

_DECIDING = frozenset({"check", "score", "hearing", "shortlist", "gate", "ballot", "approve"})


def check_order(sight: Sight) -> None:
    """Look at what comes before what."""
    if sight.book.kind != "award":
        return
    _check_end(sight)
    _check_approval(sight)
    _check_checks(sight)
    for stage in sight.book.stages:
        if isinstance(stage, NoticeStage):
            _check_notice(sight, stage)
        elif isinstance(stage, ShortlistStage):
            for number, step in enumerate(stage.order.order):
                _check_ranked(sight, stage, step.stages(), sight.of(stage, "order", "order", number))
        elif isinstance(stage, BallotStage) and (order := sight.book.order_of(stage)) is not None:
            for step in order.order:
                _check_ranked(sight, stage, step.stages(), sight.of(stage))


def _check_end(sight: Sight) -> None:
    """Nothing but a notice follows the granting; everything that decides leads to it."""
    grants = [stage for stage in sight.book.stages if stage.kind == "grant"]
    if not grants:
        sight.note(
            "nothing_granted",
            ("stages",),
            Text("没有授奖环节，没有人会获奖。", "No stage grants the award; nobody would ever receive it."),
            Text("最后写一个 kind: grant 的环节。", "Write a stage of kind grant at the end."),
        )
        return
    leading = {stage.id for stage in grants} | {id_ for one in grants for id_ in sight.ahead_of(one.id)}
    for stage in sight.book.stages:
        if stage.id in leading or stage.kind == "notice":
            continue
        if sight.ahead_of(stage.id) & {one.id for one in grants}:
            sight.note(
                "after_the_end",
                sight.of(stage),
                Text(f"“{stage.title.zh}”排在授奖之后。", f"“{stage.title.en}” comes after the granting."),
                Text("移到授奖之前，或删去。", "Move it before the granting, or remove it."),
            )
        elif stage.kind in _DECIDING:
            sight.note(
                "leads_nowhere",
                sight.of(stage),
                Text(
                    f"没有环节等待“{stage.title.zh}”的结果，授奖与它无关。",
                    f"No stage waits for “{stage.title.en}”; the granting does without it.",
                ),
                Text(
                    f"在后面的环节的 after 中写上 {stage.id}。",
                    f"Name {stage.id} in the after of a later stage.",
                ),
            )


def _check_approval(sight: Sight) -> None:
    """What the government grants, it approves first; a committee that grants by itself has voted."""
    for stage in sight.book.stages:
        if stage.kind != "grant" or stage.by != "government":
            continue
        ahead = sight.stages(sight.ahead_of(stage.id))
        if not any(one.kind == "approve" or (one.kind == "gate" and one.by == "government") for one in ahead):
            sight.note(
                "no_approval",
                sight.of(stage),
                Text("授奖之前没有批准环节。", "Nothing is approved before the granting."),
                Text("在授奖之前写一个 approve 环节。", "Write a stage of kind approve before it."),
            )


def _check_checks(sight: Sight) -> None:
    """Conditions that nobody checks bind nobody."""
    for name in ("entry", "exclusion"):
        checks = [one for one in sight.book.stages if isinstance(one, CheckStage) and name in one.applies]
        if getattr(sight.book, name) and not checks:
            sight.note(
                "nobody_checks",
                (name,),
                Text("没有环节核对这些条件。", "No stage checks these conditions."),
                Text(f"写一个 check 环节，applies 含 {name}。", f"Write a check that applies {name}."),
            )
        elif getattr(sight.book, name):
            _check_unchecked(sight, name, checks)


def _check_unchecked(sight: Sight, name: str, checks: list[CheckStage]) -> None:
    """Every kind of subject that has a condition goes through a check of it."""
    if not all(one.applies_to for one in checks):
        return
    checked = {kind for one in checks for of in one.applies_to for kind in sight.kinds_of(of)}
    asked = {kind for one in getattr(sight.book, name) for kind in one.applies_to or sight.book.applicants}
    for kind in sight.book.applicants:
        if kind in asked - checked:
            who = class_text(kind, sight.book)
            sight.note(
                "nobody_checks",
                (name,),
                Text(f"没有环节核对{who.zh}的这些条件。", f"No stage checks these conditions for {who.en}."),
                Text("更正 check 环节的 applies_to。", "Correct the applies_to of the checks."),
            )


_NEEDED: dict[str, tuple[Callable[[Stage], bool], Text]] = {
    "passed": (lambda one: one.kind in _DECIDING, Text("还没有决定去留的环节", "nothing was decided")),
    "proposed": (
        lambda one: (
            (isinstance(one, BallotStage) and one.keep is None)
            or isinstance(one, GateStage)
            or one.kind == "shortlist"
        ),
        Text("还没有表决产生拟定名单", "nobody was proposed by a ballot"),
    ),
    "decided": (
        lambda one: one.kind in ("approve", "gate", "ballot"),
        Text("还没有作出决定", "nothing was approved"),
    ),
}


def _check_notice(sight: Sight, stage: NoticeStage) -> None:
    if stage.of not in _NEEDED:
        return
    is_enough, lacks = _NEEDED[stage.of]
    if stage.of == "proposed" and not any(isinstance(one, BallotStage) for one in sight.book.stages):
        is_enough, lacks = _NEEDED["passed"]  # nobody is elected: who passed everything is proposed
    if any(is_enough(one) for one in sight.stages(sight.ahead_of(stage.id))):
        return
    path = sight.of(stage, "of")
    sight.note(
        "nothing_to_publish",
        path if path in sight.reading.keys else sight.of(stage),
        Text(f"公示之前{lacks.zh}，没有名单可公示。", f"Before this notice {lacks.en}: there is no list."),
        Text("调整环节次序，或改写 of。", "Change the order, or write another of."),
    )


def _check_ranked(sight: Sight, stage: Stage, needed: tuple[str, ...], path: tuple[str | int, ...]) -> None:
    """An order rests on stages that are closed before it is used."""
    ahead = sight.ahead_of(stage.id)
    for other in needed:
        if other not in ahead:
            name = sight.book.stage(other).title
            sight.note(
                "ranked_too_late",
                path,
                Text(
                    f"“{stage.title.zh}”按“{name.zh}”的分数排序，但后者不在它之前。",
                    f"“{stage.title.en}” orders by “{name.en}”, which does not come before it.",
                ),
                Text(
                    "调整 after，或改写排序（表决可写 over: votes）。",
                    "Change after or the order (a ballot may write over: votes).",
                ),
            )
