"""Panels drawn by lot: what was announced before the seed was known, and what the seed gave."""

from django.db import models
from django.db.models import Q


class PanelDraw(models.Model):
    """A draw of one panel: ``frame`` lists who takes part (expert codes), ``outside`` who of them is from elsewhere.

    ``source`` says where the seed will come from; ``order`` is what the seed gave, empty until it is drawn.
    """

    stage = models.ForeignKey("casework.Stage", on_delete=models.CASCADE, related_name="+")
    panel = models.CharField(max_length=60)
    cases = models.JSONField()
    frame = models.JSONField()
    outside = models.JSONField(default=list)
    source = models.CharField(max_length=300)
    announced_by = models.CharField(max_length=40)
    announced_at = models.DateTimeField()
    seed = models.CharField(max_length=200, blank=True)
    order = models.JSONField(default=list)
    drawn_at = models.DateTimeField(null=True)
    is_void = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="panel_draw_one_standing_per_name", fields=["stage", "panel"], condition=Q(is_void=False)
            ),
            models.CheckConstraint(name="panel_draw_says_where_the_seed_is_from", condition=~Q(source="")),
            models.CheckConstraint(
                name="panel_draw_has_a_seed_once_drawn",
                condition=Q(drawn_at=None, seed="") | (Q(drawn_at__isnull=False) & ~Q(seed="")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.stage_id}/{self.panel}"
