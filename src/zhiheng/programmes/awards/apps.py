"""The Django application of this room."""

from django.apps import AppConfig


class AwardsConfig(AppConfig):
    """Name and label of the room."""

    name = "zhiheng.programmes.awards"
    label = "awards"

    def ready(self) -> None:
        """Register the kind of stage that gives honours, who reads what was handed in, and the applicant's pages."""
        from zhiheng.casework.kinds import register
        from zhiheng.casework.ways import register_case_way
        from zhiheng.programmes.awards.domain.granting import CONCLUDERS
        from zhiheng.programmes.awards.kinds import GrantKind
        from zhiheng.programmes.awards.policy import reads_handed_in
        from zhiheng.programmes.awards.queries.drafts import papers_of_case, report_of_case
        from zhiheng.registers.policy import let_read_documents
        from zhiheng.review.queries import let_papers_come_from

        register(GrantKind("grant", CONCLUDERS["grant"]))
        let_read_documents(reads_handed_in)
        let_papers_come_from(papers_of_case, report_of_case)
        register_case_way("correct", "award", "awards:application")
        register_case_way("withdraw", "award", "awards:withdraw")
        register_case_way("feedback", "award", "awards:feedback")
