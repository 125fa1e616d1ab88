"""The table of uploaded documents; their bytes lie in the data folder under their own digest."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from zhiheng.registers.domain.uploads import DocumentKind


class Document(models.Model):
    """One upload by one account: whose it is, for which authority, and the digest of its bytes.

    ``name_given`` is what the browser sent and is kept as evidence only; ``name`` is safe to show.
    """

    code = models.CharField(max_length=40, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=8)
    name = models.CharField(max_length=120)
    name_given = models.CharField(max_length=300)
    owner = models.CharField(max_length=40, db_index=True)
    authority = models.CharField(max_length=6, blank=True, default="")
    organisation = models.CharField(max_length=40, blank=True, default="")
    kept_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="document_kind_is_known", condition=Q(kind__in=[kind.value for kind in DocumentKind])
            ),
            models.CheckConstraint(name="document_is_not_empty", condition=Q(size__gt=0)),
            models.UniqueConstraint(
                name="document_is_kept_once_per_owner_and_purpose",
                fields=["sha256", "owner", "authority", "organisation", "name"],
            ),
        ]
