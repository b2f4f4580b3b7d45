"""Which kind of file `solve` and `verify` were given: all but the monthly duty are listed here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scheduler.engine import Progress, SolveOptions
from service.commands import _placement_files as placement
from service.commands import _roster_files as roster
from service.commands._outcome import Outcome

FORMAT = re.compile(rb'"format"\s*:\s*"([^"\\]*)"')


@dataclass(frozen=True, slots=True)
class FileFormat:
    """How a kind of file is solved and verified.

    solve: (path, bytes, options, progress, should_stop, language); verify: (instance's path and bytes, plan's path
    and bytes, language). Both refuse a wrong file as the commands do.
    """

    solve: Callable[[Path, bytes, SolveOptions, Callable[[Progress], None] | None, Callable[[], bool], str], Outcome]
    verify: Callable[[Path, bytes, Path, bytes, str], Outcome]


FORMATS = {
    "grid-duty/placement": FileFormat(placement.solve, placement.verify),
    "grid-duty/surge": FileFormat(roster.solve, roster.verify),
}


def format_of(data: bytes) -> FileFormat | None:
    """The format of an instance file; None for the monthly duty, and for what is no known format at all."""
    found = FORMAT.search(data)
    return None if found is None else FORMATS.get(found.group(1).decode("utf-8", "replace"))
