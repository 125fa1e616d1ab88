"""A whole round that an office runs from workbooks alone ends as the same round done by the actions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl.cell import Cell
from stage_sheets import (
    ROUND,
    Office,
    Stage,
    add_row,
    applications,
    edit,
    honours,
    rehearsed,
)

from factories import CLOSES, OPENS, SHORT, XIAMEN, make_account
from zhiheng.casework.queries.rounds import round_of, rulebook_of, run_of, stage_of
from zhiheng.programmes.awards.sheets.asked import sheet_names
from zhiheng.rules.criteria import criteria_model
from zhiheng.rules.load import read_rulebook

Cells = dict[str, Cell]
YES = {True: "是", False: "否"}
WORDS = {"yes": "同意", "no": "反对", "abstain": "弃权"}


SIX_PLACES = SHORT.replace("at_most: 5", "at_most: 6")


@pytest.mark.parametrize(
    ("source", "count"),
    [(SIX_PLACES, 6), (XIAMEN.read_text(encoding="utf-8"), 12)],
    ids=["short", "xiamen"],
)
@pytest.mark.usefixtures("regions")
def test_a_round_run_from_sheets_ends_with_the_same_winners(tmp_path, source, count):
    expected = rehearsed(source, count)
    assert len(expected.honours) >= 5
    make_account()
    office = Office(tmp_path, now=OPENS)
    open_round(office, source, count)

    for name, stage in expected.stages.items():
        office.now = stage.opened_at
        assert "环节已开始" in office.run("begin", ROUND, name)
        fill_and_record(office, name, stage)
        office.now = stage.closed_at
        assert "环节已结束" in office.run("close", ROUND, name)

    assert honours(office.now) == expected.honours
    assert "★" in office.run("show", ROUND)


def open_round(office: Office, source: str, count: int) -> None:
    """Open the round and take in its applications, as an office does."""
    rulebook, file = office.folder / f"{read_rulebook(source, 'it').id}.yaml", office.folder / "申报名单.xlsx"
    rulebook.parent.mkdir(parents=True)
    rulebook.write_text(source, encoding="utf-8")
    file.write_bytes(applications(source, count))
    office.run(
        "open", ROUND, "--rulebook", str(rulebook), "--session", "7", "--opens", f"{OPENS:%Y-%m-%d %H:%M}",
        "--closes", f"{CLOSES:%Y-%m-%d %H:%M}",
    )  # fmt: skip
    assert f"新增 {count} 行" in office.run("import", ROUND, str(file))


def fill_and_record(office: Office, name: str, stage: Stage) -> None:
    """Fill the sheet of a stage with what was said in the rehearsal, check it, record it, and record it again."""
    fill = FILLS.get(stage.kind)
    if fill is None:
        return
    path = office.sheet(f"{name}.xlsx")
    fill(path, name, stage)
    assert "检查通过，未保存" in office.record(path, "--dry-run")
    first, again = office.record(path), office.record(path)
    assert "新记录 0 项" not in first
    assert "新记录 0 项，更正 0 项" in again
    assert "与已有记录一致，未作改动" in again


def case_in(row: Cells) -> str:
    return str(row["办件编号"].value)


def check(path: Path, _name: str, stage: Stage) -> None:
    def change(row: Cells) -> None:
        holds, evidence = stage.said["attested"][case_in(row), "leading"]
        names = [title for title in row if title.endswith(("是否成立", "佐证"))]
        row[names[0]].value, row[names[1]].value = YES[holds], evidence

    edit(path, "符合性审查", change)


def ask(path: Path, name: str, stage: Stage) -> None:
    for department, sheet in sheet_names(run_at(name)).items():

        def change(row: Cells, department: str = department) -> None:
            adverse, opinion = stage.said["replies"][department, case_in(row)]
            title = next(one for one in row if one.startswith("有无"))
            row[title].value, row["意见"].value = ("有" if adverse else "无"), opinion or None

        edit(path, sheet, change)


def survey(path: Path, _name: str, stage: Stage) -> None:
    def change(row: Cells) -> None:
        answers, score = stage.said["surveys"][case_in(row)]
        row["有效问卷数"].value, row["得分"].value = answers, float(score)

    edit(path, "满意度测评", change)


def seat_panel(path: Path) -> None:
    def change(row: Cells) -> None:
        row["姓名"].value = f"示例评审员{row['席位'].value}"
        row["是否组长"].value = YES[row["席位"].value == "A1"]

    edit(path, "评审员", change)


def score(path: Path, name: str, stage: Stage) -> None:
    seat_panel(path)
    items = criteria_model(run_at(name).rule.criteria).items.values()

    def change(row: Cells) -> None:
        if row["办件编号"].value:
            marks = stage.said["marks"][case_in(row), row["席位"].value]
            for item in items:
                row[f"{item.id} {item.title.zh}"].value = marks[item.id]

    edit(path, "评分", change)


def hear(path: Path, _name: str, stage: Stage) -> None:
    seat_panel(path)

    def change(row: Cells) -> None:
        if row["办件编号"].value:
            row["得分"].value = float(stage.said["points"][case_in(row)][row["席位"].value])

    edit(path, "评分", change)


def vote(path: Path, name: str, stage: Stage) -> None:
    """Write the members and the papers; the choices on each case stand in an order of their own."""
    for number in range(1, stage.said["members"] + 1):
        came = YES[number < stage.said["members"]]
        add_row(path, "到会", 姓名=f"示例评委{number:02d}", 应到="是", 实到=came)
    names = {case.code: case.name for case in run_at(name).cases}
    columns = {
        f"{code} {names[code]}": [WORDS[word] for word in WORDS for _ in range(votes[word])]
        for code, votes in stage.said["votes"].items()
    }
    papers = zip(*columns.values(), strict=True)
    for choices in papers:
        add_row(path, "表决票", **dict(zip(columns, choices, strict=True)))


def approve(path: Path, _name: str, stage: Stage) -> None:
    def change(row: Cells) -> None:
        approved, document, _ = stage.said["approvals"][case_in(row)]
        row["是否批准"].value, row["文号"].value = YES[approved], document

    edit(path, "批准", change)


def run_at(name: str):
    round_ = round_of(ROUND)
    assert rulebook_of(round_).stage(name)
    return run_of(round_, stage_of(round_, name))


FILLS: dict[str, Callable[[Path, str, Stage], None]] = {
    "check": check, "inquiry": ask, "consult": ask, "survey": survey, "score": score, "hearing": hear,
    "ballot": vote, "approve": approve,
}  # fmt: skip
