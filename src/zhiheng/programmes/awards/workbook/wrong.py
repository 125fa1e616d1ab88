"""What is wrong in a workbook: one wording per fault, in both languages, with its place and remedy."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from zhiheng.core.refusal import Place, Problem
from zhiheng.core.text import Text

SAVE_AS: Final = Text(
    "请用 WPS 或 Excel 打开，另存为“Excel 工作簿（*.xlsx）”后再提交。",
    "Open it in WPS or Excel and save it as an Excel workbook (*.xlsx).",
)
SAVE_AGAIN: Final = Text(
    "请用 WPS 或 Excel 打开并重新保存；仍不行的，请把内容粘贴到新下载的模板。",
    "Open it in WPS or Excel and save it again, or paste its values into a new template.",
)
PASTE_VALUES: Final = Text(
    "请选中该单元格，复制后用“选择性粘贴—数值”替换公式。",
    "Copy the cell and paste it back as values only.",
)


class WorkbookError(Exception):
    """A workbook that cannot be read further, with the one problem that says why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message.en)
        self.problem = problem


def stop(code: str, place: Place, message: Text, remedy: Text) -> WorkbookError:
    """Return the error to raise where reading cannot go on."""
    return WorkbookError(Problem(f"workbook.{code}", place, message, remedy))


def damaged(place: Place) -> WorkbookError:
    """Return the error for a file that breaks the rules of its own format."""
    message = Text(
        "工作簿已损坏或结构不符合规范。", "The workbook is damaged or breaks the rules of its format."
    )
    return stop("damaged", place, message, SAVE_AGAIN)


@dataclass(slots=True)
class Found:
    """Collects problems in reading order: the first ``most`` are kept, the others counted."""

    file: str
    sheet: str
    most: int
    problems: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    more: int = 0

    def add(
        self,
        code: str,
        message: Text,
        remedy: Text,
        *,
        row: int | None = None,
        column: str = "",
        field: str = "",
    ) -> None:
        """Keep one problem, or only count it when there are many already."""
        if len(self.problems) >= self.most:
            self.more += 1
            return
        self.problems.append(Problem(f"workbook.{code}", self.place(row, column, field), message, remedy))

    def warn(
        self,
        code: str,
        message: Text,
        remedy: Text,
        *,
        row: int | None = None,
        column: str = "",
        field: str = "",
    ) -> None:
        """Keep something that the reader should know and that stops nothing."""
        if len(self.warnings) < self.most:
            self.warnings.append(Problem(f"workbook.{code}", self.place(row, column, field), message, remedy))

    def place(self, row: int | None = None, column: str = "", field: str = "") -> Place:
        """Return a place in this sheet."""
        return Place(file=self.file, sheet=self.sheet, row=row, column=column, field=field)


def not_listed(place: Place, more: int) -> Problem:
    """Return the last line of a long list: how many problems it leaves out."""
    return Problem(
        "workbook.more",
        place,
        Text(f"另有 {more} 处问题未列出。", f"{more} more problems are not listed."),
        Text("请先处理以上问题，再重新核对。", "Mend those above and check again."),
    )
