"""Checks of meaning that no schema makes: articles, references, order, dates, sums.

They read the plain values, not the model, so that they speak even where the schema already complained; a value
of the wrong shape is passed over here because the schema speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from zhiheng.core.text import Text
from zhiheng.rules.criteria import known_models
from zhiheng.rules.references import check_references
from zhiheng.rules.standings import check_standings
from zhiheng.rules.walking import below, conditions, entries, ids, note_unknown, pools, single
from zhiheng.rules.yamltext import Path, Reading

_OF_AWARD = frozenset({"ballot", "gate", "grant", "shortlist"})
_OF_INCENTIVE = frozenset({"claim", "precheck", "pay"})
_RESERVED = (
    *("nature", "cycle", "pool", "ranking", "rewards", "payments"),
    *("title_valid", "reapply", "renewal", "watch"),
)


def check_meaning(reading: Reading) -> None:
    """Note everything that is wrong in what the rulebook says."""
    data = reading.data
    check_standings(reading, data)
    _check_ids(reading, data)
    _check_days(reading, data)
    _check_shape(reading, data)
    _check_order(reading, data)
    _check_scores(reading, data)
    check_references(reading, data)


def _check_ids(reading: Reading, data: Any) -> None:
    """Each rule has its own id, over tiers, conditions and stages together; each term its own among its kind."""
    seen: dict[str, Path] = {}
    for path, name, id_ in _named(reading, data):
        if name in _RESERVED and not (name == "pool" and path[0] == "pool"):
            message = Text(f"“{id_}”是保留的名字。", f"“{id_}” is a reserved name.")
        elif path[0] == "criteria" and name in known_models():
            message = Text(f"“{id_}”是随附准则的编号。", f"“{id_}” is a criteria model that is shipped.")
        elif name in seen:
            line = reading.place((*seen[name], "id")).line
            message = Text(
                f"编号“{id_}”重复，第 {line} 行已经用过。", f"The id “{id_}” is used in line {line} already."
            )
        else:
            seen[name] = path
            continue
        reading.add("repeated_id", (*path, "id"), message, Text("换一个编号。", "Choose another id."))


def _named(reading: Reading, data: Any) -> Iterator[tuple[Path, str, str]]:
    """Yield path, unique name and id of everything with an id, as a reader meets them."""
    named = [
        *entries(data, "bodies", "classes", "tiers", "criteria", "stages", "provisions"),
        *conditions(data),
    ]
    named += [*pools(data), *below(data, "after", "revocation")]
    named.sort(key=lambda entry: reading.values.get((*entry[0], "id"), (0, 0)))
    for path, item in named:
        if isinstance(item.get("id"), str):
            yield path, item["id"], item["id"]
    for path, item in entries(data, "terms"):
        if isinstance(item.get("id"), str):
            yield path, f"{item.get('of')}:{item['id']}", item["id"]


def _check_days(reading: Reading, data: Any) -> None:
    starts, ends = _day(data, "in_force", "from"), _day(data, "in_force", "to")
    published, checked = _day(data, "text", "published"), _day(data, "checked", "day")
    for early, late, path, message in (
        (
            starts,
            ends,
            ("in_force", "to"),
            Text("失效日期早于施行日期。", "It ends before it comes into force."),
        ),
        (
            published,
            starts,
            ("text", "published"),
            Text("公布日期晚于施行日期。", "It is published after it comes into force."),
        ),
        (
            published,
            checked,
            ("checked", "day"),
            Text("核对日期早于公布日期。", "It was checked before it was published."),
        ),
    ):
        if early is not None and late is not None and early > late:
            remedy = Text(
                f"核对 {early} 与 {late}，更正其中之一。", f"Compare {early} with {late} and correct one."
            )
            reading.add("days_out_of_order", path, message, remedy)


def _day(data: Any, *path: str) -> date | None:
    here = data
    for part in path:
        here = here.get(part) if isinstance(here, Mapping) else None
    return here if isinstance(here, date) else None


def _check_shape(reading: Reading, data: Any) -> None:
    """The authority is that of the id; an award has tiers, an incentive rewards; stages fit the kind."""
    id_, authority, kind = data.get("rulebook"), data.get("authority"), data.get("kind")
    if isinstance(id_, str) and isinstance(authority, str) and id_.partition("/")[0] != authority:
        reading.add(
            "authority_not_id",
            ("authority",),
            Text("主管机关代码与规则书编号不一致。", "The authority is not the one in the rulebook's id."),
            Text(
                f'写成 "{id_.partition("/")[0]}"，或更正编号。',
                f'Write "{id_.partition("/")[0]}", or correct the id.',
            ),
        )
    needed = {"award": "tiers", "incentive": "rewards"}.get(str(kind))
    if needed is not None and not data.get(needed):
        reading.add(
            "missing",
            (needed,),
            Text(f"缺少“{needed}”。", f"“{needed}” is missing."),
            Text(f"kind: {kind} 的规则书须写 {needed}。", f"A rulebook of kind {kind} needs {needed}."),
        )
    foreign = {"award": _OF_INCENTIVE, "incentive": _OF_AWARD}.get(str(kind), frozenset())
    for path, stage in entries(data, "stages"):
        if stage.get("kind") in foreign:
            message = Text(
                f"{kind} 类规则书没有 {stage['kind']} 环节。",
                f"No {stage['kind']} stage in a rulebook of kind {kind}.",
            )
            reading.add(
                "stage_of_other_kind", (*path, "kind"), message, Text("改用别的环节。", "Use another stage.")
            )


def _check_order(reading: Reading, data: Any) -> None:
    """Stages follow stages that exist, and in the end nothing follows itself."""
    stages = ids(data, "stages")
    follows: dict[str, tuple[str, ...]] = {}
    paths: dict[str, Path] = {}
    previous: tuple[str, ...] = ()
    for path, stage in entries(data, "stages"):
        id_, after = stage.get("id"), stage.get("after")
        named = (after,) if isinstance(after, str) else after
        if isinstance(named, tuple):
            for number, other in enumerate(named):
                spot = (*path, "after") if isinstance(after, str) else (*path, "after", number)
                note_unknown(reading, spot, other, stages, "stage", Text("环节", "stage"))
        if isinstance(id_, str):
            follows[id_] = tuple(n for n in named if n in stages) if isinstance(named, tuple) else previous
            paths[id_], previous = path, (id_,)
    for id_ in _in_circles(follows):
        message = Text(f"环节“{id_}”最终排在它自己之后。", f"Stage “{id_}” comes after itself in the end.")
        remedy = Text("更正 after，使先后次序不成环。", "Correct after, so that the order has no circle.")
        reading.add("order_in_circle", (*paths[id_], "after"), message, remedy)


def _in_circles(follows: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return the stages that can be reached from themselves."""
    found = []
    for start in follows:
        seen: set[str] = set()
        waiting = list(follows[start])
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting += follows.get(here, ())
        if start in seen:
            found.append(start)
    return found


