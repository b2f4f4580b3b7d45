"""Placements looked at: by the organising department, the unit, the community, the person concerned."""

from service.operations.placements.find import (
    PlacementFilter,
    community_of,
    find_placement,
    in_force_on,
    list_placements,
    state_on,
)
from service.operations.placements.meanwhile import Meanwhile, meanwhile_of_community, meanwhile_of_unit
from service.operations.placements.mine import MyPlacement, my_placement_today, my_placements

__all__ = [
    "Meanwhile",
    "MyPlacement",
    "PlacementFilter",
    "community_of",
    "find_placement",
    "in_force_on",
    "list_placements",
    "meanwhile_of_community",
    "meanwhile_of_unit",
    "my_placement_today",
    "my_placements",
    "state_on",
]
