"""The Django application of this room."""

from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.programmes.incentives"
    label = "incentives"
