"""The tables of signing in. Keys and codes are kept as digests; the secret of a code generator is sealed."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q

from zhiheng.core.actor import Role


class Visit(AbstractBaseSession):
    """A session; ``session_key`` is the digest of what the cookie holds, so a copy of this table opens nothing."""

    session_key = models.CharField(max_length=64, primary_key=True)
    code = models.CharField(max_length=40, blank=True)
    account = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=45, blank=True)
    device = models.CharField(max_length=60, blank=True)
    way = models.CharField(max_length=20, blank=True)

    class Meta:
        db_table = "signin_visit"
        indexes: ClassVar = [models.Index(fields=["account", "-seen_at"], name="visits_of_an_account")]


class Try(models.Model):
    """A try of a password or a code that has not succeeded (yet)."""

    who = models.CharField(max_length=80)
    network = models.CharField(max_length=50)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["who", "network", "at"], name="tries_from_a_place"),
            models.Index(fields=["at"], name="tries_by_age"),
        ]


class KnownPlace(models.Model):
    """A place and device from which an account has signed in before."""

    account = models.CharField(max_length=40)
    network = models.CharField(max_length=50)
    device = models.CharField(max_length=60)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="place_known_once", fields=["account", "network", "device"])
        ]


class Factor(models.Model):
    """What an account has besides its password."""

    class Kind(models.TextChoices):
        TOTP = "totp"
        PASSKEY = "passkey"

    code = models.CharField(max_length=40, unique=True)
    account = models.CharField(max_length=40, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.CharField(max_length=60)
    secret = models.TextField()
    credential = models.CharField(max_length=1400, blank=True)
    last_step = models.BigIntegerField(default=0)
    added_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                name="factor_one_code_generator", fields=["account"], condition=Q(kind="totp")
            ),
            models.UniqueConstraint(
                name="factor_passkey_known_once", fields=["credential"], condition=Q(kind="passkey")
            ),
            models.CheckConstraint(
                name="factor_passkey_has_a_credential", condition=~Q(kind="passkey") | ~Q(credential="")
            ),
        ]


class RecoveryCode(models.Model):
    """A code that stands in for a factor once."""

    account = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="recovery_code_once_per_account", fields=["account", "digest"])
        ]


class ResetAsked(models.Model):
    """Somebody asked for a new password for what they typed; answered by mail, in the background.

    The page does the same for a name that exists and for one that does not: it keeps this row.
    """

    typed = models.CharField(max_length=254)
    network = models.CharField(max_length=50)
    language = models.CharField(max_length=2)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["answered_at", "at"], name="resets_to_answer")]


class KeyLink(models.Model):
    """A link that works once and for one hour; of its key only the digest is kept."""

    class Purpose(models.TextChoices):
        INVITATION = "invitation"
        RESET = "reset"
        ADDRESS = "address"

    code = models.CharField(max_length=40, unique=True)
    purpose = models.CharField(max_length=10, choices=Purpose)
    digest = models.CharField(max_length=64, unique=True)
    account = models.CharField(max_length=40, blank=True, db_index=True)
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2, default="zh")
    role = models.CharField(max_length=20, blank=True)
    place = models.CharField(max_length=60, blank=True)
    authority = models.CharField(max_length=20, blank=True)
    made_by = models.CharField(max_length=40)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.CharField(max_length=40, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_by", "-made_at"], name="links_somebody_made")]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="link_expires_after_it_is_made", condition=Q(expires_at__gt=F("made_at"))
            ),
            models.CheckConstraint(
                name="link_is_used_or_withdrawn", condition=Q(used_at=None) | Q(withdrawn_at=None)
            ),
            models.CheckConstraint(
                name="link_invites_to_a_role_at_a_place",
                condition=~Q(purpose="invitation")
                | Q(role__in=[role.value for role in Role]) & ~Q(place="") & ~Q(address=""),
            ),
            models.CheckConstraint(
                name="link_to_an_account_names_it", condition=Q(purpose="invitation") | ~Q(account="")
            ),
        ]
