"""The mail server's address is read exactly or refused; a mistyped one must not send in the open."""

import pytest

from zhiheng.core.refusal import Refused
from zhiheng.post.domain.server import MailServer, mail_server


@pytest.mark.parametrize(
    ("address", "read"),
    [
        ("smtp://mail.example", MailServer("mail.example", 25, "", "", False, False)),
        (
            "smtp://u%40x:p%2Fw@mail.example/?tls=start",
            MailServer("mail.example", 587, "u@x", "p/w", True, False),
        ),
        ("smtps://u:p@mail.example:4650", MailServer("mail.example", 4650, "u", "p", False, True)),
    ],
)
def test_an_address_says_where_and_how(address, read):
    assert mail_server(address) == read


@pytest.mark.parametrize(
    "address",
    [
        "mail.example",
        "http://mail.example",
        "smtp://",
        "smtp://m/?tls=starts",
        "smtp://m/?tls",
        "smtp://m:99999",
        "smtp://m/?ssl=1",
    ],
)
def test_anything_else_is_refused(address):
    with pytest.raises(Refused) as refused:
        mail_server(address)
    assert refused.value.code == "settings.mail_url"
