"""The Django application of this room."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.programmes.awards"
    label = "awards"

    def ready(self) -> None:
        """Register the kind of stage that gives honours, and who reads what was handed in."""
        from zhiheng.casework.domain.conclusions import grant
        from zhiheng.casework.kinds import register
        from zhiheng.programmes.awards.kinds import GrantKind
        from zhiheng.programmes.awards.policy import reads_handed_in
        from zhiheng.registers.policy import let_read_documents

        register(GrantKind("grant", grant))
        let_read_documents(reads_handed_in)
