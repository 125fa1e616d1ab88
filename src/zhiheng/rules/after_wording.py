"""Payments and what follows an award, in words."""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.core.money import Money
from zhiheng.core.text import Text, joined
from zhiheng.rules.model.afterwards import RENEWAL_REFUSED, Reapply, Renewal, Revocation
from zhiheng.rules.model.payments import Amount, ForHigher, Payments
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.places_wording import is_subsidy
from zhiheng.rules.saying import Clause, clauses, either, inside, listing, yuan
from zhiheng.rules.vocabulary import TIERS, word
from zhiheng.rules.who_wording import classes_text

_TOLD: dict[str, dict[str, Text]] = {
    "top_up": {
        "difference": Text("已领取较低奖励的补足差额", "what was paid for a lower honour is made up"),
        "none": Text("", ""),
    },
    "repeat": {
        "full": Text("", ""),
        "difference": Text("再次获奖的只补足差额", "repeat winners get the difference only"),
        "none": Text("再次获奖的不再发放", "repeat winners get no money again"),
    },
    "paid_from": {
        "year": Text("", ""),
        "next_year": Text("列入下一年度预算", "paid from the budget of the next year"),
    },
}


def payment_texts(payments: Payments, book: Rulebook) -> Iterator[tuple[Text, Text]]:
    """Yield the title and the sentence of each payment, then the rules on all of them."""
    for amount in payments.amounts:
        yield book.tier(amount.tier).title, _amount(amount, book)
    for higher in payments.for_higher:
        yield Text("上级奖项配套", "For a higher award"), _higher(higher, book)
    parts: list[Clause] = []
    if payments.highest_only:
        highest = Text("同时获得多项的只按最高标准发放", "of several only the highest is paid")
        parts.append(("highest_only", highest))
    parts += [(key, told) for key in _TOLD if (told := _TOLD[key][getattr(payments, key)]).zh]
    if payments.not_to is not None:
        who = classes_text(payments.not_to, book)
        parts.append(("not_to", Text(f"不向{who.zh}发放", f"nothing is paid to {who.en}")))
    parts += [("uses", _use(use)) for use in payments.uses]
    if parts:
        yield Text("发放规则", "Rules of payment"), joined(clauses(payments, parts), zh="；", en="; ")


def _use(use: Text) -> Text:
    """Return what money is bound to; the text may begin with 用于 or not."""
    return Text(
        f"用于{use.zh.removeprefix('用于')}", f"for {use.en.removeprefix('For ').removeprefix('for ')}"
    )


def _amount(amount: Amount, book: Rulebook) -> Text:
    who = [classes_text(ids, book) for ids in (amount.kinds, amount.classes) if ids is not None]
    said = Text("金额未定", "amount not fixed") if amount.amount is None else _paid(amount.amount, book)
    if amount.from_win > 1:
        n = amount.from_win
        gap = " " if said.zh[:1].isdigit() else ""
        said = Text(f"第 {n} 次获奖起{gap}{said.zh}", f"{said.en} from win {n} on")
    if not who:
        return said
    names = joined(who, zh="，且", en=" and ")
    return Text(f"{names.zh} {said.zh}", f"{said.en} for {names.en}")


def _paid(amount: Money, book: Rulebook) -> Text:
    if amount.fen == 0:
        return Text("不发放资助资金", "no subsidy") if is_subsidy(book) else Text("不发奖金", "no money")
    return yuan(amount)


def _higher(higher: ForHigher, book: Rulebook) -> Text:
    award = inside(book.award_called(higher.award))
    tiers = listing([TIERS.get(one, Text.of(one)) for one in higher.tiers or ()])
    of = Text(f"（{tiers.zh}）", f" ({tiers.en})") if higher.tiers else Text("", "")
    if higher.amount is not None:
        paid, verb = yuan(higher.amount), "资助" if is_subsidy(book) else "奖励"
        return Text(f"获得{award.zh}{of.zh}的，{verb} {paid.zh}", f"{paid.en} for {award.en}{of.en}")
    return Text(
        f"获得{award.zh}{of.zh}的，按其奖金的 {higher.share} 配套",
        f"{higher.share} of the money of {award.en}{of.en}",
    )


def reapply_text(reapply: Reapply) -> Text:
    """Return when a winner may apply again, and on what terms."""
    parts: list[Clause] = []
    if reapply.after is not None:
        span = reapply.after.text()
        wait = Text(f"获奖 {span.zh}后", f"after {span.en}")
        parts.append(("after", Text("获奖后不得再次申报", "never again") if reapply.after.ever else wait))
    if reapply.upgrade:
        higher = Text("可以申报更高等次", "at any time for a higher tier")
        if reapply.after is not None:
            higher = Text("申报更高等次的不受此限", higher.en)
        parts.append(("upgrade", higher))
    if reapply.new_achievement:
        same = Text("不得以同一成果再次申报", "not with the same achievement")
        parts.append(("new_achievement", same))
    if reapply.repeat == "title_only":
        again = Text("再次获奖的只授予称号，不发放资金", "a second win brings the title without money")
        parts.append(("repeat", again))
    return joined(clauses(reapply, parts), zh="，", en="; ")


def renewal_text(renewal: Renewal) -> Text:
    """Return when a title is assessed again, and what may come of it."""
    span = renewal.every.text()
    names = {
        "keep": Text("保持", "kept"),
        "rectify": Text("限期整改", "to be rectified"),
        "cancel": Text("取消", "cancelled"),
    }
    outcomes = either([names[one] for one in renewal.outcomes])
    said = Text(
        f"每 {span.zh}复评一次，结果为{outcomes.zh}", f"assessed again every {span.en}: {outcomes.en}"
    )
    if renewal.rectify_within is None:
        return said
    limit = renewal.rectify_within.text()
    return Text(f"{said.zh}；整改期 {limit.zh}", f"{said.en}; to be rectified within {limit.en}")


def revocation_text(one: Revocation, book: Rulebook) -> Text:
    """Return why an honour is withdrawn, and what goes with it."""
    parts: list[Clause] = [("says", one.says)]
    if one.upon is not None:
        own = {RENEWAL_REFUSED: Text("复评不合格", "a failed re-assessment")}
        names = listing([own.get(e) or word("event", e, book) for e in one.upon])
        parts.append(("upon", Text(f"情形：{names.zh}", f"upon: {names.en}")))
    if one.within is not None:
        within = one.within.text()
        parts.append(("within", Text(f"获奖后 {within.zh}内", f"within {within.en} after the award")))
    parts.append(("revoked", Text("撤销奖项", "the honour is revoked")))
    if one.before_award is not None:
        struck = Text("授奖前发现的取消参评资格", "found before the award, the case is struck out")
        parts.append(("before_award", struck))
    if one.claw_back:
        parts.append(("claw_back", Text("追回资金", "the money is claimed back")))
    if one.ban is not None:
        ban = one.ban.text()
        barred = Text(f"{ban.zh}内不得申报", f"banned for {ban.en}")
        parts.append(("ban", Text("终身不得申报", "banned for life") if one.ban.ever else barred))
    return joined(clauses(one, parts), zh="，", en="; ")
