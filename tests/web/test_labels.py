"""Every code that the pages show has a word."""

import pytest

from zhiheng.casework.domain.values import Outcome
from zhiheng.casework.models import Case, Round, Stage
from zhiheng.core.actor import Actor, Role
from zhiheng.core.text import Text
from zhiheng.registers.domain.kinds import HONOUR_LEVELS
from zhiheng.web.labels import LISTS, label, roles_of
from zhiheng.web.templatetags import labels as tags


@pytest.mark.parametrize(
    ("list_", "codes"),
    [
        ("outcome", [outcome.value for outcome in Outcome]),
        ("case", Case.State.values),
        ("round", Round.State.values),
        ("stage", Stage.State.values),
        ("level", list(HONOUR_LEVELS.values())),
    ],
)
def test_every_state_and_outcome_has_a_word(list_, codes):
    assert sorted(LISTS[list_]) == sorted(codes)


def test_a_code_without_a_word_is_shown_as_it_is():
    assert label("outcome", "deferred") == "deferred"


def test_every_role_is_named_with_its_place(regions):
    held = frozenset((role, "350200") for role in Role if role is not Role.APPLICANT)
    told = roles_of(Actor("a", held))
    assert [place for _, place in told] == ["厦门市"] * 7
    assert all(who.zh != who.en for who, _ in told)


@pytest.mark.parametrize(
    ("session", "zh", "en"),
    [("7", "第7届", "session 7"), ("2025", "2025年度", "2025"), ("首届", "首届", "首届")],
)
def test_a_session_is_said_in_words(session, zh, en):
    assert tags.session_word(session) == Text(zh, en)


def test_an_award_is_named_after_its_instrument():
    title = Text("厦门市质量奖管理办法", "Xiamen Quality Award Measures")
    assert tags.award_title(title) == Text("厦门市质量奖", "Xiamen Quality Award")


@pytest.mark.parametrize(
    ("href", "followed"),
    [("https://x.example/", True), ("http://x.example/", True), ("javascript:alert(1)", False),
     ("data:text/html,x", False), ("//x.example", False), ("", False)],
)  # fmt: skip
def test_only_web_addresses_are_followed(href, followed):
    assert bool(tags.address(href)) is followed
