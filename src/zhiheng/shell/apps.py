"""The Django application of this room."""

from django.apps import AppConfig


class ShellConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.shell"
    label = "shell"
