"""The Django application of this room."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.registers"
    label = "registers"
