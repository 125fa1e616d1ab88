"""The command that delivers says what it did, or why it cannot."""

import json

from click.testing import CliRunner

from zhiheng.core.refusal import Refused
from zhiheng.post.commands import post


def test_delivering_says_what_went(server, outbox):
    outbox()
    told = json.loads(CliRunner().invoke(post, ["deliver", "--json"]).output)
    assert told == {"sent": 1, "again": 0, "failed": 0, "reached": True, "waiting": 0}


def test_without_a_mail_server_it_is_refused_with_the_remedy(db, settings):
    settings.ZHIHENG_MAIL_URL = ""
    refused = CliRunner().invoke(post, ["deliver"]).exception
    assert isinstance(refused, Refused)
    assert (refused.code, "ZHIHENG_MAIL_URL" in refused.message.zh) == ("mail.no_server", True)


def test_a_server_that_is_down_is_said_so(outbox, settings):
    settings.ZHIHENG_MAIL_URL, settings.EMAIL_HOST, settings.EMAIL_PORT = "smtp://127.0.0.1:1", "127.0.0.1", 1
    outbox()
    assert CliRunner().invoke(post, ["deliver"]).exception.code == "mail.unreachable"
