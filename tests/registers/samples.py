"""Small true files of each kind, and the hands that spoil them."""

import io
import struct
import zipfile
import zlib

import xlsxwriter

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\nxref\n0 1\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
JPEG = (
    b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    b"\xff\xc0\x00\x0b\x08\x00\x10\x00\x10\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00?\x00\xd2\xcf\xff\xd9"
)
TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument'
    '.wordprocessingml.document.main+xml"/>{more}</Types>'
)
RELATIONS = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    "{more}</Relationships>"
)
OUTSIDE = '<Relationship Id="r1" Type="http://x/relationships/{kind}" Target="http://example.test/" TargetMode="External"/>'


def png(width=4, height=4):
    """Return a grey picture of this size; only its header is true when it is large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 20))
        + chunk(b"IEND", b"")
    )


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def xlsx():
    """Return a workbook as a real writer makes it."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("申报")
        sheet.write_row(0, 0, ["名称", "代码"])
        sheet.write_url(1, 0, "https://example.test/")
    return buffer.getvalue()


def docx(parts=(), types="", relations="", method=zipfile.ZIP_DEFLATED):
    """Return a document with further (name, content) parts, content types and relations."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(more=types))
        archive.writestr("_rels/.rels", RELATIONS.format(more=""))
        archive.writestr("word/document.xml", "<w:document xmlns:w='x'/>")
        archive.writestr("word/_rels/document.xml.rels", RELATIONS.format(more=relations))
        for name, content in parts:
            archive.writestr(name, content)
    return buffer.getvalue()


def with_flag(archive, flag):
    """Return a zip whose entries all carry a general purpose flag, in both headers."""
    content = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(signature)
        while at >= 0:
            content[at + offset] |= flag
            at = content.find(signature, at + 4)
    return bytes(content)
