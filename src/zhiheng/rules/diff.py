"""What changed from one rulebook to another, rule by rule, in sentences.

Rules are matched by their id; of those left over, one of the same sort with the same title, or the only one of
its kind on either side, is taken for the same under a new name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from zhiheng.core.text import Text, joined
from zhiheng.rules.explain import Item, as_text
from zhiheng.rules.frame_wording import applicant_text
from zhiheng.rules.model.rulebook import Rulebook

Kind: TypeAlias = Literal["added", "removed", "changed"]

PARTS = {
    "frame": Text("文件", "Instrument"),
    "applicants": Text("申报主体", "Applicants"),
    "bodies": Text("机构", "Body"),
    "classes": Text("类别", "Class"),
    "tiers": Text("奖项", "Tier"),
    "pool": Text("合计名额", "Shared places"),
    "entry": Text("申报条件", "Condition of entry"),
    "exclusion": Text("排除情形", "Exclusion"),
    "noted": Text("另行认定的情形", "Established besides"),
    "criteria": Text("评审准则", "Criteria"),
    "stages": Text("环节", "Stage"),
    "ranking": Text("总排序", "Ranking"),
    "rewards": Text("奖励标准", "Rewards"),
    "payments": Text("奖励发放", "Payments"),
    "after": Text("获奖之后", "After the award"),
    "provisions": Text("其他规定", "Provision"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: what kind of, in which part, of which rule, and the sentence."""

    kind: Kind
    part: str
    rule: str
    says: Text

    def to_json(self) -> dict[str, object]:
        """Return plain values for a machine."""
        return {"kind": self.kind, "part": self.part, "rule": self.rule, "says": self.says.to_json()}


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule as it is read: its part and sort, its name, its sentence and what it rests on."""

    part: str
    id: str
    sort: str
    title: Text
    text: Text
    cite: Text


def changes(old: Rulebook, new: Rulebook) -> tuple[Change, ...]:
    """Return everything that changed, in the order of the parts of a rulebook."""
    found = [*_frame(old, new), *_applicants(old, new), *_order(old, new)]
    before, after = _rules(old), _rules(new)
    same = _matched(before, after)
    for id_, rule in before.items():
        if id_ not in same:
            found.append(_removed(rule))
        else:
            found += _changed(rule, after[same[id_]])
    taken = set(same.values())
    found += [_added(rule) for id_, rule in after.items() if id_ not in taken]
    places = list(PARTS)
    return tuple(sorted(found, key=lambda one: places.index(one.part)))


def _rules(book: Rulebook) -> dict[str, _Rule]:
    """Return every rule as it is read; the sentences of one rule (a list of payments) each for itself."""
    parts = dict(_parts(book))
    pairs = zip(as_text(book, "zh").blocks, as_text(book, "en").blocks, strict=True)
    found: dict[str, _Rule] = {}
    for zh, en in pairs:
        if not (isinstance(zh, Item) and isinstance(en, Item)):
            continue
        title, text = Text(zh.title, en.title), Text(zh.text, en.text)
        part, sort = parts[zh.rule]
        id_ = zh.rule if part not in ("payments", "rewards") else f"{zh.rule}:{zh.title}"
        while id_ in found:
            id_ += "+"
        found[id_] = _Rule(part, zh.rule, sort, title, text, Text(zh.cite, en.cite))
    return found


def _parts(book: Rulebook) -> Iterator[tuple[str, tuple[str, str]]]:
    """Yield for each rule the part in which it stands, and its sort within it."""
    for part in ("bodies", "classes", "tiers", "criteria", "provisions"):
        yield from ((one.id, (part, "")) for one in getattr(book, part))
    yield from ((one.id, ("pool", "")) for one in book.pools)
    for part in ("entry", "exclusion", "noted"):
        yield from ((one.id, (part, one.rule)) for one in getattr(book, part))
    yield from ((one.id, ("stages", one.kind)) for one in book.stages)
    for name in ("ranking", "rewards", "payments"):
        yield name, (name, "")
    yield from ((name, ("frame", name)) for name in ("nature", "cycle"))
    yield from ((name, ("after", name)) for name in ("title_valid", "reapply", "renewal", "watch"))
    if book.after is not None:
        yield from ((one.id, ("after", "revocation")) for one in book.after.revocation)


def _matched(before: Mapping[str, _Rule], after: Mapping[str, _Rule]) -> dict[str, str]:
    """Return which old rule is which new one."""
    same = {id_: id_ for id_, one in before.items() if id_ in after and _is_of_one_sort(one, after[id_])}
    for by in (
        lambda one: (one.part, one.sort, one.title.zh or one.text.zh),
        lambda one: (one.part, one.sort),
    ):
        left = [id_ for id_ in before if id_ not in same]
        free = [id_ for id_ in after if id_ not in set(same.values())]
        for id_ in left:
            key = by(before[id_])
            mine = [other for other in left if by(before[other]) == key]
            theirs = [other for other in free if by(after[other]) == key]
            if len(mine) == len(theirs) == 1 and (key[1] or len(key) == 3):
                same[id_] = theirs[0]
    return same


def _is_of_one_sort(one: _Rule, other: _Rule) -> bool:
    """Tell whether two rules of one id can be one rule: a stage of another kind is another stage."""
    return one.part == other.part and (one.part != "stages" or one.sort == other.sort)


def _named(rule: _Rule) -> Text:
    part, title = PARTS[rule.part], rule.title if rule.title.zh else rule.text
    if rule.part == "ranking":
        return part
    if rule.part == "frame":
        return Text(f"“{title.zh}”的规定", f"Rule “{title.en}”")
    return Text(f"{part.zh}“{title.zh}”", f"{part.en} “{title.en}”")


def _removed(rule: _Rule) -> Change:
    name = _named(rule)
    return Change(
        "removed", rule.part, rule.id,
        Text(f"删去{name.zh}（原{rule.cite.zh}）。", f"Removed: {name.en} (was {rule.cite.en})."),
    )  # fmt: skip


def _added(rule: _Rule) -> Change:
    name = _named(rule)
    said = Text(rule.text.zh.rstrip("。"), rule.text.en.rstrip("."))
    more = Text(f"：{said.zh}", f": {said.en}") if rule.title.zh or rule.part == "ranking" else Text("", "")
    return Change(
        "added", rule.part, rule.id,
        Text(f"新增{name.zh}{more.zh}（{rule.cite.zh}）。", f"Added: {name.en}{more.en} ({rule.cite.en})."),
    )  # fmt: skip


def _changed(old: _Rule, new: _Rule) -> Iterator[Change]:
    """Yield what became of a rule: its name, its sentence (only what differs in it), what it rests on."""
    name, parts = _named(old), []
    is_unnamed = not old.title.zh and old.part != "ranking"
    if old.title.zh != new.title.zh and old.title.zh and new.title.zh:
        parts.append(Text(f"名称改为“{new.title.zh}”", f"is now called “{new.title.en}”"))
    if old.text.zh != new.text.zh and is_unnamed:
        now = _as_called(new)
        name = Text(f"{name.zh}改为“{now.zh}”", f"{name.en} is now “{now.en}”")
    elif old.text.zh != new.text.zh:
        marks = ";," if new.part in ("tiers", "pool") else ";"
        zh, en = _different(old.text.zh, new.text.zh, "，；"), _different(old.text.en, new.text.en, marks)
        parts.append(Text(zh, en))
    if old.cite != new.cite:
        parts.append(
            Text(
                f"依据由“{old.cite.zh}”改为“{new.cite.zh}”",
                f"rests on “{new.cite.en}”, before on “{old.cite.en}”",
            )
        )
    if parts or name != _named(old):
        said = Text("", "")
        if parts:
            mark = ("：", ": ") if name == _named(old) else ("；", "; ")
            more = joined(parts, zh="；", en="; ")
            said = Text(f"{mark[0]}{more.zh}", f"{mark[1]}{more.en}")
        yield Change("changed", new.part, new.id, Text(f"{name.zh}{said.zh}。", f"{name.en}{said.en}."))


def _as_called(rule: _Rule) -> Text:
    """Return what a rule is called: its title, else its sentence."""
    found = rule.title if rule.title.zh else rule.text
    return Text(found.zh.rstrip("。"), found.en.rstrip("."))


def _different(old: str, new: str, marks: str) -> str:
    """Say which clauses of a sentence went and which came; *marks* divide them and tell the language."""
    before, after = _clauses(old, marks), _clauses(new, marks)
    gone = [one for one in before if one not in after]
    come = [one for one in after if one not in before]
    if "，" in marks:
        if gone and come:
            return f"由“{'，'.join(gone)}”改为“{'，'.join(come)}”"
        if gone or come:
            return f"增加“{'，'.join(come)}”" if come else f"删去“{'，'.join(gone)}”"
        return f"表述次序改为“{new}”"
    if gone and come:
        return f"from “{'; '.join(gone)}” to “{'; '.join(come)}”"
    if gone or come:
        return f"with “{'; '.join(come)}”" if come else f"no longer “{'; '.join(gone)}”"
    return f"now in this order: “{new}”"


def _clauses(text: str, marks: str) -> list[str]:
    """Split a sentence at its commas and semicolons, but not inside brackets, quotes or numbers."""
    found, depth, here = [], 0, ""
    for place, letter in enumerate(text):
        depth += (letter in "（(“") - (letter in "）)”")
        in_number = letter == "," and here[-1:].isdigit() and text[place + 1 : place + 2].isdigit()
        if letter in marks and depth <= 0 and not in_number:
            found.append(here.strip())
            here = ""
        else:
            here += letter
    return [*found, here.strip()]


_OPEN = Text("未定", "open")


def _frame(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    """Yield changes of the text itself: title, number, days."""
    none = Text("未见", "not seen")
    pairs = (
        ("title", Text("标题", "title"), old.title, new.title),
        ("text", Text("文号", "number"), _or(old.text.number, none), _or(new.text.number, none)),
        ("published", Text("公布日期", "day of publication"), _or(old.text.published, none), _or(new.text.published, none)),
        ("in_force", Text("施行日期", "first day in force"), _or(old.in_force.since, none), _or(new.in_force.since, none)),
        ("in_force", Text("失效日期", "last day in force"), _or(old.in_force.until, _OPEN), _or(new.in_force.until, _OPEN)),
        ("authority", Text("主管机关区划", "authority"), Text.of(old.authority), Text.of(new.authority)),
    )  # fmt: skip
    for rule, what, a, b in pairs:
        if a != b:
            says = Text(f"{what.zh}由“{a.zh}”改为“{b.zh}”。", f"The {what.en} is “{b.en}”, it was “{a.en}”.")
            yield Change("changed", "frame", rule, says)


def _or(value: object, none: Text) -> Text:
    return none if value is None else Text.of(str(value))


def _applicants(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    before = {one.kind: applicant_text(one, old) for one in old.admits}
    after = {one.kind: applicant_text(one, new) for one in new.admits}
    for kind, said in before.items():
        if kind not in after:
            says = Text(f"{said.zh}不再可以申报。", f"No longer may apply: {said.en}.")
            yield Change("removed", "applicants", kind, says)
        elif after[kind] != said:
            now = after[kind]
            says = Text(
                f"申报主体由“{said.zh}”改为“{now.zh}”。", f"Applicants: “{now.en}”, it was “{said.en}”."
            )
            yield Change("changed", "applicants", kind, says)
    for kind, said in after.items():
        if kind not in before:
            yield Change(
                "added", "applicants", kind, Text(f"{said.zh}可以申报。", f"Now may apply: {said.en}.")
            )


def _order(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    """Yield one change where the stages that both have come in another order."""
    both = {(stage.id, stage.kind) for stage in old.stages} & {(stage.id, stage.kind) for stage in new.stages}
    before = [stage for stage in old.stages if (stage.id, stage.kind) in both]
    after = [stage for stage in new.stages if (stage.id, stage.kind) in both]
    if [stage.id for stage in before] == [stage.id for stage in after]:
        return
    a, b = (joined([stage.title for stage in row], zh="、", en=", ") for row in (before, after))
    says = Text(
        f"环节次序由“{a.zh}”改为“{b.zh}”。", f"The stages come in the order “{b.en}”, it was “{a.en}”."
    )
    yield Change("changed", "stages", "stages", says)
