"""A letter in two languages: complete, escaped, fenced, and with no more than its reader may see."""

import re
from datetime import UTC, datetime

import pytest

from zhiheng.core.actor import NOBODY, Actor, Role
from zhiheng.core.answer import Answer
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.post import queries
from zhiheng.post.domain.letters import Guarded, instant_text, render
from zhiheng.post.domain.templates import TEMPLATES, template_named

SITE = "https://award.example"
NIGHT = datetime(2026, 11, 27, 16, 0, tzinfo=UTC)
OFFICE = Actor("acct-office", frozenset({(Role.OFFICE, "350200")}))
ATTACK = '</p><script>alert(1)</script><a href="http://evil.example">点此领奖</a>'


def context_of(template, value="示例"):
    """Return a context in which every name has a value."""
    given = dict.fromkeys(template.wants(), value)
    if template.link:
        given["link"] = "/desk/"
    return given


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_every_mail_is_whole_in_both_languages(template, language):
    made = render(template, context_of(template, "X"), language, SITE)
    assert "{" not in made.subject + made.text + made.html
    assert bool(re.search(r"[\u4e00-\u9fff]", made.subject + made.text)) == (language == "zh")
    assert made.html.count('<html lang="en">') == (language == "en")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_both_wordings_of_a_mail_say_the_same_things(template):
    told = [template.subject, *template.body]
    assert [set(re.findall(r"{\w+}", one.zh)) for one in told] == [
        set(re.findall(r"{\w+}", one.en)) for one in told
    ]


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_what_people_wrote_makes_no_markup_and_no_link_in_any_mail(template):
    made = render(template, context_of(template, ATTACK), "zh", SITE)
    assert re.findall(r"<script|evil\.example|http://", made.html) == []
    assert re.findall(r"evil\.example|http://", made.text + made.subject) == []
    assert set(re.findall(r'href="([^"]*)"', made.html)) <= {f"{SITE}/desk/"}


def test_a_value_that_looks_like_a_place_to_fill_is_not_filled():
    template = template_named("deadline_near")
    made = render(template, {**context_of(template), "task": "{round}", "round": "本届"}, "zh", SITE)
    assert made.subject == "提醒：{round}，还剩 示例"


def test_a_block_stands_behind_a_fence():
    template = template_named("correction_asked")
    made = render(template, {**context_of(template), "what": "第一行\n第二行"}, "zh", SITE)
    assert "│ 第一行\n│ 第二行\n" in made.text
    assert "│ 第一行<br>│ 第二行" in made.html


@pytest.mark.parametrize(
    "wrong", [{}, {"task": "x"}, {**context_of(template_named("deadline_near")), "more": "x"}]
)
def test_a_letter_that_lacks_a_value_or_has_one_too_many_is_an_error(wrong):
    with pytest.raises(ValueError, match="deadline_near wants"):
        render(template_named("deadline_near"), wrong, "zh", SITE)


@pytest.mark.parametrize("path", ["https://evil.example/", "//evil.example/", "desk/"])
def test_a_mail_links_to_our_own_site_alone(path):
    template = template_named("deadline_near")
    with pytest.raises(ValueError, match="own site"):
        render(template, {**context_of(template), "link": path}, "zh", SITE)


def test_midnight_is_24_hours_of_the_day_before():
    assert instant_text(NIGHT, "zh") == "2026年11月27日（周五）24:00"
    assert instant_text(NIGHT, "en") == "27 Nov 2026 24:00"


def only_office(actor):
    """Let the office see."""
    return Answer(actor.has(Role.OFFICE, "350200"), Text("", ""))


@pytest.mark.parametrize(
    ("readers", "shown"),
    [([OFFICE], True), ([NOBODY], False), ([OFFICE, NOBODY], False), ([OFFICE, OFFICE], True)],
)
def test_a_guarded_value_shows_only_when_every_reader_may_see_it(readers, shown):
    template = template_named("deadline_near")
    context = {**context_of(template), "task": Guarded("秘密事项", only_office)}
    assert ("秘密事项" in render(template, context, "zh", SITE, readers).text) == shown


def test_a_preview_shows_what_sender_and_recipient_may_both_see(settings):
    template = template_named("deadline_near")
    context = {**context_of(template), "task": Guarded("秘密事项", only_office)}
    other = Actor("acct-other")
    seen = [
        "秘密事项" in queries.preview("deadline_near", context, "zh", sender=sender, recipient=recipient).text
        for sender, recipient in [(OFFICE, OFFICE), (OFFICE, other), (other, OFFICE)]
    ]
    assert seen == [True, False, False]


def test_a_preview_never_shows_the_key_of_a_link():
    template = template_named("invitation")
    context = {**context_of(template), "link": "/invitation/secret-key/"}
    made = queries.preview("invitation", context, "zh", sender=OFFICE)
    assert "secret-key" not in made.text + made.html
    assert "（仅收件人可见）" in made.text


def test_a_mail_that_does_not_exist_is_refused():
    with pytest.raises(Refused) as refused:
        template_named("lottery")
    assert refused.value.code == "mail.unknown"
