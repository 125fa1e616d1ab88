"""The Django application of this room."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.casework"
    label = "casework"
