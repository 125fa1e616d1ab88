"""The sheet of a conformity review: what the office attests of each case, and what it returns for correction."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from zhiheng.casework.actions import AttestationGiven
from zhiheng.casework.domain.conclusions import conditions_of
from zhiheng.casework.domain.values import CaseRef, StageRun
from zhiheng.casework.queries import said as standing
from zhiheng.core.refusal import Citation
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import Column
from zhiheng.programmes.awards.sheets.layout import (
    CASE,
    NAME,
    YES_OR_NO,
    Filled,
    Form,
    Line,
    Row,
    Said,
    Table,
    Verdict,
)
from zhiheng.programmes.awards.sheets.lines import lines_by_case
from zhiheng.rules.model import Attested

SHEET = "符合性审查"


@dataclass(frozen=True, slots=True)
class CorrectionAsked:
    """That a file goes back to its subject, and what is to be corrected."""

    case: str
    asks: str


def attested_by_office(run: StageRun) -> tuple[Attested, ...]:
    """Return the conditions of the stage that the office decides, in the rulebook's order."""
    conditions = conditions_of(run.book, run.rule)
    return tuple(one for one in conditions if isinstance(one, Attested) and one.by == "office")


def _tables(run: StageRun) -> tuple[Table, ...]:
    columns = tuple(_columns(run))
    if len(columns) == 2:
        return ()
    attested, asked = standing.attestations_in(run.round_pk), standing.corrections_at(run.pk)
    rows = tuple(_row(run, case, attested, asked) for case in run.cases)
    return (Table(SHEET, columns, rows),)


def _columns(run: StageRun) -> Iterator[Column]:
    yield from (CASE, NAME)
    for one in attested_by_office(run):
        cite: Citation = run.book.cite(one)
        title = one.title or one.says
        told = Text(
            f"{one.says.zh}：成立填“是”，不成立填“否”。依据{cite.text().zh}。",
            f"{one.says.en}: 是 if it holds, 否 if not ({cite.text().en}).",
        )
        yield Column(
            f"holds:{one.id}", Text(f"{title.zh}是否成立", f"Holds: {title.en}"), "yes_no", True, told
        )
        evidence = Text("请写明认定所依据的材料。", "Say on which evidence this rests.")
        yield Column(
            f"evidence:{one.id}", Text(f"{title.zh}佐证", f"Evidence: {title.en}"), "text", True, evidence,
            most=1000,
        )  # fmt: skip
    if run.rule.correction is not None:
        n, within = run.rule.correction.times, run.rule.correction.within.text()
        told = Text(
            f"需要申报单位补正的，写明补正什么；至多 {n} 次，每次 {within.zh}。",
            f"What the applicant is to correct, if anything; at most {n} times, {within.en} each.",
        )
        yield Column("asks", Text("退回补正", "Return for correction"), "text", False, told, most=1000)


def _row(
    run: StageRun,
    case: CaseRef,
    attested: Mapping[tuple[str, str], tuple[bool, str]],
    asked: Mapping[str, tuple[tuple[str, bool], ...]],
) -> Row:
    row: dict[str, str | bool] = {"case": case.code, "name": case.name}
    for one in attested_by_office(run):
        if (case.code, one.id) in attested:
            row[f"holds:{one.id}"], row[f"evidence:{one.id}"] = attested[case.code, one.id]
    if case.code in asked:
        row["asks"] = asked[case.code][-1][0]
    return row


def _said(run: StageRun, tables: Mapping[str, Filled], _now: datetime, _dry: bool) -> Said:
    said, filled = Said(), tables[SHEET]
    attested, asked = standing.attestations_in(run.round_pk), standing.corrections_at(run.pk)
    for case, line in lines_by_case(run, filled):
        for one in attested_by_office(run):
            _attestation(said, filled, line, case.code, one, attested.get((case.code, one.id)))
        _correction(run, said, filled, line, case.code, asked.get(case.code, ()))
    return said


def _attestation(
    said: Said, filled: Filled, line: Line, case: str, one: Attested, before: tuple[bool, str] | None
) -> None:
    holds, evidence = line.flag(f"holds:{one.id}"), line.text(f"evidence:{one.id}")
    about = f"{case}/{one.id}"
    if holds is None and not evidence:
        said.row(filled, line, about, Verdict.BLANK if before is None else Verdict.UNCHANGED)
    elif holds is None:
        told = Text("写了佐证，但没有写是否成立。", "There is evidence, but no 是 or 否.")
        filled.wrong(line, f"holds:{one.id}", "required", told, YES_OR_NO)
    elif not evidence:
        told = Text("认定须有佐证。", "What is attested needs evidence.")
        filled.wrong(line, f"evidence:{one.id}", "required", told)
    else:
        given = AttestationGiven(case, one.id, holds, evidence)
        said.compared(filled, line, about, now=(holds, evidence), before=before, given=given)


def _correction(
    run: StageRun, said: Said, filled: Filled, line: Line, case: str, before: tuple[tuple[str, bool], ...]
) -> None:
    asks = line.text("asks")
    if not asks:
        return
    if asks in (one for one, _ in before):
        said.row(filled, line, f"{case}/correction", Verdict.UNCHANGED)
        return
    times = run.rule.correction.times
    if len(before) >= times or (before and not before[-1][1]):
        told = Text(
            f"规则允许退回补正 {times} 次，已退回 {len(before)} 次"
            + ("，上一次尚未补正。" if before and not before[-1][1] else "。"),
            f"The rule allows {times} corrections; {len(before)} were asked for.",
        )
        remedy = Text("请恢复原来的内容。", "Restore what stood there.")
        filled.wrong(line, "asks", "correction", told, remedy)
        return
    said.row(filled, line, f"{case}/correction", Verdict.NEW)
    said.given.append(CorrectionAsked(case, asks))


def _notes(run: StageRun) -> tuple[Text, ...]:
    others = [
        one for one in conditions_of(run.book, run.rule) if isinstance(one, Attested) and one.by != "office"
    ]
    told = Text(
        "由台账判定的条件（注册地、年限、事故、获奖等）不在本表，结束环节时自动核对。",
        "Conditions that registers decide are not in this sheet; they are checked when the stage closes.",
    )
    if not others:
        return (told,)
    names = "、".join((one.title or one.says).zh for one in others)
    names_en = ", ".join((one.title or one.says).en for one in others)
    also = Text(f"由其他主体认定的条件不在本表：{names}。", f"Attested by others, not here: {names_en}.")
    return (told, also)


CHECK = Form(_tables, _said, _notes)
