"""Uploaded files and their previews, kept for a day in a folder of their own under random names."""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from service.messages import InvalidInput, Message, NotFound, OperationError

KEPT_FOR = timedelta(days=1)
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


def no_room() -> OperationError:
    """The words for a full disk."""
    return OperationError(Message("磁盘空间不足，没有保存或导入任何内容。请联系管理员清理空间后重试。"))


def _write(path: Path, chunks: Iterable[bytes]) -> None:
    """Write a file whole or not at all: under another name first, on the disk, then renamed."""
    partial = path.with_suffix(".part")
    try:
        with partial.open("wb") as file:
            for chunk in chunks:
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        if error.errno in _FULL:
            raise no_room() from None
        raise


@dataclass(frozen=True, slots=True)
class UploadStore:
    """The folder of uploads. `most_bytes` is the largest file taken."""

    folder: Path
    most_bytes: int

    def save(self, data: bytes, now: datetime) -> str:
        """Keep a file; its token. Uploads older than a day go.

        Raises:
            InvalidInput: the file is larger than allowed.
            OperationError: the disk is full; nothing is left behind.
        """
        if len(data) > self.most_bytes:
            most = self.most_bytes // (1024 * 1024)
            raise InvalidInput(Message("文件超过 %(most)d MB 的上限。请拆分后再上传。", most=most))
        self.clean(now)
        token = secrets.token_urlsafe(24)
        place = self.folder / token
        try:
            place.mkdir(parents=True, mode=0o700)
            _write(place / "file", [data])
        except OSError as error:
            shutil.rmtree(place, ignore_errors=True)
            if error.errno in _FULL:
                raise no_room() from None
            raise
        except OperationError:
            shutil.rmtree(place, ignore_errors=True)
            raise
        return token

    def place(self, token: str) -> Path:
        """The folder of an upload.

        Raises:
            NotFound: there is no such upload (any more).
        """
        found = self.folder / token
        if not _TOKEN.fullmatch(token) or not found.is_dir():
            raise NotFound(Message("预览已过期或已经导入，请重新上传文件。"))
        return found

    def data(self, token: str) -> bytes:
        """The uploaded file."""
        return (self.place(token) / "file").read_bytes()

    def write_summary(self, token: str, summary: dict[str, Any]) -> None:
        """Keep a preview's summary; written last, it says that the preview is whole."""
        _write(self.place(token) / "summary.json", [json.dumps(summary, ensure_ascii=False).encode()])

    def summary(self, token: str) -> dict[str, Any]:
        """A preview's summary.

        Raises:
            NotFound: there is no such preview (any more).
        """
        path = self.place(token) / "summary.json"
        if not path.is_file():
            raise NotFound(Message("预览已过期或已经导入，请重新上传文件。"))
        found: dict[str, Any] = json.loads(path.read_bytes())
        return found

    def write_lines(self, token: str, name: str, items: Iterable[dict[str, Any]]) -> None:
        """Keep a list, one JSON object a line: a page of it is read without the rest."""
        lines = (json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in items)
        _write(self.place(token) / f"{name}.jsonl", lines)

    def lines(self, token: str, name: str, start: int = 0, count: int | None = None) -> Iterator[dict[str, Any]]:
        """Some of a list that was kept."""
        path = self.place(token) / f"{name}.jsonl"
        if not path.is_file():
            return
        with path.open("rb") as file:
            for line in islice(file, start, None if count is None else start + count):
                yield json.loads(line)

    def discard(self, token: str) -> None:
        """Remove an upload and its preview."""
        shutil.rmtree(self.place(token), ignore_errors=True)

    def clean(self, now: datetime) -> None:
        """Remove what is older than a day."""
        if not self.folder.is_dir():
            return
        oldest = (now - KEPT_FOR).timestamp()
        for place in self.folder.iterdir():
            if _TOKEN.fullmatch(place.name) and place.stat().st_mtime < oldest:
                shutil.rmtree(place, ignore_errors=True)
