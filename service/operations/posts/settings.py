"""The district's settings of posts, changed by its admins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from service.messages import Message
from service.models import PostKind, RoleName
from service.operations.actor import Actor
from service.operations.checks import Checks
from service.operations.planning_settings import save_planning
from service.operations.post_settings import (
    LONGEST_ITEM,
    LONGEST_STAGE,
    MOST_ITEMS,
    MOST_STAGES,
    PostSettings,
)

MOST_DAYS = 90


def lines_of(text: str | None) -> tuple[str, ...]:
    """The lines of a text, tidy, without blank and repeated ones."""
    lines = (" ".join(line.split()) for line in (text or "").splitlines())
    return tuple(dict.fromkeys(line for line in lines if line))


def _check(checks: Checks, field: str, lines: Iterable[str], most: int, longest: int) -> None:
    found = list(lines)
    if len(found) > most:
        checks.add(field, len(found), Message("最多 %(most)s 行，现为 %(count)s 行", most=most, count=len(found)))
    for line in found:
        if len(line) > longest:
            text = Message("每行最多 %(most)s 个字，现为 %(count)s 个", most=longest, count=len(line))
            checks.add(field, f"{line[:12]}…", text)


def save_post_settings(
    session: Session,
    actor: Actor,
    now: datetime,
    hand_over: Mapping[str, str | None],
    days: int | None,
    stages: str | None,
) -> PostSettings:
    """Save the lists of what is handed over (a line each, by kind), the days allowed, and the stages of works.

    Raises:
        InvalidInput: a list is too long, a line too long, a number out of bounds.
    """
    actor.require(RoleName.ADMIN)
    checks = Checks()
    lists = {kind: lines_of(hand_over.get(kind)) for kind in PostKind}
    for kind, lines in lists.items():
        _check(checks, f"hand_over_{kind}", lines, MOST_ITEMS, LONGEST_ITEM)
    allowed = checks.number("hand_over_days", days, 0, MOST_DAYS)
    works = lines_of(stages)
    _check(checks, "stages", works, MOST_STAGES, LONGEST_STAGE)
    checks.done()
    made = PostSettings(hand_over=dict(lists), hand_over_days=allowed, stages=works)
    return save_planning(session, actor, now, {"posts": made.model_dump(mode="json")}).posts
