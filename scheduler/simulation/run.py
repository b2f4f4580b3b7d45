"""One method through the months: plan, publish, live through what happens, write the ledger, and again."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from scheduler.fairness import Carried, LedgerEntry, carried
from scheduler.problem import Duty, Instance
from scheduler.simulation.methods import Limits, Method, Stop, plan, put_right
from scheduler.simulation.world import Event, Month, World

# A change told fewer days ahead than this is one at short notice.
NOTICE_DAYS = 3
Entries = dict[str, list[LedgerEntry]]


@dataclass(frozen=True, slots=True)
class Step:
    """What a run is about to do: plan a month (`event_day` None), or put it right on a day."""

    method: Method
    month: date
    event_day: date | None = None


@dataclass(frozen=True, slots=True)
class MonthDone:
    """A month at its end: how many duties were owed, given and changed, and everybody's ledger up to it."""

    method: Method
    month: date
    owed: int
    served: int
    changed: int
    ledgers: dict[str, tuple[LedgerEntry, ...]]


@dataclass
class Run:
    """One method in one world."""

    method: Method
    world: World
    limits: Limits
    tell: Callable[[Step], None]
    stop: Stop
    ledgers: Entries = field(default_factory=lambda: defaultdict(list))
    last: dict[str, Duty] = field(default_factory=dict)

    def months(self, count: int) -> Iterator[MonthDone]:
        """Month after month, until enough or stopped; a month that is broken off is left out."""
        for _ in range(count):
            month = self.world.next_month()
            done = self._month(month)
            if self.stop():
                return
            yield done

    def _month(self, month: Month) -> MonthDone:
        luck = Random(f"{self.limits.seed}/{month.first}/{self.method}")  # noqa: S311 (no secret is made from it)
        self.tell(Step(self.method, month.first))
        instance = self._with_history(month)
        duties = plan(self.method, instance, self.limits, luck, self.stop)
        life = _Life(self, instance, {*duties}, luck)
        for day in sorted({event.known for event in month.events}):
            if not self.stop():
                life.happen(day, [event for event in month.events if event.known == day])
        self._write(month, life)
        kept = {cadre: tuple(entries) for cadre, entries in self.ledgers.items()}
        owed = sum(cadre.duties for cadre in instance.cadres)
        return MonthDone(self.method, month.first, owed, len(life.duties), life.changes.total(), kept)

    def _with_history(self, month: Month) -> Instance:
        """The month's instance with everybody's last duty, and what they carry."""
        ids = [cadre.id for cadre in month.instance.cadres]
        known = carried(self.ledgers, month.first, among=ids)
        cadres = []
        for cadre in month.instance.cadres:
            last, mine = self.last.get(cadre.id), known.get(cadre.id, Carried())
            cadres.append(
                replace(
                    cadre,
                    last_zone=last.zone if last else None,
                    last_duty=last.date if last else None,
                    carried_burden=mine.burden,
                    carried_unserved=mine.unserved,
                    carried_far=mine.far,
                    carried_changes=mine.changes,
                )
            )
        return replace(month.instance, cadres=tuple(cadres))

    def _write(self, month: Month, life: _Life) -> None:
        """The month's ledger entries."""
        instance = life.instance
        burden = {day.date: day.burden for day in instance.days}
        community = {zone.id: zone.community for zone in instance.zones}
        linked = {unit.id: unit.linked_communities for unit in instance.units}
        mine: dict[str, list[Duty]] = defaultdict(list)
        for duty in sorted(life.duties):
            mine[duty.cadre].append(duty)
            self.last[duty.cadre] = duty
        for cadre in instance.cadres:
            served = mine[cadre.id]
            missing = max(0, cadre.duties - len(served))
            heavy = [burden[duty.date] - 1 for duty in served]
            self.ledgers[cadre.id].append(
                LedgerEntry(
                    month.first,
                    owed=cadre.duties,
                    served=len(served),
                    excused=missing if cadre.id in month.away or cadre.id in life.lost_by_illness else 0,
                    burden=sum(heavy),
                    burdensome=sum(one > 0 for one in heavy),
                    far=sum(community[duty.zone] not in linked[cadre.unit] for duty in served),
                    changes=life.changes[cadre.id],
                    short_notice=life.short_notice[cadre.id],
                )
            )


@dataclass
class _Life:
    """A month after publication. `instance` is as it was published; `duties` are as they stand by now."""

    run: Run
    instance: Instance
    duties: set[Duty]
    luck: Random
    ill: dict[str, set[date]] = field(default_factory=lambda: defaultdict(set))
    closed: set[date] = field(default_factory=set)
    lost_by_illness: set[str] = field(default_factory=set)
    changes: Counter[str] = field(default_factory=Counter)
    short_notice: Counter[str] = field(default_factory=Counter)

    def happen(self, today: date, events: list[Event]) -> None:
        """What becomes known on a day. Nobody new is sent on it any more; what it spoils is put right."""
        for event in events:
            if event.closed is not None:
                self.closed.add(event.closed)
            if event.cadre is not None and event.last is not None:
                self.ill[event.cadre].update(
                    day.date for day in self.instance.days if event.known <= day.date <= event.last
                )
        spoilt = {
            duty
            for duty in self.duties
            if duty.date >= today and (duty.date in self.closed or duty.date in self.ill[duty.cadre])
        }
        if not spoilt:
            return
        self.run.tell(Step(self.run.method, self.instance.days[0].date, today))
        self.lost_by_illness.update(duty.cadre for duty in spoilt if duty.date in self.ill[duty.cadre])
        before = {duty for duty in self.duties if duty.date > today or duty in spoilt}
        done = self.duties - before
        now = self._now(today, before, done)
        after = set(put_right(self.run.method, now, self.run.limits, self.luck, self.run.stop))
        for duty in before - after:
            self.changes[duty.cadre] += 1
            self.short_notice[duty.cadre] += (duty.date - today).days < NOTICE_DAYS
        self.duties = done | after

    def _now(self, today: date, before: set[Duty], done: set[Duty]) -> Instance:
        """The month as it stands on a day: what is past is done, who is ill is away, a closed day is closed."""
        days = tuple(
            replace(day, past=day.date <= today, open=day.open and day.date not in self.closed)
            for day in self.instance.days
        )
        cadres = tuple(
            replace(
                cadre,
                unavailable=tuple(sorted({*cadre.unavailable, *self.ill[cadre.id]})),
                absent=tuple(sorted({*cadre.away, *self.ill[cadre.id]})),
            )
            if cadre.id in self.ill
            else cadre
            for cadre in self.instance.cadres
        )
        return replace(
            self.instance, days=days, cadres=cadres, incumbent=tuple(sorted(before)), served=tuple(sorted(done))
        )


def simulate(run: Run, count: int) -> Iterator[MonthDone]:
    """The months of one method, one after the other."""
    return run.months(count)
