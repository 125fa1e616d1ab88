"""A stage in words: who does what, by when, and what follows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from zhiheng.core.text import Text, joined
from zhiheng.rules.criteria import criteria_of
from zhiheng.rules.marking_wording import keep_text, marked, passing
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.stage_parts import (
    Minutes,
    Objections,
    Tells,
)
from zhiheng.rules.model.stages import (
    BallotStage,
    CheckStage,
    ClaimStage,
    ConsultStage,
    GateStage,
    HearingStage,
    InquiryStage,
    NoticeStage,
    PrecheckStage,
    ScoreStage,
    ShortlistStage,
    Stage,
    SurveyStage,
)
from zhiheng.rules.ranking_wording import ranking_text
from zhiheng.rules.saying import Clause, begun, both, clauses, listing
from zhiheng.rules.who_wording import actor_text, classes_text, doer_text
from zhiheng.rules.wording import listed

SILENCE = {
    "reminds": Text("逾期未答复的予以催办", "silence is reminded"),
    "passes": Text("逾期未答复的视为无意见", "silence counts as no objection"),
    "blocks": Text("未全部答复不得进入下一环节", "nothing goes on until all have answered"),
}


def stage_text(stage: Stage, book: Rulebook) -> Text:
    """Return who does what in a stage, by when, and what follows."""
    tell = _STAGES.get(stage.kind)
    parts = [*_frame(stage, book), *(tell(stage, book) if tell is not None else []), *_tells(stage.tells)]
    return joined(clauses(stage, parts), zh="，", en="; ")


def _frame(stage: Stage, book: Rulebook) -> list[Clause]:
    """Return who acts, for whom, within what time, and after what."""
    who = doer_text(stage, book)
    jointly = Text("共同", " jointly") if len(stage.body) > 1 and stage.jointly else Text("", "")
    parts = [
        (
            "body" if stage.body else "by",
            Text(f"由{who.zh}{jointly.zh}办理", f"Done by: {who.en}{jointly.en}"),
        )
    ]
    if stage.applies_to:
        only = classes_text(stage.applies_to, book)
        parts.append(("applies_to", Text(f"只适用于{only.zh}", f"only for: {only.en}")))
    if stage.within is not None:
        within = stage.within.text()
        parts.append(("within", Text(f"期限 {within.zh}", f"within {within.en}")))
    if stage.after is not None:
        names = both([Text(one.zh, f"“{one.en}”") for one in map(book.stage_title, stage.after)])
        start = (
            Text(f"在{names.zh}之后", f"after {names.en}")
            if stage.after
            else Text("一开始即可办理", "from the start")
        )
        parts.append(("after", start))
    return parts


def _tells(tells: Tells | None) -> list[Clause]:
    if tells is None:
        return []
    who = {
        "cut": Text("向未进入下一环节的申报主体", "those who do not go on are told"),
        "all": Text("向全部申报主体", "all are told"),
    }[tells.who]
    how = {"written": Text("书面告知结果", " in writing"), "online": Text("在线告知结果", " online")}[
        tells.how
    ]
    within = tells.within.text() if tells.within is not None else None
    by = Text(f"，在 {within.zh}内", f", within {within.en}") if within is not None else Text("", "")
    return [("tells", Text(f"{who.zh}{how.zh}{by.zh}", f"{who.en}{how.en}{by.en}"))]


def _check(stage: CheckStage | PrecheckStage, book: Rulebook) -> list[Clause]:
    parts: list[Clause] = []
    if isinstance(stage, CheckStage):
        names = {
            "entry": Text("申报条件", "conditions of entry"),
            "exclusion": Text("排除条件", "exclusions"),
        }
        applied = both([names[one] for one in stage.applies])
        parts.append(("applies", Text(f"逐条核对{applied.zh}", f"checks the {applied.en} one by one")))
    if stage.correction is not None:
        n, within = stage.correction.times, stage.correction.within.text()
        back = Text(
            f"可退回补正 {n} 次，每次 {within.zh}",
            f"may send back for correction {n} time{'s' if n > 1 else ''}, {within.en} each",
        )
        parts.append(("correction", back))
    return parts


def _inquiry(stage: InquiryStage, book: Rulebook) -> list[Clause]:
    asked = listed("department", stage.asks, book)
    adverse = {
        "ends": Text("有不良记录的不再参评", "an adverse record ends the case"),
        "noted": Text("不良记录供评审参考", "an adverse record is noted"),
    }[stage.adverse]
    return [
        ("asks", Text(f"查询{asked.zh}", f"asks {asked.en}")),
        ("silence", SILENCE[stage.silence]),
        ("adverse", adverse),
    ]


def _survey(stage: SurveyStage, book: Rulebook) -> list[Clause]:
    asked = {
        "customers": Text("测评对象为顾客", "customers are asked"),
        "public": Text("测评对象为公众", "the public is asked"),
        "employees": Text("测评对象为员工", "employees are asked"),
    }
    parts: list[Clause] = [] if stage.asked is None else [("asked", asked[stage.asked])]
    if stage.least_answers:
        n = stage.least_answers
        few = {
            "noted": Text("不足时只作记录", "fewer are only noted"),
            "ends": Text("不足的不再参评", "fewer end the case"),
        }[stage.too_few]
        parts.append(("least_answers", Text(f"有效问卷不少于 {n} 份", f"at least {n} answers")))
        parts.append(("too_few", few))
    if stage.scored:
        parts.append(("scored", Text(f"计分，满分 {stage.scale} 分", f"scored out of {stage.scale}")))
    else:
        parts.append(("scored", Text("结果不计分", "not scored")))
    return parts + passing(stage.pass_at)


def _score(stage: ScoreStage, book: Rulebook) -> list[Clause]:
    if stage.model is None:
        by = Text(f"评出总分，满分 {stage.points} 分", f"one mark out of {stage.points} points")
    else:
        model = criteria_of(book, stage)
        by = Text(
            f"按{model.title.zh}评分，满分 {model.total:f} 分",
            f"scored by {model.title.en}, {model.total:f} points",
        )
    parts: list[Clause] = [("points" if stage.model is None else "criteria", by)]
    if stage.latest:
        parts.append(("latest", Text("准则以最新版本为准", "always by its newest edition")))
    if stage.lasts is not None:
        lasts = stage.lasts.text()
        parts.append(("lasts", Text(f"时长 {lasts.zh}", f"it lasts {lasts.en}")))
    return parts + marked(stage, book)


def _minutes(m: Minutes) -> Text:
    discuss = Text(f"、合议 {m.discuss} 分钟", f", {m.discuss} to discuss") if m.discuss else Text("", "")
    return Text(
        f"陈述 {m.present} 分钟、答辩 {m.answer} 分钟{discuss.zh}",
        f"{m.present} minutes to present and {m.answer} to answer{discuss.en}",
    )


def _hearing(stage: HearingStage, book: Rulebook) -> list[Clause]:
    parts: list[Clause] = [] if stage.minutes is None else [("minutes", _minutes(stage.minutes))]
    parts.append(("points", Text(f"满分 {stage.points} 分", f"{stage.points} points")))
    if stage.drawn:
        parts.append(("drawn", Text("出场顺序抽签决定", "the order is drawn by lot")))
    return [*parts, *marked(stage, book)]


def _shortlist(stage: ShortlistStage, book: Rulebook) -> list[Clause]:
    order = ranking_text(stage.order, book)
    return [("order", order), *keep_text(stage.keep, stage.tie, book)]


def _consult(stage: ConsultStage, book: Rulebook) -> list[Clause]:
    asked = listed("department", stage.asks, book)
    adverse = {
        "veto": Text("任一部门反对的不再参评", "any objection ends the case"),
        "noted": Text("反对意见供审议参考", "objections are noted"),
    }[stage.adverse]
    return [
        ("asks", Text(f"征求{asked.zh}意见", f"asks the opinion of {asked.en}")),
        ("silence", SILENCE[stage.silence]),
        ("adverse", adverse),
    ]


def _ballot(stage: BallotStage, book: Rulebook) -> list[Clause]:
    of = {
        "present": Text("到会人数", "those present"),
        "eligible": Text("应到人数", "those eligible"),
        "cast": Text("有效票数", "valid ballots"),
    }[stage.passes.of]
    parts: list[Clause] = []
    if stage.elects:
        names = listing([book.tier(one).title for one in stage.elects])
        parts.append(("elects", Text(f"表决产生{names.zh}", f"elects: {names.en}")))
    if stage.rounds > 1:
        parts.append(("rounds", Text(f"至多投票 {stage.rounds} 轮", f"up to {stage.rounds} rounds")))
    secret = Text("无记名投票", "secret ballot") if stage.secret else Text("记名投票", "open vote")
    quorum = Text(f"到会人数不少于应到人数的 {stage.quorum}", f"quorum {stage.quorum} of those eligible")
    least = Text("超过", "more than") if stage.passes.more_than else Text("不少于", "at least")
    passes = Text(
        f"同意票{least.zh}{of.zh}的 {stage.passes.share} 为通过",
        f"passes with {least.en} {stage.passes.share} of {of.en}",
    )
    parts += [("secret", secret), ("quorum", quorum), ("passes", passes)]
    if stage.order is not None:
        parts.append(("order", ranking_text(stage.order, book)))
    if stage.keep is not None:
        return parts + keep_text(stage.keep, stage.tie, book)
    tiers = book.elected_by(stage.id)
    is_bound = book.pools or any(tier.said_quota is not None for tier in tiers)
    return [*parts, _over(stage)] if is_bound else parts


def _over(stage: BallotStage) -> Clause:
    if stage.order is not None:
        return "order", Text("超出名额的按此取舍", "beyond the places this order decides")
    over = {
        "ranking": Text("超出名额的按总排序取舍", "beyond the places the ranking decides"),
        "votes": Text("超出名额的按得票数取舍", "beyond the places the votes decide"),
    }[stage.over]
    return "over", over


def _gate(stage: GateStage, book: Rulebook) -> list[Clause]:
    said: list[Clause] = [("says", stage.says)] if stage.says is not None else []
    each = Text("逐一决定是否进入下一环节，并说明理由", "decides for each case, with a reason")
    return [*said, ("gate", each)]


def _notice(stage: NoticeStage, book: Rulebook) -> list[Clause]:
    period = stage.period.text()
    what = {
        "proposed": Text("公示拟定名单", "publishes the proposed list"),
        "applicants": Text("公示申报单位", "publishes the applicants"),
        "passed": Text("公示上一环节通过的名单", "publishes those who passed"),
        "decided": Text("公示已定名单", "publishes the decided list"),
    }[stage.of]
    told = Text(f"{what.zh} {period.zh}", f"{what.en} for {period.en}")
    objections = _objections(stage, book)
    if "objections" in stage.defaults and objections:
        objections = [("objections", joined([one for _, one in objections], zh="，", en="; "))]
    return [("for", told), *objections]


_IDENTITY = {
    "seal_or_id": Text(
        "单位加盖公章、个人附身份证件复印件",
        "a unit seals it, a person adds a copy of the identity card",
    ),
    "seal_or_number": Text(
        "单位加盖公章、个人写明身份证件号码",
        "a unit seals it, a person gives the number of the identity card",
    ),
}


def _objections(stage: NoticeStage, book: Rulebook) -> list[Clause]:
    """Return who may object and how, and the office's own period; named and in writing are one clause."""
    o = stage.objections
    ways: list[Clause] = [
        *([("objections.named", Text("实名", "named"))] if o.named else []),
        *([("objections.written", Text("书面", "in writing"))] if o.written else []),
    ]
    parts: list[Clause] = []
    if ways:
        how = joined(clauses(stage, ways), zh="、", en=" and ")
        parts.append(("objections.way", Text(f"异议须{how.zh}提出", f"objections are {how.en}")))
    elif o.is_written("named") and o.is_written("written"):
        parts.append(("objections.named", Text("任何人可提出意见", "anybody may object")))
    if o.identity is not None:
        parts.append(("objections.identity", _IDENTITY[o.identity]))
    parts += [(key, one) for key, one in _refused(o)]
    if o.answer is not None:
        parts.append(("objections.answer", Text("书面答复异议人", "the objector is answered in writing")))
    if o.within is not None:
        span, who = o.within.text(), begun(actor_text("office", book))
        told = Text(f"{who.zh}在 {span.zh}内处理异议", f"objections are decided within {span.en}")
        parts.append(("objections.within", told))
    return parts


def _refused(o: Objections) -> list[Clause]:
    parts: list[Clause] = []
    ways = ((o.late, Text("逾期", "late")), (o.anonymous, Text("匿名", "anonymous")))
    for fate, said in (
        ("refused", Text("不予受理", "refused")),
        ("noted", Text("只作记录", "only noted")),
    ):
        names = joined([name for way, name in ways if way == fate], zh="或者", en=" or ")
        if names.zh:
            told = Text(f"{names.zh}的{said.zh}", f"what is {names.en} is {said.en}")
            parts.append(("objections.late" if o.late == fate else "objections.anonymous", told))
    return parts


def _claim(stage: ClaimStage, book: Rulebook) -> list[Clause]:
    levels = listed("level", stage.levels, book)
    return [("levels", Text(f"可申报{levels.zh}", f"for: {levels.en}"))]


_STAGES: dict[str, Callable[[Any, Rulebook], list[Clause]]] = {
    "check": _check,
    "precheck": _check,
    "inquiry": _inquiry,
    "survey": _survey,
    "score": _score,
    "hearing": _hearing,
    "shortlist": _shortlist,
    "consult": _consult,
    "gate": _gate,
    "ballot": _ballot,
    "notice": _notice,
    "claim": _claim,
}
