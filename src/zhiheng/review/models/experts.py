"""The pool of experts of an authority, what ties them to organisations, and from which cases they stay away."""

from django.db import models
from django.db.models import F, Q


class Expert(models.Model):
    """A person in the pool of an authority; ``name`` is a snapshot, ``account`` may be empty (a paper expert)."""

    code = models.CharField(max_length=40, unique=True)
    authority = models.CharField(max_length=20, db_index=True)
    account = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=60)
    fields = models.JSONField(default=list)
    employer = models.CharField(max_length=40, blank=True)
    region = models.CharField(max_length=6, blank=True)
    is_simulated = models.BooleanField(default=False)
    registered_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="expert_has_a_name", condition=~Q(name="")),
            models.UniqueConstraint(
                name="expert_one_per_account", fields=["authority", "account"], condition=~Q(account="")
            ),
        )

    def __str__(self) -> str:
        return self.code


class Interest(models.Model):
    """A relation between an expert and an organisation, for the days ``[from_day, to_day)``.

    It stands from the moment it is known; only the office's word dismisses it.
    """

    class Relation(models.TextChoices):
        EMPLOYER = "employer"
        KIN = "kin"
        ADVISER = "adviser"
        SHAREHOLDER = "shareholder"
        COMPETITOR = "competitor"
        OTHER = "other"

    class Source(models.TextChoices):
        DECLARED = "declared"
        DETECTED = "detected"

    class State(models.TextChoices):
        OPEN = "open"
        STANDS = "stands"
        DISMISSED = "dismissed"

    code = models.CharField(max_length=40, unique=True)
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="interests")
    organisation = models.CharField(max_length=40, db_index=True)
    relation = models.CharField(max_length=12, choices=Relation)
    source = models.CharField(max_length=8, choices=Source)
    from_day = models.DateField(null=True)
    to_day = models.DateField(null=True)
    says = models.TextField(blank=True)
    by = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    salt = models.CharField(max_length=64)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    decided_by = models.CharField(max_length=40, blank=True)
    decided_at = models.DateTimeField(null=True)
    ground = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="interest_one_standing_per_relation",
                fields=["expert", "organisation", "relation"],
                condition=Q(to_day=None) & ~Q(state="dismissed"),
            ),
            models.CheckConstraint(
                name="interest_ends_after_it_begins",
                condition=Q(from_day=None) | Q(to_day=None) | Q(to_day__gt=F("from_day")),
            ),
            models.CheckConstraint(
                name="interest_decided_with_name_and_ground",
                condition=Q(state="open", decided_at=None)
                | (Q(decided_at__isnull=False) & ~Q(decided_by="") & ~Q(ground="")),
            ),
        )

    def __str__(self) -> str:
        return self.code


class Recusal(models.Model):
    """An expert stays away from one case, in every stage that has not closed; never taken back."""

    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="+")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="recusals")
    ground = models.TextField()
    by = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    salt = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(name="recusal_once_per_case_and_expert", fields=["case", "expert"]),
            models.CheckConstraint(name="recusal_has_a_ground", condition=~Q(ground="")),
        )

    def __str__(self) -> str:
        return f"{self.case_id}/{self.expert_id}"


class Declaration(models.Model):
    """An expert has said what there is to say of one applicant of a round; a relation is an :class:`Interest`.

    The rows of one declaration share a salt, which with their organisations opens the ledger's commitment.
    """

    round = models.ForeignKey("casework.Round", on_delete=models.CASCADE, related_name="+")
    expert = models.ForeignKey(Expert, on_delete=models.PROTECT, related_name="declarations")
    organisation = models.CharField(max_length=40)
    by = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    salt = models.CharField(max_length=64)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="declaration_once_per_round_expert_and_organisation",
                fields=["round", "expert", "organisation"],
            ),
            models.CheckConstraint(name="declaration_names_an_organisation", condition=~Q(organisation="")),
        )

    def __str__(self) -> str:
        return f"{self.round_id}/{self.expert_id}/{self.organisation}"
