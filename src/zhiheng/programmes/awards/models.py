"""The table of this room: whom to reach about an application, apart from the case that everybody concerned sees."""

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
