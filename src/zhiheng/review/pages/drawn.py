"""The salts of a paper, drawn from its confirmation page, so that a click that came twice loses no receipt."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from itertools import count

from zhiheng.review.domain.urn import Receipt, slips_of
from zhiheng.review.models import Urn
from zhiheng.review.pages.found import StageAt


def salts_from(draw: str) -> Callable[[int], bytes]:
    """Return a source of salts: HMAC-SHA256 of a counter under the page's random draw.

    The draw holds 32 random bytes, is signed for one member and kept nowhere; whoever has the page has
    the receipt anyway.
    """
    numbers = count()

    def salted(size: int) -> bytes:
        return hmac.new(draw.encode(), str(next(numbers)).encode(), hashlib.sha256).digest()[:size]

    return salted


def receipt_again(at: StageAt, choices: Mapping[str, str], draw: str) -> Receipt | None:
    """Return the receipt of a paper that was cast from this very page, if it was; else nothing."""
    urn = Urn.objects.filter(session__stage_id=at.row.pk).first()
    slips = slips_of(at.about, choices, salts_from(draw))
    held = [] if urn is None else urn.slips
    if not all(slip in held for slip in slips):
        return None
    return Receipt(at.about, {slip["case"]: slip["salt"] for slip in slips})
