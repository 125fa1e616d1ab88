"""Read where the mail server is from one address, such as ``smtp://user:password@host:587/?tls=start``."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text

_PORTS = {"smtp": 25, "smtps": 465}


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where mail is handed over, and how: in the open, after STARTTLS, or under TLS from the first byte."""

    host: str
    port: int
    user: str
    password: str
    starts_tls: bool
    is_tls: bool


def mail_server(address: str) -> MailServer:
    """Return the server behind an address; ``smtps`` is TLS at once, ``?tls=start`` is STARTTLS.

    Refuses another scheme, a missing host and an unknown option: a mistyped one must not send in the open.
    """
    try:
        parts = urlsplit(address)
        port, asked = parts.port, parse_qs(parts.query, strict_parsing=bool(parts.query))
    except ValueError:
        raise _wrong() from None
    if parts.scheme not in _PORTS or not parts.hostname or asked not in ({}, {"tls": ["start"]}):
        raise _wrong()
    return MailServer(
        parts.hostname, port or (587 if asked else _PORTS[parts.scheme]), unquote(parts.username or ""),
        unquote(parts.password or ""), bool(asked), parts.scheme == "smtps",
    )  # fmt: skip


def _wrong() -> Refused:
    return Refused("settings.mail_url", Text(
        "环境变量 ZHIHENG_MAIL_URL 应为 smtp://用户:密码@主机:端口/?tls=start 或 smtps://用户:密码@主机。",
        "ZHIHENG_MAIL_URL is smtp://user:password@host:port/?tls=start or smtps://user:password@host.",
    ))  # fmt: skip
