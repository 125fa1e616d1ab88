import io
import struct
import zipfile

import openpyxl
import pytest

from registers.samples import OUTSIDE, docx, png, with_flag, xlsx
from zhiheng.registers.domain import office_files
from zhiheng.registers.domain.office_files import docx_trouble, xlsx_trouble

VBA = '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'


def code(trouble):
    return None if trouble is None else trouble.code


def openpyxl_book():
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("content", [xlsx(), openpyxl_book()])
def test_workbooks_as_real_writers_make_them_are_kept(content):
    assert xlsx_trouble(content) is None


def test_a_document_with_pictures_and_links_is_kept():
    content = docx(parts=[("word/media/image1.png", png())], relations=OUTSIDE.format(kind="hyperlink"))

    assert docx_trouble(content) is None


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (docx(types=VBA), "macros"),
        (docx(parts=[("word/vbaProject.bin", b"x")]), "macros"),
        (docx(types=VBA.replace("Default Extension", "Override PartName")), "macros"),
        (docx(parts=[("xl/macrosheets/sheet1.xml", "<x/>")]), "macros"),
        (docx(parts=[("word/activeX/activeX1.xml", "<x/>")]), "macros"),
        (docx(parts=[("run.exe", b"MZ")]), "macros"),
        (docx(relations=OUTSIDE.format(kind="vbaProject").replace("External", "Internal")), "macros"),
        (docx(relations=OUTSIDE.format(kind="attachedTemplate")), "fetches"),
        (docx(relations=OUTSIDE.format(kind="image")), "fetches"),
        (docx(parts=[("../../evil.xml", "<x/>")]), "damaged"),
        (docx(parts=[("/etc/passwd", "x")]), "damaged"),
        (docx(parts=[("WORD/document.xml", "<x/>")]), "damaged"),
        (docx(parts=[("word/a.xml", "<!DOCTYPE x [<!ENTITY a 'b'>]><x/>")]), "damaged"),
        (docx(parts=[("word/a.xml", "<?xml version='1.0' encoding='utf-7'?><x/>")]), "damaged"),
        (docx(parts=[("word/a.xml", "<x/>".encode("utf-16"))]), "damaged"),
        (docx(method=zipfile.ZIP_LZMA), "damaged"),
        (docx()[:-30], "damaged"),
        (b"PK\x03\x04" + b"\0" * 40, "damaged"),
        (b"%PDF-1.4\n" + docx(), "two_things"),
        (docx() + b"trailing", "two_things"),
        (with_flag(docx(), 1), "encrypted"),
        (xlsx(), "content_mismatch"),
    ],
)
def test_a_docx_is_a_plain_document_that_runs_and_fetches_nothing(content, expected):
    assert code(docx_trouble(content)) == expected


def test_an_archive_that_unfolds_out_of_all_proportion_is_refused():
    bomb = docx(parts=[("word/media/a.bin", b"\0" * 30_000_000)])

    assert len(bomb) < 40_000
    assert code(docx_trouble(bomb)) == "unfolds"


def test_many_moderate_parts_that_add_up_are_refused(monkeypatch):
    monkeypatch.setattr(office_files, "MOST_UNFOLDED", 3_000_000)
    parts = [(f"word/media/{n}.bin", b"\0" * 900_000) for n in range(4)]

    assert code(docx_trouble(docx(parts=parts))) == "unfolds"


def test_too_many_entries_are_refused_before_the_directory_is_read():
    content = docx(parts=[(f"word/media/{n}.png", b"") for n in range(2001)])

    assert code(docx_trouble(content)) == "unfolds"


def test_an_entry_that_understates_its_size_is_refused():
    content = bytearray(docx(parts=[("word/media/a.bin", b"\0" * 5_000_000)]))
    directory = content.rfind(b"PK\x01\x02")
    struct.pack_into("<I", content, directory + 24, 1000)

    assert code(docx_trouble(bytes(content))) == "damaged"


def test_entries_that_share_their_bytes_are_refused():
    content = bytearray(docx(parts=[("word/media/a.bin", b"a" * 400), ("word/media/b.bin", b"b" * 400)]))
    last = content.rfind(b"PK\x01\x02")
    first = content.rfind(b"PK\x01\x02", 0, last)
    content[last + 42 : last + 46] = content[first + 42 : first + 46]

    assert code(docx_trouble(bytes(content))) == "two_things"


def test_a_workbook_is_not_a_document_and_a_document_not_a_workbook():
    assert code(docx_trouble(xlsx())) == code(xlsx_trouble(docx())) == "content_mismatch"
