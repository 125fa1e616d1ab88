"""What is not a plain workbook is named for what it is, and costs neither memory nor time."""

import io
import struct
import time
import tracemalloc
import zipfile

import openpyxl
import pytest
from workbooks import (
    BOOK,
    SHEET_PART,
    applicant,
    filled,
    only_problem,
    read,
    rezipped,
    spot,
    with_sheet_xml,
)

from zhiheng.programmes.awards.workbook.read import Limits, read_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB = b'<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


def zipped(**parts: bytes) -> bytes:
    """Return a zip of these parts."""
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return memory.getvalue()


@pytest.mark.parametrize(
    ("content", "code", "word"),
    [
        (b"", "empty", "为空"),
        (b"\0" * 600, "empty", "为空"),
        ("单位名称,统一社会信用代码\n示例有限公司,91350206\n".encode(), "not_xlsx", "CSV"),
        ("单位名称,统一社会信用代码\n示例有限公司,91350206\n".encode("gb18030"), "not_xlsx", "CSV"),
        (b"%PDF-1.7\n1 0 obj\n", "not_xlsx", "PDF"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "not_xlsx", "网页"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "not_xlsx", "XML"),
        (OLE + b"\0" * 512 + "Workbook".encode("utf-16-le"), "old_format", ".xls"),
        (OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "encrypted", "密码"),
        (bytes(range(256)) * 8, "not_xlsx", "不是 xlsx"),
        (b"PK\x03\x04" + b"\x07" * 400, "damaged", "损坏"),
    ],
)
def test_file_of_another_kind_is_named_for_what_it_is(content, code, word):
    problem = only_problem(content)

    assert spot(problem) == (code, None, "")
    assert word in problem.message.zh
    assert problem.place.file == "名单.xlsx"


def test_workbook_cut_in_half_is_damaged():
    assert only_problem(filled()[:4000]).code == "workbook.damaged"


def test_word_document_named_xlsx_is_refused():
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    types = f'<Types xmlns="{space}"><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    content = zipped(
        **{"[Content_Types].xml": types.encode(), "_rels/.rels": b"<a/>", "word/document.xml": b"<a/>"}
    )

    assert "XLSX" in only_problem(content).message.zh


def test_file_above_the_limit_of_bytes_is_not_opened():
    problem = only_problem(filled(), limits=Limits(file_bytes=1000))

    assert problem.code == "workbook.too_large"


def test_zip_bomb_is_refused_before_it_unfolds():
    bomb = rezipped(lambda name, part: part + b" " * 150_000_000 if name == SHEET_PART else part)
    tracemalloc.start()
    started = time.perf_counter()

    assert only_problem(bomb).code == "workbook.unfolds"
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    assert time.perf_counter() - started < 2
    tracemalloc.stop()


def test_zip_of_very_many_parts_is_refused_before_they_are_listed():
    memory = io.BytesIO()
    with zipfile.ZipFile(memory, "w") as archive:
        for number in range(3000):
            archive.writestr(f"xl/{number}.xml", b"")

    assert only_problem(memory.getvalue()).code == "workbook.unfolds"


def test_zip_that_lies_about_its_sizes_is_damaged():
    content = filled()
    at = content.index(SHEET_PART.encode(), content.index(b"PK\x01\x02")) - 46
    size = struct.unpack("<I", content[at + 24 : at + 28])[0]
    lying = content[: at + 24] + struct.pack("<I", size - 7) + content[at + 28 :]

    assert only_problem(lying).code == "workbook.damaged"


@pytest.mark.parametrize("part", [SHEET_PART, "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml"])
def test_entities_are_refused_wherever_they_stand(part):
    start = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    bomb = rezipped(lambda name, xml: xml.replace(start, start + BOMB) if name == part else xml)

    assert only_problem(bomb).code == "workbook.damaged"


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", SHEET_PART, "_rels/.rels"])
def test_workbook_without_one_of_its_parts_is_damaged(part):
    assert only_problem(rezipped(lambda name, xml: None if name == part else xml)).code == "workbook.damaged"


