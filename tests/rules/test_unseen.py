"""Numbers that a text leaves blank bound nobody, are told as unseen, and are compared like others."""

import pytest

from zhiheng.casework.domain.places import plan_of
from zhiheng.rules.diff import changes
from zhiheng.rules.explain import Item, as_text
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.places_wording import places_said

from .books import edited

QUOTA = "quota: {at_most: 5}"


def with_quota(quota: str, **more: str):
    text = edited(QUOTA, f"quota: {quota}").replace(", keep: {per_place: 2}", "")
    if pool := more.get("pool"):
        text = text.replace("entry:\n", f"pool: {pool}\nentry:\n", 1)
    return read_rulebook(text, "x")


def told(book, rule: str = "award") -> tuple[str, str]:
    pairs = zip(as_text(book, "zh").blocks, as_text(book, "en").blocks, strict=True)
    return next((a.text, b.text) for a, b in pairs if isinstance(a, Item) and a.rule == rule)


@pytest.mark.parametrize(
    ("quota", "zh", "en"),
    [
        ("unseen", "名额未见规定，", "The number of places was not seen; "),
        ("{at_most: unseen}", "名额未见规定，", "The number of places was not seen; "),
        ("{at_most: unseen, at_least: 2}", "不少于 2 个，上限未见规定，", "At least 2, the upper number was not seen; "),
        ("{at_most: 5, caps: {individual: unseen}}", "不超过 5 个，个人有上限（数目未见规定），",
         "At most 5; a cap on individual whose number was not seen; "),
        ("{at_most: 5, reserved: {individual: unseen}}", "不超过 5 个，预留个人若干个（数目未见规定），",
         "At most 5; reserved: some individual (the number was not seen); "),
        ("{per: {enterprise: 3, individual: unseen}}", "名额未见规定，其中企业 3 个、个人若干个（数目未见规定），",
         "The number of places was not seen; of which 3 enterprise, some individual (the number was not seen); "),
    ],
)  # fmt: skip
def test_an_unseen_number_is_told_as_such(quota, zh, en):
    said = told(with_quota(quota))

    assert said[0].startswith(zh)
    assert said[1].startswith(en)


def test_a_pool_may_have_unseen_places_and_caps():
    book = with_quota(
        "{at_most: 5}", pool='{at_most: unseen, at_least: 3, caps: {individual: unseen}, art: "5"}'
    )

    assert told(book, "pool") == (
        "各等次合计不少于 3 个，有总数限制（数目未见规定），其中个人有上限（数目未见规定）",
        "All tiers together: at least 3; the number was not seen; a cap on individual whose number was not seen",
    )
    assert [one.id for one in book.unseen_places()] == ["pool"]
    assert book.places() == 15


@pytest.mark.parametrize(
    ("quota", "at_most", "per", "caps", "reserved"),
    [
        ("{at_most: unseen, caps: {individual: 2}}", None, {}, {"individual": 2}, {}),
        ("{at_most: 5, reserved: {enterprise: 1, individual: unseen}}", 5, {}, {}, {"enterprise": 1}),
        ("{per: {enterprise: 3, individual: unseen}}", None, {}, {"enterprise": 3}, {}),
        ("{per: {enterprise: 3, individual: 2}}", 5, {"enterprise": 3, "individual": 2}, {}, {}),
    ],
)
def test_what_was_seen_still_bounds(quota, at_most, per, caps, reserved):
    book = with_quota(quota)
    plan = plan_of(book, book.tiers[:1], "shared").tiers[0]

    assert (plan.at_most, plan.per, plan.caps, plan.reserved) == (at_most, per, caps, reserved)


def test_a_ballot_says_its_places():
    book = with_quota("{at_most: unseen, caps: {individual: 2}}")

    assert [(title.zh, said.zh) for title, said in places_said(book, "plenary")] == [
        ("质量奖", "名额未见规定，个人不超过 2 个"),
        ("提名奖", "不超过 10 个"),
    ]


def test_a_number_that_becomes_known_is_a_change():
    (change,) = changes(with_quota("unseen"), with_quota("{at_most: 5}"))

    assert change.says.zh == "奖项“质量奖”：由“名额未见规定”改为“不超过 5 个”。"
