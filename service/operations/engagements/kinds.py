"""What somebody can be engaged in, and how much of them it takes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.messages import Message


class EngagementKind(StrEnum):
    """Where an engagement comes from."""

    PLACEMENT = "placement"
    EXEMPTION = "exemption"
    ABSENCE = "absence"
    DUTY = "duty"
    EVENT = "event"
    SURGE = "surge"


class Hold(StrEnum):
    """How much of a person an engagement takes.

    FULL: the whole person, nothing else fits on its days. PART: fits beside others of its sort (an enterprise's
    liaison officer), not beside a full one. AWAY: not there on its days; hinders a service of which it takes half the
    days or more. DAY: single days (a published duty, an event): told, and hinders nothing.
    """

    FULL = "full"
    PART = "part"
    AWAY = "away"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Engagement:
    """What a cadre is engaged in from the first to the last day, both included (None: until further notice).

    `words` name it for users; `row_id` is the row of its kind; `programme_id`, `post_id` where it is a placement.
    """

    cadre_id: int
    kind: EngagementKind
    hold: Hold
    first: date
    last: date | None
    words: Message
    row_id: int
    programme_id: int | None = None
    post_id: int | None = None

    def meets(self, first: date, last: date) -> bool:
        """Whether it has a day in common with a span of days."""
        return self.first <= last and (self.last is None or self.last >= first)
