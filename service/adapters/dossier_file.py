"""A solve in one file: a zip with the instance's bytes, the plan, and what is to be known to repeat it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from scheduler.problem import ProblemError, Text, sha256_of
from scheduler.problem import reader as read
from scheduler.problem.loading import load_object

FORMAT = "grid-duty/dossier"
VERSION = 1
ABOUT, INSTANCE, PLAN = "dossier.json", "instance.json", "plan.json"
# A file of a dossier that says it is larger than this is not unpacked (59,800 cadres take 26 MB).
MOST_BYTES = 1 << 30
# The zip's own dates: the same dossier is the same bytes.
STAMP = (1980, 1, 1, 0, 0, 0)


class DossierError(ValueError):
    """A file that is no dossier, or one that was changed; `text` says what is wrong."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.en)
        self.text = text


@dataclass(frozen=True, slots=True)
class Dossier:
    """instance, plan: the files' bytes. about: when and by which run it was made, for whoever reads it."""

    instance: bytes
    plan: bytes
    about: Mapping[str, Any] = field(default_factory=dict)


def is_dossier(data: bytes) -> bool:
    """Whether a file looks like one (a zip)."""
    return data.startswith(b"PK")


def write_dossier(dossier: Dossier) -> bytes:
    """The zip; the same dossier gives the same bytes."""
    about = {
        "format": FORMAT,
        "version": VERSION,
        "instance_sha256": sha256_of(dossier.instance),
        "plan_sha256": sha256_of(dossier.plan),
        **dossier.about,
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as whole:
        text = json.dumps(about, ensure_ascii=False, indent=1).encode() + b"\n"
        for name, data in ((ABOUT, text), (INSTANCE, dossier.instance), (PLAN, dossier.plan)):
            whole.writestr(zipfile.ZipInfo(name, STAMP), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def read_dossier(data: bytes) -> Dossier:
    """What a dossier holds; its files are those of which the hashes were taken.

    Raises:
        DossierError: it is no dossier, is of another version, or was changed.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as whole:
            files = {name: _member(whole, name) for name in (ABOUT, INSTANCE, PLAN)}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise DossierError(Text(f"不是完好的压缩包：{error}", f"it is no sound zip file: {error}")) from None
    about = _about(files[ABOUT])
    for name, key in ((INSTANCE, "instance_sha256"), (PLAN, "plan_sha256")):
        found = sha256_of(files[name])
        if about[key] != found:
            raise DossierError(
                Text(
                    f"{name} 与档案中记录的哈希不符（应为 {about[key]}，实为 {found}），文件被改动过",
                    f"{name} does not have the hash that the dossier says (expected {about[key]}, found {found}): "
                    "it was changed",
                )
            )
    return Dossier(files[INSTANCE], files[PLAN], about)


def _member(whole: zipfile.ZipFile, name: str) -> bytes:
    try:
        size = whole.getinfo(name).file_size
    except KeyError:
        raise DossierError(Text(f"压缩包中没有 {name}", f"the zip file has no {name}")) from None
    if size > MOST_BYTES:
        raise DossierError(Text(f"{name} 过大（{size} 字节，至多 {MOST_BYTES}）",
                                f"{name} is too large ({size} bytes, at most {MOST_BYTES})"))  # fmt: skip
    return whole.read(name)


def _about(data: bytes) -> dict[str, Any]:
    """What `dossier.json` says; more than is known here may stand in it."""
    errors = read.Errors()
    try:
        about = load_object(data)
        for key, check in (
            ("format", read.constant(FORMAT)),
            ("version", read.constant(VERSION)),
            ("instance_sha256", read.name),
            ("plan_sha256", read.name),
        ):
            check(errors, key, about.get(key))
        errors.stop()
    except ProblemError as error:
        text = error.errors[0].text()
        raise DossierError(Text(f"{ABOUT}：{text.zh}", f"{ABOUT}: {text.en}")) from None
    return about
