"""What the page of a stage shows of its work, by kind."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.timezone import localdate

from zhiheng.casework import policy
from zhiheng.casework.forms.lists import page_of
from zhiheng.casework.forms.telling import TellingForm
from zhiheng.casework.forms.voices import Approving, Attesting, Surveys
from zhiheng.casework.queries.asked import departments_at, said_at
from zhiheng.casework.queries.checks import checked
from zhiheng.casework.queries.findings import findings_at
from zhiheng.casework.queries.places import StageAt
from zhiheng.casework.queries.said import approvals_at, objections_at, published_at, surveys_at
from zhiheng.casework.queries.telling import telling_at
from zhiheng.casework.queries.waiting import attested_in
from zhiheng.casework.queries.worklist import WorkPage, work_at
from zhiheng.casework.ways import way_of
from zhiheng.core.actor import Actor, Role


def work_of(request: HttpRequest, at: StageAt, visitor: Actor, now: datetime) -> dict[str, Any]:
    """Return the template of the stage's work and what it shows."""
    if at.row.state == "closed":
        found = findings_at(at, page_of(request.GET))
        telling = _telling(at, visitor, now)
        return {"work": "casework/stage_closed.html", "found": found, **_notice(at), **telling}
    if at.row.state == "waiting":
        return {"work": "casework/stage_waiting.html"}
    may_write = bool(policy.may_run_stage(visitor, at))
    return {"may_write": may_write, **_BY_KIND.get(at.row.kind, _other)(request, at, visitor)}


def _telling(at: StageAt, visitor: Actor, now: datetime) -> dict[str, Any]:
    found = telling_at(at)
    may_tell = found is not None and found.total > 0 and bool(policy.may_run_stage(visitor, at))
    form = TellingForm(waiting=found.waiting, today=localdate(now)) if found and may_tell else None
    return {"telling": found, "telling_form": form}


def _only_waiting(request: HttpRequest) -> bool:
    return request.GET.get("show") == "waiting"


def _listed(request: HttpRequest, at: StageAt) -> WorkPage:
    return work_at(at, only_waiting=_only_waiting(request), page=page_of(request.GET))


def _check(request: HttpRequest, at: StageAt, visitor: Actor) -> dict[str, Any]:
    found, conditions = _listed(request, at), attested_in(at.book, at.rule)
    own = [one for one in conditions if policy.may_attest(visitor, at.round.authority, one.by)]
    return {
        "work": "casework/stage_check.html", "found": found, "rows": checked(at, found.rows),
        "form": Attesting(conditions=own) if own else None, "only_waiting": _only_waiting(request),
    }  # fmt: skip


def _asking(request: HttpRequest, at: StageAt, visitor: Actor) -> dict[str, Any]:
    return {"work": "casework/stage_asking.html", "departments": departments_at(at), "said": said_at(at)}


def _survey(request: HttpRequest, at: StageAt, visitor: Actor) -> dict[str, Any]:
    found, standing = _listed(request, at), surveys_at(at.row.pk)
    own = {one.code: standing[one.code] for one in found.rows if one.code in standing}
    form = Surveys(cases=found.rows, standing=own, scale=at.rule.scale)
    return {
        "work": "casework/stage_survey.html", "found": found, "form": form,
        "rows": [(one, own.get(one.code)) for one in found.rows], "only_waiting": _only_waiting(request),
    }  # fmt: skip


def _approve(request: HttpRequest, at: StageAt, visitor: Actor) -> dict[str, Any]:
    found, standing = _listed(request, at), approvals_at(at.row.pk)
    may_decide, is_gate = bool(policy.may_decide_stage(visitor, at)), at.row.kind == "gate"
    return {
        "work": "casework/stage_approve.html", "found": found, "form": Approving(is_gate=is_gate) if may_decide else None,
        "rows": [(one, standing.get(one.code)) for one in found.rows], "only_waiting": _only_waiting(request),
    }  # fmt: skip


def _notice(at: StageAt) -> dict[str, Any]:
    if at.row.kind != "notice":
        return {}
    return {"notice": published_at(at.row.pk), "objections": objections_at(at.row.pk)}


def _published(request: HttpRequest, at: StageAt, visitor: Actor) -> dict[str, Any]:
    found = _listed(request, at)
    return {"work": "casework/stage_notice.html", "found": found, "rows": found.rows, **_notice(at)}


def _other(request: HttpRequest, at: StageAt, visitor: Actor) -> dict[str, Any]:
    found = _listed(request, at)
    way = way_of(at.row.kind, Role.OFFICE, at.round.code, at.row.stage)
    return {"work": "casework/stage_other.html", "found": found, "rows": found.rows, "way": way}


_BY_KIND = {
    "check": _check,
    "inquiry": _asking,
    "consult": _asking,
    "survey": _survey,
    "approve": _approve,
    "gate": _approve,
    "notice": _published,
}
