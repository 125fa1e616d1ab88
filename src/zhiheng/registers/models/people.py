"""The tables of people, the accounts with which they act, and the roles that the accounts hold."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from zhiheng.core.actor import Role
from zhiheng.registers.domain.names import username_key


class Person(models.Model):
    """A natural person; what an expert is good at belongs to the review room."""

    code = models.CharField(max_length=40, unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(name="person_has_a_name", condition=~Q(name=""))]


class AccountManager(BaseUserManager["Account"]):
    """Find an account by the name that its holder types; accounts are opened by actions alone."""

    def get_by_natural_key(self, username: str | None) -> Account:
        """Return the account whose username is this one, however its case and width were typed."""
        return self.get(username=username_key(username or ""))


class Account(AbstractBaseUser):
    """What somebody signs in with. There is no superuser: what it may do follows from its roles alone."""

    code = models.CharField(max_length=40, unique=True)
    username = models.CharField(max_length=60, unique=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()

    USERNAME_FIELD: ClassVar[str] = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[AccountManager] = AccountManager()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(name="account_has_a_username", condition=~Q(username=""))
        ]


class RoleHeld(models.Model):
    """A role at a place, from a day until the day on which it no longer holds.

    ``place`` is an authority (``350200``), a department of one (``350200/taxation``) or, for an
    applicant, an organisation's code.
    """

    code = models.CharField(max_length=40, unique=True)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="roles")
    role = models.CharField(max_length=20)
    place = models.CharField(max_length=60)
    from_day = models.DateField()
    to_day = models.DateField(null=True)
    given_by = models.CharField(max_length=40)
    given_at = models.DateTimeField()
    ended_by = models.CharField(max_length=40, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(name="roles_at_a_place", fields=["place", "role"])]
        constraints: ClassVar = [
            models.CheckConstraint(name="role_is_known", condition=Q(role__in=[role.value for role in Role])),
            models.CheckConstraint(name="role_has_a_place", condition=~Q(place="")),
            models.CheckConstraint(
                name="role_ends_no_sooner_than_it_begins",
                condition=Q(to_day=None) | Q(to_day__gte=F("from_day")),
            ),
            models.UniqueConstraint(
                name="role_is_held_once_without_end",
                fields=["account", "role", "place"],
                condition=Q(to_day=None),
            ),
        ]
