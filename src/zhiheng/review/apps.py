"""The Django application of this room."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.review"
    label = "review"
