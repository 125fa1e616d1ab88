"""The tables of API tokens, and of the answers that were given to acts with a key."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q


class Token(models.Model):
    """What a program shows instead of a password: one account's, for one place, until an instant.

    ``place`` is an authority's region code or an organisation's code; ``digest`` is the SHA-256 of the secret,
    which nobody keeps; ``scopes`` are words of ``shell.tokens.domain``.
    """

    code = models.CharField(max_length=40, unique=True)
    account = models.CharField(max_length=40, db_index=True)
    name = models.CharField(max_length=80)
    place = models.CharField(max_length=60)
    scopes = models.JSONField()
    digest = models.CharField(max_length=64, unique=True)
    opened_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                name="token_expires_after_it_opens", condition=Q(expires_at__gt=F("opened_at"))
            ),
            models.CheckConstraint(name="token_has_a_place", condition=~Q(place="")),
        ]

    def __str__(self) -> str:
        return self.code


class Knock(models.Model):
    """That a form which anybody may send was sent from a place: a keyed digest of the place, never the place."""

    what = models.CharField(max_length=40)
    place = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes: ClassVar = [models.Index(name="knock_by_place", fields=["what", "place", "at"])]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%H:%M}"


class KeptAnswer(models.Model):
    """The first answer to an act that came with an idempotency key; ``request`` is the digest of what was asked."""

    holder = models.CharField(max_length=80)
    key = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    content = models.TextField(blank=True)
    given_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="kept_answer_once_per_key", fields=["holder", "key"])
        ]

    def __str__(self) -> str:
        return f"{self.holder}/{self.key}"
