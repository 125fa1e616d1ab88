"""Payments to nobody or twice, and what follows an award in contradiction to itself."""

from __future__ import annotations

from zhiheng.core.text import Text
from zhiheng.rules.model.afterwards import Renewal
from zhiheng.rules.model.payments import Amount, Payments
from zhiheng.rules.model.stages import ClaimStage
from zhiheng.rules.model.words import Span
from zhiheng.rules.sense.sight import Sight
from zhiheng.rules.who_wording import classes_text


def check_money(sight: Sight) -> None:
    """Look at payments, rewards, and what follows an award."""
    if sight.book.payments is not None:
        _check_payments(sight, sight.book.payments)
        for number, amount in enumerate(sight.book.payments.amounts):
            _check_amount(sight, sight.book.payments, number, amount)
    _check_nature(sight)
    _check_levels(sight)
    _check_after(sight)
    _check_renewal(sight)


def _check_amount(sight: Sight, payments: Payments, number: int, amount: Amount) -> None:
    path, tier = ("payments", "amounts", number), sight.book.tier(amount.tier)
    same = [
        one
        for one in payments.amounts[:number]
        if (one.tier, one.kinds, one.classes, one.from_win)
        == (amount.tier, amount.kinds, amount.classes, amount.from_win)
    ]
    if same or (tier.reward is not None and number == _first(payments, tier.id)):
        sight.note(
            "paid_twice",
            path,
            Text(f"{tier.title.zh}的金额写了两次。", f"The money of “{tier.title.en}” is written twice."),
            Text("只在一处写。", "Write it in one place."),
        )
    for key in ("kinds", "classes"):
        ids = getattr(amount, key)
        if ids is not None and not any(sight.kinds_of(one) for one in ids):
            who = classes_text(ids, sight.book)
            sight.note(
                "paid_to_nobody",
                (*path, key),
                Text(f"{who.zh}不在可申报主体之列。", f"They may not apply: {who.en}."),
                Text("更正 kinds、classes 或 applicants。", "Correct kinds, classes or applicants."),
            )
    if amount.from_win > 1 and payments.repeat == "none":
        sight.note(
            "never_paid",
            (*path, "from_win"),
            Text(
                f"第 {amount.from_win} 次获奖才发放，但再次获奖的不发放。",
                f"Paid from win {amount.from_win} on, but repeat winners get nothing.",
            ),
            Text("更正 from_win 或 repeat。", "Correct from_win or repeat."),
        )


def _first(payments: Payments, tier: str) -> int:
    return next(n for n, one in enumerate(payments.amounts) if one.tier == tier)


def _check_payments(sight: Sight, payments: Payments) -> None:
    for number, one in enumerate(payments.for_higher):
        if one.award == sight.book.instrument and one.tiers is None:
            sight.note(
                "higher_than_itself",
                ("payments", "for_higher", number, "award"),
                Text("本奖不是自己的上级奖项。", "The award is not higher than itself."),
                Text("写上级奖项的名称。", "Name the higher award."),
            )
    kinds = [sight.kinds_of(one) for one in payments.not_to or () if one in sight.book.applicants]
    if kinds and frozenset().union(*kinds) >= frozenset(sight.book.applicants) and _pays(sight, payments):
        sight.note(
            "paid_to_nobody",
            ("payments", "not_to"),
            Text("全部可申报主体都不发放。", "Nobody who may apply is paid."),
            Text("更正 not_to，或删去金额。", "Correct not_to, or remove the amounts."),
        )
    after = sight.book.after
    reapply = after.reapply if after is not None else None
    if reapply is not None and reapply.repeat == "title_only" and payments.repeat != "none":
        sight.note(
            "repeat_contradiction",
            ("payments", "repeat") if ("payments", "repeat") in sight.reading.keys else ("payments",),
            Text("再次获奖只授予称号，却仍发放资金。", "A second win brings the title only, yet is paid."),
            Text("写 repeat: none，或更正 reapply。", "Write repeat: none, or correct reapply."),
        )


def _pays(sight: Sight, payments: Payments) -> bool:
    return bool(payments.amounts) or any(
        tier.reward is not None and tier.reward.fen for tier in sight.book.tiers
    )


def _check_nature(sight: Sight) -> None:
    nature, payments = sight.book.nature, sight.book.payments
    if nature is None or nature.money != "none":
        return
    paid = [t for t in sight.book.tiers if t.reward is not None and t.reward.fen > 0]
    amounts = [a for a in (payments.amounts if payments else ()) if a.amount is None or a.amount.fen > 0]
    if paid or amounts:
        sight.note(
            "money_against_nature",
            ("nature", "money"),
            Text("写明不发放资金，却又写了金额。", "It says that no money is paid, but amounts are written."),
            Text("写 prize 或 subsidy，或删去金额。", "Write prize or subsidy, or remove the amounts."),
        )


