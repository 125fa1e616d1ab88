"""Every sentence exists in both languages."""

import pytest

from zhiheng.core.text import Text, joined

NOTICE = Text("公示", "Public notice")


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("zh", "公示"),
        ("zh-hans", "公示"),
        ("en", "Public notice"),
        ("EN-GB", "Public notice"),
        ("fr", "公示"),
    ],
)
def test_english_is_given_for_english_tags_and_chinese_for_all_others(tag, expected):
    assert NOTICE.in_(tag) == expected


def test_chinese_is_the_first_language():
    assert str(NOTICE) == "公示"


def test_text_survives_json():
    assert Text.of(NOTICE.to_json()) == NOTICE


def test_bare_name_is_the_same_in_both_languages():
    assert Text.of("ISO 9001") == Text("ISO 9001", "ISO 9001")


def test_text_without_one_of_the_languages_is_an_error():
    with pytest.raises(KeyError):
        Text.of({"zh": "公示"})


def test_joined_sentences_use_the_marks_of_each_language():
    assert joined([NOTICE, Text("批准", "approval")]) == Text("公示；批准", "Public notice; approval")
    assert joined([]) == Text("", "")
