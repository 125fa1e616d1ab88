"""The Django application of this room."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.review"
    label = "review"

    def ready(self) -> None:
        """Register the kinds of stage at which people judge, and the pages on which they do."""
        from zhiheng.casework.kinds import register
        from zhiheng.casework.ways import register_marks, register_way
        from zhiheng.review.kinds import KINDS

        for kind in KINDS:
            register(kind)
        for kind_name in ("score", "hearing"):
            register_way(kind_name, "assessor", "review:tasks")
            register_way(kind_name, "office", "review:panels")
        register_marks("score", "review:marks")
        register_way("ballot", "committee", "review:ballot")
        register_way("ballot", "office", "review:ballot_desk")
