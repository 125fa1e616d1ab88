"""What a workbook did, or would do, to the applications of a round, row by row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from zhiheng.core.refusal import Problem
from zhiheng.core.text import Text
from zhiheng.programmes.awards.domain.applications import ApplicationRow


class Verdict(StrEnum):
    """What becomes of one row."""

    NEW = "new"
    UNCHANGED = "unchanged"
    CHANGED = "changed"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A good row with what it means: whose it is, and what differs from what is on record.

    ``organisation`` and ``case`` are empty where there is none yet; ``corrections`` are fields of the
    register with their new values; ``changes`` say the differences in words, without personal data.
    """

    row: ApplicationRow
    verdict: Verdict
    organisation: str = ""
    case: str = ""
    case_pk: int | None = None
    corrections: Mapping[str, Any] = field(default_factory=dict)
    is_declared_changed: bool = False
    contact_fields: tuple[str, ...] = ()
    changes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class RowReport:
    """One row of the sheet and what became of it; name and code are empty where the row was refused unread."""

    row: int
    verdict: Verdict
    name: str = ""
    uscc: str = ""
    case: str = ""
    changes: tuple[Text, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return plain values for a machine."""
        return {
            "row": self.row,
            "verdict": self.verdict.value,
            "name": self.name,
            "uscc": self.uscc,
            "case": self.case,
            "changes": [change.to_json() for change in self.changes],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """The whole workbook: its rows in order, every listed problem, and whether anything was saved."""

    round_code: str
    file: str
    sha256: str
    rows: tuple[RowReport, ...]
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()
    more: int = 0
    saved: bool = False

    def of(self, verdict: Verdict) -> tuple[RowReport, ...]:
        """Return the rows of one verdict."""
        return tuple(row for row in self.rows if row.verdict == verdict)

    @property
    def is_clean(self) -> bool:
        """Tell whether the workbook can be imported as it is."""
        return not self.problems

    def counts(self) -> dict[str, int]:
        """Return how many rows there are of each verdict."""
        return {verdict.value: len(self.of(verdict)) for verdict in Verdict}

    def summary(self) -> Text:
        """Return the counts as a sentence."""
        n = self.counts()
        found = len(self.problems) + self.more
        zh = f"新增 {n['new']} 行，更新 {n['changed']} 行，未变 {n['unchanged']} 行，退回 {n['refused']} 行"
        en = f"{n['new']} new, {n['changed']} changed, {n['unchanged']} unchanged, {n['refused']} refused"
        if found:
            return Text(f"{zh}；有 {found} 处问题。", f"{en}; {found} problem{'' if found == 1 else 's'}.")
        return Text(f"{zh}。", f"{en}.")

    def to_json(self) -> dict[str, object]:
        """Return plain values for a machine."""
        return {
            "round": self.round_code,
            "file": self.file,
            "sha256": self.sha256,
            "saved": self.saved,
            "counts": self.counts(),
            "rows": [row.to_json() for row in self.rows],
            "problems": [problem.to_json() for problem in self.problems],
            "warnings": [warning.to_json() for warning in self.warnings],
            "more_problems": self.more,
        }