def _check_scores(reading: Reading, data: Any) -> None:
    """Criteria exist; orders rest on stages that give a score; ballots have an order to fall back on."""
    stages = {i["id"]: i for _, i in entries(data, "stages") if isinstance(i.get("id"), str)}
    orders = list(single(data, "ranking"))
    for path, stage in entries(data, "stages"):
        kind = stage.get("kind")
        if kind == "score" and stage.get("criteria") is not None:
            note_unknown(
                reading,
                (*path, "criteria"),
                stage.get("criteria"),
                [*ids(data, "criteria"), *known_models()],
                "criteria",
                Text("评价准则", "criteria model"),
            )
        if kind == "ballot":
            _check_ballot(reading, path, stage, data)
        if kind in ("shortlist", "ballot") and isinstance(stage.get("order"), Mapping):
            orders.append(((*path, "order"), stage["order"]))
        keep = stage.get("keep")
        if isinstance(keep, Mapping) and keep.get("per_place") is not None and not _has_places(data):
            message = Text("按名额比例保留，但奖项没有名额。", "Kept per place, but no tier has a quota.")
            reading.add(
                "no_places",
                (*path, "keep"),
                message,
                Text("写出 quota，或改用 at_most。", "Write quota, or use at_most."),
            )
    for path, order in orders:
        for spot, id_ in _stages_of(path, order):
            if note_unknown(reading, spot, id_, stages, "stage", Text("环节", "stage")) and isinstance(
                id_, str
            ):
                _check_scoring(reading, spot, stages[id_])


