"""A stage in words: who does what, by when, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zhiheng.core.text import Text, joined
from zhiheng.rules.criteria import criteria_model
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.stages import (
    BallotStage,
    CheckStage,
    ClaimStage,
    ConsultStage,
    HearingStage,
    InquiryStage,
    Keep,
    NoticeStage,
    Panel,
    PrecheckStage,
    Ranking,
    RankStep,
    ScoreStage,
    ShortlistStage,
    Stage,
    SurveyStage,
)
from zhiheng.rules.vocabulary import ACTORS
from zhiheng.rules.wording import listed

COMBINE = {
    "mean": Text("取平均值", "the mean counts"),
    "trimmed_mean": Text(
        "去掉一个最高分和一个最低分后取平均值", "the mean after dropping the highest and the lowest counts"
    ),
    "median": Text("取中位数", "the median counts"),
    "sum": Text("取总和", "the sum counts"),
    "consensus": Text("以合议分为准", "the consensus score counts"),
}
SILENCE = {
    "reminds": Text("逾期未答复的予以催办", "silence is reminded"),
    "passes": Text("逾期未答复的视为无意见", "silence counts as no objection"),
    "blocks": Text("未全部答复不得进入下一环节", "nothing goes on until all have answered"),
}


def stage_text(stage: Stage, book: Rulebook) -> Text:
    """Return who does what in a stage, by when, and what follows."""
    who = ACTORS[stage.by]
    parts = [Text(f"由{who.zh}办理", f"Done by {who.en}")]
    if stage.within is not None:
        within = stage.within.text()
        parts.append(Text(f"期限 {within.zh}", f"within {within.en}"))
    if stage.after is not None:
        names = joined([book.stage(one).title for one in stage.after], zh="、", en=", ")
        start = (
            Text(f"在{names.zh}之后", f"after {names.en}")
            if stage.after
            else Text("一开始即可办理", "from the start")
        )
        parts.append(start)
    tell = _STAGES.get(stage.kind)
    return joined(parts + (tell(stage, book) if tell is not None else []), zh="，", en="; ")


def _check(stage: CheckStage | PrecheckStage, book: Rulebook) -> list[Text]:
    parts = []
    if isinstance(stage, CheckStage):
        names = {
            "entry": Text("申报条件", "conditions of entry"),
            "exclusion": Text("排除条件", "exclusions"),
        }
        applied = joined([names[one] for one in stage.applies], zh="和", en=" and ")
        parts.append(Text(f"逐条核对{applied.zh}", f"checks the {applied.en} one by one"))
    if stage.correction is not None:
        n, within = stage.correction.times, stage.correction.within.text()
        parts.append(
            Text(
                f"可退回补正 {n} 次，每次 {within.zh}",
                f"may send back for correction {n} time{'s' if n > 1 else ''}, {within.en} each",
            )
        )
    return parts


def _inquiry(stage: InquiryStage, book: Rulebook) -> list[Text]:
    asked = listed("department", stage.asks, book)
    adverse = {
        "ends": Text("有不良记录的不再参评", "an adverse record ends the case"),
        "noted": Text("不良记录供评审参考", "an adverse record is noted"),
    }[stage.adverse]
    return [Text(f"查询{asked.zh}", f"asks {asked.en}"), SILENCE[stage.silence], adverse]


def _survey(stage: SurveyStage, book: Rulebook) -> list[Text]:
    few = {
        "noted": Text("不足时只作记录", "fewer are only noted"),
        "ends": Text("不足的不再参评", "fewer end the case"),
    }[stage.too_few]
    parts = [Text(f"有效问卷不少于 {stage.least_answers} 份", f"at least {stage.least_answers} answers"), few]
    if stage.scored:
        parts.append(Text(f"计分，满分 {stage.scale} 分", f"scored out of {stage.scale}"))
    else:
        parts.append(Text("结果不计分", "not scored"))
    return parts + _passing(stage.pass_at)


def _passing(pass_at: object) -> list[Text]:
    return [] if pass_at is None else [Text(f"合格线 {pass_at} 分", f"pass line {pass_at}")]


def _panel(panel: Panel | None) -> list[Text]:
    if panel is None:
        return []
    lead = Text(f"（组长 {panel.lead} 名）", f" ({panel.lead} of them leads)") if panel.lead else Text("", "")
    return [Text(f"评审员 {panel.assessors} 名{lead.zh}", f"{panel.assessors} assessors{lead.en}")]


def keep_text(keep: Keep | None, tie: str) -> list[Text]:
    """Return who goes on, and what a tie at the edge means."""
    if keep is None:
        return []
    if keep.at_most is not None:
        kept = Text(f"取前 {keep.at_most} 名", f"the first {keep.at_most} go on")
    elif keep.per_place is not None:
        kept = Text(f"每个名额取 {keep.per_place} 名", f"{keep.per_place} per place go on")
    else:
        kept = Text(f"取前 {keep.share}", f"the first {keep.share} go on")
    ties = {
        "keep_all": Text("末位同分的全部保留", "all who tie at the edge go on"),
        "cut_all": Text("末位同分的全部不取", "none who tie at the edge go on"),
    }
    return [kept, ties[tie]]


def _score(stage: ScoreStage, book: Rulebook) -> list[Text]:
    model = criteria_model(stage.criteria)
    by = Text(
        f"按{model.title.zh}评分，满分 {model.total:f} 分",
        f"scored by {model.title.en}, {model.total:f} points",
    )
    parts = [by, *_panel(stage.panel), COMBINE[stage.combine], *_passing(stage.pass_at)]
    return parts + keep_text(stage.keep, stage.tie)


def _hearing(stage: HearingStage, book: Rulebook) -> list[Text]:
    m = stage.minutes
    said = Text(
        f"陈述 {m.present} 分钟、答辩 {m.answer} 分钟，满分 {stage.points} 分",
        f"{m.present} minutes to present and {m.answer} to answer, {stage.points} points",
    )
    parts = [said, *_panel(stage.panel), COMBINE[stage.combine], *_passing(stage.pass_at)]
    return parts + keep_text(stage.keep, stage.tie)


def _shortlist(stage: ShortlistStage, book: Rulebook) -> list[Text]:
    return [ranking_text(stage.order, book), *keep_text(stage.keep, stage.tie)]


def _consult(stage: ConsultStage, book: Rulebook) -> list[Text]:
    asked = listed("department", stage.asks, book)
    adverse = {
        "veto": Text("任一部门反对的不再参评", "any objection ends the case"),
        "noted": Text("反对意见供审议参考", "objections are noted"),
    }[stage.adverse]
    return [Text(f"征求{asked.zh}意见", f"asks the opinion of {asked.en}"), SILENCE[stage.silence], adverse]


def _ballot(stage: BallotStage, book: Rulebook) -> list[Text]:
    of = {
        "present": Text("到会人数", "those present"),
        "eligible": Text("应到人数", "those eligible"),
        "cast": Text("有效票数", "valid ballots"),
    }[stage.passes.of]
    over = {
        "ranking": Text("超出名额的按总排序取舍", "beyond the places the ranking decides"),
        "votes": Text("超出名额的按得票数取舍", "beyond the places the votes decide"),
    }[stage.over]
    least = Text("超过", "more than") if stage.passes.more_than else Text("不少于", "at least")
    return [
        Text("无记名投票", "secret ballot") if stage.secret else Text("记名投票", "open vote"),
        Text(f"到会人数不少于应到人数的 {stage.quorum}", f"quorum {stage.quorum} of those eligible"),
        Text(
            f"同意票{least.zh}{of.zh}的 {stage.passes.share} 为通过",
            f"passes with {least.en} {stage.passes.share} of {of.en}",
        ),
        over,
    ]


def _notice(stage: NoticeStage, book: Rulebook) -> list[Text]:
    period, o = stage.period.text(), stage.objections
    what = {
        "proposed": Text("公示拟定名单", "publishes the proposed list"),
        "applicants": Text("公示申报单位", "publishes the applicants"),
        "decided": Text("公示已定名单", "publishes the decided list"),
    }[stage.of]
    how_zh = "、".join([w for w, on in (("实名", o.named), ("书面", o.written)) if on])
    how_en = " and ".join([w for w, on in (("named", o.named), ("in writing", o.written)) if on])
    objecting = (
        Text(f"异议须{how_zh}提出", f"objections are {how_en}")
        if how_zh
        else Text("任何人可提出意见", "anybody may object")
    )
    parts = [Text(f"{what.zh} {period.zh}", f"{what.en} for {period.en}"), objecting]
    if o.within is not None:
        answer = o.within.text()
        parts.append(
            Text(f"评审办在 {answer.zh}内处理异议", f"the office decides objections within {answer.en}")
        )
    return parts


def _claim(stage: ClaimStage, book: Rulebook) -> list[Text]:
    levels = listed("level", stage.levels, book)
    return [Text(f"可申报{levels.zh}", f"for: {levels.en}")]


_STAGES: dict[str, Callable[[Any, Rulebook], list[Text]]] = {
    "check": _check,
    "precheck": _check,
    "inquiry": _inquiry,
    "survey": _survey,
    "score": _score,
    "hearing": _hearing,
    "shortlist": _shortlist,
    "consult": _consult,
    "ballot": _ballot,
    "notice": _notice,
    "claim": _claim,
}


def ranking_text(ranking: Ranking, book: Rulebook) -> Text:
    """Return the order of subjects in words."""
    steps = joined([_step(step, book) for step in ranking.order], zh="；再按", en="; then by ")
    ties = {
        "shared": Text("仍相同的并列", "who still tie share a rank"),
        "refused": Text("仍相同的须另行决定", "who still tie must be decided otherwise"),
    }[ranking.ties]
    return Text(f"按{steps.zh}排序；{ties.zh}", f"Ordered by {steps.en}; {ties.en}")


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
