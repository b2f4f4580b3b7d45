"""The five figures above the board, and the duties that each of them leaves when pressed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from service.operations.board.duties import BoardDuty
from service.operations.board.month import BoardZone
from service.operations.board.report import missing_duties
from service.operations.board.versions import MonthPlan


@dataclass(frozen=True, slots=True)
class ShortZone:
    """A zone that gets fewer visits than it should."""

    zone: BoardZone
    visits: int

    @property
    def missing(self) -> int:
        """How many visits are missing."""
        return self.zone.min_visits - self.visits


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands above the board. `gap` is the share of the soft cost that may at most be saved; None: unknown."""

    served: int
    owed: int
    short: int
    changed: int | None
    gap: float | None
    proven: bool


def visits_of(duties: Iterable[BoardDuty]) -> Counter[int]:
    """Visits by zone: a party on one day in one zone is one visit."""
    seen = {(duty.zone_id, duty.date, duty.party or f"#{duty.cadre_id}") for duty in duties}
    return Counter(zone for zone, _, _ in seen)


def short_zones(zones: Iterable[BoardZone], duties: Iterable[BoardDuty]) -> list[ShortZone]:
    """The zones below their wanted visits, worst first."""
    visits = visits_of(duties)
    found = [ShortZone(zone, visits[zone.id]) for zone in zones if visits[zone.id] < zone.min_visits]
    return sorted(found, key=lambda item: -item.missing)


def gap_of(objective: int | None, bound: int | None, score: dict[str, Any]) -> float | None:
    """(objective − bound) / soft cost, where soft cost is the objective less the points of who is unserved, at least 1."""
    if objective is None or bound is None:
        return None
    unserved = sum(int(score.get(rule, 0)) for rule in ("unserved", "unserved_again"))
    return max(0, objective - bound) / max(1, objective - unserved)


def figures_of(plan: MonthPlan, zones: Sequence[BoardZone]) -> Figures:
    """The figures of a version."""
    source = plan.source
    report = source.report if source else {}
    missing = missing_duties(report)
    changed = None
    if plan.base_number is not None:
        changed = len(
            {duty.cadre_id for duty in plan.duties if duty.changed} | {duty.cadre_id for duty in plan.removed}
        )
    gap = gap_of(source.objective, source.bound, source.score) if source else None
    if gap and report.get("replan"):
        # A re-plan looks for the fewest changes, not the fewest points: its bound says nothing of how good it is.
        gap = None
    return Figures(
        served=len(plan.duties),
        owed=len(plan.duties) + missing,
        short=len(short_zones(zones, plan.duties)),
        changed=changed,
        gap=gap,
        proven=gap == 0,
    )


def matching(duties: Iterable[BoardDuty], text: str) -> list[BoardDuty]:
    """The duties of people whom a text names: name, pinyin, initials or employee number."""
    wanted = text.strip().lower().replace(" ", "")
    return [
        duty
        for duty in duties
        if wanted in duty.name.lower()
        or duty.initials.startswith(wanted)
        or duty.pinyin.replace(" ", "").startswith(wanted)
        or duty.number.lower() == wanted
    ]


def by_day(duties: Iterable[BoardDuty]) -> Counter[date]:
    """Cadres on duty by day."""
    return Counter(duty.date for duty in duties)
