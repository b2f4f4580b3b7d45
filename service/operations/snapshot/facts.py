"""A digest of a snapshot's inputs by kind and subject: what changed since an earlier one can be named."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any

from scheduler.fairness import LedgerEntry
from service.operations.planning_settings import PlanningSettings
from service.operations.snapshot.history import PublishedDuty
from service.operations.snapshot.people import Inputs
from service.operations.snapshot.period import Period
from service.operations.snapshot.places import Places
from service.operations.snapshot.spans import Span

DIGEST_LENGTH = 12
ENTRY = attrgetter(*(field.name for field in fields(LedgerEntry)))
Facts = dict[str, dict[str, str]]


class FactKind(StrEnum):
    """The kinds of inputs. Subjects: a date, a code, an employee number, or a setting's name."""

    CALENDAR = "calendar"
    SETTING = "setting"
    UNIT = "unit"
    ZONE = "zone"
    CADRE = "cadre"
    PARTY = "party"
    ABSENCE = "absence"
    EXEMPTION = "exemption"
    EVENT = "event"
    PREFERENCE = "preference"
    RECUSAL = "recusal"
    HISTORY = "history"
    ATTENDANCE = "attendance"


class How(StrEnum):
    """How a subject's facts changed."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """One subject whose facts of a kind changed."""

    kind: FactKind
    subject: str
    how: How


def digest(value: object) -> str:
    """A short digest of anything JSON can hold (dates included)."""
    data = json.dumps(value, default=str, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(data.encode()).hexdigest()[:DIGEST_LENGTH]


def facts_hash(facts: Mapping[str, Mapping[str, str]]) -> str:
    """One hash over all facts."""
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def facts_of(
    period: Period, settings: PlanningSettings, places: Places, inputs: Inputs, published: list[PublishedDuty]
) -> Facts:
    """The facts of a snapshot. A day that passes changes them only where something dated begins or ends with it."""
    numbers = {row.id: row.employee_number for row in inputs.rows}
    whole: dict[str, dict[str, Any]] = {
        FactKind.CALENDAR: {
            day.date.isoformat(): [day.open, day.burden, day.min_on_duty, day.max_on_duty] for day in period.days
        },
        FactKind.SETTING: settings.model_dump(
            mode="json",
            exclude={
                "duties_per_month", "keep_days", "draft_from_day", "publish_by_itself", "short_notice_days",
                "duty_starts", "duty_ends",
            },
        ),
        FactKind.UNIT: {unit.id: [unit.min_present, unit.linked_communities] for unit in places.units},
        FactKind.ZONE: {zone.id: {**asdict(zone), "name": None} for zone in places.zones},
        FactKind.CADRE: {
            row.employee_number: _cadre(row, inputs, places) for row in inputs.rows if row.id in inputs.memberships
        },
        FactKind.PARTY: {code: [numbers[one] for one in members] for code, members in inputs.parties.items()},
        FactKind.ABSENCE: {numbers[cadre]: _days(spans) for cadre, spans in inputs.absences.items()},
        FactKind.EXEMPTION: {numbers[cadre]: _days(spans) for cadre, spans in inputs.exemptions.items()},
        FactKind.PREFERENCE: {
            numbers[cadre]: [[day, count] for day, count in points.items()]
            for cadre, points in inputs.preferences.items()
        },
        FactKind.RECUSAL: {
            numbers[cadre]: sorted(places.zone_codes[zone] for zone in zones)
            for cadre, zones in inputs.recusals.items()
        },
        FactKind.HISTORY: {
            numbers[cadre]: _history(cadre, inputs, places) for cadre in inputs.past.keys() | inputs.ledger.keys()
        },
        FactKind.ATTENDANCE: _not_served(published, numbers, period.today),
    }  # fmt: skip
    if inputs.events:
        # Only where there are any: a month without events has the facts it had before there were events at all.
        whole[FactKind.EVENT] = {numbers[cadre]: _days(spans) for cadre, spans in inputs.events.items()}
    return {
        str(kind): {subject: digest(value) for subject, value in sorted(subjects.items())}
        for kind, subjects in whole.items()
    }


def _cadre(row: Any, inputs: Inputs, places: Places) -> list[Any]:
    units = [[span.first, span.last, places.unit_codes.get(span.subject)] for span in inputs.memberships[row.id]]
    home = places.zone_codes.get(row.home_zone_id)
    return [units, row.active_from, row.active_to, row.duties_per_month, home, inputs.skills.get(row.id, [])]


def _history(cadre: int, inputs: Inputs, places: Places) -> list[Any]:
    past, ledger = inputs.past.get(cadre), inputs.ledger.get(cadre, [])
    last = [places.zone_codes.get(past.last_zone), past.last_duty] if past else [None, None]
    return [*last, [ENTRY(entry) for entry in ledger]]


def _days(spans: list[Span]) -> list[Any]:
    return [[span.first, span.last, span.away] for span in spans]


def _not_served(published: list[PublishedDuty], numbers: Mapping[int, str], today: date) -> dict[str, list[date]]:
    found: dict[str, list[date]] = {}
    for duty in published:
        if duty.date < today and not duty.counts:
            found.setdefault(numbers[duty.cadre_id], []).append(duty.date)
    return found


def changes_between(old: Mapping[str, Mapping[str, str]], new: Mapping[str, Mapping[str, str]]) -> list[Change]:
    """What changed from one digest to a later one, by kind in reading order."""
    found = []
    for kind in FactKind:
        before, after = old.get(kind, {}), new.get(kind, {})
        for subject in sorted(before.keys() | after.keys()):
            if before.get(subject) != after.get(subject):
                how = How.ADDED if subject not in before else How.REMOVED if subject not in after else How.CHANGED
                found.append(Change(kind, subject, how))
    return found


def counts_by_kind(changes: list[Change]) -> dict[FactKind, int]:
    """How many subjects changed, by kind."""
    return dict(Counter(change.kind for change in changes))
