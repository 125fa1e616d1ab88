"""The Django application of this room."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.programmes.awards"
    label = "awards"

    def ready(self) -> None:
        """Register the kind of stage that gives honours."""
        from zhiheng.casework.domain.conclusions import grant
        from zhiheng.casework.kinds import register
        from zhiheng.programmes.awards.kinds import GrantKind

        register(GrantKind("grant", grant))
