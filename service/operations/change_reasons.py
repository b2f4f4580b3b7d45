"""Why duties differ from the version before, as the re-plan that changed them found it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.models import Zone
from service.operations.differences import DutyChange, Place

Reasons = Sequence[Mapping[str, str]]
Key = tuple[str, tuple[str, str] | None, tuple[str, str] | None]


def change_reasons(
    session: Session, district_id: int, report: Mapping[str, Any], changes: Iterable[DutyChange]
) -> dict[DutyChange, Reasons]:
    """The reasons of those changes that a report (see `plan_report`) tells of; what was changed by hand has none.

    A duty that was released before the solve has the reason of its release.
    """
    told = list(changes)
    known = _known(report)
    if not known or not told:
        return {}
    places = [place for change in told for place in (change.old, change.new) if place is not None]
    codes = _codes(session, district_id, {place.zone_id for place in places})

    def spot(place: Place | None) -> tuple[str, str] | None:
        return None if place is None else (place.date.isoformat(), codes.get(place.zone_id, ""))

    found = {change: known.get((change.number, spot(change.old), spot(change.new))) for change in told}
    return {change: reasons for change, reasons in found.items() if reasons}


def _known(report: Mapping[str, Any]) -> dict[Key, Reasons]:
    released = {(item["cadre"], item["date"], item["zone"]): [item["why"]] for item in report.get("released", ())}
    known: dict[Key, Reasons] = {}
    for item in report.get("changes", ()):
        old, new = _spot(item["old"]), _spot(item["new"])
        before = released.get((item["cadre"], *old)) if old else None
        known[item["cadre"], old, new] = before or item["reasons"]
    return known


def _spot(duty: Mapping[str, str] | None) -> tuple[str, str] | None:
    return None if duty is None else (duty["date"], duty["zone"])


def _codes(session: Session, district_id: int, zones: set[int]) -> dict[int, str]:
    """Zone codes by row id."""
    found: dict[int, str] = {}
    ordered = sorted(zones)
    # A database bounds the number of values in one statement.
    for start in range(0, len(ordered), 5000):
        part = ordered[start : start + 5000]
        query = select(Zone.id, Zone.code).where(Zone.district_id == district_id, Zone.id.in_(part))
        found.update({row.id: row.code for row in session.execute(query)})
    return found
