"""How a stage marks and who goes on, in words: panels, combinations, penalties, what is kept."""

from __future__ import annotations

from zhiheng.core.text import Text, joined
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.stage_parts import Keep, Kept, Panel, Penalty
from zhiheng.rules.model.stages import HearingStage, ScoreStage
from zhiheng.rules.saying import Clause, both, inside
from zhiheng.rules.who_wording import class_text

COMBINE = {
    "mean": Text("取平均值", "the mean counts"),
    "trimmed_mean": Text(
        "去掉一个最高分和一个最低分后取平均值", "the mean after dropping the highest and the lowest counts"
    ),
    "median": Text("取中位数", "the median counts"),
    "sum": Text("取总和", "the sum counts"),
    "consensus": Text("以合议分为准", "the consensus score counts"),
}


def passing(pass_at: object) -> list[Clause]:
    """Return the pass line, if there is one."""
    return [] if pass_at is None else [("pass_at", Text(f"合格线 {pass_at} 分", f"pass line {pass_at}"))]


def _panel(panel: Panel | None, book: Rulebook) -> list[Clause]:
    """Return who sits in a panel: numbers as one clause, then each rule on the seats."""
    if panel is None:
        return []
    lead = Text(f"（组长 {panel.lead} 名）", f" ({panel.lead} of them leads)") if panel.lead else Text("", "")
    parts = [Text(f"评审员 {panel.assessors} 名{lead.zh}", f"{panel.assessors} assessors{lead.en}")]
    if panel.odd:
        parts.append(Text("人数为单数", "an odd number"))
    if panel.drawn:
        parts.append(Text("随机抽取", "drawn by lot"))
    if panel.outside is not None:
        share = panel.outside
        parts.append(Text(f"本地以外的专家不少于 {share}", f"at least {share} from outside the region"))
    if panel.apart_from is not None:
        names = both([Text(one.zh, f"“{one.en}”") for one in map(book.stage_title, panel.apart_from)])
        parts.append(Text(f"不与{names.zh}的评审员重复", f"nobody from the panel of {names.en}"))
    if panel.same_as is not None:
        name = book.stage_title(panel.same_as)
        parts.append(Text(f"由{name.zh}的同一评审组担任", f"the same panel as in “{name.en}”"))
    return [("panel", joined(parts, zh="，", en="; "))]


def _penalties(penalties: tuple[Penalty, ...]) -> list[Clause]:
    parts: list[Clause] = []
    for one in penalties:
        per = {"minute": Text("每分钟", "a minute"), "time": Text("每次", "each time")}[one.per]
        most = (
            Text(f"，至多扣 {one.at_most:f} 分", f", at most {one.at_most:f}")
            if one.at_most is not None
            else Text("", "")
        )
        said = Text(
            f"{one.says.zh}{per.zh}扣 {one.points:f} 分{most.zh}",
            f"{inside(one.says).en}: {one.points:f} off {per.en}{most.en}",
        )
        parts.append(("penalties", said))
    return parts


def keep_text(keep: Keep | None, tie: str, book: Rulebook | None = None) -> list[Clause]:
    """Return who goes on, and what a tie at the edge means where somebody can be cut."""
    if keep is None:
        return []
    parts = []
    for of, one in (keep.by_class or {}).items():
        name, kept = class_text(of, book), _kept(one)
        parts.append(Text(f"{name.zh}{kept.zh}", f"{name.en}: {kept.en}"))
    if (keep.at_most, keep.per_place, keep.share) != (None, None, None):
        rest = _kept(keep)
        if keep.by_class is not None:
            rest = Text(f"其余{rest.zh}", f"of the rest {rest.en}")
        parts.append(rest)
    if keep.least is not None:
        parts.append(Text(f"不少于 {keep.least} 名", f"never fewer than {keep.least}"))
    ties = {
        "keep_all": Text("末位同分的全部保留", "all who tie at the edge go on"),
        "cut_all": Text("末位同分的全部不取", "none who tie at the edge go on"),
    }
    said: list[Clause] = [("keep", joined(parts, zh="，", en="; "))]
    return said if keep.share == 1 and keep.by_class is None else [*said, ("tie", ties[tie])]


def _kept(keep: Keep | Kept) -> Text:
    if keep.at_most is not None:
        return Text(f"取前 {keep.at_most} 名", f"the first {keep.at_most} go on")
    if keep.per_place is not None:
        return Text(f"每个名额取 {keep.per_place} 名", f"{keep.per_place} per place go on")
    if keep.share == 1:
        return Text("全部进入下一环节", "all go on")
    return Text(f"取前 {keep.share}", f"the first {keep.share} go on")


def marked(stage: ScoreStage | HearingStage, book: Rulebook) -> list[Clause]:
    """Return who marks, how marks become one, what is taken off, and who goes on."""
    parts = [
        *_panel(stage.panel, book),
        ("combine", COMBINE[stage.combine]),
        *_penalties(stage.penalties),
    ]
    return parts + passing(stage.pass_at) + keep_text(stage.keep, stage.tie, book)
