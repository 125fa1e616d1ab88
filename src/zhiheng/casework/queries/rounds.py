"""Rounds, their pinned rulebooks, and a stage with the cases that are in it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from zhiheng.casework.domain.values import CaseRef, StageRun
from zhiheng.casework.models import Case, Notice, Round, RulebookVersion, Stage
from zhiheng.casework.queries.going import parted
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.rules.load import read_rulebook
from zhiheng.rules.model import Rulebook


@lru_cache(maxsize=64)
def _read(digest: str, source: str) -> Rulebook:
    return read_rulebook(source, digest[:12])


def rulebook_of(round_: Round) -> Rulebook:
    """Return the rulebook that the round was pinned to; a stored text that was changed is refused."""
    return _checked(RulebookVersion.objects.get(pk=round_.rulebook_id))


def rulebooks_of_rounds(rounds: Iterable[Round]) -> dict[str, Rulebook]:
    """Return the rulebook of each round, by the round's code, in one statement."""
    pinned = {round_.code: round_.rulebook_id for round_ in rounds}
    versions = RulebookVersion.objects.in_bulk(set(pinned.values()))
    return {code: _checked(versions[pk]) for code, pk in pinned.items()}


def _checked(version: RulebookVersion) -> Rulebook:
    if hashlib.sha256(version.source.encode()).hexdigest() != version.digest:
        raise Refused(
            "rulebook.changed",
            Text(
                f"本届所依据的规则书正文与开启时的摘要 {version.digest[:12]} 不符，已停止办理。",
                f"The rulebook text of this round no longer has the digest {version.digest[:12]} it was opened under.",
            ),
        )
    return _read(version.digest, version.source)


def round_of(code: str) -> Round:
    """Return a round by its code, or refuse."""
    try:
        return Round.objects.select_related("programme").get(code=code)
    except Round.DoesNotExist:
        raise Refused(
            "round.unknown", Text(f"没有代码为 {code} 的届次。", f"There is no round {code}.")
        ) from None


def case_of(code: str) -> Case:
    """Return a case by its code, or refuse."""
    try:
        return Case.objects.select_related("round__programme").get(code=code)
    except Case.DoesNotExist:
        raise Refused(
            "case.unknown", Text(f"没有编号为 {code} 的办件。", f"There is no case {code}.")
        ) from None


def stage_of(round_: Round, stage: str, *, lock: bool = False) -> Stage:
    """Return a stage of a round, or refuse; ``lock`` holds its row until the transaction ends."""
    rows = Stage.objects.select_for_update() if lock else Stage.objects.all()
    try:
        return rows.get(round=round_, stage=stage)
    except Stage.DoesNotExist:
        raise Refused(
            "stage.unknown", Text(f"本届没有环节 {stage}。", f"This round has no stage {stage}.")
        ) from None


def open_stage_of(round_: Round, stage: str, *, lock: bool = True) -> Stage:
    """Return a stage that is open now, locked; anything else is refused."""
    found = stage_of(round_, stage, lock=lock)
    if found.state != Stage.State.OPEN:
        told = {"waiting": Text("尚未开始", "has not begun"), "closed": Text("已经结束", "has closed")}[
            found.state
        ]
        raise Refused("stage.not_open", Text(f"环节 {stage} {told.zh}。", f"Stage {stage} {told.en}."))
    return found


def run_of(round_: Round, stage: Stage, *, only: Case | None = None) -> StageRun:
    """Return the stage at work: its rule and the running cases that it concerns, in order of their numbers.

    With *only*, that case alone, so that what one page needs does not grow with the round. Running cases that
    pass by are beside them.
    """
    book = rulebook_of(round_)
    running = Case.objects.filter(round=round_, state=Case.State.RUNNING).order_by("number")
    running = running if only is None else running.filter(pk=only.pk)
    columns = running.values_list("pk", "code", "subject", "name", "region")
    run = StageRun(
        pk=stage.pk,
        round_pk=round_.pk,
        round_code=round_.code,
        authority=round_.authority,
        session=round_.session,
        book=book,
        rule=book.stage(stage.stage),
        cases=tuple(CaseRef(*row) for row in columns),
        round_closes_at=round_.closes_at,
        opened_at=stage.opened_at,
        due_at=stage.due_at,
        is_sample=round_.is_sample,
    )
    return parted(run)


def states_of(round_: Round) -> list[tuple[str, str]]:
    """Return the code and state of every case of a round, in order of their numbers."""
    return list(Case.objects.filter(round=round_).order_by("number").values_list("code", "state"))


def present_stage_of(round_: Round) -> Stage | None:
    """Return the stage that is open, if one is."""
    return Stage.objects.filter(round=round_, state=Stage.State.OPEN).order_by("position").first()


def stages_of(round_: Round) -> list[Stage]:
    """Return the stages of a round in order."""
    return list(Stage.objects.filter(round=round_).order_by("position"))


def cases_of(round_: Round) -> list[dict[str, object]]:
    """Return every case of a round as plain values: code, name, region, state and the stage it reached."""
    columns = ("code", "name", "region", "subject", "state", "at_stage")
    names = ("case", "name", "region", "subject", "state", "stage")
    rows = Case.objects.filter(round=round_).order_by("number").values_list(*columns)
    return [dict(zip(names, row, strict=True)) for row in rows]


def notice_ends_at(stage_pk: int) -> datetime:
    """Return when a notice ends: the first instant at which it no longer runs."""
    return Notice.objects.values_list("ends_at", flat=True).get(stage_id=stage_pk)


def rounds_of(authority: str | None = None) -> list[Round]:
    """Return the rounds of an authority (or all), the newest first."""
    rows = Round.objects.select_related("programme", "rulebook").order_by("-opens_at", "code")
    return list(rows if authority is None else rows.filter(authority=authority))
