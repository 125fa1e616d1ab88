"""How often a form that anybody may send is taken from one place: so many times an hour, then a page says when.

The place is an IPv4 address or an IPv6 /64, kept for an hour as a digest under the installation's key, so that
nobody reads from it who objected to what.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils.crypto import salted_hmac

from zhiheng.shell.models import Knock
from zhiheng.signin.domain.addresses import network_of

HOUR: Final = timedelta(hours=1)


@transaction.atomic
def knock(*, what: str, address: str, most: int, now: datetime) -> datetime | None:
    """Count one sending; return from when on the next is taken where there were too many within an hour."""
    place = salted_hmac("zhiheng.shell.knock", network_of(address), algorithm="sha256").hexdigest()
    within = Knock.objects.filter(what=what, place=place, at__gt=now - HOUR)
    times = list(within.order_by("-at").values_list("at", flat=True)[:most])
    if len(times) >= most:
        return times[-1] + HOUR
    Knock.objects.create(what=what, place=place, at=now)
    return None


def forget_knocks(*, now: datetime) -> int:
    """Remove what no limit counts any more; return how many."""
    return Knock.objects.filter(at__lte=now - HOUR).delete()[0]
