import pytest

from registers.samples import JPEG, PDF, docx, png
from zhiheng.registers.domain.flat_files import jpeg_trouble, pdf_trouble, png_trouble

ZIP = docx()


def code(trouble):
    return None if trouble is None else trouble.code


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (PDF, None),
        (PDF.rstrip(b"\n") + b"\r\n\0\0", None),
        (PDF.replace(b"%%EOF", b""), "damaged"),
        (PDF + ZIP, "two_things"),
        (PDF[:-6] + ZIP + b"%%EOF\n", "two_things"),
        (PDF + b"<html><script>alert(1)</script>", "two_things"),
        (b"%PDF-1.4\n<html><script>1</script>\n" + PDF[9:], "two_things"),
        (PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(1)>>"), "active"),
        (PDF.replace(b"/Catalog", b"/Catalog/A<</S/J#61vaScript>>"), "active"),
        (PDF.replace(b"/Catalog", b"/Catalog/A<</S/Launch/F(cmd.exe)>>"), "active"),
    ],
)
def test_a_pdf_is_only_a_pdf_and_runs_nothing(content, expected):
    assert code(pdf_trouble(content)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (png(), None),
        (png()[:-1], "damaged"),
        (png().replace(b"IHDR", b"IHDX"), "damaged"),
        (png() + b"\n", "two_things"),
        (png() + ZIP, "two_things"),
        (png(20_000, 20_000), "unfolds"),
        (png(0, 5), "unfolds"),
    ],
)
def test_a_png_is_only_a_png_of_a_possible_size(content, expected):
    assert code(png_trouble(content)) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (JPEG, None),
        (JPEG + b"SEFT telephone data", None),
        (JPEG[:-2], "damaged"),
        (JPEG[:20], "damaged"),
        (JPEG[:2] + b"\xff\xfe\x00\x1a<script>alert(1)</script>"[:28] + JPEG[2:], "two_things"),
        (JPEG + ZIP, "two_things"),
        (JPEG + PDF, "two_things"),
        (JPEG.replace(b"\x00\x10\x00\x10\x01\x01\x11", b"\xff\xff\xff\xff\x01\x01\x11"), "unfolds"),
    ],
)
def test_a_jpeg_is_only_a_jpeg_of_a_possible_size(content, expected):
    assert code(jpeg_trouble(content)) == expected
