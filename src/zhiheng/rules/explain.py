"""A rulebook as a document that an officer reads: in the order of its articles, every rule with its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TypeAlias

from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.rules.after_wording import payment_texts, reapply_text, renewal_text, revocation_text
from zhiheng.rules.articles import in_article_order
from zhiheng.rules.criteria import criteria_of
from zhiheng.rules.criteria_wording import criteria_text
from zhiheng.rules.frame_wording import ABOUT, applicant_text, body_text, cycle_text, group_text, nature_text
from zhiheng.rules.model.afterwards import TitleValid, Watch
from zhiheng.rules.model.conditions import Condition
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.model.stages import ScoreStage
from zhiheng.rules.model.words import Ruled, Standing
from zhiheng.rules.places_wording import is_subsidy, pool_text, tier_text
from zhiheng.rules.ranking_wording import ranking_text
from zhiheng.rules.reward_wording import reward_texts
from zhiheng.rules.saying import both, marked_at_the_end
from zhiheng.rules.stage_wording import stage_text
from zhiheng.rules.wording import condition_text

UNVERIFIED = Text("待核实", "unverified")
OPEN = Text("来源未载，取通常值", "open: a default of the house")
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
    """One rule: its id, title, sentence, article in words, whether it is unverified, its note, and its standing."""

    rule: str
    title: str
    text: str
    cite: str
    unverified: bool
    note: str
    standing: Standing = "confirmed"


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
    """Return the document of a rulebook in ``zh`` or ``en``; give it ``book.called(...)`` to name places and awards."""
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


def _coded(code: str, name: str) -> str:
    return code if name == code else f"{name}（{code}）"


def _span(length: TitleValid | Watch) -> Text:
    return marked_at_the_end(length, length.text())


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
        articles = {name: ruled.art for name, ruled in self.book.rules()}
        parts = [(title, items) for title, items in self._parts() if items]
        numbered = [(part, [articles[item.rule] for item in part[1]]) for part in parts]
        for title, items in in_article_order(numbered):
            yield Heading(2, self.said(title))
            yield from items
        yield from self._last()

    def _parts(self) -> Iterator[tuple[Text, list[Item]]]:
        """Yield the parts in the order of the file."""
        book = self.book
        frame = [Text("性质", "Nature")] if book.nature is not None else []
        frame += [Text("周期", "Cycle")] if book.cycle is not None else []
        if book.bodies or book.classes:
            yield self._headed(frame), [*self._frame()]
            yield Text("机构", "Bodies"), [*self._bodies()]
            yield Text("类别", "Classes"), [*self._classes()]
            yield Text("奖项和名额", "Tiers and places"), [*self._places()]
        else:
            frame += [Text("名额", "Places")] if book.tiers else []
            yield self._headed(frame), [*self._frame(), *self._places()]
        yield from self._conditions()
        yield (
            Text("评审准则", "Criteria"),
            [self._item(c.id, c, c.title, criteria_text(c)) for c in book.criteria],
        )
        yield (
            Text("环节", "Stages"),
            [self._item(s.id, s, s.title, stage_text(s, book)) for s in book.stages],
        )
        yield Text("总排序", "Ranking"), [*self._ranking()]
        money = Text("资助标准", "Subsidies") if is_subsidy(book) else Text("奖励标准", "Rewards")
        yield money, [*self._money()]
        yield Text("获奖之后", "After the award"), [*self._after()]

    @staticmethod
    def _headed(parts: Sequence[Text]) -> Text:
        return both([*parts[:1], *(Text(one.zh, one.en.lower()) for one in parts[1:])])

    def _last(self) -> Iterator[Block]:
        """Yield what stands scattered over a text, and so last."""
        items = [*self._provisions()]
        if items:
            yield Heading(2, self.said(Text("其他规定", "Other provisions")))
            yield from items

    def _conditions(self) -> Iterator[tuple[Text, list[Item]]]:
        for title, conditions in (
            (Text("申报条件", "Conditions of entry"), self.book.entry),
            (Text("排除条件（下列各项均须符合）", "Exclusions (each line must hold)"), self.book.exclusion),
            (Text("另行认定的情形（不影响申报）", "Established besides (bars nobody)"), self.book.noted),
        ):
            yield title, [self._condition(one) for one in conditions]

    def _about(self) -> Iterator[Paragraph]:
        book, place = self.book, self.book.place(self.book.authority)
        yield Paragraph(
            self.pick(
                f"规则书 {book.id}，主管机关区划 {_coded(book.authority, place.zh)}。",
                f"Rulebook {book.id}, authority {place.en}.",
            )
        )
        number = Text.of(book.text.number) if book.text.number else Text("未见", "not seen")
        published = f"{book.text.published}" if book.text.published else self.pick("未见", "not seen")
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
        kinds = [self.said(applicant_text(one, book)) for one in book.admits]
        yield Paragraph(self.pick(f"可申报：{'、'.join(kinds)}。", f"May apply: {', '.join(kinds)}."))
        yield Paragraph(self.said(self._counted()))
        if book.checked.note:
            yield Paragraph(self.said(book.checked.note))

        by = {one.criteria: criteria_of(book, one) for one in book.stages if isinstance(one, ScoreStage)}
        for _, model in sorted(by.items()):
            if not model.unverified or model in book.criteria:
                continue
            yield Paragraph(
                self.pick(
                    f"{model.title.zh}的条目分值待核实。", f"Item points are unverified: {model.title.en}."
                )
            )

    def _counted(self) -> Text:
        rules = [ruled for _, ruled in self.book.rules()]
        doubtful, left_open = sum(r.unverified for r in rules), sum(r.open for r in rules)
        besides = Text("", "")
        if left_open:
            besides = Text(
                f"、{left_open} 条为来源未载而取的通常值", f" and {left_open} are defaults of the house"
            )
        if values := sum(len(r.defaults) for r in rules):
            one = "value is a default" if values == 1 else "values are defaults"
            besides = Text(f"{besides.zh}，另有 {values} 处缺省", f"{besides.en}; {values} single {one}")
        return Text(
            f"共 {len(rules)} 条规则，其中 {doubtful} 条待核实{besides.zh}。",
            f"{len(rules)} rules, of which {doubtful} are unverified{besides.en}.",
        )

    def _item(self, id_: str, ruled: Ruled, title: Text | None, text: Text) -> Item:
        return Item(
            rule=id_,
            title=self.said(title) if title is not None and title.zh != text.zh else "",
            text=self.said(text).rstrip("。."),
            cite=self.said(OPEN) if ruled.open else self._cited(ruled.cited(self.book.id, id_)),
            unverified=ruled.unverified or ruled.open,
            note=self.said(ruled.note) if ruled.note else "",
            standing=ruled.standing,
        )

    def _cited(self, cite: Citation) -> str:
        if cite.article is None:
            return self.said(UNVERIFIED)
        mark = self.pick("，待核实", ", unverified") if cite.unverified else ""
        plain = Citation(cite.rulebook, cite.article, cite.rule)
        return self.said(plain.text()) + mark

    def _condition(self, condition: Condition) -> Item:
        return self._item(condition.id, condition, condition.title, condition_text(condition, self.book))

    def _frame(self) -> Iterator[Item]:
        book = self.book
        if book.nature is not None:
            yield self._item("nature", book.nature, Text("性质", "Nature"), nature_text(book.nature))
        if book.cycle is not None:
            yield self._item("cycle", book.cycle, Text("周期", "Cycle"), cycle_text(book.cycle, book))

    def _bodies(self) -> Iterator[Item]:
        for body in self.book.bodies:
            yield self._item(body.id, body, body.title, body_text(body, self.book))

    def _classes(self) -> Iterator[Item]:
        for group in self.book.classes:
            yield self._item(group.id, group, group.title, group_text(group, self.book))

    def _places(self) -> Iterator[Item]:
        for tier in self.book.tiers:
            yield self._item(tier.id, tier, tier.title, tier_text(tier, self.book))
        for pool in self.book.pools:
            title = Text("总名额", "All places") if pool.tiers is None else Text("合计名额", "Shared places")
            yield self._item(pool.id, pool, title, pool_text(pool, self.book))

    def _ranking(self) -> Iterator[Item]:
        if self.book.ranking is not None:
            yield self._item("ranking", self.book.ranking, None, ranking_text(self.book.ranking, self.book))

    def _money(self) -> Iterator[Item]:
        rewards, payments = self.book.rewards, self.book.payments
        if rewards is not None:
            for title, text in reward_texts(rewards, self.book):
                yield self._item("rewards", rewards, title, text)
        if payments is not None:
            for title, text in payment_texts(payments, self.book):
                yield self._item("payments", payments, title, text)

    def _after(self) -> Iterator[Item]:
        after = self.book.after
        if after is None:
            return
        if after.title_valid is not None:
            title = Text("称号有效期", "The title holds")
            yield self._item("title_valid", after.title_valid, title, _span(after.title_valid))
        if after.reapply is not None:
            title = Text("可再次申报", "May apply again")
            yield self._item("reapply", after.reapply, title, reapply_text(after.reapply))
        if after.renewal is not None:
            title = Text("复评", "Renewal")
            renewal = marked_at_the_end(after.renewal, renewal_text(after.renewal))
            yield self._item("renewal", after.renewal, title, renewal)
        if after.watch is not None:
            title = Text("获奖后跟踪", "Watched after the award")
            yield self._item("watch", after.watch, title, _span(after.watch))
        for one in after.revocation:
            title = Text("撤销", "Revocation")
            yield self._item(one.id, one, title, revocation_text(one, self.book))

    def _provisions(self) -> Iterator[Item]:
        for one in self.book.provisions:
            yield self._item(one.id, one, ABOUT[one.about], one.says)
