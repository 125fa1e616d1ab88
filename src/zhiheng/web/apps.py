"""The Django application of this room."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.web"
    label = "web"
