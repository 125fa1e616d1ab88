"""Saving a rulebook: what an office wrote becomes a new version on the shelf, for good."""

from __future__ import annotations

import re
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from zhiheng.casework import policy
from zhiheng.casework.models import RulebookVersion
from zhiheng.casework.queries.shelf import shipped_ids
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.model import Rulebook

NAME = "rulebook.yaml"


def save_rulebook(*, source: str, by: Actor, now: datetime) -> Rulebook:
    """Put a text on the shelf as a new version; the same text twice is saved once.

    Refuses a text with problems (all of them, each with its line), an authority that is not the actor's, and an
    id that another text has, on the shelf or in a round; a version is never changed, the next one is named.
    """
    book = read_rulebook(source, NAME)
    policy.may_run_round(by, book.authority).or_refuse("rulebook.not_yours")
    shipped = shipped_ids().get(book.id)
    if shipped == book.digest:
        return book
    if shipped is not None:
        raise _taken(book)
    try:
        with transaction.atomic():
            _save(book, by, now)
    except IntegrityError:  # somebody saved the same id in the same moment
        raise _taken(book) from None
    return book


def _save(book: Rulebook, by: Actor, now: datetime) -> None:
    row, _ = RulebookVersion.objects.get_or_create(
        digest=book.digest, defaults={"rulebook": book.id, "source": book.source, "kept_at": now}
    )
    row = RulebookVersion.objects.select_for_update().get(pk=row.pk)
    if row.saved_by:
        return
    if _others(book).exists():
        raise _taken(book)
    row.saved_by, row.saved_at = by.code, now
    row.save(update_fields=["saved_by", "saved_at"])
    ledger.write(
        book=book.authority, act="casework.rulebook_saved", actor=by, about=book.id, at=now,
        body={"digest": book.digest},
    )  # fmt: skip


def _others(book: Rulebook) -> QuerySet[RulebookVersion]:
    others = RulebookVersion.objects.filter(rulebook=book.id).exclude(digest=book.digest)
    return others.filter(~Q(saved_by="") | Q(round__is_sample=False))


def next_version(id_: str) -> str:
    """Return the id of the next version that nobody has: ``…/2020`` is followed by ``…/2020-2``."""
    taken = {*shipped_ids(), *RulebookVersion.objects.exclude(saved_by="").values_list("rulebook", flat=True)}
    base, number = id_, 1
    if found := re.fullmatch(r"(.+/.+)-([0-9]{1,4})", id_):
        base, number = found.group(1), int(found.group(2))
    while (wanted := f"{base}-{number + 1}") in taken:
        number += 1
    return wanted


def _taken(book: Rulebook) -> Refused:
    named = next_version(book.id)
    return Refused(
        "rulebook.version_exists",
        Text(
            f"{book.id} 已有另一份正文，已有的版本不能改动。请把第一行改为 rulebook: {named}（或另一个版本名），再保存。",
            f"{book.id} has another text already, and a version is never changed. "
            f"Write rulebook: {named} (or another version) in the first line and save again.",
        ),
    )