def _check_levels(sight: Sight) -> None:
    rewards = sight.book.rewards
    for stage in sight.book.stages:
        if not isinstance(stage, ClaimStage) or rewards is None:
            continue
        for number, level in enumerate(stage.levels):
            if level not in rewards.pots:
                path = sight.of(stage, "levels", number)
                sight.note(
                    "level_without_pot",
                    path if path in sight.reading.values else sight.of(stage, "levels"),
                    Text(f"“{level}”可以申报，却没有奖励额。", f"“{level}” may be claimed, but has no pot."),
                    Text("在 pots 中写出奖励额，或删去。", "Write its pot, or remove it."),
                )
    caps = rewards.caps if rewards is not None else None
    one, group = (caps.enterprise, caps.group) if caps is not None else (None, None)
    if one is not None and group is not None and group.fen < one.fen:
        sight.note(
            "limits_crossed",
            ("rewards", "caps", "group"),
            Text("集团限额低于单个企业限额。", "The limit of a group is below that of one enterprise."),
            Text("更正其中之一。", "Correct one of them."),
        )


def _exceeds(one: Span, other: Span) -> bool:
    """Tell whether a length is surely longer than another; editions and time cannot be compared."""
    if one.ever or other.ever:
        return bool(one.ever) and not other.ever
    if one.editions is not None or other.editions is not None:
        return one.editions is not None and other.editions is not None and one.editions > other.editions
    return (one.years or 0) * 12 + (one.months or 0) > (other.years or 0) * 12 + (other.months or 0)


def _check_after(sight: Sight) -> None:
    after = sight.book.after
    if after is None:
        return
    for number, one in enumerate(after.revocation):
        if "renewal_refused" in (one.upon or ()) and after.renewal is None:
            sight.note(
                "renewal_missing",
                ("after", "revocation", number, "upon"),
                Text("以复评不合格撤销，但没有写复评。", "It rests on a renewal, but there is none."),
                Text("写 renewal，或更正 upon。", "Write renewal, or correct upon."),
            )
    reapply = after.reapply
    never = reapply is not None and reapply.after is not None and reapply.after.ever
    if reapply is not None and never and reapply.repeat == "title_only":
        sight.note(
            "never_repeated",
            ("after", "reapply", "repeat"),
            Text(
                "获奖后不得再次申报，却规定了再次获奖。",
                "Winners never apply again, yet a second win is ruled.",
            ),
            Text("删去 repeat，或更正 after。", "Remove repeat, or correct after."),
        )


def _check_outcomes(sight: Sight, renewal: Renewal) -> None:
    if len(renewal.outcomes) == 1:
        sight.note(
            "renewal_without_choice",
            ("after", "renewal", "outcomes"),
            Text(
                "复评只有一种结果，等于没有复评。",
                "The re-assessment has one outcome only, so it decides nothing.",
            ),
            Text("写出两种以上结果，或删去 renewal。", "Write two outcomes or more, or remove renewal."),
        )


def _check_renewal(sight: Sight) -> None:
    after = sight.book.after
    renewal = after.renewal if after is not None else None
    if after is None or renewal is None:
        return
    if after.title_valid is not None and _exceeds(renewal.every, after.title_valid):
        every, valid = renewal.every.text(), after.title_valid.text()
        sight.note(
            "renewal_after_end",
            ("after", "renewal", "every"),
            Text(
                f"每 {every.zh}复评，而称号 {valid.zh}即到期。",
                f"Assessed every {every.en}, but the title ends after {valid.en}.",
            ),
            Text("更正复评周期或有效期。", "Correct the one or the other."),
        )
    _check_outcomes(sight, renewal)
    limit = renewal.rectify_within
    if limit is not None and "rectify" not in renewal.outcomes:
        sight.note(
            "rectify_without_outcome",
            ("after", "renewal", "rectify_within"),
            Text("写了整改期，但复评结果没有整改。", "A time to rectify, but no such outcome."),
            Text("在 outcomes 中加 rectify，或删去。", "Add rectify to outcomes, or remove it."),
        )
    elif limit is not None and _exceeds(limit, renewal.every):
        sight.note(
            "rectify_outlasts",
            ("after", "renewal", "rectify_within"),
            Text("整改期长于复评周期。", "It may take longer to rectify than until the next assessment."),
            Text("缩短整改期。", "Shorten it."),
        )
