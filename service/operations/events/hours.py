"""Times of day as HH:MM."""

from __future__ import annotations

from service.adapters.sheets.readers.times import normal_time
from service.messages import Message
from service.operations.checks import Checks


def check_time(checks: Checks, field: str, value: str | None, required: bool = True) -> str | None:
    """A time of day, or a problem of the field."""
    text = (value or "").strip()
    if not text:
        if required:
            checks.add(field, "", Message("不能为空"))
        return None
    found = normal_time(text)
    if found is None:
        checks.add(field, text, Message("应为 24 小时制的时间，如 19:00"))
    return found


def check_hours(
    checks: Checks, starts: str | None, ends: str | None, required: bool = True
) -> tuple[str | None, str | None]:
    """When something begins and ends on a day, in order."""
    first, last = check_time(checks, "starts", starts, required), check_time(checks, "ends", ends, required)
    if first and last and last <= first:
        checks.add("ends", last, Message("应晚于开始时间 %(starts)s", starts=first))
    return first, last
