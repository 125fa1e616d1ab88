"""What is wrong with an upload."""

from __future__ import annotations

from dataclasses import dataclass

from zhiheng.core.text import Text


@dataclass(frozen=True, slots=True)
class Trouble:
    """One reason not to keep a file, and what its sender can do."""

    code: str
    message: Text
    remedy: Text


def damaged(what: str) -> Trouble:
    """Return the trouble with a file that breaks the rules of its own format."""
    return Trouble(
        "damaged",
        Text(f"{what} 文件已损坏或结构不符合规范。", f"The {what} file is damaged or breaks its format."),
        Text("请用原软件重新保存后上传。", "Save it again with the program that made it."),
    )


def two_things(what: str) -> Trouble:
    """Return the trouble with a file that other programs would read as something else."""
    return Trouble(
        "two_things",
        Text(f"{what} 文件中夹带了其他格式的内容。", f"The {what} file carries content of another format."),
        Text("请用原软件重新导出后上传。", "Export it again with the program that made it."),
    )
