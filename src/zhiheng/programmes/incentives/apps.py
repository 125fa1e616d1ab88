"""The Django application of this room."""

from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.programmes.incentives"
    label = "incentives"

    def ready(self) -> None:
        """Register the kinds of stage that a reward adds to the procedures."""
        from zhiheng.casework.kinds import register
        from zhiheng.programmes.incentives.kinds import KINDS

        for kind in KINDS:
            register(kind)
