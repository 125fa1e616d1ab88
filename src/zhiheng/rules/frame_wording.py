"""The frame of an instrument in words: nature, cycle, bodies, applicants, classes, provisions."""

from __future__ import annotations

from zhiheng.core.text import Text, joined
from zhiheng.rules.model.bodies import Body
from zhiheng.rules.model.frame import Cycle, Nature
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.who import Applicant, Group
from zhiheng.rules.vocabulary import ACTORS, word
from zhiheng.rules.who_wording import classes_text, who_text

ABOUT = {
    "fees": Text("收费", "Fees"),
    "budget": Text("经费", "Budget"),
    "confidentiality": Text("保密", "Confidentiality"),
    "discipline": Text("纪律", "Discipline"),
    "duties": Text("获奖者的义务", "Duties of winners"),
    "committee": Text("评审委员会", "Committee"),
    "experts": Text("评审专家", "Experts"),
    "papers": Text("申报材料", "Papers"),
    "publicity": Text("宣传公示", "Publicity"),
    "criteria": Text("评审准则", "Criteria"),
    "other": Text("其他规定", "Other"),
}
_NATURES = {
    "commendation": Text("属于评比达标表彰", "a commendation"),
    "grading": Text("属于业务性质的评价，不属于评比达标表彰", "a grading of business, not a commendation"),
    "praise": Text("予以通报表扬", "praise in a circular"),
}
_MONEY = {
    "prize": Text("资金称为奖金", "its money is a prize"),
    "subsidy": Text("资金称为补助", "its money is a subsidy"),
    "none": Text("不发放资金", "no money"),
}
_ACTS = ACTORS | {
    "joint_conference": Text("联席会议（代行评审委员会职责）", "a joint conference, for the committee"),
    "host": Text("主办单位", "the host"),
    "executor": Text("承办（执行）机构", "the executing body"),
}
_JUDGED = {
    "body": Text("以主体本身参评", "itself judged"),
    "model": Text("以质量管理模式参评", "judged by its management model"),
    "result": Text("以质量管理成果参评", "judged by a result"),
    "project": Text("以项目参评", "judged by a project"),
}


def nature_text(nature: Nature) -> Text:
    """Return what the award is in law, and what its money is called."""
    return joined([_NATURES[nature.name], _MONEY[nature.money]], zh="，", en="; ")


def cycle_text(cycle: Cycle) -> Text:
    """Return how often a round is held, and what must be approved first."""
    if cycle.on_approval:
        text = Text("不设固定周期，经批准后举办", "no fixed cycle: once it is approved")
    elif cycle.every is None:
        text = Text("不定期，由主管机关决定", "whenever the authority decides")
    else:
        n = cycle.every.years
        text = Text(f"每 {n} 年一届", f"every {n} years" if n > 1 else "every year")
    if cycle.plan is None:
        return text
    who = ACTORS[cycle.plan.by]
    return Text(
        f"{text.zh}，每届评选方案先报{who.zh}批准",
        f"{text.en}; the plan of each edition is approved by {who.en}",
    )


def body_text(body: Body, book: Rulebook) -> Text:
    """Return what a body does, how many sit in it, how long, and from whom it is apart."""
    acts = _ACTS[body.acts_as]
    parts = [Text(f"作为{acts.zh}", f"acts as {acts.en}"), *_size(body), *_term(body)]
    if body.appointed_by is not None:
        by = book.body(body.appointed_by).title
        parts.append(Text(f"由{by.zh}聘任", f"appointed by {by.en}"))
    if body.published_ahead is not None:
        ahead = body.published_ahead.text()
        parts.append(Text(f"名单提前 {ahead.zh}公布", f"its members are published {ahead.en} ahead"))
    if body.hired:
        parts.append(Text("通过政府采购委托", "hired by public procurement"))
    if body.owns is not None:
        owned = classes_text(body.owns, book)
        parts.append(Text(f"负责{owned.zh}", f"responsible for {owned.en}"))
    if body.apart_from is not None:
        names = joined([book.body(one).title for one in body.apart_from], zh="、", en=", ")
        parts.append(Text(f"组成人员不得与{names.zh}相同", f"shares no member with {names.en}"))
    return joined([*parts, *([body.says] if body.says is not None else [])], zh="，", en="; ")


def _size(body: Body) -> list[Text]:
    size = body.size
    if size is None:
        return []
    low, high = size.at_least, size.at_most
    if low is not None and high is not None:
        said = (
            Text(f"{low} 至 {high} 人", f"{low} to {high} members")
            if low < high
            else Text(f"{low} 人", f"{low} members")
        )
    elif low is not None:
        said = Text(f"不少于 {low} 人", f"at least {low} members")
    elif high is not None:
        said = Text(f"不超过 {high} 人", f"at most {high} members")
    else:
        return [Text("人数为单数", "an odd number of members")]
    return [Text(f"{said.zh}的单数", f"{said.en}, an odd number") if size.odd else said]


def _term(body: Body) -> list[Text]:
    term = body.term
    if term is None:
        return []
    if term.edition:
        said = Text("每届组建，评选结束后解散", "formed anew for each edition")
    else:
        said = Text(f"任期 {term.years} 年", f"for a term of {term.years} years")
    if term.at_most_terms is None:
        return [said]
    n = term.at_most_terms
    return [Text(f"{said.zh}，连任不超过 {n} 届", f"{said.en}, at most {n} terms")]


def applicant_text(one: Applicant, book: Rulebook) -> Text:
    """Return a kind of subject that may apply, and what of it is judged."""
    text = word("kind", one.kind, book)
    said = [] if one.role is None else [word("role", one.role, book)]
    if one.shared_by is not None:
        n = one.shared_by.at_most
        said.append(Text(f"至多 {n} 人共同申报", f"shared by at most {n}"))
    if one.judged is not None:
        said.append(_JUDGED[one.judged])
    if not said:
        return text
    more = joined(said, zh="，", en=", ")
    return Text(f"{text.zh}（{more.zh}）", f"{text.en} ({more.en})")


def group_text(group: Group, book: Rulebook) -> Text:
    """Return who belongs to a class."""
    parts = [who_text(group.of, book)] if group.of is not None else []
    if group.chosen:
        parts.append(Text("由申报主体选择", "chosen by the applicant"))
    return joined(parts, zh="，", en="; ")
