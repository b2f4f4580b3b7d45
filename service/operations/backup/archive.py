"""The archive: a zip with a manifest and one file of JSON lines a table, each with its count and SHA-256.

Written beside its place under another name, flushed to the disk, read back and checked, and only then
given its name: what has the name of a backup is whole.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from service.messages import Message, OperationError
from service.operations.backup.tables import TableShape, decode, rows_of, shapes_of

FORMAT = "grid-duty/backup"
VERSION = 1
MANIFEST = "manifest.json"
PART = ".part"


class BackupError(OperationError):
    """A backup cannot be made, read or restored. What was there before is untouched."""


@dataclass(frozen=True, slots=True)
class TableEntry:
    """What the manifest says of a table."""

    name: str
    columns: tuple[tuple[str, str], ...]
    key: tuple[str, ...]
    rows: int
    sha256: str

    @property
    def shape(self) -> TableShape:
        """The table."""
        return TableShape(self.name, self.columns, self.key)


@dataclass(frozen=True, slots=True)
class Archive:
    """A checked archive: where it is, the revision of its tables, and what is in it."""

    path: Path
    revision: str
    made_at: datetime
    tables: tuple[TableEntry, ...]

    @property
    def rows(self) -> int:
        """How many rows there are in all."""
        return sum(entry.rows for entry in self.tables)

    def rows_of(self, entry: TableEntry) -> Iterator[dict[str, Any]]:
        """A table's rows as the database takes them.

        Raises:
            BackupError: a row has other columns, or a value is not of its column's kind.
        """
        with zipfile.ZipFile(self.path) as file:
            for number, values in enumerate(_lines(file, entry), start=1):
                try:
                    yield {name: decode(value, kind) for (name, kind), value in zip(entry.columns, values, strict=True)}
                except (ValueError, TypeError, AttributeError) as error:
                    raise BackupError(
                        Message(
                            "备份 %(path)s 已损坏：表 %(table)s 第 %(row)d 行：%(reason)s",
                            path=str(self.path),
                            table=entry.name,
                            row=number,
                            reason=str(error),
                        )
                    ) from error


def write_archive(connection: Connection, path: Path, revision: str, now: datetime) -> Archive:
    """Write all tables as the open transaction sees them; checked and complete, or not there at all.

    Raises:
        BackupError: no room, no permission, or what was written cannot be read back.
    """
    part = path.with_name(f"{path.name}.{os.getpid()}{PART}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
        with os.fdopen(descriptor, "w+b") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
                entries = [_write_table(file, connection, shape) for shape in shapes_of(connection)]
                file.writestr(MANIFEST, _manifest(revision, now, entries))
            raw.flush()
            os.fsync(raw.fileno())
        read_archive(part)
        part.replace(path)
        _flush_folder(path.parent)
    except OSError as error:
        raise BackupError(
            Message("备份未完成：%(path)s：%(reason)s", path=str(path), reason=error.strerror or str(error))
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return read_archive(path)


def _write_table(file: zipfile.ZipFile, connection: Connection, shape: TableShape) -> TableEntry:
    digest, count = hashlib.sha256(), 0
    with file.open(f"tables/{shape.name}.jsonl", "w", force_zip64=True) as member:
        for values in rows_of(connection, shape):
            line = json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
            digest.update(line)
            member.write(line)
            count += 1
    return TableEntry(shape.name, shape.columns, shape.key, count, digest.hexdigest())


def _manifest(revision: str, now: datetime, entries: list[TableEntry]) -> str:
    content = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now.isoformat(),
        "program": version("grid-duty"),
        "revision": revision,
        "tables": [asdict(entry) for entry in entries],
    }
    return json.dumps(content, ensure_ascii=False, indent=1)


def _flush_folder(folder: Path) -> None:
    """Put the new name itself on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read_archive(path: Path) -> Archive:
    """Read an archive's manifest and check every table's count and SHA-256.

    Raises:
        BackupError: no such file, no archive of this program, or damaged (says where).
    """
    try:
        with zipfile.ZipFile(path) as file:
            archive = _read_manifest(path, file)
            for entry in archive.tables:
                _check(file, entry, path)
            return archive
    except OSError as error:
        raise BackupError(
            Message("无法读取备份 %(path)s：%(reason)s", path=str(path), reason=error.strerror or str(error))
        ) from error
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, EOFError) as error:
        raise BackupError(
            Message("%(path)s 不是完好的备份文件：%(reason)s", path=str(path), reason=str(error))
        ) from error


def _read_manifest(path: Path, file: zipfile.ZipFile) -> Archive:
    content = json.loads(file.read(MANIFEST))
    if content["format"] != FORMAT or content["version"] != VERSION:
        raise ValueError(f"{content['format']} {content['version']} ≠ {FORMAT} {VERSION}")
    entries = tuple(
        TableEntry(
            str(entry["name"]),
            tuple((str(name), str(kind)) for name, kind in entry["columns"]),
            tuple(entry["key"]),
            int(entry["rows"]),
            str(entry["sha256"]),
        )
        for entry in content["tables"]
    )
    return Archive(path, str(content["revision"]), datetime.fromisoformat(content["made_at"]), entries)


def _check(file: zipfile.ZipFile, entry: TableEntry, path: Path) -> None:
    digest, count = hashlib.sha256(), 0
    with file.open(f"tables/{entry.name}.jsonl") as member:
        for line in member:
            digest.update(line)
            count += 1
    if digest.hexdigest() != entry.sha256 or count != entry.rows:
        raise BackupError(Message("备份 %(path)s 已损坏：表 %(table)s 与清单不符", path=str(path), table=entry.name))


def _lines(file: zipfile.ZipFile, entry: TableEntry) -> Iterator[list[Any]]:
    with file.open(f"tables/{entry.name}.jsonl") as member:
        for line in member:
            yield json.loads(line)
