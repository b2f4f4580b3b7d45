"""Takes a frozen snapshot of a month: the instance that is solved, its bytes and hash, and the facts behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from scheduler.problem import Cadre, Day, Duty, Instance, Names, Pin, as_written, dump_instance, sha256_of, validate
from service.models import District
from service.operations.months import local_date
from service.operations.planning_settings import Mode, PlanningSettings, planning_of
from service.operations.snapshot.facts import Facts, facts_hash, facts_of
from service.operations.snapshot.history import PublishedDuty, read_published
from service.operations.snapshot.kept import Released, close_days, keep, pins_of
from service.operations.snapshot.people import People, build_people, read_inputs
from service.operations.snapshot.period import Period, period_of
from service.operations.snapshot.places import Places, read_names, read_places

KEEP_DAYS = 3


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A month as it stands. `data` are the canonical bytes of `instance`, `sha256` their hash.

    `base_number` is the version in force (None: none). `published` are all its duties, `served`
    those that are facts by now. `released` are published duties that had to be given up. The maps
    lead from the instance's ids (employee numbers, codes) to row ids; `names` are those that the instance lacks.
    """

    district_id: int
    month: date
    today: date
    instance: Instance
    data: bytes
    sha256: str
    facts: Facts
    base_number: int | None
    published: tuple[PublishedDuty, ...]
    released: tuple[Released, ...]
    lost_pins: tuple[Pin, ...]
    cadre_ids: dict[str, int]
    unit_ids: dict[str, int]
    zone_ids: dict[str, int]
    party_codes: dict[str, str]
    provisional_days: tuple[date, ...]
    names: Names

    @property
    def facts_hash(self) -> str:
        """One hash over all facts: what idempotence is judged by."""
        return facts_hash(self.facts)


def is_empty(snapshot: Snapshot) -> bool:
    """Whether nothing could be planned: nobody owes a duty, there is no zone, or no day is open any more."""
    instance = snapshot.instance
    people = any(cadre.duties for cadre in instance.cadres)
    return not (people and instance.zones and any(day.open and not day.past for day in instance.days))


@contextmanager
def frozen_read(factory: sessionmaker[Session]) -> Iterator[Session]:
    """A session whose every query sees the same state of the database, however long it reads."""
    with factory() as session:
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        else:
            # Python's SQLite driver opens no transaction for reading by itself.
            session.execute(text("BEGIN"))
        yield session
        session.rollback()


def take_snapshot(
    session: Session,
    district_id: int,
    month: date,
    now: datetime,
    *,
    pins: Sequence[Pin] = (),
    replan: bool = False,
    incumbent: Sequence[Duty] = (),
    keep_days: int | None = None,
) -> Snapshot:
    """Read a month of a district.

    `pins` name employee numbers and zone codes. With `replan` the re-plan's weights hold and changes are
    counted from the version in force, or from `incumbent` (a draft's duties) where it is given. Where
    `keep_days` is given too, duties up to so many days ahead (unless the district says otherwise) and
    the pinned ones of the version in force stay, and nobody new is sent on those days.
    """
    district = session.get_one(District, district_id)
    settings = planning_of(district)
    today = local_date(district.time_zone, now)
    period = period_of(session, district_id, month, today, settings)
    places = read_places(session, district_id, period, settings)
    inputs = read_inputs(session, district_id, period)
    number, published = read_published(session, district_id, month)
    served = [duty for duty in published if duty.date < today and duty.counts]
    people = build_people(inputs, places, period, settings, served)
    known = [pin for pin in pins if pin.cadre in people.cadre_ids and pin.zone in (None, *places.zone_ids)]
    instance = _instance(f"{district.code} {month:%Y-%m}", period, settings, places, people)
    coming = duties_of((duty for duty in published if duty.date >= today and duty.counts), people, places)
    instance = replace(
        instance,
        served=duties_of(served, people, places),
        pins=tuple(known),
        incumbent=tuple(sorted(duty for duty in incumbent if duty.cadre in people.cadre_ids)),
        weights=_weights(settings, replan=replan),
    )
    released: Sequence[Released] = ()
    if replan and not instance.incumbent:
        instance = replace(instance, incumbent=coming)
    if replan and number is not None and keep_days is not None:
        nearest = today + timedelta(days=keep_days if settings.keep_days is None else settings.keep_days)
        held = {duty for duty in published if duty.pinned and duty.date >= today}
        instance, released = _keep(instance, duties_of(held, people, places), today, nearest)
    validate(instance)
    instance = as_written(instance)
    data = dump_instance(instance)
    return Snapshot(
        district_id, month, today, instance, data, sha256_of(data),
        facts_of(period, settings, places, inputs, published), number, tuple(published), tuple(released),
        tuple(pin for pin in pins if pin not in known), people.cadre_ids, places.unit_ids, places.zone_ids,
        people.party_codes, tuple(day.date for day in period.days if day.provisional),
        read_names(session, district_id),
    )  # fmt: skip


