"""Posts that share nobody are rosters of their own: apart they are solved sooner, and their bounds add up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from scheduler.roster.problem import Cover, Person, Roster


def parts_of(roster: Roster) -> list[Roster]:
    """The smallest rosters that together are this one: no person of one may fill a shift that counts in another.

    Their objectives add up to the whole's. One list entry, the roster itself, where it does not come apart.
    """
    counted = {row.shift for row in roster.cover}
    root = {person.id: person.id for person in roster.staff}
    first: dict[str, str] = {}
    for person in roster.staff:
        for shift, most in person.max_shifts.items():
            if most and shift in counted:
                _join(root, first.setdefault(shift, person.id), person.id)
    groups: dict[str, list[Person]] = defaultdict(list)
    for person in roster.staff:
        groups[_found(root, person.id)].append(person)
    if len(groups) < 2:
        return [roster]
    # Nobody may work a shift without an owner: it costs the same whatever is done, and stands with the first group.
    owner = {shift: _found(root, person) for shift, person in first.items()}
    rows: dict[str, list[Cover]] = defaultdict(list)
    for row in roster.cover:
        rows[owner.get(row.shift, next(iter(groups)))].append(row)
    return [_part(roster, staff, tuple(rows[name])) for name, staff in groups.items()]


def _found(root: dict[str, str], name: str) -> str:
    while root[name] != name:
        root[name] = root[root[name]]
        name = root[name]
    return name


def _join(root: dict[str, str], one: str, other: str) -> None:
    root[_found(root, other)] = _found(root, one)


def _part(roster: Roster, staff: list[Person], cover: tuple[Cover, ...]) -> Roster:
    """The roster of some of the staff, with only the shifts that it speaks of."""
    names = {person.id for person in staff}
    on = tuple(wish for wish in roster.on_requests if wish.staff in names)
    off = tuple(wish for wish in roster.off_requests if wish.staff in names)
    pins = tuple(pin for pin in roster.pins if pin.staff in names)
    history = {name: known for name, known in roster.history.items() if name in names}
    kept: set[str | None] = {wish.shift for wish in (*on, *off)}
    kept |= {row.shift for row in cover} | {pin.shift for pin in pins}
    kept |= {known.last_shift for known in history.values()}
    kept |= {shift for person in staff for shift, most in person.max_shifts.items() if most}
    shifts = tuple(
        replace(shift, not_followed_by=tuple(other for other in shift.not_followed_by if other in kept))
        for shift in roster.shifts
        if shift.id in kept
    )
    people = tuple(
        replace(person, max_shifts={shift: most for shift, most in person.max_shifts.items() if shift in kept})
        for person in staff
    )
    return replace(
        roster, shifts=shifts, staff=people, on_requests=on, off_requests=off, cover=cover, history=history, pins=pins
    )
