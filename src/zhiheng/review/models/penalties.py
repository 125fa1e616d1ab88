"""Points taken off a case for what happened at a stage."""

from django.db import models
from django.db.models import Q


class Penalty(models.Model):
    """How many times, or minutes, one rule of a stage took points off a case; never changed, only withdrawn."""

    stage = models.ForeignKey("casework.Stage", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="+")
    rule = models.CharField(max_length=48)
    times = models.PositiveSmallIntegerField()
    ground = models.TextField(blank=True, default="", db_default="")
    by = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(name="penalty_happened_at_least_once", condition=Q(times__gt=0)),
            models.UniqueConstraint(
                name="penalty_one_standing_per_rule",
                fields=["stage", "case", "rule"],
                condition=Q(withdrawn_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.rule}"
