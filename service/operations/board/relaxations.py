"""The relaxations kept with a draft, as its report shows them: in words, for whom, and where each can be made true."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.problem import Text
from service.models import Community, Draft, RelaxationSearch, RunState, SolveRun, Unit, Zone
from service.operations.drafts.find import as_solved
from service.operations.relaxations import active_search, kept_relaxations, last_search


@dataclass(frozen=True, slots=True)
class RelaxationLine:
    """One relaxation and what it gains. `kind` says where it is made true: in the unit, zone, day or settings named.

    cadre, zone and skill: for whom it was looked for (employee number; zone code, and skill where it is about one).
    """

    kind: str
    words: Text
    sure: Text
    points: int
    served: int
    visits: int
    skills: int
    unit_id: int | None
    zone_id: int | None
    day: date | None
    cadre: str | None
    zone: str | None
    skill: str | None


@dataclass(frozen=True, slots=True)
class DraftRelaxations:
    """What is known of a draft's relaxations: a search under way, the last one's end, what was found.

    stale: the draft or the data were changed since. better: the draft itself can be bettered by so many points.
    given_up_at: when a newer search ended before it was complete, where what is shown is of the one before it.
    """

    active: SolveRun | None
    last: SolveRun | None
    made_at: datetime | None
    given_up_at: datetime | None
    stale: bool
    complete: bool
    better: int
    lines: Sequence[RelaxationLine]

    @property
    def best(self) -> Sequence[RelaxationLine]:
        """Each relaxation once, with its greatest gain."""
        seen: dict[tuple[str, Text], RelaxationLine] = {}
        for line in self.lines:
            seen.setdefault((line.kind, line.words), line)
        return list(seen.values())

    def of_cadre(self, number: str) -> Sequence[RelaxationLine]:
        """Those for one cadre."""
        return [line for line in self.lines if line.cadre == number]

    def of_zone(self, code: str, skill: str | None = None) -> Sequence[RelaxationLine]:
        """Those for a zone short of visits, or of a skill."""
        return [line for line in self.lines if line.zone == code and line.skill == skill]


def relaxations_of(session: Session, draft: Draft, now: datetime) -> DraftRelaxations:
    """What the searches for a draft have found so far."""
    kept = kept_relaxations(session, draft)
    found: Mapping[str, Any] = kept.found if kept is not None else {}
    last = last_search(session, draft)
    newer = last is not None and kept is not None and last.id != kept.run_id
    ended = newer and last is not None and last.state in (RunState.CANCELLED, RunState.FINISHED)
    return DraftRelaxations(
        active=active_search(session, draft),
        last=last,
        made_at=kept.made_at if kept is not None else None,
        given_up_at=last.ended_at if ended and last is not None else None,
        stale=kept is not None and _is_stale(session, draft, kept, now),
        complete=bool(found.get("complete", True)),
        better=int(found.get("better", 0)),
        lines=_lines(session, draft.district_id, found.get("gains", ())),
    )


def _is_stale(session: Session, draft: Draft, kept: RelaxationSearch, now: datetime) -> bool:
    """Whether the draft, or the data it is judged by, have changed since."""
    if kept.draft_version != draft.version:
        return True
    run = session.get(SolveRun, kept.run_id) if kept.run_id is not None else None
    return run is None or run.input_hash != as_solved(session, draft, now).sha256


def _lines(session: Session, district_id: int, gains: Sequence[Mapping[str, Any]]) -> list[RelaxationLine]:
    if not gains:
        return []
    units = {row.code: row for row in session.scalars(select(Unit).where(Unit.district_id == district_id))}
    zones = dict(session.execute(select(Zone.code, Zone.id).where(Zone.district_id == district_id)).all())
    communities = dict(
        session.execute(select(Community.code, Community.name).where(Community.district_id == district_id)).all()
    )
    return [
        RelaxationLine(
            kind=gain["kind"],
            words=_words(gain, units, communities),
            sure=Text(gain["sure"]["zh"], gain["sure"]["en"]),
            points=gain["points"],
            served=gain["served"],
            visits=gain["visits"],
            skills=gain["skills"],
            unit_id=units[gain["unit"]].id if gain["unit"] in units else None,
            zone_id=zones.get(gain["zone"]),
            day=date.fromisoformat(gain["day"]) if gain["day"] else None,
            cadre=gain["for"]["cadre"],
            zone=gain["for"]["zone"],
            skill=gain["for"]["skill"],
        )
        for gain in gains
    ]


def _words(gain: Mapping[str, Any], units: Mapping[str, Unit], communities: Mapping[str, str]) -> Text:
    """The step in words; a community by its name."""
    if gain["kind"] == "link" and gain["unit"] in units and gain["community"] in communities:
        unit, community = units[gain["unit"]].name, communities[gain["community"]]
        return Text(f"让{unit}联点{community}", f"link {unit} with {community}")
    return Text(gain["words"]["zh"], gain["words"]["en"])
