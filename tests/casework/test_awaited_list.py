"""How a page lists what is awaited: first what it waits for, then whom it waits for."""

from django.template.loader import render_to_string
from django.utils.html import strip_tags

from zhiheng.core.text import Text


def test_what_is_awaited_says_its_reason_first_and_once_for_all_who_share_it():
    reply, word = Text("尚待答复。", "Waiting for a reply."), Text("尚待认定。", "Waiting for a word.")
    awaited = [("xm-1", "甲", reply), ("xm-2", "乙", reply), ("xm-3", "丙", word)]
    told = strip_tags(render_to_string("casework/awaited_list.html", {"list": awaited, "is_theirs": True}))
    assert "".join(told.split()) == "尚待答复。甲·乙尚待认定。丙"
