"""Opens the ZIP container of an .xlsx safely: real sizes are counted, only the parts with cells go on to the reader."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from service.messages import InvalidInput, Message

MOST_BYTES = 300 * 1024 * 1024
MOST_PARTS = 2000
CHUNK = 1024 * 1024
# Cells, texts, styles (they say which numbers are dates), and what ties them together. Macros, links to other
# files, drawings and connections stay outside: nothing of theirs is ever read, fetched or run.
_WANTED = re.compile(
    r"^(\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml"
    r"|xl/styles\.xml|xl/worksheets/[^/]+\.xml|docProps/(app|core)\.xml)$",
    re.IGNORECASE,
)
_DOCTYPE = re.compile(rb"<!\s*DOCTYPE", re.IGNORECASE)


def damaged() -> InvalidInput:
    """The refusal of a container that cannot be read."""
    return InvalidInput(Message("文件已损坏，无法读取。请用表格软件打开后另存为 .xlsx 再上传。"))


def _too_large() -> InvalidInput:
    return InvalidInput(
        Message(
            "文件解压后超过 %(most)d MB，已拒绝读取。请删去多余的工作表、格式与图片后再上传。", most=MOST_BYTES // CHUNK
        )
    )


def _read_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int) -> bytes:
    """A part's bytes; never more than `left`, whatever the container claims about its size."""
    chunks, size = [], 0
    with archive.open(info) as file:
        while chunk := file.read(CHUNK):
            size += len(chunk)
            if size > left:
                raise _too_large()
            chunks.append(chunk)
    return b"".join(chunks)


def open_archive(data: bytes) -> dict[str, bytes]:
    """The wanted parts of an .xlsx container, by name.

    Raises:
        InvalidInput: damaged, protected by a password, too many parts, or larger than MOST_BYTES unpacked.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
            if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > MOST_BYTES:
                raise _too_large()
            parts: dict[str, bytes] = {}
            left = MOST_BYTES
            for info in infos:
                if not _WANTED.match(info.filename):
                    continue
                if info.flag_bits & 1:
                    raise InvalidInput(Message("文件设有密码，无法读取。请取消密码后再上传。"))
                part = _read_part(archive, info, left)
                left -= len(part)
                if _DOCTYPE.search(part[:4096]):
                    raise damaged()
                parts[info.filename] = part
            return parts
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError):
        raise damaged() from None


def names_in(data: bytes) -> set[str]:
    """The names of all parts of a container; empty where it cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError):
        return set()


def repacked(parts: dict[str, bytes]) -> io.BytesIO:
    """The parts as a container again, uncompressed: what the reader sees has the sizes that were counted."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    buffer.seek(0)
    return buffer
