"""A process speaks one language: the chosen one, else the environment's, else Chinese."""

from contextvars import copy_context

import pytest

from zhiheng.core.speech import language, say, speak, told
from zhiheng.core.text import Text


def in_fresh_process(act):
    return copy_context().run(act)


@pytest.mark.parametrize(
    ("setting", "expected"), [(None, "zh"), ("zh_CN.UTF-8", "zh"), ("en_GB.UTF-8", "en")]
)
def test_environment_decides_and_chinese_is_the_default(monkeypatch, setting, expected):
    monkeypatch.delenv("ZHIHENG_LANG", raising=False)
    if setting is not None:
        monkeypatch.setenv("ZHIHENG_LANG", setting)

    assert in_fresh_process(language) == expected


def test_chosen_language_comes_before_the_environment(monkeypatch):
    monkeypatch.setenv("ZHIHENG_LANG", "zh")

    def act():
        speak("en")
        return say("通过", "passed"), told(Text("通过", "passed"))

    assert in_fresh_process(act) == ("passed", "passed")
