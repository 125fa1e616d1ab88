"""The files of published checkpoints: ``ZHIHENG_HOME/checkpoints/<book>/<size>.txt``."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings

from zhiheng.core.refusal import Refused
from zhiheng.core.text import Text
from zhiheng.ledger.domain.note import Note, read_note

LARGEST_NOTE = 1024


def path_of(book: str, size: int) -> Path:
    """Return where the note of a checkpoint lies."""
    return Path(settings.ZHIHENG_HOME) / "checkpoints" / book / f"{size}.txt"


def is_free(note: Note) -> bool:
    """Tell whether the note's file is still to be written, or holds exactly this note."""
    path = path_of(note.book, note.size)
    return not path.exists() or path.read_text(encoding="utf-8") == note.text()


def keep(note: Note) -> Path:
    """Write the note's file in one step, so that nobody ever reads half of it; one that exists stays as it is."""
    path = path_of(note.book, note.size)
    if path.exists():
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(note.text())
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path


def read(path: Path) -> Note:
    """Read a note that somebody kept; refuses what is not one, or is no file."""
    try:
        raw = path.read_bytes()[: LARGEST_NOTE + 1]
        text = raw.decode("utf-8") if len(raw) <= LARGEST_NOTE else ""
    except OSError:
        message = Text(f"无法读取文件 {path}。", f"The file {path} cannot be read.")
        raise Refused("ledger.note_unreadable", message) from None
    except UnicodeDecodeError:
        text = ""
    return read_note(text, str(path))
