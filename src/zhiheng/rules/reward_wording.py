"""The rewards of an incentive in words."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from zhiheng.core.text import Text
from zhiheng.rules.model.rewards import Rewards
from zhiheng.rules.model.rulebook import Rulebook
from zhiheng.rules.saying import yuan
from zhiheng.rules.vocabulary import word

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


def _share(share: Fraction) -> Text:
    return Text("全额", "all") if share == 1 else Text(str(share), str(share))


def reward_texts(rewards: Rewards, book: Rulebook) -> Iterator[tuple[Text, Text]]:
    """Yield the title and the sentence of each rule on rewards."""
    for level, pot in rewards.pots.items():
        yield word("level", level, book), Text(f"每项 {yuan(pot).zh}", f"{yuan(pot).en} each")
    s = rewards.shares
    yield (
        Text("分配", "Shares"),
        Text(
            f"前 {rewards.ranks} 位有效；只有第一位的得 {_share(s.alone).zh}；第一位与其他位都有的，第一位得 "
            f"{_share(s.lead).zh}，其他位合得 {_share(s.rest_with_lead).zh}；只有其他位的合得 {_share(s.rest_alone).zh}",
            f"places 1 to {rewards.ranks} count; the first by itself gets {_share(s.alone).en}; with others it gets "
            f"{_share(s.lead).en} and they share {_share(s.rest_with_lead).en}; others by themselves share "
            f"{_share(s.rest_alone).en}",
        ),
    )
    yield Text("修订", "Revision"), Text(f"按制定的 {rewards.revision}", f"{rewards.revision} of drafting")
    how = _ROUNDED[rewards.rounding.how]
    yield (
        Text("取整", "Rounding"),
        Text(f"{how.zh}到 {yuan(rewards.rounding.to).zh}", f"{how.en} to {yuan(rewards.rounding.to).en}"),
    )
    caps = [
        (Text("每家企业", "per enterprise"), rewards.caps.enterprise),
        (Text("每个集团", "per group"), rewards.caps.group),
    ]
    for who, cap in caps:
        if cap is not None:
            yield (
                Text("限额", "Limit"),
                Text(f"{who.zh}不超过 {yuan(cap).zh}", f"at most {yuan(cap).en} {who.en}"),
            )
    for name, choices in _DOUBLE.items():
        yield Text("重复申报", "Claimed twice"), choices[getattr(rewards.double, name)]
