"""Panels of a stage: who sits on them and which cases they have."""

from django.db import models
from django.db.models import Q

from zhiheng.review.models.experts import Expert


class Panel(models.Model):
    """A group of assessors who have the same cases in one stage."""

    stage = models.ForeignKey("casework.Stage", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)

    class Meta:
        constraints = (models.UniqueConstraint(name="panel_one_per_name", fields=["stage", "name"]),)

    def __str__(self) -> str:
        return f"{self.stage_id}/{self.name}"


class Seat(models.Model):
    """An expert's place on a panel; ``label`` is how the stage's papers call the expert.

    A seat counts for every case of its panel, or for ``case`` alone where it replaces a recused one there.
    """

    stage = models.ForeignKey("casework.Stage", on_delete=models.CASCADE, related_name="+")
    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="seats")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="seats")
    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, null=True, related_name="+")
    label = models.CharField(max_length=12)
    is_lead = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="seat_one_per_label", fields=["stage", "label"]),
            models.UniqueConstraint(
                name="seat_one_per_expert_on_a_panel", fields=["panel", "expert"], condition=Q(case=None)
            ),
            models.UniqueConstraint(name="seat_one_per_expert_and_case", fields=["panel", "expert", "case"]),
            models.UniqueConstraint(
                name="seat_one_lead_per_panel", fields=["panel"], condition=Q(is_lead=True, case=None)
            ),
        )

    def __str__(self) -> str:
        return f"{self.stage_id}/{self.label}"


class PanelCase(models.Model):
    """A case that a panel has; one panel a stage."""

    stage = models.ForeignKey("casework.Stage", on_delete=models.CASCADE, related_name="+")
    panel = models.ForeignKey(Panel, on_delete=models.CASCADE, related_name="panel_cases")
    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(name="panel_case_one_per_stage", fields=["stage", "case"]),)

    def __str__(self) -> str:
        return f"{self.panel_id}/{self.case_id}"
