"""The salts of a paper, drawn from its confirmation page, so that a click that came twice loses no receipt."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from itertools import count


def salts_from(draw: str) -> Callable[[int], bytes]:
    """Return a source of salts: HMAC-SHA256 of a counter under the page's random draw.

    The draw holds 32 random bytes, is signed for one member and kept nowhere; whoever has the page has
    the receipt anyway.
    """
    numbers = count()

    def salted(size: int) -> bytes:
        return hmac.new(draw.encode(), str(next(numbers)).encode(), hashlib.sha256).digest()[:size]

    return salted
