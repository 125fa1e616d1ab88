"""A rulebook as a document that an officer reads: in the order of the file, every rule with its article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TypeAlias

from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.rules.criteria import criteria_model
from zhiheng.rules.model.conditions import Condition
from zhiheng.rules.model.rewards import Rewards
from zhiheng.rules.model.rulebook import Rulebook, Tier
from zhiheng.rules.model.stages import ScoreStage
from zhiheng.rules.model.words import Ruled
from zhiheng.rules.stage_wording import ranking_text, stage_text
from zhiheng.rules.vocabulary import word
from zhiheng.rules.wording import condition_text

UNVERIFIED = Text("待核实", "unverified")
_AGAINST = {
    "official": Text("官方文本", "the official text"),
    "copy": Text("转载文本", "a copy of the text"),
    "draft": Text("征求意见稿", "a draft"),
    "press": Text("新闻报道", "press reports"),
    "synthetic": Text("无（合成示例）", "nothing (synthetic example)"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of the document (level 1) or of a part (level 2)."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or two about the whole."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One rule: its id, title, sentence, article in words, whether it is unverified, and its note."""

    rule: str
    title: str
    text: str
    cite: str
    unverified: bool
    note: str


Block: TypeAlias = Heading | Paragraph | Item


@dataclass(frozen=True, slots=True)
class Document:
    """A rulebook in one language, block by block."""

    rulebook: str
    language: str
    blocks: tuple[Block, ...]

    def plain(self) -> str:
        """Return the document as plain text for a terminal."""
        return "\n".join(line for block in self.blocks for line in _lines(block, self.language)) + "\n"

    def to_json(self) -> dict[str, object]:
        """Return plain values; each block says what it is."""
        blocks = [{"block": type(block).__name__.lower(), **asdict(block)} for block in self.blocks]
        return {"rulebook": self.rulebook, "language": self.language, "blocks": blocks}


def as_text(rulebook: Rulebook, language: str) -> Document:
    """Return the document of a rulebook in ``zh`` or ``en``."""
    blocks = tuple(_Writer(rulebook, language).blocks())
    return Document(rulebook.id, "en" if language.lower().startswith("en") else "zh", blocks)


def _lines(block: Block, language: str) -> Iterator[str]:
    if isinstance(block, Heading):
        yield from (("", block.text) if block.level > 1 else (block.text, "=" * 40))
    elif isinstance(block, Paragraph):
        yield block.text
    else:
        opening, closing = ("（", "）") if language == "zh" else (" (", ")")
        colon = "：" if language == "zh" else ": "
        title = f"{block.title}{colon}" if block.title else ""
        yield f"  - {title}{block.text}{opening}{block.cite}{closing}"
        if block.note:
            yield f"      {block.note}"


