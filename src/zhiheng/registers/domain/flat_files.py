"""Checks of PDF, PNG and JPEG files: one thing from the first byte to the last, and nothing that runs.

A PDF's compressed object streams are not opened: what hides there is met by serving every document
as an attachment that no browser shows.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator

from zhiheng.core.text import Text
from zhiheng.registers.domain.trouble import Trouble, damaged, two_things

MOST_PIXELS = 100_000_000
ZIP_END = b"PK\x05\x06"
ZIP_TAIL = 65_557  # the end record of a zip lies within so many bytes of the end
MARKUP = re.compile(rb"<(?:script|html|!doctype|svg|body|iframe|\?php)", re.IGNORECASE)
ACTIVE = re.compile(rb"/(?:JavaScript|Launch|RichMedia)(?![A-Za-z])")
NAME_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")


def pdf_trouble(content: bytes) -> Trouble | None:
    """Say what is wrong with a PDF: text after its end, a zip or HTML within, scripts or programs."""
    end = content.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in content:
        return damaged("PDF")
    if content[end + 5 :].strip(b" \t\r\n\x0c\x00") or _is_zip(content) or MARKUP.search(content[:4096]):
        return two_things("PDF")
    names = NAME_ESCAPE.sub(lambda sign: bytes([int(sign[1], 16)]), content)
    if ACTIVE.search(names):
        return Trouble(
            "active",
            Text("PDF 中含有脚本、可启动程序或多媒体。", "The PDF contains scripts, programs or rich media."),
            Text("请另存为不含脚本的 PDF 后上传。", "Save it as a plain PDF."),
        )
    return None


def png_trouble(content: bytes) -> Trouble | None:
    """Say what is wrong with a PNG: broken chunks, anything after its end, markup, too many pixels."""
    chunks = list(_png_chunks(content))
    if not chunks or chunks[0][0] != b"IHDR" or chunks[-1][0] != b"IEND" or len(chunks[0][1]) != 13:
        return damaged("PNG")
    if chunks[-1][2] != len(content) or MARKUP.search(content) or _is_zip(content):
        return two_things("PNG")
    width, height = struct.unpack(">II", chunks[0][1][:8])
    return _too_many_pixels(width * height)


def jpeg_trouble(content: bytes) -> Trouble | None:
    """Say what is wrong with a JPEG: no frame, no end, markup or a zip within, too many pixels.

    Telephones add data of their own after the end of the picture; that alone is no trouble.
    """
    size = _jpeg_size(content)
    if size is None or b"\xff\xd9" not in content:
        return damaged("JPEG")
    if MARKUP.search(content) or _is_zip(content) or b"%PDF-" in content:
        return two_things("JPEG")
    return _too_many_pixels(size)


def _is_zip(content: bytes) -> bool:
    return ZIP_END in content[-ZIP_TAIL:]


def _too_many_pixels(pixels: int) -> Trouble | None:
    if 0 < pixels <= MOST_PIXELS:
        return None
    return Trouble(
        "unfolds",
        Text("图片像素过多或为零。", "The picture has too many pixels, or none."),
        Text("请缩小图片后上传。", "Make the picture smaller."),
    )


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes, int]]:
    """Yield (type, data, end) of each chunk up to IEND or the first broken one."""
    at = 8
    while at + 12 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        data, end = content[at + 8 : at + 8 + length], at + 12 + length
        if end > len(content) or struct.unpack(">I", content[end - 4 : end])[0] != zlib.crc32(kind + data):
            return
        yield kind, data, end
        if kind == b"IEND":
            return
        at = end


def _jpeg_size(content: bytes) -> int | None:
    """Return the pixels stated by the first frame header (ITU-T T.81, B.2.2), or none before the scan."""
    at = 2
    while at + 9 < len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        length = int(struct.unpack(">H", content[at + 2 : at + 4])[0])
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return int(height * width)
        if marker == 0xDA or length < 2:
            return None
        at += 2 + length
    return None
