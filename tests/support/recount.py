"""A second recount of a plan, written from the definition alone: reads the JSON of an instance, shares no code."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations
from typing import Any

Json = dict[str, Any]
Assigned = tuple[str, str, str]


class Recount:
    """`broken`: codes of hard rules that a plan of (cadre, date, zone) breaks; `score`: points by soft rule."""

    def __init__(self, instance: Json, plan: list[Assigned]) -> None:
        self.instance = instance
        self.plan = plan
        self.done: list[Assigned] = [(s["cadre"], s["date"], s["zone"]) for s in instance.get("served", [])]
        self.every = self.plan + self.done
        self.people: dict[str, Json] = {c["id"]: c for c in instance["cadres"]}
        self.zones: dict[str, Json] = {z["id"]: z for z in instance["zones"]}
        self.days: dict[str, Json] = {d["date"]: d for d in instance["days"]}
        self.group = {member: number for number, party in enumerate(instance.get("parties", [])) for member in party}
        self.broken = {code for code, wrong in self._hard() if wrong}
        self.score = {code: instance["weights"].get(code, 0) * amount for code, amount in self._soft()}

    def _days_of(self, cadre: str) -> list[str]:
        return sorted(d for c, d, _ in self.every if c == cadre)

    def _zones_of(self, cadre: str) -> list[str]:
        return [z for c, _, z in self.every if c == cadre]

    def _parties_in(self, zone: str, day: str) -> int:
        return len({self.group.get(c, c) for c, d, z in self.every if (d, z) == (day, zone)})

    def _visits(self, zone: str) -> int:
        return sum(self._parties_in(zone, day) for day in self.days)

    def _near(self, cadre: str, zone: str, *, wide: bool) -> bool:
        """Whether a zone is in a linked community, or (wide) in the subdistrict of one."""
        unit = next(u for u in self.instance["units"] if u["id"] == self.people[cadre]["unit"])
        linked = unit["linked_communities"]
        if not wide:
            return self.zones[zone]["community"] in linked
        streets = {z["subdistrict"] for z in self.zones.values() if z["community"] in linked}
        return self.zones[zone]["subdistrict"] in streets

    def _may_go(self, cadre: str, zone: str) -> bool:
        person = self.people[cadre]
        if zone in person.get("barred_zones", []):
            return False
        if person.get("only_zones") is not None:
            return zone in person["only_zones"]
        return self._near(cadre, zone, wide=True) or person.get("home_zone") == zone

    def _spare(self, unit: Json, day: str) -> int:
        staff = [c for c in self.people.values() if c["unit"] == unit["id"]]
        gone = [c for c in staff if day in c.get("absent", c.get("unavailable", []))]
        return max(0, len(staff) - len(gone) - unit["min_present"])

    def _on_duty(self, unit: Json, day: str) -> int:
        return sum(d == day and self.people[c]["unit"] == unit["id"] for c, d, _ in self.every)

    def _too_close(self, cadre: str) -> bool:
        """A new duty less than the gap after any earlier one."""
        gap = self.instance["min_gap_days"]
        return any(
            _between(first, second) < gap and not self.days[second].get("past")
            for first, second in combinations(self._days_of(cadre), 2)
        )

    def _party_split(self, party: list[str]) -> bool:
        return len({frozenset((d, z) for c, d, z in self.plan if c == member) for member in party}) > 1 or any(
            self.plan.count(item) > 1 for item in self.plan
        )

    def _hard(self) -> Iterator[tuple[str, bool]]:
        coming = [d for d in self.days if self.days[d]["open"] and not self.days[d].get("past")]
        new = {c for c, _, _ in self.plan}
        yield "duties_owed", any(len(self._days_of(c)) > self.people[c].get("duties", 1) for c in new)
        yield "min_gap", any(self._too_close(c) for c in self.people)
        yield "open_day", any(d not in coming or d in self.people[c].get("unavailable", []) for c, d, _ in self.plan)
        yield "allowed_zone", not all(self._may_go(c, z) for c, _, z in self.plan)
        yield (
            "unit_floor",
            any(self._on_duty(unit, d) > self._spare(unit, d) for unit in self.instance["units"] for d in coming),
        )
        crowded = any(self._parties_in(z, d) > self.zones[z]["max_parties_per_day"] for _, d, z in self.plan
                      if not self.days[d].get("past"))  # fmt: skip
        worn = any(self._visits(z) > self.zones[z]["max_visits"] for _, _, z in self.plan)
        yield "zone_capacity", crowded or worn
        yield "party", any(self._party_split(party) for party in self.instance.get("parties", []))
        yield (
            "pin",
            not all(
                any(
                    c == pin["cadre"] and pin.get("date") in (None, d) and pin.get("zone") in (None, z)
                    for c, d, z in self.every
                )
                for pin in self.instance.get("pins", [])
            ),
        )

    def _soft(self) -> Iterator[tuple[str, int]]:
        yield "unserved", sum(max(0, c.get("duties", 1) - len(self._days_of(c["id"]))) for c in self.people.values())
        missing = {c["id"]: max(0, c.get("duties", 1) - len(self._days_of(c["id"]))) for c in self.people.values()}
        yield "unserved_again", sum(self._carried("unserved", c) * count for c, count in missing.items())
        yield from self._of_zones()
        yield from self._of_duties()
        yield "spacing", sum(self._crowding(z) for z in self.zones)
        yield (
            "day_balance",
            sum(
                max(0, count - d["max"]) + max(0, d["min"] - count)
                for d in self.instance["days"]
                if d["open"] and not d.get("past")
                for count in [sum(day == d["date"] for _, day, _ in self.every)]
            ),
        )
        moved = [(self._days_of(i["cadre"]), self._zones_of(i["cadre"]), i) for i in self.instance.get("incumbent", [])]
        yield "change_day", sum(1 for days, _, i in moved if days and i["date"] not in days)
        yield "change_zone", sum(1 for _, zones, i in moved if zones and i["zone"] not in zones)
        yield (
            "changed_again",
            sum(
                self._carried("changes", i["cadre"]) * ((i["date"] not in days) + (i["zone"] not in zones))
                for days, zones, i in moved
                if days
            ),
        )

    def _carried(self, what: str, cadre: str) -> int:
        return int(self.people[cadre].get(f"carried_{what}", 0))

    def _of_zones(self) -> Iterator[tuple[str, int]]:
        yield (
            "zone_shortfall",
            sum(z["priority"] * max(0, z["min_visits"] - self._visits(z["id"])) for z in self.zones.values()),
        )
        yield (
            "need_shortfall",
            sum(
                max(
                    0,
                    need
                    - sum(zone == z["id"] and skill in self.people[c].get("skills", []) for c, _, zone in self.every),
                )
                for z in self.zones.values()
                for skill, need in z.get("needs", {}).items()
            ),
        )

    def _of_duties(self) -> Iterator[tuple[str, int]]:
        def last(cadre: str) -> Any:
            return self.people[cadre].get("last_zone")

        def home(cadre: str) -> Any:
            return self.people[cadre].get("home_zone")

        yield "not_linked", sum(not self._near(c, z, wide=False) for c, _, z in self.plan)
        far = [c for c, _, z in self.plan if not self._near(c, z, wide=False)]
        yield "far_again", sum(self._carried("far", c) for c in far)
        yield "not_home", sum(home(c) is not None and home(c) != z for c, _, z in self.plan)
        yield "new_zone", sum(last(c) is not None and last(c) != z for c, _, z in self.plan)
        yield "same_zone", sum(last(c) == z for c, _, z in self.plan)
        yield "avoid", sum(self.people[c].get("avoid", {}).get(d, 0) for c, d, _ in self.plan)
        low, high = self.instance["interval_days"]
        gaps = [_between(p["last_duty"], d) for c, d, _ in self.plan if (p := self.people[c]).get("last_duty")]
        yield "interval", sum(low - gap if gap < low else gap - high if gap > high else 0 for gap in gaps)
        yield (
            "burden",
            sum((self.days[d]["burden"] - 1) * self.people[c].get("carried_burden", 0) for c, d, _ in self.plan),
        )

    def _crowding(self, zone: str) -> int:
        """Parties beyond the first in every run of open days, those over the edges included."""
        length = self.instance["spacing_days"]
        nothing = [0] * (length - 1)
        line = nothing + [self._parties_in(zone, d) for d in self.days if self.days[d]["open"]] + nothing
        runs = [line[start : start + length] for start in range(len(line) - length + 1)]
        return sum(sum(run) - 1 for run in runs if sum(run) > 1)


def _between(earlier: str, later: str) -> int:
    return date.fromisoformat(later).toordinal() - date.fromisoformat(earlier).toordinal()
