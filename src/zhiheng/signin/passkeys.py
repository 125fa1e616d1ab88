"""Passkeys (WebAuthn, W3C level 3): what a browser is asked, and whether what it answers is true.

The cryptography is Yubico's python-fido2. A passkey must verify its holder (PIN, finger, face), so that it
is two factors in one. What was asked is kept in the session by the page, and is good for one answer.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text

_LONGEST = 20_000
Asked = tuple[str, dict[str, str]]


def ask_new(host: str, account: str, username: str, known: Iterable[str]) -> Asked:
    """Return what a browser is asked to make a passkey (JSON), and the state to keep."""
    user = PublicKeyCredentialUserEntity(name=username, id=account.encode(), display_name=username)
    options, state = _server(host).register_begin(
        user, [_credential(one) for one in known], ResidentKeyRequirement.PREFERRED,
        UserVerificationRequirement.REQUIRED,
    )  # fmt: skip
    return json.dumps(dict(options)["publicKey"]), state


def ask_known(host: str, known: Iterable[str]) -> Asked:
    """Return what a browser is asked to show one of these passkeys, or any that it holds for this site."""
    credentials = [_credential(one) for one in known]
    options, state = _server(host).authenticate_begin(
        credentials or None, UserVerificationRequirement.REQUIRED
    )
    return json.dumps(dict(options)["publicKey"]), state


def made(host: str, state: Mapping[str, str] | None, answer: str) -> tuple[str, str]:
    """Return the id and the public part of a new passkey as they are kept; refuses an answer that is not true."""
    try:
        data = _server(host).register_complete(dict(state or {}), _read(answer)).credential_data
    except (ValueError, KeyError, TypeError) as fault:
        raise _untrue() from fault
    if data is None:
        raise _untrue()
    return websafe_encode(data.credential_id), base64.b64encode(data).decode()


def claimed(answer: str) -> tuple[str, str]:
    """Return the passkey id that an answer claims, and the account it names (may be empty); proves nothing."""
    try:
        said = _read(answer)
        handle = said.get("response", {}).get("userHandle") or ""
        return str(said["id"]), websafe_decode(handle).decode() if handle else ""
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise _untrue() from fault


def prove(host: str, state: Mapping[str, str] | None, answer: str, kept: str) -> None:
    """Refuse an answer that this passkey did not sign for this site and this question."""
    try:
        _server(host).authenticate_complete(dict(state or {}), [_credential(kept)], _read(answer))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise _untrue() from fault


def _server(host: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(name="质衡 Zhiheng", id=host))


def _credential(kept: str) -> AttestedCredentialData:
    return AttestedCredentialData(base64.b64decode(kept))


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > _LONGEST:
        raise ValueError("too long")
    said = json.loads(answer)
    if not isinstance(said, dict):
        raise ValueError("no object")
    return said


def refuse() -> NoReturn:
    """Refuse an answer, in the words of every answer that is not true."""
    raise _untrue()


def _untrue() -> Refused:
    return Refused("passkey.wrong", Text(
        "通行密钥未能通过核验，请重新操作。", "The passkey could not be verified; please try again."
    ))  # fmt: skip
