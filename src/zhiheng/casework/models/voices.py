"""What departments, surveyed people, the public and the government say about cases."""

from django.db import models
from django.db.models import Q

from zhiheng.casework.models.cases import Case
from zhiheng.casework.models.rounds import Stage


class Attestation(models.Model):
    """A named actor's word that a condition holds, or does not, with evidence."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="attestations")
    condition = models.CharField(max_length=60)
    holds = models.BooleanField()
    evidence = models.TextField()
    by = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="attestation_one_standing_per_condition",
                fields=["case", "condition"],
                condition=Q(withdrawn_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.condition}"


class Reply(models.Model):
    """A department's answer to an inquiry or a consultation about one case."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="replies")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="replies")
    department = models.CharField(max_length=60)
    is_adverse = models.BooleanField()
    opinion = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="reply_one_standing_per_department",
                fields=["stage", "case", "department"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="reply_adverse_says_why", condition=Q(is_adverse=False) | ~Q(opinion="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.department}"


class SurveyReturn(models.Model):
    """What a satisfaction survey found about one case: answers counted and their mean."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="survey_returns")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="survey_returns")
    answers = models.PositiveIntegerField()
    score = models.DecimalField(max_digits=7, decimal_places=3, null=True)
    by = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="survey_return_one_standing_per_case",
                fields=["stage", "case"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="survey_return_has_a_score_when_answered",
                condition=Q(answers=0, score=None) | Q(answers__gt=0, score__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.score} ({self.answers})"


class Notice(models.Model):
    """A publication before a decision takes effect; objections count while it runs."""

    stage = models.OneToOneField(Stage, on_delete=models.CASCADE, related_name="notice")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    entries = models.JSONField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="notice_starts_before_it_ends", condition=Q(starts_at__lt=models.F("ends_at"))
            ),
        )

    def __str__(self) -> str:
        return f"{self.stage_id}"


class Objection(models.Model):
    """What somebody says against a published case, and what the office decided about it.

    ``recorded_by`` names the officer where it came on paper; ``evidence`` lists what came with it.
    """

    class State(models.TextChoices):
        OPEN = "open"
        UPHELD = "upheld"
        REJECTED = "rejected"

    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="objections")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="objections")
    name = models.CharField(max_length=200)
    contact = models.CharField(max_length=200)
    grounds = models.TextField()
    evidence = models.TextField(blank=True)
    recorded_by = models.CharField(max_length=40, blank=True)
    salt = models.CharField(max_length=64)
    given_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    decision = models.TextField(blank=True)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="objection_decided_with_reason_and_name",
                condition=Q(state="open", decided_at=None)
                | (Q(decided_at__isnull=False) & ~Q(decision="") & ~Q(decided_by="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.state}"


class Approval(models.Model):
    """The deciding body's word on one case, with the document that carries it."""

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="approvals")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="approvals")
    approved = models.BooleanField()
    document = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="approval_one_standing_per_case",
                fields=["stage", "case"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="approval_refused_says_why", condition=Q(approved=True) | ~Q(reason="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.approved}"
