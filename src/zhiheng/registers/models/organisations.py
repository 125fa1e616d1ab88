"""The tables of organisations, their names and the dated facts about them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from zhiheng.registers.domain.kinds import OrganisationKind, Size


class Organisation(models.Model):
    """A registered body; ``name`` is the present one, all of them are in ``OrganisationName``."""

    code = models.CharField(max_length=40, unique=True)
    uscc = models.CharField(max_length=18, null=True, unique=True)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    is_namesake = models.BooleanField(default=False)
    region = models.ForeignKey("registers.Region", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, default=OrganisationKind.ENTERPRISE.value)
    founded_day = models.DateField(null=True)
    legal_person = models.BooleanField(null=True)
    industry = models.CharField(max_length=10, blank=True, default="")
    size = models.CharField(max_length=10, blank=True, default="")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    registered_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="organisation_name_is_held_once_unless_confirmed",
                fields=["name_key"],
                condition=Q(is_namesake=False),
            ),
            models.CheckConstraint(
                name="organisation_kind_is_known",
                condition=Q(kind__in=[kind.value for kind in OrganisationKind]),
            ),
            models.CheckConstraint(
                name="organisation_size_is_known", condition=Q(size__in=["", *(size.value for size in Size)])
            ),
            models.CheckConstraint(
                name="organisation_is_not_its_own_parent", condition=Q(parent=None) | ~Q(parent=F("id"))
            ),
            models.CheckConstraint(
                name="organisation_without_credit_code_has_none_not_an_empty_one", condition=~Q(uscc="")
            ),
        ]


class OrganisationName(models.Model):
    """One name of an organisation, from a day until the day on which another took its place."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=120, db_index=True)
    from_day = models.DateField()
    to_day = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="organisation_has_one_present_name", fields=["organisation"], condition=Q(to_day=None)
            ),
            models.CheckConstraint(
                name="organisation_name_ends_no_sooner_than_it_begins",
                condition=Q(to_day=None) | Q(to_day__gte=F("from_day")),
            ),
        ]


class Event(models.Model):
    """Something that happened to an organisation on a day, as a source reports it."""

    code = models.CharField(max_length=40, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="events")
    event = models.CharField(max_length=40)
    day = models.DateField()
    source = models.CharField(max_length=300)
    document = models.ForeignKey("registers.Document", on_delete=models.PROTECT, null=True, related_name="+")
    authority = models.CharField(max_length=6)
    recorded_by = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    withdrawn_by = models.CharField(max_length=40, blank=True, default="")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_ground = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="event_names_its_source", condition=~Q(source="")),
            models.CheckConstraint(
                name="event_withdrawal_names_actor_and_ground",
                condition=Q(withdrawn_at=None, withdrawn_by="", withdrawn_ground="")
                | (Q(withdrawn_at__isnull=False) & ~Q(withdrawn_by="") & ~Q(withdrawn_ground="")),
            ),
            models.UniqueConstraint(
                name="event_stands_once_per_organisation_day_and_source",
                fields=["organisation", "event", "day", "source"],
                condition=Q(withdrawn_at=None),
            ),
        ]
