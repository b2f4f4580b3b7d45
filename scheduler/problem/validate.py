"""What a field alone cannot show: unknown ids, repeated ones, order and bounds between fields."""

from __future__ import annotations

from datetime import date

from scheduler.problem.instance import Cadre, Instance
from scheduler.problem.magnitude import check_magnitude
from scheduler.problem.reader import Errors, one_of, unique

ZONE_WORDS = ("已有网格的编号", "the id of a zone")
CADRE_WORDS = ("已有人员的编号", "the id of a cadre")


def find_errors(instance: Instance, errors: Errors) -> None:
    """Note everything that is wrong between the fields of an instance."""
    _days(instance, errors)
    unique(errors, "units", (unit.id for unit in instance.units))
    unique(errors, "zones", (zone.id for zone in instance.zones))
    unique(errors, "cadres", (cadre.id for cadre in instance.cadres))
    _places(instance, errors)
    zones = {zone.id for zone in instance.zones}
    units = {unit.id for unit in instance.units}
    for index, cadre in enumerate(instance.cadres):
        _cadre(cadre, f"cadres[{index}]", zones, units, errors)
    _parties(instance, errors)
    _duties(instance, zones, errors)
    if not errors.found:
        check_magnitude(instance, errors)


def _days(instance: Instance, errors: Errors) -> None:
    previous: date | None = None
    for index, day in enumerate(instance.days):
        if previous is not None and day.date <= previous:
            errors.add(f"days[{index}].date", day.date.isoformat(), "晚于前一天的日期", "a date after the one before")
        if day.min > day.max:
            errors.add(f"days[{index}].min", day.min, f"不大于 max（{day.max}）", f"at most max ({day.max})")
        previous = day.date


def _places(instance: Instance, errors: Errors) -> None:
    subdistrict_of: dict[str, str] = {}
    for index, zone in enumerate(instance.zones):
        known = subdistrict_of.setdefault(zone.community, zone.subdistrict)
        if known != zone.subdistrict:
            errors.add(f"zones[{index}].subdistrict", zone.subdistrict, f"该社区所在的“{known}”",
                       f"{known!r}, where that community is")  # fmt: skip
    for index, unit in enumerate(instance.units):
        for place, community in enumerate(unit.linked_communities):
            one_of(errors, f"units[{index}].linked_communities[{place}]", community, subdistrict_of,
                   "有网格的社区", "a community that has a zone")  # fmt: skip


def _cadre(cadre: Cadre, path: str, zones: set[str], units: set[str], errors: Errors) -> None:
    one_of(errors, f"{path}.unit", cadre.unit, units, "已有单位的编号", "the id of a unit")
    for key in ("home_zone", "last_zone"):
        value = getattr(cadre, key)
        if value is not None and value not in zones:
            errors.add(f"{path}.{key}", value, *ZONE_WORDS)
    for key in ("barred_zones", "only_zones"):
        for index, zone in enumerate(getattr(cadre, key) or ()):
            if zone not in zones:
                errors.add(f"{path}.{key}[{index}]", zone, *ZONE_WORDS)
    if cadre.absent:
        unavailable = set(cadre.unavailable)
        for index, day in enumerate(cadre.absent):
            if day not in unavailable:
                errors.add(f"{path}.absent[{index}]", day.isoformat(), "unavailable 中的日期", "a date of unavailable")


def _parties(instance: Instance, errors: Errors) -> None:
    cadres = {cadre.id for cadre in instance.cadres}
    seen: set[str] = set()
    for index, party in enumerate(instance.parties):
        if not party:
            errors.add(f"parties[{index}]", list(party), "至少一名成员", "at least one member")
        for place, member in enumerate(party):
            path = f"parties[{index}][{place}]"
            one_of(errors, path, member, cadres, *CADRE_WORDS)
            if member in seen:
                errors.add(path, member, "只在一个小组中的人员", "a cadre who is in no other party")
            seen.add(member)


def _duties(instance: Instance, zones: set[str], errors: Errors) -> None:
    cadres = {cadre.id for cadre in instance.cadres}
    days = {day.date: day for day in instance.days}
    for key in ("pins", "incumbent", "served"):
        for index, item in enumerate(getattr(instance, key)):
            path = f"{key}[{index}]"
            one_of(errors, f"{path}.cadre", item.cadre, cadres, *CADRE_WORDS)
            if item.zone is not None:
                one_of(errors, f"{path}.zone", item.zone, zones, *ZONE_WORDS)
            if item.date is not None and item.date not in days:
                errors.add(f"{path}.date", item.date.isoformat(), "本期内的日期", "a date of the period")
            elif key == "served" and item.date is not None and not days[item.date].past:
                errors.add(f"{path}.date", item.date.isoformat(), "已过去的日期", "a day that is past")
        if key != "pins":
            _no_repeats(instance, key, errors)


def _no_repeats(instance: Instance, key: str, errors: Errors) -> None:
    seen = set()
    for index, duty in enumerate(getattr(instance, key)):
        if (duty.cadre, duty.date) in seen:
            errors.add(f"{key}[{index}]", duty.date.isoformat(), "每人每天至多一项", "one duty a cadre and day")
        seen.add((duty.cadre, duty.date))
