"""The import of a workbook of applications."""

from __future__ import annotations

from typing import Any

from ninja import File
from ninja.files import UploadedFile

from zhiheng.casework import policy as casework_policy
from zhiheng.core.refusal import InputRefused, Place, Problem
from zhiheng.core.text import Text
from zhiheng.programmes.awards.actions import applications
from zhiheng.programmes.awards.actions.applications import LIMITS, import_applications
from zhiheng.web.api import finders
from zhiheng.web.api.asked import ApiRequest
from zhiheng.web.api.operations import operation


@operation(
    "POST", "/rounds/{slug:round_code}/applications", scope="write:applications", may=casework_policy.may_run,
    finds=finders.round_at, gives=dict[str, Any], tags=["rounds"], takes_file=True,
)  # fmt: skip
def import_workbook(
    request: ApiRequest,
    round_code: str,
    file: File[UploadedFile],
    dry_run: bool = False,
) -> Any:
    """导入申报工作簿；dry_run=true 只检查 · Import the workbook of applications; dry_run=true checks only."""
    asked, name = request.asked, file.name or "workbook.xlsx"
    if (file.size or 0) > LIMITS.file_bytes:
        raise _too_large(name)
    act = applications.dry_run if dry_run else import_applications
    return act(round_code, file.read(), name, asked.by, asked.at).to_json()


def _too_large(name: str) -> InputRefused:
    most = LIMITS.file_bytes // (1024 * 1024)
    told = Text(f"文件超过 {most} MB。", f"The file is larger than {most} MB.")
    remedy = Text("请拆分后分别导入。", "Split it and import the parts.")
    return InputRefused(
        "workbook.too_large", told, [Problem("workbook.too_large", Place(file=name), told, remedy)]
    )
