"""The stages of a rulebook as a drawing: what follows what, who acts, and who leaves the procedure where.

The layout is the plainest that is right: a stage lies one layer below the lowest of those it waits for (longest
path), and stages of one layer stand side by side in the order in which they are written.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from zhiheng.core.text import Text, joined
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.stages import (
    BallotStage,
    CheckStage,
    ConsultStage,
    InquiryStage,
    NoticeStage,
    Stage,
    SurveyStage,
)
from zhiheng.rules.who_wording import doer_text

_LEAVES = {
    "check": Text("不符合条件的终止", "conditions not met: ends"),
    "precheck": Text("不符合条件的终止", "conditions not met: ends"),
    "gate": Text("未获同意的终止", "not let through: ends"),
    "ballot": Text("未获通过的终止", "not carried: ends"),
    "notice": Text("异议成立的终止", "objection upheld: ends"),
    "approve": Text("未获批准的终止", "not approved: ends"),
    "shortlist": Text("未入围的终止", "not on the list: ends"),
}


@dataclass(frozen=True, slots=True)
class Box:
    """A stage in the drawing; ``layer`` counts downward and ``lane`` from the left, both from 0.

    ``takes`` is the time set for it, ``narrows`` how many go on, ``leaves`` who ends here; each may be missing.
    """

    stage: str
    kind: str
    title: Text
    who: Text
    takes: Text | None
    narrows: Text | None
    leaves: Text | None
    layer: int
    lane: int


@dataclass(frozen=True, slots=True)
class Flow:
    """All boxes in the order of the rulebook, the pairs (before, after), and the size in layers and lanes."""

    boxes: tuple[Box, ...]
    lines: tuple[tuple[str, str], ...]
    layers: int
    lanes: int


def flow_of(book: Rulebook) -> Flow:
    """Lay the stages of a checked rulebook out."""
    layers = _layers(book)
    seen: dict[int, int] = defaultdict(int)
    boxes = []
    for stage in book.stages:
        layer = layers[stage.id]
        boxes.append(_box(book, stage, layer, seen[layer]))
        seen[layer] += 1
    lines = tuple((before, stage.id) for stage in book.stages for before in book.before(stage.id))
    return Flow(tuple(boxes), lines, max(seen) + 1, max(seen.values()))


def _layers(book: Rulebook) -> dict[str, int]:
    """Return the layer of every stage; stages wait only for others without going in circles (checked on reading)."""
    known: dict[str, int] = {}
    todo = [stage.id for stage in book.stages]
    for _ in range(len(todo) + 1):
        for name in [name for name in todo if all(before in known for before in book.before(name))]:
            known[name] = 1 + max((known[before] for before in book.before(name)), default=-1)
            todo.remove(name)
    return known | dict.fromkeys(todo, 0)


def _box(book: Rulebook, stage: Stage, layer: int, lane: int) -> Box:
    who = doer_text(stage, book)
    return Box(
        stage=stage.id, kind=stage.kind, title=stage.title, who=who, takes=_takes(stage),
        narrows=_narrows(stage), leaves=_leaves(stage), layer=layer, lane=lane,
    )  # fmt: skip


def _takes(stage: Stage) -> Text | None:
    within = stage.period if isinstance(stage, NoticeStage) else stage.within
    return None if within is None else within.text()


def _narrows(stage: Stage) -> Text | None:
    keep, pass_at = getattr(stage, "keep", None), getattr(stage, "pass_at", None)
    told = [] if pass_at is None else [Text(f"合格线 {pass_at} 分", f"pass line {pass_at}")]
    if keep is not None and keep.at_most is not None:
        told.append(Text(f"留 {keep.at_most} 个", f"{keep.at_most} go on"))
    if keep is not None and keep.per_place is not None:
        told.append(Text(f"按名额的 {keep.per_place} 倍留", f"{keep.per_place} per place go on"))
    if keep is not None and keep.share is not None:
        told.append(Text(f"留 {keep.share}", f"{keep.share} go on"))
    if keep is not None and getattr(keep, "by_class", None):
        told.append(Text("按类别分别留", "each class its own number"))
    return joined(told, zh="，", en=", ") if told else None


def _leaves(stage: Stage) -> Text | None:
    if isinstance(stage, InquiryStage):
        ends = Text("有不良记录的终止", "adverse record: ends")
        return ends if stage.adverse == "ends" else None
    if isinstance(stage, ConsultStage):
        return Text("被否决的终止", "veto: ends") if stage.adverse == "veto" else None
    if isinstance(stage, SurveyStage):
        return Text("不达标的终止", "below the line: ends") if stage.pass_at is not None else None
    if isinstance(stage, CheckStage | NoticeStage | BallotStage) or stage.kind in _LEAVES:
        return _LEAVES[stage.kind]
    return Text("未留下的终止", "not kept: ends") if _narrows(stage) is not None else None
