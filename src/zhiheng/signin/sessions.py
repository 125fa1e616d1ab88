"""Where sessions are kept: in the table of visits, under the digest of the cookie's key.

Nothing here reads a clock of its own: when a visit began and was last seen, its page wrote into it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from zhiheng.signin.domain.keys import digest_of
from zhiheng.signin.models import Visit

MARKED = "visit"


class SessionStore(DatabaseStore):
    """Keeps a session under its key's digest, with whose it is and from where in columns of their own."""

    @classmethod
    def get_model_class(cls) -> type[Visit]:
        """Return the table."""
        return Visit

    def _get_session_from_db(self) -> Visit | None:
        key = self.session_key
        found = Visit.objects.filter(session_key=digest_of(key)).first() if key else None
        if found is not None and self.get_expiry_age(expiry=found.expire_date) > 0:
            return found
        self._session_key = None
        return None

    def exists(self, session_key: str) -> bool:
        """Tell whether a key is taken."""
        return Visit.objects.filter(session_key=digest_of(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        """Forget a session."""
        key = session_key or self.session_key
        if key:
            Visit.objects.filter(session_key=digest_of(key)).delete()

    def create_model_instance(self, data: dict[str, Any]) -> Visit:
        """Return the row of a session."""
        mark = data.get(MARKED, {})
        return Visit(
            session_key=digest_of(self._get_or_create_session_key()),  # type: ignore[attr-defined]
            session_data=self.encode(data),
            expire_date=self.get_expiry_date(),
            code=mark.get("code", ""),
            account=mark.get("account", "") if SESSION_KEY in data else "",
            began_at=_instant(mark.get("began")),
            seen_at=_instant(mark.get("seen")),
            address=mark.get("address", ""),
            device=mark.get("device", ""),
            way=mark.get("way", ""),
        )


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