def test_zip_without_a_workbook_is_not_one():
    content = rezipped(lambda name, xml: None if name == "xl/workbook.xml" else xml)

    assert only_problem(content).code == "workbook.content_mismatch"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("</sheetData>", ""),
        ('<c r="A2" ', '<c r="A0" '),
        ('<c r="A2" ', '<c r="A3" '),
        ('<c r="B2" ', '<c r="A2" '),
        ('<c r="A2" ', '<c r="甲2" '),
        ('<row r="2"', '<row r="1"'),
        ('<row r="2"', '<row r="-2"'),
        ('<row r="2"', f'<row r="{"9" * 5000}"'),
        ('t="s"><v>', 't="s"><v>99999'),
        ('t="s"><v>', 't="s"><v>x'),
        ('t="s"><v>', 't="zz"><v>'),
    ],
)
def test_broken_sheet_is_damaged_and_never_a_traceback(old, new):
    assert only_problem(with_sheet_xml(old, new)).code == "workbook.damaged"


def test_one_endless_piece_of_markup_is_given_up():
    content = with_sheet_xml("<sheetData>", f'<sheetData a="{"x1y2z3" * 1_500_000}">')
    started = time.perf_counter()

    assert only_problem(content).code in ("workbook.damaged", "workbook.unfolds")
    assert time.perf_counter() - started < 5


def test_one_endless_cell_is_given_up():
    content = with_sheet_xml(
        "</sheetData>", f'<row r="9"><c r="A9" t="str"><v>{"字" * 100_000}</v></c></row></sheetData>'
    )

    assert only_problem(content).code == "workbook.damaged"


def test_cell_in_the_last_place_of_a_sheet_costs_nothing():
    far = '<row r="1048576"><c r="XFD1048576" t="str"><v>x</v></c></row></sheetData>'
    tracemalloc.start()

    found = read(with_sheet_xml("</sheetData>", far))

    assert (found.problems, len(found.rows)) == ((), 1)
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def big(rows: int) -> bytes:
    """Return a workbook of very many different rows."""
    cells = (
        '<row r="{0}"><c r="A{0}" t="str"><v>示例{0}号有限公司</v></c><c r="K{0}" t="str"><v>甲</v></c></row>'
    )
    xml = "".join(cells.format(number) for number in range(3, rows + 2))
    return with_sheet_xml("</sheetData>", f"{xml}</sheetData>")


def test_hundred_thousand_rows_are_refused_in_words_and_reading_stops():
    content = big(100_000)
    tracemalloc.start()
    started = time.perf_counter()

    problem = only_problem(content)

    assert spot(problem) == ("too_many_rows", None, "")
    assert "20,000" in problem.message.zh
    assert tracemalloc.get_traced_memory()[1] < 60_000_000
    tracemalloc.stop()
    assert time.perf_counter() - started < 20


def test_rows_up_to_the_limit_are_read_and_one_more_is_not():
    limits = Limits(rows=3)

    assert len(read(filled(3), limits=limits).rows) == 3
    assert only_problem(filled(4), limits=limits).code == "workbook.too_many_rows"


def test_macros_are_refused():
    content = rezipped(lambda name, part: part)
    memory = io.BytesIO(content)
    with zipfile.ZipFile(memory, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")

    assert only_problem(memory.getvalue()).code == "workbook.macros"


def test_missing_sheet_names_the_sheets_that_are_there():
    book = openpyxl.Workbook()
    book.active.title = "Sheet1"
    book.create_sheet("汇总")
    memory = io.BytesIO()
    book.save(memory)

    problem = only_problem(memory.getvalue())

    assert problem.code == "workbook.no_sheet"
    assert problem.message.zh == "没有工作表“申报名单”；现有：Sheet1、汇总。"


def test_problems_beyond_the_limit_are_counted():
    rows = [applicant(n, phone="x") for n in range(1, 31)]

    found = read(filled(rows), limits=Limits(problems=10))

    assert (len(found.problems), found.more) == (10, 20)
    assert len(found.refused) == 30


@pytest.mark.parametrize("name", ["../../名单.xlsx", "C:\\tmp\\名单.xlsx", "名\u202e单.xlsx", ""])
def test_name_of_a_file_is_shown_without_its_folders_and_tricks(name):
    assert read_workbook(b"", name, BOOK).problems[0].place.file in ("名单.xlsx", "workbook.xlsx")
