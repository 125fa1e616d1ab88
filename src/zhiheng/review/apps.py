"""The Django application of this room."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.review"
    label = "review"

    def ready(self) -> None:
        """Register the kinds of stage at which people judge."""
        from zhiheng.casework.kinds import register
        from zhiheng.review.kinds import KINDS

        for kind in KINDS:
            register(kind)
