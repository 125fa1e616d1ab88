"""A secret vote: who may vote and who did on one side, the slips in the urn on the other, nothing between."""

from django.db import models
from django.db.models import F, Q

from zhiheng.review.models.experts import Expert


class BallotSession(models.Model):
    """One round of votes in a stage, the first being number 1; ``cases`` lists the codes on its ballot."""

    stage = models.ForeignKey("casework.Stage", on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(default=1, db_default=1)
    cases = models.JSONField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="ballot_once_per_round_of_votes", fields=["stage", "number"]),
            models.UniqueConstraint(
                name="ballot_one_open_per_stage", fields=["stage"], condition=Q(closed_at=None)
            ),
            models.CheckConstraint(name="ballot_numbers_begin_at_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="ballot_opens_before_it_closes",
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.stage_id}/{self.number}"


class BallotMember(models.Model):
    """A member with a vote in the session, and whether the member came."""

    session = models.ForeignKey(BallotSession, on_delete=models.CASCADE, related_name="members")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="+")
    is_present = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(name="ballot_member_once", fields=["session", "expert"]),)

    def __str__(self) -> str:
        return f"{self.session_id}/{self.expert_id}"


class MemberVoted(models.Model):
    """That a member voted: once. It says neither how nor which slips."""

    member = models.OneToOneField(BallotMember, on_delete=models.CASCADE, related_name="voted")

    def __str__(self) -> str:
        return f"{self.member_id}"


class Urn(models.Model):
    """Every slip of a session, in one row that each cast writes anew, sorted by random salts.

    ``slips`` is a list of ``{"case", "choice", "salt"}``, one for each case on a paper, so that neither the
    order nor an instant nor the set of cases on it leads back to a member. ``commitments`` is published at closing.
    """

    session = models.OneToOneField(
        BallotSession, on_delete=models.CASCADE, primary_key=True, related_name="urn"
    )
    slips = models.JSONField(default=list)
    commitments = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.session_id}"
