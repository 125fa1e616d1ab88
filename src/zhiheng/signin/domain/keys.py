"""Keys of links, recovery codes and six-digit codes: how they are made, kept and compared.

What opens something is kept only as a digest; a six-digit code follows RFC 6238 (TOTP) with SHA-1, 30
seconds and six digits, which every authenticator app understands.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
import unicodedata
from typing import Final
from urllib.parse import quote, urlencode

STEP: Final = 30
DIGITS: Final = 6
DRIFT: Final = 1
RECOVERY_CODES: Final = 10
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is mistaken for another sign


def new_key() -> str:
    """Return a key for a link: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest_of(key: str) -> str:
    """Return what is kept of a key or a code; their own randomness makes a salt needless."""
    return hashlib.sha256(key.encode()).hexdigest()


def new_recovery_codes() -> tuple[str, ...]:
    """Return ten codes such as ``k3m7p-9xq2r`` (49 random bits each)."""
    made = ("".join(secrets.choice(_SIGNS) for _ in range(10)) for _ in range(RECOVERY_CODES))
    return tuple(f"{code[:5]}-{code[5:]}" for code in made)


def plain_code(typed: str) -> str:
    """Return a code as it is compared: half width, lower case, without spaces and dashes."""
    plain = unicodedata.normalize("NFKC", typed).lower()
    return "".join(sign for sign in plain if sign.isalnum())


def new_secret() -> str:
    """Return the secret of a code generator: 160 random bits in base 32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def step_of(at: float) -> int:
    """Return the number of the 30-second step that holds a moment (seconds since 1970)."""
    return int(at) // STEP


def code_at(secret: str, step: int) -> str:
    """Return the six digits that a secret shows during a step (RFC 4226, RFC 6238)."""
    mac = hmac.new(base64.b32decode(secret), struct.pack(">Q", step), hashlib.sha1).digest()
    start = mac[-1] & 15
    number = struct.unpack(">I", mac[start : start + 4])[0] & 0x7FFFFFFF
    return f"{number % 10**DIGITS:0{DIGITS}}"


def matching_step(secret: str, typed: str, at: float, after: int) -> int | None:
    """Return the step to which the typed code belongs: this one or a neighbour, later than *after*.

    *after* is the step of the last code that was used, so that no code counts twice.
    """
    code, now, found = plain_code(typed).encode(), step_of(at), None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(code_at(secret, step).encode(), code) and step > after:
            found = step
    return found


def enrolment_address(secret: str, username: str, issuer: str) -> str:
    """Return the ``otpauth`` address that an authenticator app reads from a QR code."""
    label = quote(f"{issuer}:{username}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': issuer}, quote_via=quote)}"
