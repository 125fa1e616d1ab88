"""The table of honours: what others granted in the past, and what rounds grant here."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhiheng.registers.domain.kinds import HonourStatus


class Honour(models.Model):
    """One award of one session to one winner, as its source states it.

    ``search_text`` is the winner's name folded for looking up a part of it. ``granted_day`` is
    empty where only the year is known; ``valid_to`` is the first day on which it no longer holds.
    """

    code = models.CharField(max_length=40, unique=True)
    award = models.CharField(max_length=80)
    award_en = models.CharField(max_length=160, blank=True, default="")
    authority = models.ForeignKey("registers.Region", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, blank=True, default="")
    session = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    tier = models.CharField(max_length=40)
    winner_kind = models.CharField(max_length=20)
    winner_name = models.CharField(max_length=200)
    winner_key = models.CharField(max_length=200, db_index=True)
    search_text = models.CharField(max_length=240)
    winner_place = models.CharField(max_length=60, blank=True, default="")
    winner_region = models.ForeignKey(
        "registers.Region", on_delete=models.PROTECT, null=True, related_name="+"
    )
    organisation = models.ForeignKey(
        "registers.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    status = models.CharField(max_length=10)
    granted_day = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    round_code = models.CharField(max_length=60, blank=True, default="")
    case_code = models.CharField(max_length=60, blank=True, default="")
    is_sample = models.BooleanField(default=False)
    source_url = models.CharField(max_length=300, blank=True, default="")
    source_title = models.CharField(max_length=300, blank=True, default="")
    source_date = models.CharField(max_length=10, blank=True, default="")
    recorded_at = models.DateTimeField()
    revoked_day = models.DateField(null=True)
    revoked_ground = models.CharField(max_length=500, blank=True, default="")
    revoked_cites = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar = [
            models.Index(name="honours_newest_first", fields=["-year", "authority", "award", "code"]),
            models.Index(name="honours_of_a_round", fields=["round_code", "case_code"]),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="honour_is_proposed_or_decided",
                condition=Q(status__in=[status.value for status in HonourStatus]),
            ),
            models.UniqueConstraint(
                name="honour_is_listed_once",
                fields=["authority", "award", "session", "year", "tier", "winner_name"],
                condition=Q(round_code=""),
            ),
            models.UniqueConstraint(
                name="honour_is_granted_once_per_case",
                fields=["round_code", "case_code"],
                condition=~Q(round_code=""),
            ),
            models.CheckConstraint(
                name="honour_ends_after_it_is_granted",
                condition=Q(valid_to=None) | Q(granted_day=None) | Q(valid_to__gt=F("granted_day")),
            ),
            models.CheckConstraint(
                name="honour_is_revoked_on_a_ground",
                condition=Q(revoked_day=None, revoked_ground="")
                | (Q(revoked_day__isnull=False) & ~Q(revoked_ground="")),
            ),
            models.CheckConstraint(
                name="a_sample_honour_comes_from_a_round", condition=Q(is_sample=False) | ~Q(round_code="")
            ),
            models.CheckConstraint(
                name="a_proposed_honour_cannot_be_revoked",
                condition=Q(revoked_day=None) | Q(status="decided"),
            ),
        ]
