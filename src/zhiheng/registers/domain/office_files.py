"""Checks of DOCX and XLSX files: a plain zip of plain size that is an Office document and runs nothing."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

from zhiheng.core.text import Text
from zhiheng.registers.domain.trouble import Trouble, damaged, two_things

MOST_ENTRIES = 2_000
MOST_DIRECTORY = 1_048_576
MOST_UNFOLDED = 200 * 1024 * 1024
MOST_RATIO = 200  # worst plain worksheet measured: about 60
RATIO_FROM = 1_048_576
MOST_XML = 5 * 1024 * 1024
STEP = 1_048_576

OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX_MAIN = OFFICE + "wordprocessingml.document.main+xml"
XLSX_MAIN = OFFICE + "spreadsheetml.sheet.main+xml"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
HYPERLINK = "/relationships/hyperlink"
MACROS = re.compile(r"vbaproject|macroenabled|macrosheet|activex|ms-office\.vba", re.IGNORECASE)
PROGRAMS = (
    ".exe",
    ".dll",
    ".js",
    ".vbs",
    ".html",
    ".htm",
    ".hta",
    ".bat",
    ".cmd",
    ".scr",
    ".jar",
    ".swf",
    ".ps1",
)
DECLARED = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([^\"']+)[\"']")


def docx_trouble(content: bytes) -> Trouble | None:
    """Say why a file is not a DOCX to be kept."""
    return _office_trouble(content, "DOCX", DOCX_MAIN)


def xlsx_trouble(content: bytes) -> Trouble | None:
    """Say why a file is not an XLSX to be kept."""
    return _office_trouble(content, "XLSX", XLSX_MAIN)


def _office_trouble(content: bytes, what: str, main: str) -> Trouble | None:
    """Ask the cheap questions first; nothing is unfolded before its stated size was found acceptable."""
    if len(content) < 22 or content[-22:-18] != b"PK\x05\x06" or content[-2:] != b"\0\0":
        return two_things(what) if b"PK\x05\x06" in content else damaged(what)
    entries, directory = struct.unpack("<HI", content[-12:-10] + content[-10:-6])
    if entries > MOST_ENTRIES or directory > MOST_DIRECTORY:
        return _unfolds(what)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _archive_trouble(archive, what, main)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        RuntimeError,  # encrypted, or packed in a way that zipfile does not know
        ValueError,
        OSError,
        ET.ParseError,
    ):
        return damaged(what)


def _archive_trouble(archive: zipfile.ZipFile, what: str, main: str) -> Trouble | None:
    entries = archive.infolist()
    return (
        _entries_trouble(entries, what)
        or _places_trouble(entries, archive.start_dir, what)
        or _content_trouble(archive, entries, what)
        or _type_trouble(archive, what, main)
        or _relations_trouble(archive, entries, what)
    )


def _entries_trouble(entries: Sequence[zipfile.ZipInfo], what: str) -> Trouble | None:
    if any(entry.flag_bits & 0x1 for entry in entries):
        return _encrypted(what)
    total = sum(entry.file_size for entry in entries)
    steep = any(
        entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if len(entries) > MOST_ENTRIES or total > MOST_UNFOLDED or steep:
        return _unfolds(what)
    names = [entry.filename for entry in entries]
    if len({name.casefold() for name in names}) != len(names) or any(
        _is_bad_name(entry) for entry in entries
    ):
        return damaged(what)
    if any(MACROS.search(name) or name.lower().endswith(PROGRAMS) for name in names):
        return _macros(what)
    return None


def _is_bad_name(entry: zipfile.ZipInfo) -> bool:
    name = entry.orig_filename
    odd = (
        name.startswith("/")
        or "\\" in name
        or ":" in name
        or ".." in name.split("/")
        or not name.isprintable()
    )
    return odd or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def _places_trouble(entries: Sequence[zipfile.ZipInfo], directory: int, what: str) -> Trouble | None:
    """Entries begin at the first byte, follow one another and never overlap (Fifield's zip bomb does)."""
    at = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < at or (at == 0 and entry.header_offset != 0):
            return two_things(what)
        at = entry.header_offset + 30 + len(entry.orig_filename.encode()) + entry.compress_size
    return two_things(what) if at > directory else None


def _content_trouble(
    archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], what: str
) -> Trouble | None:
    """Read every entry once, in steps of one MiB: its stated size and checksum are true, its XML is plain."""
    for entry in entries:
        is_xml = entry.filename.lower().endswith((".xml", ".rels", ".vml"))
        with archive.open(entry) as part:
            before = b""
            first = True
            while step := part.read(STEP):
                if is_xml and (b"<!DOCTYPE" in before + step or b"<!ENTITY" in before + step):
                    return damaged(what)
                if is_xml and first and not _is_plain_xml(step):
                    return damaged(what)
                before, first = step[-16:], False
    return None


