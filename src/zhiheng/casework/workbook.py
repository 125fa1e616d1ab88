"""The workbook of a list: text cells only, none of which a spreadsheet would take for a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

_CREATED = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(value: str) -> str:
    """Return a text that no spreadsheet computes, not even once it was saved as CSV: an apostrophe goes before."""
    return f"'{value}" if value.startswith(_STARTS) else value


def workbook_of(title: str, head: Sequence[str], rows: Iterable[Sequence[str | int]]) -> bytes:
    """Return one sheet with a frozen head; numbers stay numbers, everything else is text.

    The same arguments give the same bytes.
    """
    import xlsxwriter  # noqa: PLC0415 - large, and a server that writes no workbook does without

    memory = io.BytesIO()
    with xlsxwriter.Workbook(memory, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"title": title, "created": _CREATED})
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True, "bottom": 1})
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(head) - 1, 18)
        for at, word in enumerate(head):
            sheet.write_string(0, at, word, bold)
        for number, row in enumerate(rows, start=1):
            for at, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(number, at, value)
                else:
                    sheet.write_string(number, at, harmless(value))
    return memory.getvalue()
