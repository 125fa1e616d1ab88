"""Operations that anybody may ask: rounds, notices, honours, rulebooks, checkpoints."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Query

from zhiheng.registers.domain.shipped_places import place_names
from zhiheng.rules.explain import as_text
from zhiheng.rules.model.called import Called
from zhiheng.shell.doors import anyone
from zhiheng.web.api import finders, shown, telling
from zhiheng.web.api.asked import ApiRequest
from zhiheng.web.api.operations import operation

SOON, FOREVER = 60, 31_536_000
PAGE = Annotated[int, Query(ge=1, le=999_999, description="页码，从 1 开始 · page, from 1")]


def _digest(found: Any) -> str:
    return str(found.digest)


@operation(
    "GET", "/rounds", scope="read:rounds", may=anyone, finds=finders.all_rounds, cached=SOON,
    gives=list[shown.RoundShown], tags=["rounds"],
)  # fmt: skip
def rounds(request: ApiRequest) -> Any:
    """列出各届，最近的在前 · List every round, the latest first."""
    return [telling.round_json(row) for row in request.asked.found]


@operation(
    "GET", "/rounds/{slug:round_code}", scope="read:rounds", may=anyone, finds=finders.public_round, cached=SOON,
    gives=shown.RoundInFull, tags=["rounds"],
)  # fmt: skip
def round_in_full(request: ApiRequest, round_code: str) -> Any:
    """一届的日程和公示 · A round with its calendar and notices."""
    found = request.asked.found
    return {
        **telling.round_json(found.row),
        "stages": [telling.stage_json(row) for row in found.calendar],
        "notices": [telling.notice_json(one) for one in found.notices],
    }


@operation(
    "GET", "/rounds/{slug:round_code}/stages", scope="read:rounds", may=anyone, finds=finders.public_round,
    cached=SOON, gives=list[shown.StageShown], tags=["rounds"],
)  # fmt: skip
def stages(request: ApiRequest, round_code: str) -> Any:
    """一届的环节 · The stages of a round."""
    return [telling.stage_json(row) for row in request.asked.found.calendar]


@operation(
    "GET", "/rounds/{slug:round_code}/notices", scope="read:rounds", may=anyone, finds=finders.public_round,
    cached=SOON, gives=list[shown.NoticeShown], tags=["rounds"],
)  # fmt: skip
def notices(request: ApiRequest, round_code: str) -> Any:
    """一届已发布的公示 · The notices that a round has published."""
    return [telling.notice_json(one) for one in request.asked.found.notices]


@operation(
    "GET", "/honours", scope="read:honours", may=anyone, finds=finders.honours, cached=SOON,
    gives=shown.HonoursShown, tags=["honours"],
)  # fmt: skip
def honours(
    request: ApiRequest,
    organisation: str = "",
    award: str = "",
    region: str = "",
    year: str = "",
    tier: str = "",
    status: str = "",
    page: PAGE = 1,
) -> Any:
    """查询荣誉，每页 50 条 · Search the honours, 50 a page, with the total."""
    found = request.asked.found
    return {
        "rows": [telling.honour_json(row) for row in found.rows],
        "total": found.total,
        "page": found.page,
        "pages": found.pages,
    }


@operation(
    "GET", "/honours/{slug:honour_code}", scope="read:honours", may=anyone, finds=finders.honour, cached=SOON,
    gives=shown.HonourShown, tags=["honours"],
)  # fmt: skip
def honour(request: ApiRequest, honour_code: str) -> Any:
    """一项荣誉 · One honour."""
    return telling.honour_json(request.asked.found)


@operation(
    "GET", "/rulebooks", scope="read:rounds", may=anyone, finds=finders.rulebooks, cached=SOON,
    gives=list[shown.RulebookShown], tags=["rulebooks"],
)  # fmt: skip
def rulebooks(request: ApiRequest) -> Any:
    """列出规则书 · List the rulebooks."""
    return [
        {"digest": digest, "rulebook": name, "title": title.to_json()}
        for digest, name, title in request.asked.found
    ]


@operation(
    "GET", "/rulebooks/{slug:digest}", scope="read:rounds", may=anyone, finds=finders.rulebook, cached=FOREVER,
    tag=_digest, gives=shown.RulebookInFull, tags=["rulebooks"],
)  # fmt: skip
def rulebook(request: ApiRequest, digest: str) -> Any:
    """一部规则书：源文和逐条文字 · A rulebook: its source and its articles in words."""
    book = request.asked.found
    named = book.called(Called(places=place_names()))
    documents = {language: as_text(named, language).to_json()["blocks"] for language in ("zh", "en")}
    return {
        "digest": book.digest, "rulebook": book.id, "title": book.title.to_json(), "source": book.source,
        "documents": documents,
    }  # fmt: skip


@operation(
    "GET", "/rulebooks/{slug:digest}/source", scope="read:rounds", may=anyone, finds=finders.rulebook,
    cached=FOREVER, tag=_digest, tags=["rulebooks"],
)  # fmt: skip
def rulebook_source(request: ApiRequest, digest: str) -> Any:
    """规则书源文，其 SHA-256 即摘要 · The source itself; its SHA-256 is the digest."""
    return HttpResponse(request.asked.found.source.encode(), content_type="text/plain; charset=utf-8")


@operation(
    "GET", "/ledger", scope="read:ledger", may=anyone, finds=finders.checkpoints, cached=SOON,
    gives=list[shown.CheckpointShown], tags=["ledger"],
)  # fmt: skip
def ledger(request: ApiRequest) -> Any:
    """各账簿最新检查点 · The latest checkpoint of every book."""
    return [telling.checkpoint_json(note) for note in request.asked.found]


@operation(
    "GET", "/ledger/{slug:book}", scope="read:ledger", may=anyone, finds=finders.book_checkpoints, cached=SOON,
    gives=list[shown.CheckpointShown], tags=["ledger"],
)  # fmt: skip
def checkpoints(request: ApiRequest, book: str) -> Any:
    """一本账簿最近的检查点 · The latest checkpoints of one book."""
    return [telling.checkpoint_json(note) for note in request.asked.found]
