"""Seals the secrets of code generators under the installation's key, so that a backup alone opens nothing."""

from __future__ import annotations

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text


def sealed(secret: str) -> str:
    """Return a secret as it is kept."""
    return _box().encrypt(secret.encode()).decode()


def opened(kept: str) -> str:
    """Return a secret that was kept; refuses when the installation's key has been changed since."""
    try:
        return _box().decrypt(kept.encode()).decode()
    except InvalidToken:
        raise Refused("factor.key_changed", Text(
            "系统密钥已更换，验证器无法核验。请使用恢复码登录，然后重新设置验证器。",
            "The key of this installation was changed, so codes cannot be checked. Use a recovery code.",
        )) from None  # fmt: skip


def _box() -> MultiFernet:
    return MultiFernet([_key(str(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _key(secret: str) -> Fernet:
    made = hashlib.sha256(b"zhiheng.signin.factor\0" + secret.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(made))
