"""The OpenAPI 3.1 document, and the same in a form that people read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from zhiheng.core.text import Text
from zhiheng.web.api.operations import NAMES, OPERATIONS, Operation, api
from zhiheng.web.api.problems import MEDIA_TYPE, TITLES

PREFIX = "api"
PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "message", "cites", "problems"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "detail": {"type": "string"},
        "message": {"$ref": "#/components/schemas/Said"},
        "cites": {"type": "array", "items": {"type": "object"}},
        "problems": {"type": "array", "items": {"type": "object"}},
    },
}
TEXTS = frozenset({"rulebook_source"})
GROUPS: Mapping[str, Text] = {
    "rounds": Text("届次", "Rounds"),
    "stages": Text("环节", "Stages"),
    "notices": Text("异议", "Objections"),
    "cases": Text("办件", "Cases"),
    "marks": Text("评分", "Marks"),
    "ballots": Text("表决", "Ballots"),
    "tasks": Text("待办", "Tasks"),
    "honours": Text("荣誉", "Honours"),
    "rulebooks": Text("规则书", "Rulebooks"),
    "ledger": Text("总账", "Ledger"),
}


_OFFICE = Text("评审办", "the office")
_PAPERS = Text("评审办、监督人员", "the office and the supervisor")
WHO: Mapping[str, Text] = {
    "anyone": Text("任何人", "anybody"),
    "signed_in": Text("任何账号", "any account"),
    "may_list_cases": Text("评审办、监督人员；申报单位仅见本单位办件", "office and supervisor; applicants see their own"),
    "may_read_case": Text("评审办、监督人员、申报单位本身", "the office, the supervisor, the subject itself"),
    "may_read_papers": _PAPERS,
    "may_read_round": _PAPERS,
    "may_read_line": _PAPERS,
    "may_run": _OFFICE,
    "may_run_stage": _OFFICE,
    "may_restore": _OFFICE,
    "may_decide_objection": _OFFICE,
    "may_decide_late": _OFFICE,
    "may_attest": Text("规则指定的认定人", "whom the rule names"),
    "may_reply": Text("被征询的部门；评审办代录书面答复", "the department asked; the office for replies on paper"),
    "may_approve": Text("批准机关；评审办代录批文", "the approving body; the office for a document"),
    "may_act_for": Text("申报单位本身；评审办代录", "the subject itself; the office on its behalf"),
    "may_return": Text("评审办、主办本环节的人", "the office, whom the stage's rule names"),
    "may_request_late": Text("申报单位本身；评审办代录", "the organisation itself; the office on its behalf"),
    "may_see_marks": Text("席位本人；环节结束后评审办、监督人员", "the own seat; once closed the office and the supervisor"),
    "may_mark": Text("在该办件有席位的评审员", "an assessor with a seat at the case"),
    "may_hand_in": Text("在该环节有席位的评审员；评审办代录", "an assessor with a seat; the office for those on paper"),
    "may_vote": Text("到会评委", "a member who came"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Described:
    """An operation as the page lists it."""

    method: str
    address: str
    summary: Text
    scope: str
    who: Text


@lru_cache(maxsize=1)
def openapi() -> dict[str, Any]:
    """Return the OpenAPI document; the same for everybody, for it is made from the code alone."""
    made: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    made["components"]["schemas"]["Problem"] = PROBLEM
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for one in OPERATIONS.values():
        entry = made["paths"][address_of(one)][one.method.lower()]
        _complete(entry, one)
    return made


def address_of(one: Operation) -> str:
    """Return an operation's address as the document writes it."""
    return f"/{PREFIX}" + NAMES.sub(r"{\1}", one.path)


def _complete(entry: dict[str, Any], one: Operation) -> None:
    entry["x-scope"], entry["x-policy"] = one.scope, one.may.__name__
    entry["security"] = [{"token": []}, *([{}] if one.is_public else [])]
    if one.is_act and one.is_kept:
        entry.setdefault("parameters", []).append(_KEY)
    if one.name in TEXTS:
        entry["responses"][200] = {
            "description": "OK",
            "content": {"text/plain": {"schema": {"type": "string"}}},
        }
    if one.cached is not None:
        entry["responses"][304] = {"description": "Not Modified"}
    for status in _problems(one):
        entry["responses"][status] = {
            "description": TITLES[status].en,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    entry["responses"] = {str(status): value for status, value in sorted(entry["responses"].items())}


def _problems(one: Operation) -> tuple[int, ...]:
    asked = (400, 401, 403, 404, 405, 409, 422)
    return (*asked, 413) if one.is_act else asked


_KEY: Mapping[str, Any] = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": False,
    "schema": {"type": "string", "minLength": 8, "maxLength": 200, "pattern": "^[!-~]+$"},
    "description": "同一键和同一内容再次提交，得到首次的应答 · the same key and content again gets the first answer",
}


def described() -> list[tuple[str, Text, list[Described]]]:
    """Return the operations by group, reads first."""
    paths = openapi()["paths"]
    groups: dict[str, list[Described]] = {name: [] for name in GROUPS}
    for one in sorted(OPERATIONS.values(), key=lambda one: (one.method, one.path)):
        entry = paths[address_of(one)][one.method.lower()]
        zh, _, en = entry["summary"].partition(" · ")
        shown = Described(one.method, address_of(one), Text(zh, en), one.scope, WHO[one.may.__name__])
        groups[entry["tags"][0]].append(shown)
    return [(name, GROUPS[name], rows) for name, rows in groups.items()]
