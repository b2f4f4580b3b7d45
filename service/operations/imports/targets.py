"""Every kind with the table that keeps it."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from service.adapters.sheets.kinds import KINDS
from service.models import (
    Absence,
    AbsenceKind,
    Branch,
    Cadre,
    Candidate,
    Community,
    DayPreference,
    Event,
    EventAttendance,
    EventCall,
    EventKind,
    Exemption,
    GridWorker,
    Party,
    Placement,
    Post,
    PostRole,
    Programme,
    ProgrammeState,
    Recusal,
    SiteStage,
    Skill,
    Subdistrict,
    SurgeListed,
    SurgePlace,
    Unit,
    UnitRecusal,
    Zone,
)
from service.operations.imports.calendar import CalendarTarget
from service.operations.imports.changes import Existing, Record
from service.operations.imports.events import Called, EventTarget
from service.operations.imports.extras import BRANCHES, NEEDS, SKILLS, UNITS, Links
from service.operations.imports.overlaps import one_absence_at_a_time
from service.operations.imports.parties import Members, one_party_at_a_time, with_start
from service.operations.imports.placements import CandidateTarget, PlacementTarget
from service.operations.imports.posts import (
    PostTarget,
    RoleSkills,
    RoleTarget,
    UsualRoles,
    none_done_ahead,
    with_completion,
)
from service.operations.imports.surges import Needs, SurgeTarget, of_open_operations
from service.operations.imports.target import TableTarget, Target
from service.operations.names import initials_of, pinyin_of

AT_THE_OFFICE = frozenset({AbsenceKind.TRAINING, AbsenceKind.MEETING})


def spelled(record: Record) -> dict[str, Any]:
    """A cadre's pinyin and initials, for the search."""
    return {"pinyin": pinyin_of(record["name"]), "initials": initials_of(record["name"])}


def with_away(record: Record, given: set[str], known: Existing | None, day: date) -> Record:
    """Meetings and trainings leave nobody's desk for the day, unless the file says so."""
    if "away" in given or (known is not None and known.record["kind"] == record["kind"]):
        return record
    return {**record, "away": record["kind"] not in AT_THE_OFFICE}


def open_programmes() -> Any:
    """The programmes that are not cancelled, by id."""
    return select(Programme.id).where(Programme.state != ProgrammeState.CANCELLED)


def _not_cancelled(model: Any) -> Any:
    return lambda: (model.cancelled_at.is_(None),)


def _entered_exemptions() -> tuple[Any, ...]:
    """Exemptions entered by themselves: those of placements and surges change with these alone."""
    own = (Exemption.placement_id.is_(None), Exemption.operation_id.is_(None))
    return (Exemption.cancelled_at.is_(None), *own)


TARGETS: dict[str, Target] = {
    target.kind.name: target
    for target in (
        TableTarget(KINDS["subdistricts"], Subdistrict),
        TableTarget(KINDS["communities"], Community, {"subdistrict": "subdistrict_id"}),
        TableTarget(KINDS["skills"], Skill),
        TableTarget(KINDS["zones"], Zone, {"community": "community_id"}, (NEEDS,)),
        TableTarget(KINDS["units"], Unit, {}, (Links(),), order=("position", "code")),
        TableTarget(KINDS["branches"], Branch),
        TableTarget(
            KINDS["cadres"], Cadre, {"home_zone": "home_zone_id"}, (UNITS, BRANCHES, SKILLS), derive=spelled,
            order=("employee_number",),
        ),
        TableTarget(KINDS["grid_workers"], GridWorker, {"community": "community_id", "zone": "zone_id"}),
        TableTarget(
            KINDS["parties"], Party, {}, (Members("mentor"), Members("members")), complete=with_start,
            cross=one_party_at_a_time,
        ),
        CalendarTarget(),
        TableTarget(
            KINDS["absences"], Absence, {"cadre": "cadre_id"}, where=_not_cancelled(Absence), complete=with_away,
            cross=one_absence_at_a_time, order=("first_day",),
        ),
        TableTarget(
            KINDS["exemptions"], Exemption, {"cadre": "cadre_id"}, where=_entered_exemptions,
            order=("first_day",),
        ),
        TableTarget(
            KINDS["recusals"], Recusal, {"cadre": "cadre_id", "zone": "zone_id"}, complete=with_start,
            order=("valid_from",),
        ),
        TableTarget(KINDS["preferences"], DayPreference, {"cadre": "cadre_id"}, order=("date",)),
        TableTarget(KINDS["event_kinds"], EventKind, order=("position", "code")),
        EventTarget(
            KINDS["events"], Event, {"kind": "kind_id", "community": "community_id", "zone": "zone_id"},
            (Called("units", "unit"), Called("branches", "branch"), Called("people", "cadre")),
            where=_not_cancelled(Event), order=("date", "code"),
        ),
        TableTarget(
            KINDS["event_zones"], EventCall, {"event": "event_id", "branch": "branch_id", "zone": "zone_id"},
            where=lambda: (EventCall.branch_id.is_not(None),), order=("event_id",),
        ),
        TableTarget(
            KINDS["event_attendance"], EventAttendance, {"event": "event_id", "cadre": "cadre_id"},
            order=("event_id",),
        ),
        PostTarget(
            KINDS["posts"], Post,
            {"community": "community_id", "zone": "zone_id", "unit": "unit_id", "grid_worker": "grid_worker_id"},
            (UsualRoles(),), order=("code",),
        ),
        RoleTarget(
            KINDS["post_roles"], PostRole, {"post": "post_id"},
            (RoleSkills("required_skills", True), RoleSkills("wished_skills", False)),
            order=("post_id", "position"), owner=("post_id", Post),
        ),
        TableTarget(
            KINDS["site_stages"], SiteStage, {"post": "post_id"}, complete=with_completion, cross=none_done_ahead,
            order=("post_id", "position"),
        ),
        TableTarget(
            KINDS["unit_recusals"], UnitRecusal, {"cadre": "cadre_id", "unit": "unit_id"}, complete=with_start,
            order=("valid_from",),
        ),
        CandidateTarget(
            KINDS["candidates"], Candidate, {"programme": "programme_id", "cadre": "cadre_id"},
            where=lambda: (Candidate.programme_id.in_(open_programmes()),), order=("programme_id",),
        ),
        PlacementTarget(
            KINDS["placements"], Placement, {"cadre": "cadre_id", "post": "post_id"},
            where=_not_cancelled(Placement), order=("first_day",),
        ),
        SurgeTarget(
            KINDS["surge_places"], SurgePlace, {"operation": "operation_id", "community": "community_id"}, (Needs(),),
            where=of_open_operations(SurgePlace), order=("operation_id", "position"),
        ),
        SurgeTarget(
            KINDS["surge_people"], SurgeListed, {"operation": "operation_id", "cadre": "cadre_id"},
            where=of_open_operations(SurgeListed), order=("operation_id",),
        ),
    )
}  # fmt: skip
