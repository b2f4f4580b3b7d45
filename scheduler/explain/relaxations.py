"""Single relaxations that could be had: more room of a unit on a day, a day opened, a link, a zone that takes more."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from scheduler.formulation import formulate
from scheduler.model import AssignmentModel, InstanceIndex
from scheduler.problem import Instance, Text, counted, en_day, zh_day


@dataclass(frozen=True, slots=True)
class Relaxation:
    """One step.

    kind: `floor` (unit, day), `open` (day), `link` (unit, community), `visits` or `parties` (zone), `gap` (for all).
    """

    kind: str
    unit: str | None = None
    day: date | None = None
    zone: str | None = None
    community: str | None = None

    def words(self, index: InstanceIndex) -> Text:
        """What is to be done."""
        if self.kind == "floor":
            assert self.unit is not None
            assert self.day is not None
            name = index.units[self.unit].name
            return Text(f"{name}在{zh_day(self.day)}多派1人", f"let {name} spare one more on {en_day(self.day)}")
        if self.kind == "open":
            assert self.day is not None
            return Text(f"开放{zh_day(self.day)}值勤", f"open {en_day(self.day)} for duty")
        if self.kind == "link":
            assert self.unit is not None
            name = index.units[self.unit].name
            community = index.names.community(str(self.community))
            return Text(f"让{name}联点社区{community}", f"link {name} with the community {community}")
        if self.kind == "gap":
            days = index.instance.min_gap_days - 1
            return Text(
                f"两次值勤的最小间隔改为{days}天", f"let two duties of a person be {counted(days, 'day')} apart"
            )
        assert self.zone is not None
        name = index.zones[self.zone].name
        if self.kind == "visits":
            return Text(f"{name}本期多接待1次", f"let {name} take one visit more in the period")
        return Text(f"{name}每天多接待1组", f"let {name} take one party more a day")

    def applied(self, instance: Instance) -> Instance:
        """The instance with the step taken; a floor is a matter of one day, which only `model` can show."""
        if self.kind == "open":
            days = tuple(replace(day, open=day.open or day.date == self.day) for day in instance.days)
            return replace(instance, days=days)
        if self.kind == "link":
            units = tuple(
                replace(unit, linked_communities=(*unit.linked_communities, str(self.community)))
                if unit.id == self.unit
                else unit
                for unit in instance.units
            )
            return replace(instance, units=units)
        if self.kind == "gap":
            return replace(instance, min_gap_days=instance.min_gap_days - 1)
        if self.kind in ("visits", "parties"):
            more = (1, 0) if self.kind == "visits" else (0, 1)
            zones = tuple(
                replace(
                    zone, max_visits=zone.max_visits + more[0], max_parties_per_day=zone.max_parties_per_day + more[1]
                )
                if zone.id == self.zone
                else zone
                for zone in instance.zones
            )
            return replace(instance, zones=zones)
        return instance

    def model(self, instance: Instance, plain: AssignmentModel) -> AssignmentModel:
        """The model of the instance with the step taken; `plain` is the one without it."""
        if self.kind != "floor":
            return formulate(self.applied(instance))
        table = plain.limits
        row = plain.weightings.get(f"unit:{self.unit}", -1)
        times = [number for number, day in enumerate(InstanceIndex(instance).times) if day.date == self.day]
        floors = [number for number, rule in enumerate(table.rules) if rule == "unit_floor"]
        wider = np.isin(table.rule, floors) & (table.weighting == row) & np.isin(table.first_time, times)
        return replace(plain, limits=replace(table, high=table.high + wider))
