"""The best objective of an instance by the plainest exact model: a Boolean for each cadre, day and zone.

Written from the definition alone, on the JSON of an instance; shares no code with the product.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from ortools.sat.python import cp_model

from tests.support.recount import Recount

Json = dict[str, Any]
Sum = Any


def best_by_plain_model(instance: Json, seconds: float = 60.0) -> int | None:
    """The least objective of any plan; None where pins clash.

    Raises:
        TimeoutError: the time did not suffice to prove it.
    """
    plain = _Plain(instance)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(plain.model)
    if status == cp_model.INFEASIBLE:
        return None
    if status != cp_model.OPTIMAL:
        raise TimeoutError(solver.status_name())
    return round(solver.objective_value)


class _Plain:
    def __init__(self, instance: Json) -> None:
        self.instance = instance
        self.facts = Recount(instance, [])
        self.model = cp_model.CpModel()
        self.coming = [d["date"] for d in instance["days"] if d["open"] and not d.get("past")]
        self.x: dict[tuple[str, str, str], Any] = {}
        for person in self.facts.people.values():
            for day in self.coming:
                for zone in self.facts.zones:
                    if day not in person.get("unavailable", []) and self.facts._may_go(person["id"], zone):
                        self.x[person["id"], day, zone] = self.model.new_bool_var("")
        self._people()
        self._parties()
        self._places()
        self._pins()
        self.model.minimize(sum(weight * amount for weight, amount in self._points()))

    def _of(self, cadre: str | None = None, day: str | None = None, zone: str | None = None) -> list[Any]:
        return [x for (c, d, z), x in self.x.items() if cadre in (None, c) and day in (None, d) and zone in (None, z)]

    def _people(self) -> None:
        gap = self.instance["min_gap_days"]
        for cadre, person in self.facts.people.items():
            done = self.facts._days_of(cadre)
            self.model.add(sum(self._of(cadre)) <= max(0, person.get("duties", 1) - len(done)))
            for number, day in enumerate(self.coming):
                self.model.add(sum(self._of(cadre, day)) <= 1)
                if any(0 <= _days(earlier, day) < gap for earlier in done):
                    self.model.add(sum(self._of(cadre, day)) == 0)
                for other in self.coming[number + 1 :]:
                    if _days(day, other) < gap:
                        self.model.add(sum(self._of(cadre, day)) + sum(self._of(cadre, other)) <= 1)
        for unit in self.instance["units"]:
            for day in self.coming:
                staff = [c for c, person in self.facts.people.items() if person["unit"] == unit["id"]]
                self.model.add(sum(x for c in staff for x in self._of(c, day)) <= self.facts._spare(unit, day))

    def _parties(self) -> None:
        """All of a party, or none of it."""
        for party in self.instance.get("parties", []):
            for day in self.coming:
                for zone in self.facts.zones:
                    here = [self.x.get((member, day, zone), 0) for member in party]
                    for other in here[1:]:
                        self.model.add(here[0] == other)

    def _visits(self, zone: str, day: str) -> Sum:
        """New visits and those made already: a party counts by its first member."""
        parties = self.instance.get("parties", [])
        later = {member for party in parties for member in party[1:]}
        new = [x for c in self.facts.people if c not in later for x in self._of(c, day, zone)]
        return sum(new) + self.facts._parties_in(zone, day)

    def _places(self) -> None:
        for zone, place in self.facts.zones.items():
            done = self.facts._visits(zone)
            for day in self.coming:
                self.model.add(self._visits(zone, day) <= place["max_parties_per_day"])
            new = sum(self._visits(zone, day) for day in self.coming)
            self.model.add(new <= max(0, place["max_visits"] - done))

    def _pins(self) -> None:
        for pin in self.instance.get("pins", []):
            kept = any(
                c == pin["cadre"] and pin.get("date") in (None, d) and pin.get("zone") in (None, z)
                for c, d, z in self.facts.done
            )
            if not kept:
                self.model.add(sum(self._of(pin["cadre"], pin.get("date"), pin.get("zone"))) >= 1)

    def _above(self, amount: Sum) -> Any:
        """max(0, amount), where that is to be small."""
        above = self.model.new_int_var(0, 1000, "")
        self.model.add(above >= amount)
        return above

    def _points(self) -> Iterator[tuple[int, Sum]]:
        weights = defaultdict(int, self.instance["weights"])
        for cadre, person in self.facts.people.items():
            owed = person.get("duties", 1) - len(self.facts._days_of(cadre))
            weight = weights["unserved"] + weights["unserved_again"] * person.get("carried_unserved", 0)
            if owed > 0:
                yield weight, owed - sum(self._of(cadre))
            yield from self._changes(cadre, person, weights)
        for (cadre, day, zone), x in self.x.items():
            yield sum(self._of_one(weights, self.facts.people[cadre], day, zone)), x
        for zone, place in self.facts.zones.items():
            yield from self._of_zone(weights, zone, place)
        for day in self.coming:
            count = sum(self._of(day=day))
            most, least = self.facts.days[day]["max"], self.facts.days[day]["min"]
            yield weights["day_balance"], self._above(count - most) + self._above(least - count)

    def _of_one(self, weights: dict[str, int], person: Json, day: str, zone: str) -> Iterable[int]:
        """The points of one duty alone."""
        far = not self.facts._near(person["id"], zone, wide=False)
        yield far * (weights["not_linked"] + weights["far_again"] * person.get("carried_far", 0))
        yield weights["not_home"] * (person.get("home_zone") not in (None, zone))
        yield weights["new_zone"] * (person.get("last_zone") not in (None, zone))
        yield weights["same_zone"] * (person.get("last_zone") == zone)
        yield weights["avoid"] * person.get("avoid", {}).get(day, 0)
        yield weights["burden"] * (self.facts.days[day]["burden"] - 1) * person.get("carried_burden", 0)
        if person.get("last_duty"):
            low, high = self.instance["interval_days"]
            gap = _days(person["last_duty"], day)
            yield weights["interval"] * max(0, low - gap, gap - high)

    def _of_zone(self, weights: dict[str, int], zone: str, place: Json) -> Iterator[tuple[int, Sum]]:
        new = sum(self._visits(zone, day) for day in self.coming)
        missing = place["min_visits"] - self.facts._visits(zone) - new
        yield weights["zone_shortfall"] * place["priority"], self._above(missing)
        for skill, need in place.get("needs", {}).items():
            able = [c for c, person in self.facts.people.items() if skill in person.get("skills", [])]
            done = sum(z == zone and c in able for c, _, z in self.facts.done)
            yield (
                weights["need_shortfall"],
                self._above(need - done - sum(x for c in able for x in self._of(c, None, zone))),
            )
        line = [
            self._visits(zone, d) if d in self.coming else self.facts._parties_in(zone, d)
            for d, day in self.facts.days.items() if day["open"]
        ]  # fmt: skip
        length = self.instance["spacing_days"]
        for start in range(1 - length, len(line)):
            yield weights["spacing"], self._above(sum(line[max(0, start) : start + length]) - 1)

    def _changes(self, cadre: str, person: Json, weights: dict[str, int]) -> Iterator[tuple[int, Sum]]:
        """For one who serves at all: duties of the plan so far whose day, and whose zone, is not kept."""
        done = [(d, z) for c, d, z in self.facts.done if c == cadre]
        serves = self.model.new_bool_var("")
        for x in self._of(cadre):
            self.model.add_implication(x, serves)
        if done:
            self.model.add(serves == 1)
        again = weights["changed_again"] * person.get("carried_changes", 0)
        for duty in self.instance.get("incumbent", []):
            if duty["cadre"] != cadre:
                continue
            if duty["date"] not in {d for d, _ in done}:
                kept = sum(self._of(cadre, duty["date"]))
                yield weights["change_day"] + again, self._above(serves - kept)
            if duty["zone"] not in {z for _, z in done}:
                kept = sum(self._of(cadre, None, duty["zone"]))
                yield weights["change_zone"] + again, self._above(serves - kept)


def _days(earlier: str, later: str) -> int:
    return date.fromisoformat(later).toordinal() - date.fromisoformat(earlier).toordinal()