class _Writer:
    """Writes the parts of one rulebook in one language."""

    def __init__(self, rulebook: Rulebook, language: str) -> None:
        self.book = rulebook
        self.language = language

    def said(self, text: Text) -> str:
        return text.in_(self.language)

    def pick(self, zh: str, en: str) -> str:
        return Text(zh, en).in_(self.language)

    def blocks(self) -> Iterator[Block]:
        yield Heading(1, self.said(self.book.title))
        yield from self._about()
        yield from self._part(Text("周期和名额", "Cycle and places"), [*self._cycle(), *self._tiers()])
        entry = [self._condition(c) for c in self.book.entry]
        yield from self._part(Text("申报条件", "Conditions of entry"), entry)
        exclusion = [self._condition(c) for c in self.book.exclusion]
        yield from self._part(Text("不得申报的情形（均须不存在）", "Exclusions (clear of each)"), exclusion)
        stages = [self._item(s.id, s, s.title, stage_text(s, self.book)) for s in self.book.stages]
        yield from self._part(Text("环节", "Stages"), stages)
        yield from self._part(Text("总排序", "Ranking"), list(self._ranking()))
        yield from self._part(Text("奖励标准", "Rewards"), list(self._rewards()))
        yield from self._part(Text("获奖之后", "After the award"), list(self._after()))

    def _part(self, title: Text, items: Sequence[Item]) -> Iterator[Block]:
        if items:
            yield Heading(2, self.said(title))
            yield from items

    def _about(self) -> Iterator[Paragraph]:
        book = self.book
        yield Paragraph(
            self.pick(
                f"规则书 {book.id}，主管机关区划 {book.authority}。",
                f"Rulebook {book.id}, authority {book.authority}.",
            )
        )
        number = Text.of(book.text.number) if book.text.number else Text("文号未见", "number not seen")
        published = (
            f"{book.text.published}"
            if book.text.published
            else self.pick("公布日期未见", "day of publication not seen")
        )
        since = str(book.in_force.since) if book.in_force.since else self.pick("未见", "not seen")
        until = str(book.in_force.until) if book.in_force.until else self.pick("未定", "open")
        yield Paragraph(
            self.pick(
                f"文号：{number.zh}；公布：{published}；施行：{since}，至：{until}。",
                f"Number: {number.en}; published: {published}; in force from: {since}, to: {until}.",
            )
        )
        against = _AGAINST[book.checked.against]
        yield Paragraph(
            self.pick(
                f"核对日期 {book.checked.day}，依据：{against.zh}。",
                f"Checked on {book.checked.day} against {against.en}.",
            )
        )
        yield from self._scope()

    def _scope(self) -> Iterator[Paragraph]:
        book = self.book
        kinds = [self.said(word("kind", kind, book)) for kind in book.applicants]
        yield Paragraph(self.pick(f"可申报：{'、'.join(kinds)}。", f"May apply: {', '.join(kinds)}."))
        doubtful = sum(ruled.unverified for _, ruled in book.rules())
        total = sum(1 for _ in book.rules())
        yield Paragraph(
            self.pick(
                f"共 {total} 条规则，其中 {doubtful} 条待核实。",
                f"{total} rules, of which {doubtful} are unverified.",
            )
        )
        if book.checked.note:
            yield Paragraph(self.said(book.checked.note))

        used = {stage.criteria for stage in book.stages if isinstance(stage, ScoreStage)}
        doubtful_models = [criteria_model(id_) for id_ in sorted(used) if criteria_model(id_).unverified]
        for model in doubtful_models:
            yield Paragraph(
                self.pick(
                    f"{model.title.zh}的条目分值待核实。", f"Item points are unverified: {model.title.en}."
                )
            )

    def _item(self, id_: str, ruled: Ruled, title: Text | None, text: Text) -> Item:
        return Item(
            rule=id_,
            title=self.said(title) if title is not None else "",
            text=self.said(text),
            cite=self._cited(ruled.cited(self.book.id, id_)),
            unverified=ruled.unverified,
            note=self.said(ruled.note) if ruled.note else "",
        )

    def _cited(self, cite: Citation) -> str:
        if cite.article is None:
            return self.said(UNVERIFIED)
        mark = self.pick("，待核实", ", unverified") if cite.unverified else ""
        plain = Citation(cite.rulebook, cite.article, cite.rule)
        return self.said(plain.text()) + mark

    def _condition(self, condition: Condition) -> Item:
        return self._item(condition.id, condition, condition.title, condition_text(condition, self.book))

    def _cycle(self) -> Iterator[Item]:
        cycle = self.book.cycle
        if cycle is None:
            return
        if cycle.every is None:
            text = Text("不定期，由主管机关决定", "whenever the authority decides")
        else:
            n = cycle.every.years
            text = Text(f"每 {n} 年一届", f"every {n} years" if n > 1 else "every year")
        yield self._item("cycle", cycle, Text("周期", "Cycle"), text)

    def _tiers(self) -> Iterator[Item]:
        for tier in self.book.tiers:
            yield self._item(tier.id, tier, tier.title, _tier_text(tier))
        if self.book.pool is not None:
            n = self.book.pool.at_most
            text = Text(f"各等次合计不超过 {n} 个", f"at most {n} over all tiers")
            yield self._item("pool", self.book.pool, Text("总名额", "All places"), text)

    def _ranking(self) -> Iterator[Item]:
        if self.book.ranking is not None:
            yield self._item("ranking", self.book.ranking, None, ranking_text(self.book.ranking, self.book))

    def _rewards(self) -> Iterator[Item]:
        rewards = self.book.rewards
        if rewards is not None:
            for title, text in _reward_texts(rewards, self.book):
                yield self._item("rewards", rewards, title, text)

    def _after(self) -> Iterator[Item]:
        after = self.book.after
        if after is None:
            return
        if after.title_valid is not None:
            yield self._item(
                "title_valid",
                after.title_valid,
                Text("称号有效期", "The title holds"),
                after.title_valid.text(),
            )
        if after.reapply is not None:
            span = after.reapply.after.text()
            text = Text(f"获奖 {span.zh}后", f"after {span.en}")
            yield self._item("reapply", after.reapply, Text("可再次申报", "May apply again"), text)


