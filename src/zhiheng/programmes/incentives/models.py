"""The tables of the reward: standards with their drafting units, claims, prechecks, reward lines, payments."""

from django.db import models
from django.db.models import Q

LEVELS = ["international", "national", "industry", "local", "group", "enterprise"]


class Standard(models.Model):
    """One edition of one standard, under its number in the one spelling; ``published_day`` empty: not yet."""

    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    level = models.CharField(max_length=20)
    published_day = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="standard_level_is_known", condition=Q(level__in=LEVELS)),
            models.CheckConstraint(
                name="standard_has_a_number_and_a_title", condition=~Q(number="") & ~Q(title="")
            ),
        )

    def __str__(self) -> str:
        return self.number


class DraftingUnit(models.Model):
    """A unit that the foreword names, at its place in the foreword's order (``rank``, from 1)."""

    standard = models.ForeignKey(Standard, on_delete=models.CASCADE, related_name="units")
    rank = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    organisation = models.CharField(max_length=40, blank=True)
    is_responsible = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="drafting_unit_one_per_rank", fields=["standard", "rank"]),
            models.UniqueConstraint(name="drafting_unit_named_once", fields=["standard", "name"]),
            models.CheckConstraint(name="drafting_unit_ranks_from_one", condition=Q(rank__gte=1)),
        )

    def __str__(self) -> str:
        return f"{self.standard_id}/{self.rank}"


class Claim(models.Model):
    """One version of an enterprise's claim for one standard and action.

    ``proportions`` are the city's, rank to number. A correction withdraws the version and gives another, so that
    what a closed stage rested on can always be read again.
    """

    class Action(models.TextChoices):
        FORMULATE = "formulate"
        REVISE = "revise"

    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="reward_claims")
    standard = models.ForeignKey(Standard, on_delete=models.PROTECT, related_name="claims")
    action = models.CharField(max_length=10, choices=Action)
    rank = models.PositiveSmallIntegerField()
    street = models.CharField(max_length=40)
    proportions = models.JSONField(default=dict)
    received_fen = models.BigIntegerField(default=0)
    earlier_fen = models.BigIntegerField(default=0)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="claim_one_standing_per_case", fields=["case"], condition=Q(withdrawn_at=None)
            ),
            models.CheckConstraint(
                name="claim_action_is_known", condition=Q(action__in=["formulate", "revise"])
            ),
            models.CheckConstraint(name="claim_ranks_from_one", condition=Q(rank__gte=1)),
            models.CheckConstraint(
                name="claim_money_received_is_never_negative",
                condition=Q(received_fen__gte=0) & Q(earlier_fen__gte=0),
            ),
        )
        indexes = (models.Index(fields=["street"], name="claim_by_street"),)

    def __str__(self) -> str:
        return f"{self.case_id}"


class Precheck(models.Model):
    """A street office's word on one claim: pass, return for correction (until an instant) or refuse."""

    class Decision(models.TextChoices):
        PASS = "pass"  # noqa: S105 - a street office's word
        RETURN = "return"
        REFUSE = "refuse"

    stage = models.ForeignKey("casework.Stage", on_delete=models.CASCADE, related_name="prechecks")
    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="prechecks")
    decision = models.CharField(max_length=6, choices=Decision)
    reason = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="precheck_one_standing_per_stage_and_case",
                fields=["stage", "case"],
                condition=Q(withdrawn_at=None),
            ),
            models.CheckConstraint(
                name="precheck_other_than_pass_says_why", condition=Q(decision="pass") | ~Q(reason="")
            ),
            models.CheckConstraint(
                name="precheck_return_has_its_end",
                condition=Q(decision="return", until_at__isnull=False)
                | (~Q(decision="return") & Q(until_at=None)),
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.decision}"


class Budget(models.Model):
    """What may be spent on a round, by a document; a new one withdraws the former."""

    round = models.ForeignKey("casework.Round", on_delete=models.CASCADE, related_name="reward_budgets")
    fen = models.BigIntegerField()
    document = models.CharField(max_length=200)
    by = models.CharField(max_length=40)
    set_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="budget_one_standing_per_round", fields=["round"], condition=Q(withdrawn_at=None)
            ),
            models.CheckConstraint(name="budget_is_never_negative", condition=Q(fen__gte=0)),
            models.CheckConstraint(name="budget_names_its_document", condition=~Q(document="")),
        )

    def __str__(self) -> str:
        return f"{self.round_id}: {self.fen}"


class RewardLine(models.Model):
    """The calculated line of one claim: ``fen`` paid, ``exact_fen`` before rounding, each step as a sentence."""

    stage = models.ForeignKey("casework.Stage", on_delete=models.CASCADE, related_name="reward_lines")
    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="reward_lines")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="lines")
    fen = models.BigIntegerField()
    exact_fen = models.CharField(max_length=80)
    steps = models.JSONField()
    reductions = models.JSONField()
    refused = models.CharField(max_length=40, blank=True)
    told = models.JSONField()
    computed_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="reward_line_once_per_case", fields=["case"]),
            models.CheckConstraint(name="reward_line_is_never_negative", condition=Q(fen__gte=0)),
            models.CheckConstraint(
                name="reward_line_refused_gets_nothing", condition=Q(refused="") | Q(fen=0)
            ),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.fen}"


class Payment(models.Model):
    """Money that was paid for one claim, once, under a document."""

    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="reward_payments")
    claim = models.ForeignKey(Claim, on_delete=models.CASCADE, related_name="payments")
    fen = models.BigIntegerField()
    document = models.CharField(max_length=200)
    by = models.CharField(max_length=40)
    paid_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="payment_once_per_case", fields=["case"]),
            models.CheckConstraint(name="payment_is_more_than_nothing", condition=Q(fen__gt=0)),
            models.CheckConstraint(name="payment_names_its_document", condition=~Q(document="")),
        )

    def __str__(self) -> str:
        return f"{self.case_id}: {self.fen}"
