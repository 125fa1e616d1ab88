"""The Django application of this room."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.casework"
    label = "casework"

    def ready(self) -> None:
        """Register the kinds of stage that casework itself knows."""
        from zhiheng.casework.kinds import register
        from zhiheng.casework.kinds.standard import STANDARD

        for kind in STANDARD:
            register(kind)
