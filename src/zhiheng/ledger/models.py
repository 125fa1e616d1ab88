"""The tables of the ledger: heads of books, sealed lines, published checkpoints."""

from __future__ import annotations

import json
from typing import Any, ClassVar, NoReturn, TypeVar

from django.db import models
from django.db.models import Q

from zhiheng.core.canonical import Json
from zhiheng.core.refusal import Citation

_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


class Sealed(RuntimeError):  # noqa: N818 - a seal, said by name
    """Somebody's code tried to change or remove what is only ever added."""


class SealedQuerySet(models.QuerySet[_Row_co]):
    """Rows that are read and added, never changed."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise Sealed("ledger rows are never updated")

    def delete(self) -> NoReturn:
        raise Sealed("ledger rows are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Sealed("ledger rows are never updated")


class SealedModel(models.Model):
    """A row that is written once."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Sealed("ledger rows are never updated")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Sealed("ledger rows are never deleted")


class Head(models.Model):
    """Where a book stands: its size, the end of its chain and the frontier of its tree (32 bytes each)."""

    book = models.CharField(max_length=40, primary_key=True)
    size = models.PositiveBigIntegerField(default=0)
    chain = models.BinaryField(max_length=32)
    peaks = models.BinaryField(default=b"")
    root = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.book}: {self.size}"


class Line(SealedModel):
    """One act. ``cites_json`` and ``body_json`` are the canonical JSON that was hashed, to the letter."""

    book = models.CharField(max_length=40)
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)
    about = models.CharField(max_length=200)
    cites_json = models.TextField(default="[]")
    body_json = models.TextField(default="null")
    leaf = models.BinaryField(max_length=32)
    chain = models.BinaryField(max_length=32)

    objects = models.Manager.from_queryset(SealedQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="ledger_line_one_per_number", fields=["book", "seq"]),
            models.CheckConstraint(name="ledger_line_numbers_from_one", condition=Q(seq__gte=1)),
        ]
        indexes: ClassVar = [
            models.Index(
                name="ledger_line_about",
                fields=["book", "about", "seq"],
                opclasses=["varchar_pattern_ops", "varchar_pattern_ops", "int8_ops"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book}#{self.seq} {self.act} {self.about}"

    @property
    def cites(self) -> tuple[Citation, ...]:
        """The rules that the act rests on."""
        return tuple(Citation.of(cite) for cite in json.loads(self.cites_json))

    @property
    def body(self) -> Json:
        """What the act recorded, as plain JSON values (decimals and days are strings)."""
        body: Json = json.loads(self.body_json)
        return body


class Checkpoint(SealedModel):
    """A root that was published; the same size is published once."""

    book = models.CharField(max_length=40)
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = models.Manager.from_queryset(SealedQuerySet)()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(name="ledger_checkpoint_one_per_size", fields=["book", "size"]),
            models.CheckConstraint(name="ledger_checkpoint_of_some_lines", condition=Q(size__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.book}@{self.size}"