def _tier_text(tier: Tier) -> Text:
    parts = []
    if tier.quota is None:
        parts.append(Text("名额不限", "no fixed number of places"))
    elif tier.quota.at_least is None:
        n = tier.quota.at_most
        parts.append(Text(f"不超过 {n} 个", f"at most {n}"))
    else:
        low, high = tier.quota.at_least, tier.quota.at_most
        parts.append(Text(f"{low} 至 {high} 个", f"{low} to {high}"))
    allowed = tier.vacancy == "allowed"
    parts.append(
        Text("可以空缺" if allowed else "不得空缺", "may stay empty" if allowed else "may not stay empty")
    )
    if tier.reward is not None:
        parts.append(Text(f"奖励 {tier.reward} 元", f"reward {tier.reward} yuan"))
    return Text("，".join(p.zh for p in parts), ", ".join(p.en for p in parts))


_DOUBLE = {
    "same_standard_twice": {
        "refuse": Text("同一企业同一标准只奖一次", "one enterprise is paid once for a standard"),
        "by_action": Text("同一企业同一标准制定、修订各奖一次", "once for drafting and once for revising"),
    },
    "several_enterprises": {
        "share": Text("多家企业共享", "several enterprises share"),
        "best_rank": Text("只奖排名最前的一家", "only the best ranked is paid"),
    },
    "other_funds": {
        "refuse": Text("已获其他资金的不奖", "not paid beside other funds"),
        "top_up": Text("已获其他资金的补差", "topped up to the difference from other funds"),
        "allow": Text("可与其他资金并享", "paid beside other funds"),
    },
    "earlier_rounds": {
        "refuse": Text("以往已奖的不再奖", "not paid again in a later round"),
        "top_up": Text("以往已奖的补差", "topped up from earlier rounds"),
        "allow": Text("可重复获奖", "paid again in a later round"),
    },
}
_ROUNDED = {
    "half_up": Text("四舍五入", "half up"),
    "half_even": Text("四舍六入五成双", "half to even"),
    "down": Text("舍去尾数", "down"),
}


def _reward_texts(rewards: Rewards, book: Rulebook) -> Iterator[tuple[Text, Text]]:
    for level, pot in rewards.pots.items():
        yield word("level", level, book), Text(f"每项 {pot} 元", f"{pot} yuan each")
    s = rewards.shares
    yield (
        Text("分配", "Shares"),
        Text(
            f"前 {rewards.ranks} 位有效；第一位单独 {s.alone}；第一位与其他位并存时 {s.lead} 与 "
            f"{s.rest_with_lead}；仅其他位 {s.rest_alone}",
            f"places 1 to {rewards.ranks} count; the first alone {s.alone}; with others {s.lead} and "
            f"{s.rest_with_lead}; others alone {s.rest_alone}",
        ),
    )
    yield Text("修订", "Revision"), Text(f"按制定的 {rewards.revision}", f"{rewards.revision} of drafting")
    how = _ROUNDED[rewards.rounding.how]
    yield (
        Text("取整", "Rounding"),
        Text(f"{how.zh}到 {rewards.rounding.to} 元", f"{how.en} to {rewards.rounding.to} yuan"),
    )
    caps = [
        (Text("每家企业", "per enterprise"), rewards.caps.enterprise),
        (Text("每个集团", "per group"), rewards.caps.group),
    ]
    for who, cap in caps:
        if cap is not None:
            yield Text("限额", "Limit"), Text(f"{who.zh}不超过 {cap} 元", f"at most {cap} yuan {who.en}")
    for name, choices in _DOUBLE.items():
        yield Text("重复申报", "Claimed twice"), choices[getattr(rewards.double, name)]
