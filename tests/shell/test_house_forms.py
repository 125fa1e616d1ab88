"""Every error of a form is a sentence of the house, in both languages, and a field's own goes before."""

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from zhiheng.shell.forms import BY_KIND, EVERYWHERE, HouseForm


class Every(HouseForm):
    """One field of every kind that a form of the house has."""

    name = forms.CharField(min_length=2, max_length=4)
    count = forms.IntegerField(min_value=1, max_value=9)
    share = forms.DecimalField(max_digits=3, decimal_places=1)
    day = forms.DateField()
    at = forms.DateTimeField()
    mail = forms.EmailField()
    kind = forms.ChoiceField(choices=[("a", "a")])
    kinds = forms.MultipleChoiceField(choices=[("a", "a")])
    ticked = forms.BooleanField()
    paper = forms.FileField()
    own = forms.CharField(error_messages={"required": "own words"})


def errors(form, language="zh-hans"):
    """Return the first error of every field."""
    with override(language):
        return {name: str(found[0]) for name, found in form.errors.items()}


def test_what_is_missing_is_asked_for_in_the_words_of_its_kind():
    assert errors(Every({})) == {
        "name": "请填写此项。", "count": "请填写此项。", "share": "请填写此项。", "day": "请填写此项。",
        "at": "请填写此项。", "mail": "请填写此项。", "kind": "请选择一项。", "kinds": "请选择一项。",
        "ticked": "请先勾选此项。", "paper": "请选择文件。", "own": "own words",
    }  # fmt: skip


WRONG = {"name": "x", "count": "十", "share": "1,5", "day": "2026-02-30", "at": "noon", "mail": "示例@", "kind": "b",
         "kinds": ["b"], "ticked": "on", "own": "x"}  # fmt: skip


def test_what_is_wrong_says_what_to_write_in_chinese():
    form = Every(WRONG, {"paper": SimpleUploadedFile("a.pdf", b"")})
    assert errors(form) == {
        "name": "至少写 2 个字，现有 1 个字。", "count": "请用阿拉伯数字填写整数。", "share": "请填写数字。",
        "day": "请按“2026-11-20”的格式填写日期。", "at": "请按“2026-11-20 17:30”的格式填写日期和时间。",
        "mail": "请填写邮箱地址，例如 name@example.com。", "kind": "请从列表中选择一项。",
        "kinds": "请从列表中选择一项。", "paper": "文件是空的，请另选一个。",
    }  # fmt: skip


def test_what_is_wrong_says_what_to_write_in_english():
    form = Every({**WRONG, "count": "12", "name": "much too long"})
    told = errors(form, "en")
    assert told["name"] == "Write at most 4 characters; these are 13."
    assert told["count"] == "Write at most 9."
    assert told["kind"] == "Choose one of the entries of the list."


def test_a_field_that_is_added_late_speaks_too():
    form = HouseForm({})
    form.fields["late"] = forms.CharField()
    assert errors(form) == {"late": "请填写此项。"}


def test_two_forms_do_not_share_their_sentences():
    errors(Every({}))
    assert "required" not in [code for code, text in Every.base_fields["name"].error_messages.items()
                              if text is EVERYWHERE.get(code)]  # fmt: skip


@pytest.mark.parametrize("sentences", [EVERYWHERE, *(said for _, said in BY_KIND)])
def test_every_sentence_exists_in_chinese(sentences):
    with override("zh-hans"):
        assert [str(one) for one in sentences.values() if str(one).isascii()] == []
