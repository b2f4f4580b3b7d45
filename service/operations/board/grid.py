"""The board's cells: how many serve, by unit and day or by community and day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from service.operations.board.duties import BoardDuty
from service.operations.board.figures import visits_of
from service.operations.board.month import BoardUnit, BoardZone, MonthDay

LEVELS = 5


@dataclass(frozen=True, slots=True)
class Cell:
    """A row's day: how many serve, how dark it is drawn (0 to 5), and what marks it carries."""

    day: MonthDay
    count: int = 0
    level: int = 0
    pinned: bool = False
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the board. `wanted` is the sum of wanted visits (communities), `short` how many zones lack some."""

    id: int
    name: str
    title: str
    group: str | None
    cells: tuple[Cell, ...]
    total: int
    visits: int = 0
    wanted: int = 0
    short: int = 0


@dataclass(frozen=True, slots=True)
class DayTotal:
    """A day's sum beside its bounds."""

    day: MonthDay
    count: int

    @property
    def low(self) -> bool:
        """Fewer than the day's minimum."""
        return self.day.open and self.day.low is not None and self.count < self.day.low

    @property
    def high(self) -> bool:
        """More than the day's maximum."""
        return self.day.open and self.day.high is not None and self.count > self.day.high


@dataclass(frozen=True, slots=True)
class Board:
    """All lines and the sums."""

    kind: str
    days: tuple[MonthDay, ...]
    rows: tuple[Row, ...]
    totals: tuple[DayTotal, ...]
    total: int


def level(count: int, most: int) -> int:
    """The shade of a count: 0 for none, else 1 to 5 evenly up to the largest."""
    if count <= 0:
        return 0
    return min(LEVELS, 1 + (count - 1) * LEVELS // max(LEVELS, most))


def day_totals(days: Iterable[MonthDay], duties: Iterable[BoardDuty]) -> tuple[DayTotal, ...]:
    """The sum of each day."""
    counts = Counter(duty.date for duty in duties)
    return tuple(DayTotal(day, counts[day.date]) for day in days)


def _cells(days: Sequence[MonthDay], keyed: Iterable[tuple[int, BoardDuty]]) -> dict[int, tuple[tuple[Cell, ...], int]]:
    counts: Counter[tuple[int, date]] = Counter()
    pinned, changed = set(), set()
    for key, duty in keyed:
        place = (key, duty.date)
        counts[place] += 1
        if duty.pinned:
            pinned.add(place)
        if duty.changed:
            changed.add(place)
    most = max(counts.values(), default=0)
    empty = {day.date: Cell(day) for day in days}
    found = {}
    for key in {key for key, _ in counts}:
        cells = []
        for day in days:
            place = (key, day.date)
            count = counts.get(place, 0)
            cells.append(
                Cell(day, count, level(count, most), place in pinned, place in changed) if count else empty[day.date]
            )
        found[key] = (tuple(cells), sum(cell.count for cell in cells))
    return found


def unit_board(days: Sequence[MonthDay], units: Sequence[BoardUnit], duties: Sequence[BoardDuty]) -> Board:
    """Units down, days across. A unit that has duties but is active no more keeps its line."""
    cells = _cells(days, ((duty.unit_id, duty) for duty in duties))
    blank = tuple(Cell(day) for day in days)
    known = {unit.id for unit in units}
    former = {duty.unit_id: duty.unit_name for duty in duties if duty.unit_id not in known}
    lines = [(unit.id, unit.name, unit.full_name) for unit in units]
    lines += [(key, name, name) for key, name in sorted(former.items())]
    rows = tuple(Row(key, name, title, None, *cells.get(key, (blank, 0))) for key, name, title in lines)
    return Board("unit", tuple(days), rows, day_totals(days, duties), len(duties))


def community_board(
    days: Sequence[MonthDay], zones: Sequence[BoardZone], duties: Sequence[BoardDuty], everything: Sequence[BoardDuty]
) -> Board:
    """Communities down, days across; visits are counted over `everything`, whatever the filter shows."""
    cells = _cells(days, ((duty.community_id, duty) for duty in duties))
    blank = tuple(Cell(day) for day in days)
    visits = visits_of(everything)
    places: dict[int, list[BoardZone]] = {}
    for zone in zones:
        places.setdefault(zone.community_id, []).append(zone)
    former = {duty.community_id: duty.community_name for duty in duties if duty.community_id not in places}
    rows = [
        Row(
            key,
            own[0].community_name,
            own[0].community_name,
            own[0].subdistrict_name,
            *cells.get(key, (blank, 0)),
            visits=sum(visits[zone.id] for zone in own),
            wanted=sum(zone.min_visits for zone in own),
            short=sum(visits[zone.id] < zone.min_visits for zone in own),
        )
        for key, own in places.items()
    ]
    rows += [Row(key, name, name, None, *cells.get(key, (blank, 0))) for key, name in sorted(former.items())]
    return Board("community", tuple(days), tuple(rows), day_totals(days, duties), len(duties))
