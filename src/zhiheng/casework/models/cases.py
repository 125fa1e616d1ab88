"""Cases, their findings, and what can happen to them between stages."""

from django.db import models
from django.db.models import Q

from zhiheng.casework.models.rounds import Round, Stage


class Case(models.Model):
    """One subject's passage through a round.

    ``number`` counts from 1 in the round; ``declared`` holds what the subject said of itself.
    """

    class State(models.TextChoices):
        RUNNING = "running"
        WITHDRAWN = "withdrawn"
        ENDED = "ended"
        COMPLETED = "completed"

    code = models.CharField(max_length=80, unique=True)
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="cases")
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=40, db_index=True)
    item = models.CharField(max_length=80, blank=True)
    name = models.CharField(max_length=200)
    region = models.CharField(max_length=6)
    declared = models.JSONField(default=dict)
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State, default=State.RUNNING)
    at_stage = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="case_one_per_number", fields=["round", "number"]),
            models.UniqueConstraint(
                name="case_one_per_subject_and_item", fields=["round", "subject", "item"]
            ),
        )
        indexes = (models.Index(fields=["round", "state"], name="case_by_state"),)

    def __str__(self) -> str:
        return self.code


class Finding(models.Model):
    """A stage's outcome for one case, with reasons and articles; never changed, only withdrawn."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="findings")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="findings")
    outcome = models.CharField(max_length=20)
    goes_on = models.BooleanField()
    reasons = models.JSONField()
    cites = models.JSONField()
    details = models.JSONField(default=dict)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="finding_one_standing_per_stage_and_case",
                fields=["stage", "case"],
                condition=Q(withdrawn_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}@{self.stage_id}: {self.outcome}"


class Correction(models.Model):
    """A file returned to its subject for correction, and whether it came back."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="corrections")
    stage = models.ForeignKey(Stage, on_delete=models.CASCADE)
    asks = models.TextField()
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    is_projected = models.BooleanField(default=False)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="correction_one_open_per_case", fields=["case"], condition=Q(answered_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.asks[:40]}"


class Withdrawal(models.Model):
    """A case taken back by its subject; ``restored_at`` where the office let it return.

    ``closed_stages`` is how many stages of the round had closed when it left; ``asked_day`` the day of the
    applicant's letter where the office recorded one.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="withdrawals")
    reason = models.TextField()
    closed_stages = models.PositiveSmallIntegerField()
    withdrawn_at = models.DateTimeField()
    asked_day = models.DateField(null=True)
    restored_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="withdrawal_one_standing_per_case", fields=["case"], condition=Q(restored_at=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}"


class LateRequest(models.Model):
    """A request to hand in after the deadline, decided by a named officer."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="late_requests")
    subject = models.CharField(max_length=40)
    reason = models.TextField()
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=40, blank=True)
    granted_until_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="late_request_one_undecided_per_subject",
                fields=["round", "subject"],
                condition=Q(decided_at=None),
            ),
            models.CheckConstraint(
                name="late_request_decided_by_somebody", condition=Q(decided_at=None) | ~Q(decided_by="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.round_id}/{self.subject}"
