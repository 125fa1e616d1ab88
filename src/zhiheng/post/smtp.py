"""How a mail leaves the house: over SMTP, as the settings say."""

from __future__ import annotations

import smtplib
import ssl
from types import TracebackType
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend

from zhiheng.post.models import Mail

TIMEOUT = 20
_PERMANENT = range(500, 600)


class Unreachable(Exception):  # noqa: N818 - what is so, not an error of ours
    """The mail server cannot be reached or does not let us in: no mail can go now."""


class Undelivered(Exception):  # noqa: N818
    """This mail did not go this time; another try may do."""


class Bounced(Exception):  # noqa: N818
    """This mail will never go: the server refuses its recipient or content for good (5xx)."""


class Transport(Protocol):
    """What takes a mail away."""

    def carry(self, mail: Mail) -> None:
        """Send one mail; raise ``Unreachable``, ``Undelivered`` or ``Bounced``."""


class Smtp:
    """One connection to the mail server for many mails, opened when the first one goes."""

    def __init__(self) -> None:
        self._backend: EmailBackend | None = None

    def __enter__(self) -> Smtp:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._hang_up()

    def carry(self, mail: Mail) -> None:
        """Send one mail with its lasting Message-ID: a second copy can be told by it."""
        message = EmailMultiAlternatives(
            mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.address],
            headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated",
                     "Content-Language": "en" if mail.language == "en" else "zh-Hans"},
        )  # fmt: skip
        message.attach_alternative(mail.html, "text/html")
        backend = self._open()
        try:
            backend.send_messages([message])
        except smtplib.SMTPRecipientsRefused as refused:
            raise _refusal(next(iter(refused.recipients.values()))) from refused
        except smtplib.SMTPResponseException as refused:
            raise _refusal((refused.smtp_code, refused.smtp_error)) from refused
        except (smtplib.SMTPException, OSError, UnicodeError) as fault:
            self._hang_up()
            raise Undelivered(type(fault).__name__) from fault

    def _open(self) -> EmailBackend:
        if self._backend is None:
            backend = EmailBackend(timeout=TIMEOUT)
            try:
                backend.open()
            except (smtplib.SMTPException, OSError, ssl.SSLError) as fault:
                raise Unreachable(type(fault).__name__) from fault
            self._backend = backend
        return self._backend

    def _hang_up(self) -> None:
        if self._backend is not None:
            self._backend.fail_silently = True
            self._backend.close()
            self._backend = None


def _refusal(answer: tuple[int, bytes | str]) -> Bounced | Undelivered:
    code, said = answer
    told = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return (Bounced if code in _PERMANENT else Undelivered)(f"{code} {told}"[:300])
