"""Whether a service somebody is wanted for clashes with what they are engaged in, in words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from service.messages import Message
from service.operations.engagements.kinds import Engagement, EngagementKind, Hold
from service.operations.engagements.reading import engagements


@dataclass(frozen=True, slots=True)
class Wanted:
    """A service that a cadre is to be given: `full` takes the whole person (they owe no monthly duty meanwhile).

    `ignored`: placements (by id) that it takes the place of. `programme_id`: the programme it belongs to, whose own
    placements do not clash where they are shared (the programme's own limits say how many one may bear).
    """

    cadre_id: int
    first: date
    last: date
    full: bool = True
    ignored: frozenset[int] = frozenset()
    programme_id: int | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """A service wanted and an engagement that meets it. `hinders`: both cannot be; else it is only to be known."""

    wanted: Wanted
    engagement: Engagement
    hinders: bool


def hinders(engagement: Engagement, first: date, last: date, *, full: bool) -> bool:
    """Whether an engagement keeps somebody from a service on these days."""
    if not engagement.meets(first, last):
        return False
    if engagement.hold is Hold.FULL:
        return True
    if engagement.hold is Hold.PART:
        return full
    if engagement.hold is Hold.AWAY:
        start, end = max(first, engagement.first), min(last, engagement.last or last)
        return 2 * ((end - start).days + 1) >= (last - first).days + 1
    return False


def conflicts(session: Session, district_id: int, wanted: Sequence[Wanted]) -> list[Clash]:
    """Everything that meets the services wanted, those that hinder first, then by day.

    What only falls on single days (duties, events) is told of a full service, and hinders nothing.
    """
    if not wanted:
        return []
    first, last = min(one.first for one in wanted), max(one.last for one in wanted)
    known = engagements(session, district_id, first, last, {one.cadre_id for one in wanted})
    found = [
        Clash(one, engagement, hinders(engagement, one.first, one.last, full=one.full))
        for one in wanted
        for engagement in known.get(one.cadre_id, ())
        if engagement.meets(one.first, one.last) and not _is_its_own(one, engagement)
    ]
    told = (clash for clash in found if clash.hinders or clash.wanted.full)
    return sorted(told, key=lambda clash: (not clash.hinders, clash.engagement.first, clash.wanted.cadre_id))


def _is_its_own(wanted: Wanted, engagement: Engagement) -> bool:
    if engagement.kind is not EngagementKind.PLACEMENT:
        return False
    shared = engagement.programme_id is not None and engagement.programme_id == wanted.programme_id
    return engagement.row_id in wanted.ignored or shared


def clash_words(clash: Clash, name: str) -> Message:
    """A clash as users read it: who, when, what."""
    engagement = clash.engagement
    if engagement.last == engagement.first:
        return Message("%(name)s %(day)s %(what)s", name=name, day=engagement.first, what=engagement.words)
    end: object = engagement.last or Message("长期")
    return Message(
        "%(name)s %(first)s 至 %(last)s %(what)s", name=name, first=engagement.first, last=end, what=engagement.words
    )


def busy_spans(
    known: Iterable[Engagement],
    terms: Collection[tuple[date, date]],
    *,
    full: bool,
    ignored_programme: int | None = None,
) -> list[tuple[date, date]]:
    """The spans of days on which somebody's engagements keep them from a service with one of the terms.

    What is open at its end ends with the last term. An absence counts where it takes half a term or more.
    """
    last = max((end for _, end in terms), default=date.min)
    return sorted(
        {
            (engagement.first, engagement.last or max(last, engagement.first))
            for engagement in known
            if (engagement.programme_id is None or engagement.programme_id != ignored_programme)
            and any(hinders(engagement, start, end, full=full) for start, end in terms)
        }
    )
