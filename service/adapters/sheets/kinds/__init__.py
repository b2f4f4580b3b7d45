"""The kinds of record that can be imported and exported, in the order in which an empty district is filled."""

from service.adapters.sheets.columns import Kind
from service.adapters.sheets.kinds.absences import ABSENCES
from service.adapters.sheets.kinds.branches import BRANCHES
from service.adapters.sheets.kinds.cadres import CADRES
from service.adapters.sheets.kinds.calendar import CALENDAR
from service.adapters.sheets.kinds.communities import COMMUNITIES
from service.adapters.sheets.kinds.events import EVENT_ATTENDANCE, EVENT_KINDS, EVENT_ZONES, EVENTS
from service.adapters.sheets.kinds.exemptions import EXEMPTIONS
from service.adapters.sheets.kinds.grid_workers import GRID_WORKERS
from service.adapters.sheets.kinds.parties import PARTIES
from service.adapters.sheets.kinds.placements import CANDIDATES, PLACEMENTS
from service.adapters.sheets.kinds.posts import POST_ROLES, POSTS, SITE_STAGES, UNIT_RECUSALS
from service.adapters.sheets.kinds.preferences import PREFERENCES
from service.adapters.sheets.kinds.recusals import RECUSALS
from service.adapters.sheets.kinds.skills import SKILLS
from service.adapters.sheets.kinds.subdistricts import SUBDISTRICTS
from service.adapters.sheets.kinds.surges import SURGE_PEOPLE, SURGE_PLACES
from service.adapters.sheets.kinds.units import UNITS
from service.adapters.sheets.kinds.zones import ZONES

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        SUBDISTRICTS,
        COMMUNITIES,
        SKILLS,
        ZONES,
        UNITS,
        BRANCHES,
        CADRES,
        GRID_WORKERS,
        PARTIES,
        CALENDAR,
        ABSENCES,
        EXEMPTIONS,
        RECUSALS,
        PREFERENCES,
        EVENT_KINDS,
        EVENTS,
        EVENT_ZONES,
        EVENT_ATTENDANCE,
        POSTS,
        POST_ROLES,
        SITE_STAGES,
        UNIT_RECUSALS,
        CANDIDATES,
        PLACEMENTS,
        SURGE_PLACES,
        SURGE_PEOPLE,
    )
}

__all__ = ["KINDS", "Kind"]
