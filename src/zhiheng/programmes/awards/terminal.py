"""What commands of the group ``rulebook`` need that look into the database, which the others of the group do without."""

from __future__ import annotations

import os


def open_database() -> None:
    """Prepare Django; a second time does nothing."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhiheng.settings")
    import django  # noqa: PLC0415 - commands that need no database start without it

    django.setup()
