"""The Django application of this room."""

from django.apps import AppConfig


class PostConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.post"
    label = "post"
