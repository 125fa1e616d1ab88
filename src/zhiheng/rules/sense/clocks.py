"""Deadlines longer than the cycle, and objections that outlast the stage that waits for them."""

from __future__ import annotations

from fractions import Fraction

from zhiheng.core.text import Text
from zhiheng.rules.model.stage_parts import Minutes
from zhiheng.rules.model.stages import HearingStage, NoticeStage, Stage
from zhiheng.rules.model.words import Within
from zhiheng.rules.sense.sight import Sight

_DAYS = {
    "working_days": Fraction(7, 5),
    "days": Fraction(1),
    "hours": Fraction(1, 24),
    "months": Fraction(61, 2),
}


def check_clocks(sight: Sight) -> None:
    """Add up periods, in calendar days without holidays."""
    _check_cycle(sight)
    for stage in sight.book.stages:
        if isinstance(stage, NoticeStage):
            _check_objections(sight, stage)
        elif isinstance(stage, HearingStage) and stage.minutes is not None and not _speaks(stage.minutes):
            sight.note(
                "no_minutes",
                sight.of(stage, "minutes"),
                Text("陈述和答辩都是 0 分钟。", "Nobody has a minute to present or to answer."),
                Text("写出时长。", "Write the minutes."),
            )


def _speaks(minutes: Minutes) -> bool:
    return minutes.present + minutes.answer > 0


def days(within: Within | None) -> Fraction:
    """Return a period in calendar days, about: five working days are seven, a month thirty and a half."""
    return Fraction(0) if within is None else _DAYS[within.kind] * within.n


def _takes(stage: Stage) -> Fraction:
    own = days(stage.within)
    return max(own, days(stage.period)) if isinstance(stage, NoticeStage) else own


def _check_cycle(sight: Sight) -> None:
    cycle = sight.book.cycle
    if cycle is None or cycle.every is None:
        return
    longest = max(_until(sight, stage.id, {}) for stage in sight.book.stages)
    if longest > 366 * cycle.every.years:
        years = cycle.every.years
        sight.note(
            "longer_than_cycle",
            ("cycle", "every"),
            Text(
                f"各环节期限相加约 {round(longest)} 日，超过 {years} 年一届的周期。",
                f"The periods of the stages add up to about {round(longest)} days, more than a cycle of {years} years.",
            ),
            Text("缩短期限，或更正周期。", "Shorten the periods, or correct the cycle."),
        )


def _until(sight: Sight, id_: str, known: dict[str, Fraction]) -> Fraction:
    if id_ not in known:
        before = max((_until(sight, one, known) for one in sight.book.before(id_)), default=Fraction(0))
        known[id_] = before + _takes(sight.book.stage(id_))
    return known[id_]


def _check_objections(sight: Sight, stage: NoticeStage) -> None:
    """Objections are decided before the next stage must be over."""
    answer = days(stage.objections.within)
    following = [one for one in sight.book.stages if stage.id in sight.book.before(one.id)]
    limits = [days(one.within) for one in following if one.within is not None]
    if not limits or len(limits) < len(following) or answer <= min(limits) + days(stage.period):
        return
    own = stage.objections.within
    said = own.text() if own is not None else Text("", "")
    sight.note(
        "objections_outlast",
        sight.of(stage, "objections", "within"),
        Text(
            f"异议处理期限 {said.zh}，长于公示期加下一环节的期限。",
            f"Objections may take {said.en}, longer than the notice and the next stage together.",
        ),
        Text("缩短异议处理期限，或延长下一环节。", "Shorten it, or lengthen the next stage."),
    )
