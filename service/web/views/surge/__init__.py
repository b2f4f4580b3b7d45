"""Surges: declared in steps, called up, watched by place and shift, answered, relieved, stood down."""

from service.messages import N_
from service.models import RoleName
from service.web.navigation import NavigationItem
from service.web.views.surge import (
    basics,
    board,
    calling,
    callout,
    ending,
    files,
    index,
    people,
    place_days,
    placing,
    rules,
    versions,
)
from service.web.views.surge.area import blueprint

NAVIGATION = (
    NavigationItem(
        62,
        N_("应急下沉"),
        "megaphone",
        "surge.index",
        frozenset({RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD}),
        frozenset({"surge"}),
    ),
)

__all__ = [
    "NAVIGATION",
    "basics",
    "blueprint",
    "board",
    "calling",
    "callout",
    "ending",
    "files",
    "index",
    "people",
    "place_days",
    "placing",
    "rules",
    "versions",
]
