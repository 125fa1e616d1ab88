"""The sheets of a plenary: who came and stays away from what, and the papers, which carry no names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from zhiheng.casework.domain.values import CaseRef, StageRun
from zhiheng.core.actor import Role
from zhiheng.core.calendar import SHANGHAI
from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Column
from zhiheng.programmes.awards.sheets.layout import YES_OR_NO, Filled, Form, Line, Row, Said, Table, Verdict
from zhiheng.programmes.awards.sheets.people import PERSON_COLUMNS, Person, Pool
from zhiheng.programmes.awards.workbook.values import half_width
from zhiheng.registers import queries as registers
from zhiheng.review import queries as review
from zhiheng.review.queries.ballots import MemberRow
from zhiheng.review.queries.recused import recused_in

MEMBERS_SHEET, PAPERS_SHEET = "到会", "表决票"
MOST_CASES = 190
CHOICES = (("yes", Text("同意", "yes")), ("no", Text("反对", "no")), ("abstain", Text("弃权", "abstain")))
_CHOOSE = Text(
    "请填“同意”“反对”或“弃权”；回避的空着。", "同意 (yes), 反对 (no), 弃权 (abstain); empty if recused."
)


@dataclass(frozen=True, slots=True)
class MemberSaid:
    """A member of the committee, whether the member came, and from which cases the member stays away."""

    person: Person
    is_present: bool
    recused_from: frozenset[str]


@dataclass(frozen=True, slots=True)
class MeetingSaid:
    """A whole meeting: its members, and the papers, none of which leads to a member."""

    members: tuple[MemberSaid, ...]
    papers: tuple[Mapping[str, str], ...]


def _on_ballot(run: StageRun) -> tuple[CaseRef, ...]:
    """Return the cases on the ballot: those of the round that is to be held, else of the last one."""
    due = review.round_to_hold(run)
    on = due.cases if due is not None else review.ballot_cases(run.pk)
    return tuple(case for case in run.cases if case.code in on)


def _tables(run: StageRun) -> tuple[Table, ...]:
    cases = _on_ballot(run)
    if len(cases) > MOST_CASES:
        told = Text(
            f"表决票上有 {len(cases)} 个办件，超过一张工作表能列的 {MOST_CASES} 个。",
            f"The ballot has {len(cases)} cases, more than the {MOST_CASES} that a sheet can list.",
        )
        raise Refused("sheet.too_many_cases", told, [run.book.cite(run.rule.id)])
    rows = tuple(_member_rows(run))
    papers = tuple({"paper": f"{number}"} for number in range(1, max(len(rows), 15) + 1))
    return (
        Table(MEMBERS_SHEET, _member_columns(), rows, given=frozenset(), spare=60),
        Table(PAPERS_SHEET, _paper_columns(cases), papers, given=frozenset({"paper"}), spare=60),
    )


def _member_columns() -> tuple[Column, ...]:
    away = Text(
        "填办件编号，多个用顿号隔开；没有的空着。", "Codes of cases, separated by commas; empty for none."
    )
    return (
        *PERSON_COLUMNS,
        Column("eligible", Text("应到", "Has a vote"), "yes_no", True, YES_OR_NO),
        Column("present", Text("实到", "Came"), "yes_no", True, YES_OR_NO),
        Column("recused", Text("回避的办件", "Recused from"), "text", False, away, most=4000),
    )


def _paper_columns(cases: Sequence[CaseRef]) -> tuple[Column, ...]:
    number = Column("paper", Text("票号", "Paper"), "text", True, Text("请勿写姓名。", "No names."), most=10)
    return (
        number,
        *(
            Column(
                f"vote:{one.code}",
                Text(f"{one.code} {one.name}", f"{one.code}"),
                "choice",
                True,
                _CHOOSE,
                CHOICES,
            )
            for one in cases
        ),
    )


def _member_rows(run: StageRun) -> list[Row]:
    """Return the members of the open meeting, else the committee as the roles of today name it."""
    pool = {one.code: one for one in review.experts_at(run.authority)}
    members = review.ballot_members(run.pk)
    if members:
        return [
            {"person": pool[one.expert].name, "expert": one.expert, "eligible": True, "present": one.is_present,
             "recused": "、".join(sorted(one.recused_from))}
            for one in members
        ]  # fmt: skip
    opened = (run.opened_at or run.round_closes_at).astimezone(SHANGHAI).date()
    committee = set(registers.roles_at(run.authority, Role.COMMITTEE, opened))
    away = recused_in(run.round_code)
    return [
        {"person": one.name, "expert": one.code, "eligible": True, "present": None,
         "recused": "、".join(sorted(away.get(one.code, ())))}
        for one in sorted(pool.values(), key=lambda one: (one.name, one.code)) if one.account in committee
    ]  # fmt: skip


def _said(run: StageRun, tables: Mapping[str, Filled], _now: datetime, _dry: bool) -> Said:
    said, cases = Said(), _on_ballot(run)
    people, papers = tables[MEMBERS_SHEET], tables[PAPERS_SHEET]
    members = _members(run, people, cases)
    lines = [line for line in papers.lines if not papers.is_blank(line)]
    if (not members and not lines) or people.found.problems or papers.found.problems:
        return said
    known, due = review.ballot_members(run.pk), review.round_to_hold(run)
    _refuse_counts(papers, lines, members, cases)
    if known:
        _refuse_others(people, members, known, opened=due is None)
    meeting = MeetingSaid(tuple(members.values()), _papers(lines, members, cases))
    verdict = Verdict.NEW
    if due is None and (progress := review.ballot_progress(run.pk)) is not None and progress.is_closed:
        verdict = Verdict.UNCHANGED
        _refuse_other_votes(run, papers, meeting, cases)
    elif not people.found.problems and not papers.found.problems:
        said.given.append(meeting)
    for line in lines:
        said.row(papers, line, f"{run.round_code}/{run.rule.id}", verdict)
    return said


def _members(run: StageRun, people: Filled, cases: Sequence[CaseRef]) -> dict[int, MemberSaid]:
    """Return the members with a vote by the row on which they stand."""
    pool, away = Pool.of(run.authority), recused_in(run.round_code)
    codes = {case.code for case in cases}
    members: dict[int, MemberSaid] = {}
    for line in people.lines:
        person = pool.person(people, line)
        if person is None or not _has_vote(people, line):
            continue
        said = {one.lower() for one in re.split(r"[、,;\s]+", half_width(line.text("recused"))) if one}
        for code in sorted(said - codes):
            told = Text(f"表决票上没有 {code[:60]}。", f"The ballot has no {code[:60]}.")
            people.wrong(line, "recused", "case_unknown", told)
        if person in (one.person for one in members.values()):
            told = Text(f"“{person.name}”出现两次。", f"“{person.name}” stands here twice.")
            people.wrong(line, "person", "repeated", told)
        stays = (said | away.get(person.code, frozenset())) & codes
        members[line.row] = MemberSaid(person, bool(line.flag("present")), frozenset(stays))
    return members


def _has_vote(people: Filled, line: Line) -> bool:
    eligible, present = line.flag("eligible"), line.flag("present")
    if eligible is None or (eligible and present is None):
        key = "eligible" if eligible is None else "present"
        people.wrong(line, key, "required", Text("没有填“是”或“否”。", "Neither 是 nor 否 is given."))
    elif present and not eligible:
        told = Text("没有表决权的人不计入实到。", "Somebody without a vote does not count as present.")
        people.wrong(line, "present", "not_eligible", told)
    return bool(eligible)


def _papers(
    lines: Sequence[Line], members: Mapping[int, MemberSaid], cases: Sequence[CaseRef]
) -> tuple[Mapping[str, str], ...]:
    """Return the papers; a member who came and is recused from every case hands in an empty one."""
    given = tuple(
        {case.code: line.text(f"vote:{case.code}") for case in cases if line.text(f"vote:{case.code}")}
        for line in lines
    )
    empty = sum(one.is_present and len(one.recused_from) == len(cases) for one in members.values())
    return (*given, *({} for _ in range(empty)))


def _refuse_counts(
    papers: Filled, lines: Sequence[Line], members: Mapping[int, MemberSaid], cases: Sequence[CaseRef]
) -> None:
    """Refuse another number of papers than of members who came, and of choices on a case than may be."""
    came = [one for one in members.values() if one.is_present and len(one.recused_from) < len(cases)]
    first = lines[0] if lines else Line(1, {})
    if len(lines) != len(came):
        told = Text(
            f"收回表决票 {len(lines)} 张，实到并可表决的评委 {len(came)} 人，两者必须相等。",
            f"There are {len(lines)} papers and {len(came)} members who came and may vote; these must be equal.",
        )
        remedy = Text(
            "请核对到会名单和表决票；弃权也须有票。", "Compare both sheets; an abstention is a paper too."
        )
        papers.wrong(first, "paper", "papers", told, remedy)
        return
    for case in cases:
        key = f"vote:{case.code}"
        given, voters = (
            sum(bool(line.text(key)) for line in lines),
            sum(case.code not in one.recused_from for one in came),
        )
        if given != voters:
            told = Text(
                f"{case.code} 有 {given} 票，可以表决的到会评委有 {voters} 人。",
                f"{case.code} has {given} votes; {voters} members who came may vote on it.",
            )
            papers.wrong(next((line for line in lines if not line.text(key)), first), key, "votes", told)


def _refuse_others(
    people: Filled, members: Mapping[int, MemberSaid], known: Sequence[MemberRow], *, opened: bool
) -> None:
    """Hold the members against those with whom the meeting opened; more may have come since, nobody gone.

    For a later round, that is not *opened* yet, others of them may be there than at the one before.
    """
    there = {one.expert: one for one in known}
    for row, member in members.items():
        before = there.pop(member.person.code, None)
        if before is None or (opened and before.is_present and not member.is_present):
            told = Text("表决开始时的评委名单与此不同。", "The vote opened with other members.")
            people.wrong(
                Line(row, {}), "person", "members", told, Text("请恢复原来的名单。", "Restore the list.")
            )
    if there:
        told = Text(
            f"表决开始时的评委还有 {len(there)} 人不在表中。",
            f"{len(there)} members with whom the vote opened are missing.",
        )
        people.found.add("members", told, Text("请恢复原来的名单。", "Restore the list."))


def _refuse_other_votes(
    run: StageRun, papers: Filled, meeting: MeetingSaid, cases: Sequence[CaseRef]
) -> None:
    """Compare with the closed vote, of which only the counts are known."""
    counts = review.ballot_counts(run.pk, [case.code for case in cases])
    for case in cases:
        given = [paper[case.code] for paper in meeting.papers if case.code in paper]
        if any(given.count(word) != counts[case.code][word] for word in ("yes", "no", "abstain")):
            told = Text("表决已经结束，票数与此不同。", "The vote is closed with other numbers.")
            remedy = Text("已结束的表决不能更改。", "A closed vote stays as it is.")
            papers.found.add(
                "ballot_closed", told, remedy, column=papers.letters.get(f"vote:{case.code}", "")
            )
            return


def _notes(run: StageRun) -> tuple[Text, ...]:
    quorum, passes = run.rule.quorum, run.rule.passes
    of = {"present": "实到", "eligible": "应到", "cast": "有效票"}[passes.of]
    return (
        Text("“到会”：每名评委一行；“表决票”：每张票一行，不写姓名，票数与实到人数相等。",
             "到会: one row for each member. 表决票: one row for each paper, no names, as many as members came."),
        Text("不同办件的票可以各自打乱次序录入，以免从一行看出是谁的票。",
             "The choices on different cases may be shuffled, so that no row leads to a member."),
        Text(f"法定人数为应到的 {quorum}，{of}的 {passes.share} 同意为通过。录入即结束表决，不能更改。",
             f"Quorum {quorum} of those with a vote; {passes.share} of {passes.of} carries. Recording closes the vote."),
    )  # fmt: skip


VOTED = Form(_tables, _said, _notes, is_confidential=True)
