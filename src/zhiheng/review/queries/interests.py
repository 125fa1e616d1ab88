"""Relations between experts and organisations as the people concerned may read them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as lazy

from zhiheng.registers import queries as registers
from zhiheng.review.models import Interest

RELATIONS = (
    ("employer", lazy("I work or worked there")),
    ("kin", lazy("A relative works there or owns it")),
    ("adviser", lazy("I advised or certified it")),
    ("shareholder", lazy("I own a share of it")),
    ("competitor", lazy("I work for a competitor")),
    ("other", lazy("Another relation")),
)


@dataclass(frozen=True, slots=True)
class InterestRow:
    """A relation with what was said and how it was decided."""

    code: str
    expert: str
    expert_name: str
    expert_account: str
    organisation: str
    relation: str
    source: str
    says: str
    to_day: date | None
    given_at: datetime
    state: str
    ground: str
    name: str

    @property
    def word(self) -> str:
        """Return the relation in the words of the form."""
        return str(dict(RELATIONS).get(self.relation, self.relation))


def interests_of(
    authority: str, *, account: str = "", state: str = "", code: str = ""
) -> tuple[InterestRow, ...]:
    """Return the interests kept at an authority, narrowed to an expert's account, a state or one; two statements."""
    rows = Interest.objects.filter(expert__authority=authority)
    for column, wanted in (("expert__account", account), ("state", state), ("code", code)):
        if wanted:
            rows = rows.filter(**{column: wanted})
    columns = ("code", "expert__code", "expert__name", "expert__account", "organisation", "relation", "source",
               "says", "to_day", "given_at", "state", "ground")  # fmt: skip
    found = list(rows.order_by("given_at", "code").values_list(*columns))
    names = registers.organisations_by_code({row[4] for row in found})
    rows_: list[list[Any]] = [[*own, names[own[4]].name if own[4] in names else own[4]] for own in found]
    return tuple(InterestRow(*row) for row in rows_)


def authority_of(code: str) -> str | None:
    """Return the authority at which an interest is kept."""
    return Interest.objects.filter(code=code).values_list("expert__authority", flat=True).first()
