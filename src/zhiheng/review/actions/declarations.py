"""Before judging: an expert says of every applicant what ties them, or that nothing does."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db import transaction

from zhiheng.casework import policy as casework
from zhiheng.casework.queries.rounds import round_of
from zhiheng.core.actor import Actor
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.ledger.domain import commit
from zhiheng.review.actions.experts import declare_interest, expert_row
from zhiheng.review.domain.values import InterestGiven
from zhiheng.review.models import Declaration, Expert, Interest


@transaction.atomic
def declare_for_round(
    *,
    round_code: str,
    expert: str,
    organisations: Collection[str],
    interests: Sequence[InterestGiven] = (),
    by: Actor,
    now: datetime,
) -> int:
    """Record an expert's declaration about applicants of a round; return about how many it is new.

    The expert declares, or the office records what was declared on paper. Whoever is not among *interests* is
    declared free of any. A relation that stands already is not recorded twice; nor is a declaration.
    """
    round_ = round_of(round_code)
    row = expert_row(round_.authority, expert)
    on_paper = not (by.code and by.code == row.account)
    if on_paper:
        casework.may_run_round(by, round_.authority).or_refuse("interest.not_yours")
    if {given.organisation for given in interests} - set(organisations):
        raise Refused(
            "declaration.other",
            Text("申报了不在名单上的单位。", "A relation names an organisation that is not listed."),
        )
    standing = Interest.objects.filter(expert=row, to_day=None).exclude(state="dismissed")
    known = set(standing.values_list("organisation", "relation"))
    for given in interests:
        if (given.organisation, given.relation) not in known:
            declare_interest(authority=round_.authority, given=given, by=by, now=now)
    before = Declaration.objects.filter(round_id=round_.pk, expert=row)
    new = sorted(set(organisations) - set(before.values_list("organisation", flat=True)))
    if new:
        _record(round_.pk, round_code, round_.authority, row, new, by, now, on_paper=on_paper)
    return len(new)


def _record(
    round_pk: int,
    round_code: str,
    authority: str,
    row: Expert,
    organisations: Sequence[str],
    by: Actor,
    now: datetime,
    *,
    on_paper: bool,
) -> None:
    """Keep one row an organisation and one line for all of them, with a commitment to the list."""
    sealed = commit({"organisations": list(organisations)})
    Declaration.objects.bulk_create(
        [
            Declaration(
                round_id=round_pk, expert=row, organisation=one, by=by.code, given_at=now, salt=sealed.salt
            )
            for one in organisations
        ],
        batch_size=500,
    )
    body: dict[str, str | int] = {
        "round": round_code, "organisations": len(organisations), "commitment": sealed.digest,
    }  # fmt: skip
    if on_paper:
        body["on_paper"] = True
    ledger.write(book=authority, act="review.interests_stated", actor=by, about=row.code, at=now, body=body)
