"""The store of uploads: whole or not there, private, bounded, gone after a day."""

from __future__ import annotations

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from service.adapters.uploads import UploadStore
from service.messages import InvalidInput, NotFound, OperationError

NOW = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> UploadStore:
    return UploadStore(tmp_path / "uploads", 1024 * 1024)


def test_what_is_saved_is_read_again_under_a_name_nobody_guesses(store: UploadStore) -> None:
    token = store.save(b"data", NOW)
    assert len(token) == 32
    assert store.data(token) == b"data"
    assert store.place(token).stat().st_mode & 0o077 == 0


def test_a_file_above_the_bound_is_refused(store: UploadStore) -> None:
    store.save(bytes(1024 * 1024), NOW)
    with pytest.raises(InvalidInput, match="1 MB"):
        store.save(bytes(1024 * 1024 + 1), NOW)


@pytest.mark.parametrize("token", ["../../etc/passwd", "", "x" * 32, "." * 32])
def test_an_unknown_token_is_not_found(store: UploadStore, token: str) -> None:
    store.save(b"data", NOW)
    with pytest.raises(NotFound):
        store.data(token)


def test_a_preview_without_its_summary_does_not_exist(store: UploadStore) -> None:
    token = store.save(b"data", NOW)
    store.write_lines(token, "errors", [{"n": 1}])
    with pytest.raises(NotFound):
        store.summary(token)
    store.write_summary(token, {"kind": "skills"})
    assert store.summary(token) == {"kind": "skills"}


def test_a_page_of_a_list_is_read_without_the_rest(store: UploadStore) -> None:
    token = store.save(b"data", NOW)
    store.write_lines(token, "created", ({"n": number} for number in range(10)))
    assert [line["n"] for line in store.lines(token, "created", 4, 3)] == [4, 5, 6]
    assert list(store.lines(token, "nothing")) == []


def test_uploads_go_after_a_day(store: UploadStore) -> None:
    old, young = store.save(b"old", NOW), store.save(b"young", NOW)
    past = (NOW - timedelta(days=1, seconds=1)).timestamp()
    os.utime(store.place(old), (past, past))
    recent = (NOW - timedelta(hours=23)).timestamp()
    os.utime(store.place(young), (recent, recent))
    store.save(b"new", NOW)
    assert store.data(young) == b"young"
    with pytest.raises(NotFound):
        store.data(old)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_leaves_no_part_of_a_file(store: UploadStore, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    def full(_descriptor: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OperationError, match="磁盘空间不足"):
        store.save(b"data", NOW)
    assert list(store.folder.iterdir()) == []


def test_a_disk_that_fails_otherwise_says_so_itself(store: UploadStore, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_descriptor: Any) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr(os, "fsync", broken)
    with pytest.raises(OSError, match="Input/output"):
        store.save(b"data", NOW)
    assert list(store.folder.iterdir()) == []