def _is_plain_xml(head: bytes) -> bool:
    declared = DECLARED.match(head.removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].lower() if declared else b"utf-8"
    return b"\0" not in head[:64] and encoding in (b"utf-8", b"us-ascii")


def _type_trouble(archive: zipfile.ZipFile, what: str, main: str) -> Trouble | None:
    types = _xml(archive, "[Content_Types].xml")
    if types is None or "_rels/.rels" not in archive.namelist():
        return damaged(what)
    stated = {str(one.get("PartName", "")).lstrip("/"): str(one.get("ContentType")) for one in types}
    if any(MACROS.search(kind) for kind in stated.values()):
        return _macros(what)
    parts = [name for name, kind in stated.items() if kind == main]
    if len(parts) == 1 and parts[0] in archive.namelist():
        return None
    return Trouble(
        "content_mismatch",
        Text(f"内容不是 {what} 文件。", f"The content is not {what}."),
        Text(f"请用办公软件另存为 {what} 后上传。", f"Save it as {what} with an office program."),
    )


def _relations_trouble(
    archive: zipfile.ZipFile, entries: Sequence[zipfile.ZipInfo], what: str
) -> Trouble | None:
    for entry in entries:
        if not entry.filename.lower().endswith(".rels"):
            continue
        relations = _xml(archive, entry.filename)
        if relations is None:
            return damaged(what)
        if any(_fetches(relation.attrib) for relation in relations.iter()):
            return Trouble(
                "fetches",
                Text(
                    f"{what} 引用了外部内容（模板、图片或其他文件）。",
                    f"The {what} fetches content from elsewhere.",
                ),
                Text(
                    "请断开外部链接、嵌入图片后上传。",
                    "Break its links, embed its pictures and upload it again.",
                ),
            )
        if any(MACROS.search(str(relation.get("Type", ""))) for relation in relations.iter()):
            return _macros(what)
    return None


def _fetches(relation: Mapping[str, str]) -> bool:
    """Only a link that somebody must click may lead outside."""
    outside = relation.get("TargetMode", "").lower() == "external"
    return outside and not relation.get("Type", "").endswith(HYPERLINK)


def _xml(archive: zipfile.ZipFile, name: str) -> ET.Element | None:
    """Return a small XML part that was already found free of document types; none when absent or large."""
    if name not in archive.namelist() or archive.getinfo(name).file_size > MOST_XML:
        return None
    return ET.fromstring(archive.read(name))  # noqa: S314 - no document type, so no entities


def _unfolds(what: str) -> Trouble:
    return Trouble(
        "unfolds",
        Text(
            f"{what} 解压后的大小或条目数异常。",
            f"The {what} unfolds to an abnormal size or number of parts.",
        ),
        Text("请精简内容后重新保存并上传。", "Reduce its content, save it and upload it again."),
    )


def _encrypted(what: str) -> Trouble:
    return Trouble(
        "encrypted",
        Text(f"{what} 文件已加密。", f"The {what} file is encrypted."),
        Text("请取消密码后上传。", "Remove its password and upload it again."),
    )


def _macros(what: str) -> Trouble:
    return Trouble(
        "macros",
        Text(f"{what} 中含有宏或可执行内容。", f"The {what} contains macros or programs."),
        Text("请另存为不含宏的文件后上传。", "Save it without macros."),
    )
