"""The table of regions."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhiheng.registers.domain.kinds import COUNTRY, RegionLevel


class Region(models.Model):
    """A place of GB/T 2260, or a zone that acts like one, for the days on which it existed.

    ``path`` lists the codes from the country down to the region itself, divided by ``/``, so that
    everything below a place is one prefix. ``valid_to`` is the first day on which it no longer exists.
    An empty ``valid_from`` means: before this table begins.
    """

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=60)
    level = models.CharField(max_length=12)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    path = models.CharField(max_length=34, db_index=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    successor = models.CharField(max_length=6, blank=True, default="")
    source = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="region_level_is_known", condition=Q(level__in=[level.value for level in RegionLevel])
            ),
            models.CheckConstraint(
                name="only_the_country_has_no_parent",
                condition=Q(parent__isnull=True, code=COUNTRY) | (Q(parent__isnull=False) & ~Q(code=COUNTRY)),
            ),
            models.CheckConstraint(
                name="region_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
            ),
        ]
