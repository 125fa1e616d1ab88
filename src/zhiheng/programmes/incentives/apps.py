"""The Django application of this room."""

from django.apps import AppConfig


class IncentivesConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.programmes.incentives"
    label = "incentives"

    def ready(self) -> None:
        """Register the kinds of stage that a reward adds to the procedures, and the claimant's page."""
        from zhiheng.casework.kinds import register
        from zhiheng.casework.ways import register_case_way
        from zhiheng.programmes.incentives.kinds import KINDS

        for kind in KINDS:
            register(kind)
        register_case_way("withdraw", "incentive", "incentives:withdraw", by_case=True)