def duties_of(found: Iterable[PublishedDuty], people: People, places: Places) -> tuple[Duty, ...]:
    """Published duties in the instance's ids, those of people who are in it."""
    return tuple(
        sorted(
            Duty(people.numbers[duty.cadre_id], duty.date, places.zone_codes[duty.zone_id])
            for duty in found
            if duty.cadre_id in people.numbers
        )
    )


def _keep(instance: Instance, held: Iterable[Duty], today: date, nearest: date) -> tuple[Instance, list[Released]]:
    """The instance of a re-plan: what stays is pinned, and near days are closed to everybody else."""
    chosen = {pin.cadre for pin in instance.pins}
    for party in instance.parties:
        if not chosen.isdisjoint(party):
            chosen.update(party)
    soon = [duty for duty in instance.incumbent if today <= duty.date <= nearest]
    kept, released = keep(instance, [duty for duty in {*soon, *held} if duty.cadre not in chosen])
    pins = (*instance.pins, *pins_of(kept))
    closed = [day.date for day in instance.days if today <= day.date <= nearest]
    return replace(instance, pins=pins, cadres=close_days(instance.cadres, closed, pins)), released


def _weights(settings: PlanningSettings, *, replan: bool) -> dict[str, int]:
    weights = dict(settings.weights)
    if settings.mode is Mode.FIXED_DAY:
        # Everybody comes on the same day: that visits lie close together is no fault then.
        weights["spacing"] = 0
    return {**weights, **settings.replan_weights.model_dump()} if replan else weights


def _instance(name: str, period: Period, settings: PlanningSettings, places: Places, people: People) -> Instance:
    return Instance(
        name,
        days=_days(period, settings, people.cadres),
        units=places.units,
        zones=places.zones,
        cadres=tuple(people.cadres),
        weights=settings.weights,
        spacing_days=settings.spacing_days,
        interval_days=settings.interval_days,
        min_gap_days=settings.min_gap_days,
        parties=tuple(people.parties),
    )


def _days(period: Period, settings: PlanningSettings, cadres: list[Cadre]) -> tuple[Day, ...]:
    """Min and max on duty: as the calendar (or the fixed day) has them, else percentages of the month's average."""
    owed = sum(cadre.duties for cadre in cadres)
    count = max(1, len(period.open))
    fixed = settings.fixed_day if settings.mode is Mode.FIXED_DAY else None
    low = 0 if fixed else owed * settings.day_load[0] // (100 * count)
    high = owed if fixed else -(-owed * settings.day_load[1] // (100 * count))
    days = []
    for day in period.days:
        least, most = (fixed.min_on_duty, fixed.max_on_duty) if fixed else (day.min_on_duty, day.max_on_duty)
        least, most = _in_order(least, most, low, high)
        days.append(Day(day.date, day.date in period.open, day.burden, least, most, past=day.date < period.today))
    return tuple(days)


def _in_order(least: int | None, most: int | None, low: int, high: int) -> tuple[int, int]:
    """What is given stays; what is computed gives way to it."""
    if least is None and most is None:
        return low, high
    if least is None:
        return min(low, most or 0), most or 0
    return least, max(high, least) if most is None else most
