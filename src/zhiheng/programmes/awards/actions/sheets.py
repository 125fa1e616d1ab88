"""Record a filled stage sheet: everything that it says or nothing, and again without doubling any."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction

from zhiheng.casework import actions as casework
from zhiheng.casework import policy
from zhiheng.casework.domain.values import StageRun
from zhiheng.casework.queries.rounds import open_stage_of, round_of, rulebook_of, run_of, stage_of
from zhiheng.core.actor import Actor
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import InputRefused, Place, Problem, Refused
from zhiheng.core.text import Text
from zhiheng.ledger import actions as ledger
from zhiheng.programmes.awards.sheets.check import CorrectionAsked
from zhiheng.programmes.awards.sheets.desk import form_for
from zhiheng.programmes.awards.sheets.layout import NOTES, Filled, Report, Said
from zhiheng.programmes.awards.sheets.people import Person
from zhiheng.programmes.awards.sheets.read import AGAIN, Opened, open_sheets, read_sheets
from zhiheng.programmes.awards.sheets.seats import PanelSaid
from zhiheng.programmes.awards.sheets.voted import MeetingSaid
from zhiheng.programmes.awards.workbook.read import Limits
from zhiheng.programmes.awards.workbook.wrong import WorkbookError, not_listed
from zhiheng.review import actions as review
from zhiheng.review import queries as review_queries
from zhiheng.review.actions.paper_ballots import record_paper_ballots
from zhiheng.review.domain.values import (
    HearingGiven,
    InterestGiven,
    PanelPlan,
    RecusalGiven,
    ScorebookGiven,
    SeatPlan,
)
from zhiheng.review.queries.recused import recused_in

if TYPE_CHECKING:
    from zhiheng.programmes.awards.sheets.objected import ObjectionSaid

LIMITS = Limits()


def record_sheet(
    *, round_code: str, content: bytes, name: str, by: Actor, now: datetime, dry: bool = False
) -> Report:
    """Record a filled sheet in one transaction through the actions of its stage; return every statement's verdict.

    What stands already is not recorded again. A file with any problem is refused whole (``InputRefused`` with
    every problem), and so is one of another round, of another rulebook text or of a stage that is not open. A
    dry run does the same, reports its problems instead, and undoes everything.
    """
    round_ = round_of(round_code)
    policy.may_run_round(by, round_.authority).or_refuse("sheet.not_yours")
    opened = _opened(content, name)
    _refuse_elsewhere(round_code, opened)
    with transaction.atomic():
        run = run_of(round_, open_stage_of(round_, opened.mark.stage))
        form, tables = form_for(run)
        filled = read_sheets(opened, tables, LIMITS)
        said = form.said(run, filled, now, dry)
        report = _report(run, opened, filled, said, saved=not dry)
        if report.problems and not dry:
            raise _refused(run, report)
        if not report.problems:
            _record(run, said, by, now)
            if said.given:
                sha256 = "" if form.is_confidential else hashlib.sha256(content).hexdigest()
                _write_summary(run, report, sha256, by, now)
        transaction.set_rollback(dry or transaction.get_rollback())
    return report


def _opened(content: bytes, name: str) -> Opened:
    try:
        return open_sheets(content, name, LIMITS)
    except WorkbookError as error:
        told = error.problem.text()
        message = Text(f"{told.zh}未录入任何内容。", f"{told.en} Nothing was recorded.")
        raise InputRefused(error.problem.code, message, (error.problem,)) from None


def _refuse_elsewhere(round_code: str, opened: Opened) -> None:
    """Refuse a file that belongs to another round, another rulebook text, or a stage that is not open."""
    mark = opened.mark
    if mark.round_code != round_code:
        told = Text(f"本文件属于届次 {mark.round_code}，不是 {round_code}。",
                    f"This file belongs to round {mark.round_code}, not to {round_code}.")  # fmt: skip
        raise _elsewhere(opened, "sheet.other_round", told)
    round_ = round_of(round_code)
    book, row = rulebook_of(round_), stage_of(round_, mark.stage)
    title = book.stage(mark.stage).title
    if row.state == "closed" and row.closed_at is not None:
        at = row.closed_at.astimezone(SHANGHAI)
        told = Text(f"环节“{title.zh}”（{mark.stage}）已于 {at:%Y-%m-%d %H:%M} 结束，本文件不能再录入。",
                    f"Stage “{title.en}” ({mark.stage}) closed on {at:%Y-%m-%d %H:%M}; the file is too late.")  # fmt: skip
        remedy = Text(
            "已结束的环节不再改动；请录入进行中环节的文件。", "Record the file of a stage that is open."
        )
        raise _elsewhere(opened, "sheet.stage_closed", told, remedy)
    if row.state != "open":
        told = Text(
            f"环节“{title.zh}”（{mark.stage}）尚未开始。", f"Stage “{title.en}” ({mark.stage}) has not begun."
        )
        begin = f"zhiheng round begin {round_code} {mark.stage}"
        remedy = Text(f"请先开始这一环节：{begin}。", f"Begin it first: {begin}.")
        raise _elsewhere(opened, "sheet.stage_waiting", told, remedy)
    if mark.digest != book.digest:
        told = Text(f"本文件依据的规则书摘要为 {mark.digest[:12]}…，本届的为 {book.digest[:12]}…。",
                    f"The file rests on rulebook {mark.digest[:12]}, the round on {book.digest[:12]}.")  # fmt: skip
        raise _elsewhere(opened, "sheet.other_rulebook", told)


def _elsewhere(opened: Opened, code: str, told: Text, remedy: Text = AGAIN) -> InputRefused:
    place = Place(file=opened.package.place.file, sheet=NOTES.zh)
    return InputRefused(code, told, (Problem(code, place, told, remedy),))


def _report(
    run: StageRun, opened: Opened, filled: Mapping[str, Filled], said: Said, *, saved: bool
) -> Report:
    found = [one.found for one in filled.values()]
    problems = [problem for one in found for problem in one.problems]
    problems += [not_listed(one.place(), one.more) for one in found if one.more]
    return Report(
        round_code=run.round_code,
        stage=run.rule.id,
        title=run.rule.title,
        file=opened.package.place.file,
        rows=tuple(said.rows),
        problems=tuple(problems),
        warnings=tuple(warning for one in found for warning in one.warnings),
        saved=saved and not problems,
    )


def _refused(run: StageRun, report: Report) -> InputRefused:
    count = len(report.problems)
    told = Text(
        f"文件有 {count} 处问题，未录入任何内容。",
        f"The file has {count} problem{'' if count == 1 else 's'}; nothing was recorded.",
    )
    refused = InputRefused(report.problems[0].code if count == 1 else "sheet.refused", told, report.problems)
    refused.cites = (run.book.cite(run.rule.id),)
    return refused


def _write_summary(run: StageRun, report: Report, sha256: str, by: Actor, now: datetime) -> None:
    """Leave one line for the whole file; the digest of one that holds secrets would confirm a guess at them."""
    body: dict[str, str | int] = {**report.counts()}
    if sha256:
        body["file_sha256"] = sha256
    ledger.write(
        book=run.authority, act="awards.sheet_recorded", actor=by, about=f"{run.round_code}/{run.rule.id}",
        at=now, cites=[run.book.cite(run.rule.id)], body=body,
    )  # fmt: skip


def _record(run: StageRun, said: Said, by: Actor, now: datetime) -> None:
    """Hand what was said to the actions of the stage."""
    if said.given:
        _RECORDERS[run.rule.kind](run, said.given, by, now)


def _grouped(given: Iterable[Any], key: Callable[[Any], str]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = {}
    for one in given:
        groups.setdefault(key(one), []).append(one)
    return groups


def _check(run: StageRun, given: Sequence[Any], by: Actor, now: datetime) -> None:
    attested = [one for one in given if isinstance(one, casework.AttestationGiven)]
    for own in _grouped(attested, lambda one: one.condition).values():
        casework.attest(round_code=run.round_code, given=own, by=by, now=now)
    for one in given:
        if isinstance(one, CorrectionAsked):
            casework.ask_correction(case_code=one.case, stage=run.rule.id, asks=one.asks, by=by, now=now)


def _asked(run: StageRun, given: Sequence[Any], by: Actor, now: datetime) -> None:
    for department, own in _grouped(given, lambda one: one.department).items():
        casework.give_replies(
            round_code=run.round_code, stage=run.rule.id, department=department,
            given=[one.reply for one in own], by=by, now=now,
        )  # fmt: skip


def _survey(run: StageRun, given: Sequence[Any], by: Actor, now: datetime) -> None:
    casework.record_surveys(round_code=run.round_code, stage=run.rule.id, given=given, by=by, now=now)


def _approve(run: StageRun, given: Sequence[Any], by: Actor, now: datetime) -> None:
    casework.give_approvals(round_code=run.round_code, stage=run.rule.id, given=given, by=by, now=now)


def _mark(run: StageRun, given: Sequence[Any], by: Actor, now: datetime) -> None:
    """Form the panels first, then hand in what their seats wrote."""
    panels = [one for one in given if isinstance(one, PanelSaid)]
    if panels:
        codes = _experts(run, [seat.person for panel in panels for seat in panel.seats], by, now)
        plans = [
            PanelPlan(
                panel.name,
                tuple(SeatPlan(codes[seat.person], is_lead=seat.is_lead) for seat in panel.seats),
                tuple(panel.cases),
            )
            for panel in panels
        ]
        review.form_panels(round_code=run.round_code, stage=run.rule.id, panels=plans, by=by, now=now)
    books = [one for one in given if isinstance(one, ScorebookGiven)]
    points = [one for one in given if isinstance(one, HearingGiven)]
    if books:
        review.hand_in_scorebooks(
            round_code=run.round_code, stage=run.rule.id, scorebooks=books, by=by, now=now
        )
    if points:
        review.give_hearing_points(round_code=run.round_code, stage=run.rule.id, given=points, by=by, now=now)


def _experts(run: StageRun, persons: Sequence[Person], by: Actor, now: datetime) -> dict[Person, str]:
    """Return the code of each person; those whom the pool does not have are taken in, each once."""
    codes = {one: one.code for one in persons if one.code}
    new = list(dict.fromkeys(one for one in persons if not one.code))
    if new:
        fresh = review.register_experts(
            authority=run.authority, experts=[one.as_new() for one in new], by=by, now=now
        )
        codes |= dict(zip(new, fresh, strict=True))
    for one in codes:
        if one.moved:
            _declare_employer(run, one, by, now)
    return codes


def _declare_employer(run: StageRun, person: Person, by: Actor, now: datetime) -> None:
    """Record the employer that the sheet names; it stands in the way until the office decides about it."""
    given = InterestGiven(person.code, person.employer, "employer", says="评审员名单所填工作单位")
    try:
        review.declare_interest(authority=run.authority, given=given, by=by, now=now)
    except Refused as known:
        if known.code != "interest.exists":
            raise


def _vote(run: StageRun, given: Sequence[Any], by: Actor, now: datetime) -> None:
    """Hold the whole meeting: recusals, who came, the papers, the end of the vote."""
    code, stage = run.round_code, run.rule.id
    for meeting in (one for one in given if isinstance(one, MeetingSaid)):
        experts = _experts(run, [one.person for one in meeting.members], by, now)
        _recuse(run, meeting, experts, by, now)
        present = [experts[one.person] for one in meeting.members if one.is_present]
        if review_queries.round_to_hold(run) is not None:
            eligible = [experts[one.person] for one in meeting.members]
            review.open_ballot(
                round_code=code, stage=stage, eligible=eligible, present=present, by=by, now=now
            )
        else:
            review.record_presence(round_code=code, stage=stage, present=present, by=by, now=now)
        record_paper_ballots(round_code=code, stage=stage, papers=meeting.papers, by=by, now=now)
        review.close_ballot(round_code=code, stage=stage, by=by, now=now)


def _recuse(
    run: StageRun, meeting: MeetingSaid, experts: Mapping[Person, str], by: Actor, now: datetime
) -> None:
    known = recused_in(run.round_code)
    recusals = [
        RecusalGiven(case, experts[one.person], "到会名单载明回避")
        for one in meeting.members
        for case in sorted(one.recused_from - known.get(experts[one.person], frozenset()))
    ]
    if recusals:
        review.recuse(round_code=run.round_code, recusals=recusals, by=by, now=now)


def _object(run: StageRun, given: Sequence[ObjectionSaid], by: Actor, now: datetime) -> None:
    """Take each new objection as of the instant at which it was received, and decide those that were decided."""
    for one in given:
        pk = one.known
        if pk is None:
            pk = casework.object_to(
                case_code=one.case, stage=run.rule.id, name=one.name, contact=one.contact, grounds=one.grounds,
                now=one.received_at,
            ).pk  # fmt: skip
        if one.upheld is not None:
            casework.decide_objection(
                objection_pk=pk, upheld=one.upheld, decision=one.decision, by=by, now=now
            )


_RECORDERS: Mapping[str, Callable[[StageRun, Sequence[Any], Actor, datetime], None]] = {
    "check": _check,
    "inquiry": _asked,
    "consult": _asked,
    "survey": _survey,
    "score": _mark,
    "hearing": _mark,
    "ballot": _vote,
    "notice": _object,
    "gate": _approve,
    "approve": _approve,
}
