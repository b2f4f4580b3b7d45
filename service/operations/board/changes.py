"""The difference between two versions, person by person: old day and zone, new day and zone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from service.operations.board.versions import BoardDuty


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What changes for one cadre: duties that only the old or only the new version has."""

    name: str
    number: str
    unit_name: str
    old: tuple[BoardDuty, ...]
    new: tuple[BoardDuty, ...]

    @property
    def kind(self) -> str:
        """`added`, `removed` or `moved`."""
        if not self.old:
            return "added"
        return "moved" if self.new else "removed"


def changes_between(old: Iterable[BoardDuty], new: Iterable[BoardDuty]) -> list[PersonChange]:
    """Everybody whose duties differ, by unit and name."""
    people: dict[int, BoardDuty] = {}
    places: list[dict[int, dict[tuple[object, int], BoardDuty]]] = []
    for duties in (old, new):
        found: dict[int, dict[tuple[object, int], BoardDuty]] = {}
        for duty in duties:
            people[duty.cadre_id] = duty
            found.setdefault(duty.cadre_id, {})[duty.date, duty.zone_id] = duty
        places.append(found)
    changes = []
    for cadre_id, person in people.items():
        before, after = (found.get(cadre_id, {}) for found in places)
        if before.keys() != after.keys():
            changes.append(
                PersonChange(
                    person.name,
                    person.number,
                    person.unit_name,
                    tuple(duty for key, duty in before.items() if key not in after),
                    tuple(duty for key, duty in after.items() if key not in before),
                )
            )
    return sorted(changes, key=lambda change: (change.unit_name, change.number))