def _check_ballot(reading: Reading, path: Path, stage: Mapping[str, Any], data: Any) -> None:
    own = stage.get("order") is not None or stage.get("over", "ranking") != "ranking"
    if not own and not isinstance(data.get("ranking"), Mapping):
        message = Text(
            "超出名额时按总排序取舍，但规则书没有 ranking。",
            "It falls back on the ranking, but there is none.",
        )
        reading.add(
            "no_ranking",
            path,
            message,
            Text(
                "写出 ranking 或本环节的 order，或写 over: votes。",
                "Write ranking, an order here, or over: votes.",
            ),
        )
    passes = stage.get("passes")
    share = passes.get("share") if isinstance(passes, Mapping) else None
    try:
        too_low = isinstance(share, str) and 0 < Fraction(share) < Fraction(1, 2)
    except (ValueError, ZeroDivisionError):
        return
    if too_low:
        message = Text("不到半数即可通过。", "Less than half would carry.")
        reading.add(
            "share_too_low",
            (*path, "passes", "share"),
            message,
            Text('写 "1/2" 或以上。', 'Write "1/2" or more.'),
        )


def _stages_of(path: Path, order: Mapping[str, Any]) -> Iterator[tuple[Path, object]]:
    steps = order.get("order")
    for number, step in enumerate(steps if isinstance(steps, tuple) else ()):
        if not isinstance(step, Mapping):
            continue
        spot = (*path, "order", number)
        if isinstance(step.get("stage"), str):
            yield (*spot, "stage"), step["stage"]
        if isinstance(step.get("sum"), Mapping):
            yield from (((*spot, "sum", id_), id_) for id_ in step["sum"])


def _check_scoring(reading: Reading, path: Path, stage: Mapping[str, Any]) -> None:
    if stage.get("kind") in ("score", "hearing") or (
        stage.get("kind") == "survey" and stage.get("scored") is True
    ):
        return
    message = Text(f"环节“{stage['id']}”不产生分数。", f"Stage “{stage['id']}” gives no score.")
    remedy = Text(
        "引用评分或答辩环节，或把测评设为 scored: true。",
        "Name a score or hearing stage, or make the survey scored.",
    )
    reading.add("stage_without_score", path, message, remedy)


def _has_places(data: Any) -> bool:
    """Tell whether every tier that is elected has a number of places, of its own or in a pool."""
    listed = [i for _, i in entries(data, "tiers") if i.get("given") is None and i.get("outside") is not True]
    pooled = [item for _, item in pools(data)]
    if pooled and all(one.get("at_most") != "unseen" for one in pooled):
        return True
    return bool(listed) and all(_is_number(one.get("quota")) for one in listed)


def _is_number(quota: object) -> bool:
    """Tell whether a quota has a number, of its own or for every class."""
    if not isinstance(quota, Mapping):
        return quota is not None and quota != "unseen"  # of a wrong shape the schema speaks
    most, per = quota.get("at_most"), quota.get("per")
    if most is not None:
        return bool(most != "unseen")
    return isinstance(per, Mapping) and "unseen" not in per.values()
