"""The tables of this room: contacts apart from their cases, and applications while organisations still write them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Application(models.Model):
    """The contact of one case, as its workbook stated it last; personal data that no finding and no export holds."""

    case = models.OneToOneField("casework.Case", on_delete=models.CASCADE, related_name="+")
    person = models.CharField(max_length=60)
    phone = models.CharField(max_length=40)
    email = models.CharField(max_length=254, blank=True)
    remark = models.CharField(max_length=500, blank=True)
    stated_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                name="application_names_whom_to_call", condition=~Q(person="") & ~Q(phone="")
            ),
        )

    def __str__(self) -> str:
        return f"application of case {self.case_id}"


class Draft(models.Model):
    """What one organisation writes for one round; ``case`` is empty until it is handed in."""

    round = models.ForeignKey("casework.Round", on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=40, db_index=True)
    case = models.OneToOneField("casework.Case", on_delete=models.CASCADE, null=True, related_name="+")
    started_by = models.CharField(max_length=40)
    started_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="draft_one_per_round_and_subject", fields=["round", "subject"]),
        )

    def __str__(self) -> str:
        return f"{self.round_id}/{self.subject}"


class DraftSection(models.Model):
    """One section as it was saved last, word for word as typed; every save raises ``version`` by one."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="sections")
    section = models.CharField(max_length=60)
    version = models.PositiveIntegerField()
    values = models.JSONField()
    saved_by = models.CharField(max_length=40)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="draft_section_once_per_draft", fields=["draft", "section"]),
            models.CheckConstraint(name="draft_section_version_from_one", condition=Q(version__gt=0)),
        )

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.section}@{self.version}"


class Presence(models.Model):
    """Who had a section of a draft open, and when that was seen last."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="presences")
    section = models.CharField(max_length=60)
    account = models.CharField(max_length=40)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="presence_once_per_section_and_account", fields=["draft", "section", "account"]
            ),
        )

    def __str__(self) -> str:
        return f"{self.account}@{self.draft_id}/{self.section}"


class DraftFile(models.Model):
    """A document put to a draft as one of its papers; once handed in, its removal is a date and no more."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    document = models.CharField(max_length=40, db_index=True)
    paper = models.CharField(max_length=60)
    added_by = models.CharField(max_length=40)
    added_at = models.DateTimeField()
    handed_in_at = models.DateTimeField(null=True)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                name="draft_file_once_per_paper",
                fields=["draft", "document", "paper"],
                condition=Q(removed_at=None),
            ),
        )

    def __str__(self) -> str:
        return f"{self.draft_id}/{self.paper}: {self.document}"


class Upload(models.Model):
    """A file that arrives in pieces; what has arrived lies in the data folder under its code."""

    code = models.CharField(max_length=40, unique=True)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="uploads")
    paper = models.CharField(max_length=60)
    name = models.CharField(max_length=300)
    size = models.PositiveBigIntegerField()
    mark = models.CharField(max_length=80, blank=True)
    begun_by = models.CharField(max_length=40)
    begun_at = models.DateTimeField()

    class Meta:
        constraints = (models.CheckConstraint(name="upload_is_not_empty", condition=Q(size__gt=0)),)

    def __str__(self) -> str:
        return f"{self.code}: {self.size}"


class Submission(models.Model):
    """What was handed in at an instant, whole: the first time number 1, after a correction the next.

    ``sha256`` is that of the canonical bytes of ``content``; ``line`` is the ledger line that holds it.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="submissions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    given_by = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    book = models.CharField(max_length=20)
    line = models.PositiveBigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(name="submission_once_per_number", fields=["draft", "number"]),
            models.CheckConstraint(
                name="submission_number_from_one", condition=Q(number__gte=1) & Q(line__gt=0)
            ),
            models.CheckConstraint(name="submission_has_a_digest", condition=~Q(sha256="")),
        )

    def __str__(self) -> str:
        return f"{self.draft_id}#{self.number}"
