"""The Django application of this room."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.ledger"
    label = "ledger"
