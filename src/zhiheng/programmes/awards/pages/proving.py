"""Proving a round: compute its result again, take its proof or its whole dossier along."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhiheng.casework.queries.rounds import rulebook_of
from zhiheng.core.refusal import Refused
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.awards import policy
from zhiheng.programmes.awards.actions.reads import note_taken
from zhiheng.programmes.awards.domain.recompute import recompute
from zhiheng.programmes.awards.pages.intake import saved_as
from zhiheng.programmes.awards.pages.mine import award_round
from zhiheng.programmes.awards.queries.dossier_zip import dossier_of_round
from zhiheng.programmes.awards.queries.export import proof_file
from zhiheng.shell.doors import door, show, visitor_of


@door(policy.may_read_round, finds=award_round)
@require_http_methods(["GET", "HEAD", "POST"])
def recomputed(request: HttpRequest, round_: Any) -> HttpResponse:
    """Compute every closed stage again from its recorded inputs, and show that it is equal, or each difference."""
    verdict = refusal = None
    if request.method == "POST":
        try:
            verdict = recompute(_proof(round_))
        except Refused as refused:
            refusal = refused
    return show(
        request, "awards/recompute.html", status=409 if refusal else 200, nav="desk", round=round_,
        book=rulebook_of(round_), verdict=verdict, refusal=refusal, at=timezone.now(),
    )  # fmt: skip


@door(policy.may_read_round, finds=award_round)
@require_safe
def proof(request: HttpRequest, round_: Any) -> HttpResponse:
    """Hand out the proof, from which anybody computes the result again without this house."""
    content = json.dumps(_proof(round_), ensure_ascii=False, indent=1).encode()
    return saved_as(content, f"{round_.code}-proof.json", "application/json")


@door(policy.may_read_round, finds=award_round)
@require_POST
def dossier(request: HttpRequest, round_: Any) -> HttpResponse:
    """Hand out the dossier of the round; that it was taken is written down, and is the last line in it."""
    now = timezone.now()
    note_taken(round_=round_, what="dossier.zip", by=visitor_of(request), now=now)
    ledger.publish_checkpoint(book=round_.authority, at=now)
    return saved_as(dossier_of_round(round_, now), f"{round_.code}-dossier.zip", "application/zip")


def _proof(round_: Any) -> dict[str, Any]:
    """Return the proof under a checkpoint of now: one that covers the round is published if there is none yet."""
    ledger.publish_checkpoint(book=round_.authority, at=timezone.now())
    return proof_file(round_.code)
