"""The instant of a request: read once, so that everything a request does has the same time."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import g


def now() -> datetime:
    """The instant at which the request began to need one."""
    if "now" not in g:
        g.now = datetime.now(UTC)
    instant: datetime = g.now
    return instant
