"""Reads that need a right: cases, duties, progress, previews, objections, marks, the proof of a round."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated, Any, Literal

from ninja import Query

from zhiheng.casework import actions as casework
from zhiheng.casework import policy as casework_policy
from zhiheng.casework.kinds import kind_of
from zhiheng.casework.queries.closing import closing_of
from zhiheng.casework.queries.desk import duties_of
from zhiheng.casework.queries.rounds import run_of
from zhiheng.casework.queries.said import objections_at
from zhiheng.casework.queries.story import story_json, story_of
from zhiheng.core.actor import Role
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger import queries as ledger_queries
from zhiheng.programmes.awards.queries.export import proof_file
from zhiheng.review import policy as review_policy
from zhiheng.review import queries as review
from zhiheng.rules.criteria import criteria_of
from zhiheng.rules.model import ScoreStage
from zhiheng.shell.doors import signed_in
from zhiheng.web.api import finders, policy, shown
from zhiheng.web.api.asked import ApiRequest, Asked
from zhiheng.web.api.operations import operation
from zhiheng.web.api.public import PAGE

SIZE = 50
State = Literal["", "running", "withdrawn", "ended", "completed"]
AnyJson = dict[str, Any]


@operation(
    "GET", "/rounds/{slug:round_code}/cases", scope="read:cases", may=policy.may_list_cases,
    finds=finders.round_at, gives=shown.CasesShown, tags=["cases"],
)  # fmt: skip
def cases(request: ApiRequest, round_code: str, state: State = "", page: PAGE = 1) -> Any:
    """一届中您能查看的办件，每页 50 件 · The cases of a round that you may read, 50 a page."""
    asked = request.asked
    found = asked.found.cases.all()
    if not casework_policy.may_read_round(asked.by, asked.found):
        found = found.filter(subject__in=asked.by.places(Role.APPLICANT))
    if state:
        found = found.filter(state=state)
    total = found.count()
    pages = max(1, -(-total // SIZE))
    page = min(page, pages)
    rows = found.order_by("number").values("code", "number", "name", "region", "state", "at_stage")
    return {"rows": list(rows[(page - 1) * SIZE : page * SIZE]), "total": total, "page": page, "pages": pages}


@operation(
    "GET", "/cases/{slug:case_code}", scope="read:cases", may=casework_policy.may_read_case,
    finds=finders.case_at, gives=AnyJson, tags=["cases"],
)  # fmt: skip
def case(request: ApiRequest, case_code: str) -> Any:
    """一个办件的全过程 · The whole story of a case."""
    asked = request.asked
    found = asked.found
    in_full = bool(casework_policy.may_read_round(asked.by, found.round))
    if asked.by.has(Role.SUPERVISOR, found.round.authority):
        casework.record_reading(case_code=case_code, by=asked.by, now=asked.at)
    return story_json(story_of(found, asked.at, in_full=in_full), in_full=in_full)


@operation("GET", "/tasks", scope="read:tasks", may=signed_in, gives=list[AnyJson], tags=["tasks"])
def tasks(request: ApiRequest) -> Any:
    """本人待办，最急的在前 · What you owe, the most urgent first."""
    asked = request.asked
    owed = [duty for duty in duties_of(asked.by, asked.at) if _is_here(asked, duty.place)]
    return [
        {**asdict(duty), "title": duty.title.to_json(), "what": duty.what.to_json(), "role": duty.role.value}
        for duty in owed
    ]


def _is_here(asked: Asked, place: str) -> bool:
    """Tell whether a duty lies at the one place of the token; a session has no such bound."""
    return asked.token is None or place == asked.token.place or place.startswith(f"{asked.token.place}/")


@operation(
    "GET", "/rounds/{slug:round_code}/stages/{slug:stage}/progress", scope="read:cases",
    may=policy.may_read_papers, finds=finders.stage_at, gives=AnyJson, tags=["stages"],
)  # fmt: skip
def progress(request: ApiRequest, round_code: str, stage: str) -> Any:
    """环节进度：还等什么、各席位完成到哪里（不含分值） · How far a stage is; no value of any mark."""
    at = request.asked.found
    is_open = at.row.state == "open"
    run = run_of(at.round, at.row)
    waiting = kind_of(at.row.kind).awaits(run, request.asked.at) if is_open else {}
    items = len(criteria_of(at.book, at.rule).items) if isinstance(at.rule, ScoreStage) else 0
    ballot = review.ballot_progress(at.row.pk)
    return {
        "stage": stage,
        "state": at.row.state,
        "awaits": [{"about": about, "what": told.to_json()} for about, told in waiting.items()],
        "seats": [asdict(one) for one in review.progress_of(at.row.pk, items)] if items else [],
        "ballot": None if ballot is None else asdict(ballot),
    }


@operation(
    "GET", "/rounds/{slug:round_code}/stages/{slug:stage}/preview", scope="read:cases",
    may=casework_policy.may_run_stage, finds=finders.stage_at, gives=AnyJson, tags=["stages"],
)  # fmt: skip
def preview(request: ApiRequest, round_code: str, stage: str) -> Any:
    """结束环节前的预览 · What closing the stage would conclude now; nothing is saved."""
    at = request.asked.found
    if at.row.state != "open":
        raise Refused("stage.not_open", Text(f"环节 {stage} 不在办理中。", f"The stage {stage} is not open."))
    found = closing_of(at, request.asked.at)
    if found.refused is not None:
        raise found.refused
    return {
        "can_close": found.can_close,
        "stage_waits": None if found.stage_waits is None else found.stage_waits.to_json(),
        "awaits": [{"case": c, "name": n, "what": told.to_json()} for c, n, told in found.awaits],
        "conclusions": [{"name": one.name, **one.made.to_json()} for one in (*found.goes_on, *found.ends)],
        "digest": found.digest,
    }


@operation(
    "GET", "/rounds/{slug:round_code}/stages/{slug:stage}/objections", scope="read:cases",
    may=policy.may_read_papers, finds=finders.of_kind("notice"), gives=list[AnyJson], tags=["stages"],
)  # fmt: skip
def objections(request: ApiRequest, round_code: str, stage: str) -> Any:
    """对公示的异议 · The objections against a notice."""
    return [
        {**asdict(one), "given_at": one.given_at.isoformat()}
        for one in objections_at(request.asked.found.row.pk)
    ]


@operation(
    "GET", "/rounds/{slug:round_code}/late-requests", scope="read:cases", may=casework_policy.may_read_round,
    finds=finders.round_at, gives=list[AnyJson], tags=["rounds"],
)  # fmt: skip
def late_requests(request: ApiRequest, round_code: str) -> Any:
    """逾期申请 · The requests for late entry."""
    columns = ("pk", "subject", "reason", "asked_at", "decided_at", "granted_until_at", "ground")
    rows = request.asked.found.late_requests.order_by("asked_at", "pk").values(*columns)
    return [{"number": row.pop("pk"), **row} for row in rows]


@operation(
    "GET", "/cases/{slug:case_code}/stages/{slug:stage}/marks", scope="read:marks", may=policy.may_see_marks,
    finds=finders.case_at_stage, gives=AnyJson, tags=["marks"],
)  # fmt: skip
def marks(request: ApiRequest, case_code: str, stage: str) -> Any:
    """您能查看的评分 · The marks and comments that you may see: the own ones while the stage is open."""
    at = request.asked.found
    seats = review_policy.visible_seats(request.asked.by, case_code, stage)
    pk = at.at.row.pk
    return {
        "seats": list(seats),
        "marks": review.marks_for(pk, case_code, seats),
        "comments": list(review.comments_for(pk, case_code, seats)),
    }


@operation(
    "GET", "/rounds/{slug:round_code}/proof", scope="read:cases", may=casework_policy.may_read_round,
    finds=finders.round_at, gives=AnyJson, tags=["rounds"],
)  # fmt: skip
def proof(request: ApiRequest, round_code: str) -> Any:
    """一届的证明文件，可脱机重算 · The proof of a round, to be re-computed by anybody."""
    return proof_file(round_code)


@operation(
    "GET", "/ledger/{slug:book}/lines/{int:seq}/proof", scope="read:ledger", may=policy.may_read_line,
    finds=finders.line_at, gives=shown.ProofShown, tags=["ledger"],
)  # fmt: skip
def line_proof(
    request: ApiRequest, book: str, seq: int, size: Annotated[int | None, Query(ge=1, le=2**62)] = None
) -> Any:
    """总账一行的存在性证明 · The inclusion proof of one line."""
    if seq >= 2**62:
        raise Refused("ledger.no_such_line", Text("没有这一行。", "There is no such line."))
    return ledger_queries.proof_of(book, seq, size).to_json()
