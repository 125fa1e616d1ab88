"""A programme's rounds, the rulebook each is pinned to, and its stages."""

from django.db import models
from django.db.models import F, Q


class Programme(models.Model):
    """An instrument in operation at one authority."""

    code = models.CharField(max_length=120, unique=True)
    authority = models.CharField(max_length=20, db_index=True)
    kind = models.CharField(max_length=20)
    title = models.JSONField()

    def __str__(self) -> str:
        return self.code


class RulebookVersion(models.Model):
    """The source of one rulebook: as it was when a round was pinned to it, or as an office saved it for the shelf.

    ``saved_by`` is the code of the account that put it on the shelf; blank for a text that only rounds hold.
    """

    digest = models.CharField(max_length=64, unique=True)
    rulebook = models.CharField(max_length=200, db_index=True)
    source = models.TextField()
    kept_at = models.DateTimeField()
    saved_by = models.CharField(max_length=40, blank=True, default="")
    saved_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="rulebook_saved_once_per_id", fields=["rulebook"], condition=~Q(saved_by="")
            ),
            models.CheckConstraint(
                name="rulebook_saved_by_somebody_at_some_time",
                condition=Q(saved_by="", saved_at=None) | (~Q(saved_by="") & Q(saved_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.rulebook}@{self.digest[:12]}"


class Round(models.Model):
    """One edition of a programme; what is handed in counts while ``opens_at <= at < closes_at``."""

    class State(models.TextChoices):
        RUNNING = "running"
        CONCLUDED = "concluded"

    code = models.SlugField(max_length=60, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="rounds")
    rulebook = models.ForeignKey(RulebookVersion, on_delete=models.PROTECT)
    authority = models.CharField(max_length=20, db_index=True)
    session = models.CharField(max_length=40)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    is_sample = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="round_opens_before_it_closes", condition=Q(opens_at__lt=F("closes_at"))
            ),
            models.UniqueConstraint(name="round_one_per_session", fields=["programme", "session"]),
        )

    def __str__(self) -> str:
        return self.code


class Stage(models.Model):
    """One stage of one round: waiting, then open, then closed; never back.

    ``inputs`` keeps what the conclusion rested on where that lies in registers which go on changing.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        OPEN = "open"
        CLOSED = "closed"

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    position = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    planned_due_day = models.DateField(null=True)
    opened_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    counted = models.JSONField(null=True)
    is_projected = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    inputs_digest = models.CharField(max_length=64, blank=True)
    inputs = models.JSONField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="stage_once_per_round", fields=["round", "stage"]),
            models.UniqueConstraint(name="stage_one_per_position", fields=["round", "position"]),
            models.CheckConstraint(
                name="stage_has_the_instants_of_its_state",
                condition=(
                    Q(state="waiting", opened_at=None, closed_at=None)
                    | Q(state="open", opened_at__isnull=False, closed_at=None)
                    | Q(state="closed", opened_at__isnull=False, closed_at__isnull=False)
                ),
            ),
        )

    def __str__(self) -> str:
        return f"{self.round_id}/{self.stage}"


class Task(models.Model):
    """What one actor owes at a stage, by a deadline.

    ``role`` and ``place`` say whose it is; ``account`` names one person where the task is personal. What is done
    outside the house (telling by letter) says on which day and how.
    """

    stage = models.ForeignKey(Stage, on_delete=models.CASCADE, related_name="tasks")
    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, null=True, related_name="tasks")
    role = models.CharField(max_length=20)
    place = models.CharField(max_length=80)
    account = models.CharField(max_length=40, blank=True)
    summary = models.JSONField()
    due_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    done_day = models.DateField(null=True)
    done_how = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="task_once_per_actor_and_stage",
                fields=["stage", "role", "place", "account"],
                condition=Q(case=None),
            ),
            models.UniqueConstraint(
                name="task_once_per_actor_stage_and_case",
                fields=["stage", "case", "role", "place", "account"],
                condition=Q(case__isnull=False),
            ),
        )
        indexes = (models.Index(fields=["role", "place", "done_at", "due_at"], name="task_desk"),)

    def __str__(self) -> str:
        return f"{self.stage_id}/{self.role}@{self.place}"
