"""What assessors write down about a case: marks, comments, points at a hearing."""

from django.db import models
from django.db.models import F, Q

from zhiheng.review.models.panels import Seat


class Scorebook(models.Model):
    """One assessor's work on one case; signed and thereby locked, or still open.

    ``salt`` opens the commitment of the ledger line under which it was signed.
    """

    stage = models.ForeignKey("casework.Stage", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.RESTRICT, related_name="scorebooks")
    signed_at = models.DateTimeField(null=True)
    salt = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="scorebook_one_per_seat_and_case", fields=["seat", "case"]),
            models.CheckConstraint(
                name="scorebook_signed_has_a_commitment", condition=Q(signed_at=None) | ~Q(salt="")
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat_id}/{self.case_id}"


class Mark(models.Model):
    """A percent on an item; never changed, only withdrawn and given again.

    ``salt`` opens the commitment of its own ledger line; it is empty where a whole scorebook was handed in.
    """

    scorebook = models.ForeignKey(Scorebook, on_delete=models.CASCADE, related_name="marks")
    item = models.CharField(max_length=12)
    percent = models.SmallIntegerField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    salt = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="mark_percent_in_steps_of_five",
                condition=Q(percent__gte=0, percent__lte=100, percent=F("percent") / 5 * 5),
            ),
            models.UniqueConstraint(
                name="mark_one_standing_per_item",
                fields=["scorebook", "item"],
                condition=Q(withdrawn_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.scorebook_id}/{self.item}"


class Comment(models.Model):
    """A strength or an opportunity for improvement that an assessor saw; withdrawn, never changed."""

    class Kind(models.TextChoices):
        STRENGTH = "strength"
        OPPORTUNITY = "opportunity"

    scorebook = models.ForeignKey(Scorebook, on_delete=models.CASCADE, related_name="comments")
    item = models.CharField(max_length=12)
    kind = models.CharField(max_length=11, choices=Kind)
    text = models.TextField()
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    salt = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.CheckConstraint(name="comment_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="comment_is_of_a_known_kind", condition=Q(kind__in=["strength", "opportunity"])
            ),
        )

    def __str__(self) -> str:
        return f"{self.scorebook_id}/{self.item}/{self.kind}"


class HearingMark(models.Model):
    """The points that one seat gave a case at a hearing, with at most two decimals."""

    stage = models.ForeignKey("casework.Stage", on_delete=models.CASCADE, related_name="+")
    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, on_delete=models.RESTRICT, related_name="hearing_marks")
    points = models.DecimalField(max_digits=8, decimal_places=2)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    salt = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.CheckConstraint(name="hearing_mark_is_not_negative", condition=Q(points__gte=0)),
            models.UniqueConstraint(
                name="hearing_mark_one_standing_per_seat",
                fields=["seat", "case"],
                condition=Q(withdrawn_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat_id}/{self.case_id}"
