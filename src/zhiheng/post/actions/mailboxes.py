"""Set where an account is written to, and in which language."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.post.models import Mailbox


@transaction.atomic
def set_mailbox(*, account: str, address: str, language: str, by: Actor | str, now: datetime) -> None:
    """Write to an account at this address from now on; the ledger says that it changed, never the address.

    Whether the address is its holder's is for the caller to have made sure of. Refuses what is no address.
    """
    address = checked_address(address)
    language = "en" if language.startswith("en") else "zh"
    known = Mailbox.objects.select_for_update().filter(account=account).first()
    if known is not None and (known.address, known.language) == (address, language):
        return
    Mailbox.objects.update_or_create(
        account=account, defaults={"address": address, "language": language, "set_at": now}
    )
    ledger.write(book="house", act="post.mailbox_set", actor=by, about=account, at=now)


def checked_address(address: str) -> str:
    """Return a mail address without outer spaces, or refuse it."""
    address = address.strip()
    try:
        validate_email(address)
    except ValidationError:
        raise Refused(
            "mail.address_wrong",
            Text(
                "邮箱地址格式不正确，例如 name@example.com。",
                "This is no mail address, such as name@example.com.",
            ),
        ) from None
    return address
