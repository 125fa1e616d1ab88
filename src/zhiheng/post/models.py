"""The tables of the post: where accounts are written to, and the outbox."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class Mailbox(models.Model):
    """Where an account is written to; an address that was not confirmed is not kept here."""

    account = models.CharField(max_length=40, unique=True)
    address = models.EmailField(max_length=254)
    language = models.CharField(max_length=2, default="zh")
    set_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["address"], name="mailbox_of_an_address")]
        constraints: ClassVar = [
            models.CheckConstraint(name="mailbox_speaks_a_language", condition=Q(language__in=["zh", "en"])),
            models.CheckConstraint(name="mailbox_has_an_address", condition=~Q(address="")),
        ]


class Mail(models.Model):
    """A mail in the outbox: waiting, being sent, sent, given up, or nowhere to go."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        FAILED = "failed"
        UNSURE = "unsure"
        NOWHERE = "nowhere"

    code = models.CharField(max_length=40, unique=True)
    template = models.CharField(max_length=40)
    account = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=254, blank=True)
    language = models.CharField(max_length=2)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    is_secret = models.BooleanField(default=False)
    about = models.CharField(max_length=200)
    authority = models.CharField(max_length=20, blank=True)
    once = models.CharField(max_length=200, null=True, unique=True)
    made_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    lost = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    message_id = models.CharField(max_length=200)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["state", "next_at"], name="mail_due"),
            models.Index(fields=["authority", "-made_at"], name="mail_log"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="mail_sent_has_its_instant",
                condition=Q(state="sent", sent_at__isnull=False) | (~Q(state="sent") & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="mail_nowhere_has_no_address",
                condition=Q(state="nowhere", address="") | (~Q(state="nowhere") & ~Q(address="")),
            ),
            models.CheckConstraint(
                name="mail_secret_is_forgotten_when_sent",
                condition=Q(is_secret=False)
                | ~Q(state__in=["sent", "failed", "unsure", "nowhere"])
                | Q(text="", html=""),
            ),
        ]
