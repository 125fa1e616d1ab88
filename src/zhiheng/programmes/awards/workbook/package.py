"""Open an xlsx file only after it was found to be one, and to unfold to a reasonable size.

Sizes are asked of the zip directory before anything is unfolded (``registers`` has the rules for all
uploads); XML is then read as a stream by expat, with document types and entities refused.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.parsers import expat

from zhiheng.core.refusal import Place
from zhiheng.core.text import Text
from zhiheng.programmes.awards.workbook.wrong import SAVE_AS, damaged, stop
from zhiheng.registers.domain.office_files import xlsx_trouble

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
STEP = 262_144
LONGEST_TOKEN = 4 * 1024 * 1024

Attributes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Handlers:
    """What to do at the start and the end of an element (local names), and with text."""

    start: Callable[[str, Attributes], None]
    end: Callable[[str], None] = lambda name: None
    text: Callable[[str], None] = lambda text: None


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A sheet as the workbook lists it: its name, its part in the package, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


class StopReading(Exception):  # noqa: N818 - a signal to the reader, not an error
    """Raised by a handler that has seen enough of its part."""


class Package:
    """The parts of an xlsx file that was found harmless."""

    def __init__(self, content: bytes, name: str, most_bytes: int) -> None:
        """Look at the file from outside; raises ``WorkbookError`` for anything but a plain xlsx."""
        self.place = Place(file=name)
        _refuse_other_kinds(content, self.place, most_bytes)
        trouble = xlsx_trouble(content)
        if trouble is not None:
            raise stop(trouble.code, self.place, trouble.message, trouble.remedy)
        self.archive = zipfile.ZipFile(io.BytesIO(content))
        self.names = frozenset(self.archive.namelist())

    def parse(self, part: str, handlers: Handlers) -> None:
        """Read one part as a stream of elements, in constant memory."""
        if part not in self.names:
            raise damaged(self.place)
        parser = _parser(handlers, self.place)
        fed = 0
        try:
            for step in self._steps(part):
                parser.Parse(step, False)
                fed += len(step)
                if fed - parser.CurrentByteIndex > LONGEST_TOKEN:
                    raise damaged(self.place)
            parser.Parse(b"", True)
        except StopReading:
            return
        except (expat.ExpatError, zipfile.BadZipFile, zlib.error, ValueError, LookupError, EOFError):
            raise damaged(self.place) from None

    def _steps(self, part: str) -> Iterator[bytes]:
        with self.archive.open(part) as file:
            while step := file.read(STEP):
                yield step

    def related(self, source: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part: id to (last word of the type, target part)."""
        folder, base = posixpath.split(source)
        found: dict[str, tuple[str, str]] = {}

        def start(name: str, attributes: Attributes) -> None:
            if name == "Relationship" and attributes.get("TargetMode", "").lower() != "external":
                target = posixpath.normpath(posixpath.join("/" + folder, attributes.get("Target", "")))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = (kind, target.lstrip("/"))

        part = posixpath.join(folder, "_rels", base + ".rels") if source else "_rels/.rels"
        if part in self.names:
            self.parse(part, Handlers(start))
        return found

    def workbook_part(self) -> str:
        """Return the part that lists the sheets."""
        parts = [target for kind, target in self.related("").values() if kind == "officeDocument"]
        if len(parts) != 1:
            raise damaged(self.place)
        return parts[0]


def _parser(handlers: Handlers, place: Place) -> expat.XMLParserType:
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type(place)
    parser.StartElementHandler = lambda name, found: handlers.start(_local(name), _locals(found))
    parser.EndElementHandler = lambda name: handlers.end(_local(name))
    parser.CharacterDataHandler = handlers.text
    return parser


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _locals(attributes: dict[str, str]) -> Attributes:
    """Return attributes under their local names, but a relation's ``r:id`` as ``r:id``."""
    if not any(" " in name for name in attributes):
        return attributes
    return {
        ("r:id" if name.endswith("/relationships id") else _local(name)): value
        for name, value in attributes.items()
    }


def _refuse_document_type(place: Place) -> Callable[..., None]:
    def refuse(*_: object) -> None:
        raise damaged(place)

    return refuse


def _refuse_other_kinds(content: bytes, place: Place, most_bytes: int) -> None:
    """Name what the file really is, where it is not a zip at all."""
    if len(content) > most_bytes:
        size, most = len(content) / 1048576, most_bytes / 1048576
        raise stop(
            "too_large",
            place,
            Text(
                f"文件有 {size:.1f} MiB，超过 {most:.0f} MiB。",
                f"The file has {size:.1f} MiB, more than {most:.0f} MiB.",
            ),
            Text("请删除图片和空白行，或拆成几个文件。", "Remove pictures and empty rows, or split it."),
        )
    if not content.startswith(b"PK\x03\x04"):
        code, message, remedy = _kind_of(content)
        raise stop(code, place, message, remedy)


def _kind_of(content: bytes) -> tuple[str, Text, Text]:
    if not content.strip(b"\0 \t\r\n"):
        return (
            "empty",
            Text("文件为空。", "The file is empty."),
            Text("请重新选择文件。", "Choose the file again."),
        )
    if content.startswith(OLE):
        return _ole_kind(content)
    if content.startswith(b"%PDF-"):
        return (
            "not_xlsx",
            Text("这是 PDF 文件，不是 xlsx 工作簿。", "This is a PDF, not an xlsx workbook."),
            SAVE_AS,
        )
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        message = Text(
            "这是网页或 XML 文件，不是 xlsx 工作簿。", "This is HTML or XML, not an xlsx workbook."
        )
        return "not_xlsx", message, SAVE_AS
    if _is_plain_text(content[:65536]):
        message = Text(
            "这是文本文件（如 CSV），不是 xlsx 工作簿。",
            "This is a text file (such as CSV), not an xlsx workbook.",
        )
        return "not_xlsx", message, SAVE_AS
    return "not_xlsx", Text("这不是 xlsx 工作簿。", "This is not an xlsx workbook."), SAVE_AS


def _ole_kind(content: bytes) -> tuple[str, Text, Text]:
    if "EncryptedPackage".encode("utf-16-le") in content:
        message = Text("工作簿设有打开密码。", "The workbook is encrypted with a password.")
        return "encrypted", message, Text("请取消密码后再提交。", "Remove the password and hand it in again.")
    message = Text(
        "这是旧版 Office 文件（如 .xls），不是 xlsx 工作簿。",
        "This is an old Office file (such as .xls), not xlsx.",
    )
    return "old_format", message, SAVE_AS


def _is_plain_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            head.decode(encoding)
        except UnicodeDecodeError as error:
            if error.start >= len(head) - 4:
                return True
        else:
            return True
    return False
