"""The frame of an instrument in words: nature, cycle, bodies, applicants, classes, provisions."""

from __future__ import annotations

from zhiheng.core.text import Text, joined
from zhiheng.rules.model.bodies import Body
from zhiheng.rules.model.frame import Cycle, Nature
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.who import Applicant, Group
from zhiheng.rules.saying import Clause, begun, both, clauses, inside
from zhiheng.rules.vocabulary import ACTORS, word
from zhiheng.rules.who_wording import actor_text, classes_text, who_text

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
    "grading": Text("属于业务性质的评价，不属于评比达标表彰", "a professional grading, not a commendation"),
    "praise": Text("予以通报表扬", "praise in a circular"),
}
_MONEY = {
    "prize": Text("资金称为奖金", "its money is a prize"),
    "subsidy": Text("资金称为补助", "its money is a subsidy"),
    "none": Text("不发放资金", "no money"),
}
_ACTS = {
    "office": Text("承担评审办工作", "does the work of the award office"),
    "street": Text("履行街道办事处职责", "does the work of the street office"),
    "department": Text("履行有关部门职责", "acts as a department concerned"),
    "assessor": Text("承担评审员工作", "does the work of the assessors"),
    "committee": Text("履行评审委员会职责", "acts as the committee"),
    "joint_conference": Text(
        "以联席会议形式履行评审委员会职责", "a joint conference that acts as the committee"
    ),
    "government": Text("履行人民政府职责", "acts as the government"),
    "supervisor": Text("监督评审工作", "watches over the review"),
    "host": Text("主办评审", "is the host"),
    "executor": Text("承办（执行）评审事务", "does the work of the review"),
}
_JUDGED = {
    "body": Text("以主体本身参评", "itself judged"),
    "model": Text("以质量管理模式参评", "judged by its management model"),
    "result": Text("以质量管理成果参评", "judged by a result"),
    "project": Text("以项目参评", "judged by a project"),
}


def nature_text(nature: Nature) -> Text:
    """Return what the award is in law, and what its money is called."""
    parts: list[Clause] = [("is", _NATURES[nature.name])]
    if nature.money is not None:
        parts.append(("money", _MONEY[nature.money]))
    return joined(clauses(nature, parts), zh="，", en="; ")


def cycle_text(cycle: Cycle, book: Rulebook) -> Text:
    """Return how often a round is held, and what must be approved first."""
    parts: list[Clause] = []
    if cycle.every is not None:
        n = cycle.every.years
        often = Text(f"每 {n} 年一届", f"every {n} years") if n > 1 else Text("每年一届", "every year")
        parts.append(("every", often))
    if cycle.on_approval:
        once = Text("经批准后举办", "held once it is approved")
        if cycle.every is None:
            once = Text(f"不设固定周期，{once.zh}", f"no fixed cycle, {once.en}")
        parts.append(("on_approval", once))
    elif cycle.every is None:
        parts.append(("every", Text("不定期，由主管机关决定", "whenever the authority decides")))
    if cycle.plan is not None:
        who = actor_text(cycle.plan.by, book)
        plan = Text(f"每届评选方案先报{who.zh}批准", f"the plan of each edition is approved by {who.en}")
        parts.append(("plan", plan))
    return joined(clauses(cycle, parts), zh="，", en="; ")


def body_text(body: Body, book: Rulebook) -> Text:
    """Return what a body does, how many sit in it, how long, and from whom it is apart; then what the text says."""
    rest = [*_size(body), *_term(body), *_standing(body, book)]
    told = ACTORS.get(body.acts_as)
    is_plain = told is not None and told.zh in body.title.zh
    if not is_plain or not (rest or body.says):
        rest.insert(0, ("acts_as", _ACTS[body.acts_as]))
    said = begun(joined(clauses(body, rest), zh="，", en="; "))
    if body.says is None:
        return said
    says = clauses(body, [("says", body.says)])[0]
    return joined([said, says] if rest else [says], zh="；", en=". ")


def _standing(body: Body, book: Rulebook) -> list[Clause]:
    """Return who appoints a body, how it is published and hired, what it owns, and from whom it is apart."""
    parts: list[Clause] = []
    if body.appointed_by is not None:
        by = inside(book.body(body.appointed_by).title)
        parts.append(("appointed_by", Text(f"由{by.zh}聘任", f"appointed by: {by.en}")))
    if body.published_ahead is not None:
        ahead = body.published_ahead.text()
        told = Text(f"名单提前 {ahead.zh}公布", f"its members are published {ahead.en} ahead")
        parts.append(("published_ahead", told))
    if body.hired:
        parts.append(("hired", Text("通过政府采购委托", "hired by public procurement")))
    if body.owns is not None:
        owned = classes_text(body.owns, book)
        parts.append(("owns", Text(f"负责{owned.zh}", f"responsible for {owned.en}")))
    if body.apart_from is not None:
        names = both([inside(book.body(one).title) for one in body.apart_from])
        told = Text(f"组成人员不得与{names.zh}的组成人员交叉", f"shares no member with: {names.en}")
        parts.append(("apart_from", told))
    return parts


def _size(body: Body) -> list[Clause]:
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
        said = Text("人数为单数", "an odd number of members")
        return [("size", said)]
    return [("size", Text(f"{said.zh}的单数", f"{said.en}, an odd number") if size.odd else said)]


def _term(body: Body) -> list[Clause]:
    term = body.term
    if term is None:
        return []
    if term.edition:
        said = Text("每届组建，评选结束后解散", "formed anew for each edition")
    else:
        said = Text(f"任期 {term.years} 年", f"for a term of {term.years} years")
    if term.at_most_terms is None:
        return [("term", said)]
    n = term.at_most_terms
    return [("term", Text(f"{said.zh}，连任不超过 {n} 届", f"{said.en}, at most {n} terms"))]


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
    parts: list[Clause] = []
    if group.of is not None:
        parts.append(("of", who_text(group.of, book)))
    if group.chosen:
        parts.append(("chosen", Text("由申报主体选择", "chosen by the applicant")))
    return begun(joined(clauses(group, parts), zh="，", en="; "))
