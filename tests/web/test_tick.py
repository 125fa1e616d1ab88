"""The periodic work does every part, again without harm, and one that fails stops no other."""

import pytest
from click.testing import CliRunner

from factories import make_account
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.web import commands


def run(*arguments):
    """Run the command once."""
    return CliRunner().invoke(commands.tick, arguments, catch_exceptions=False)


def test_a_tick_says_what_each_part_did_and_can_be_repeated(regions):
    make_account("office")
    first, second = run(), run()
    assert first.output == second.output
    assert [line.partition(":")[0] for line in first.output.splitlines()] == [
        "密码重置邮件", "期限提醒", "清理过期登录", "清理登录尝试", "清理幂等应答",
        "清理发送计数", "投递邮件",
    ]  # fmt: skip
    assert "未设置邮件服务器，0 封待发" in first.output


def test_a_part_that_is_refused_is_told_and_stops_no_other(db, monkeypatch):
    def refuse(**_):
        raise Refused("rulebook.changed", Text("规则书不符。", "Changed."))

    monkeypatch.setattr(commands.letters, "remind", refuse)
    result = run()
    assert (result.exit_code, "期限提醒: 规则书不符。" in result.output, "投递邮件" in result.output) == (
        1,
        True,
        True,
    )


@pytest.mark.parametrize("every", ["4", "3601", "x"])
def test_an_impossible_pace_is_wrong_use(db, every):
    assert CliRunner().invoke(commands.tick, ["--every", every]).exit_code == 2


def test_a_tick_removes_visits_that_are_over(db):
    from datetime import timedelta

    from django.utils import timezone

    from zhiheng.signin.models import Visit

    for name, hours in (("old", -1), ("new", 1)):
        Visit.objects.create(
            session_key=name, session_data="", expire_date=timezone.now() + timedelta(hours=hours)
        )
    run()
    assert list(Visit.objects.values_list("session_key", flat=True)) == ["new"]
