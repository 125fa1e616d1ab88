"""The Django application of this room."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.programmes.awards"
    label = "awards"
