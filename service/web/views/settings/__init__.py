"""Settings of the district, and the way to accounts, log, imports and runs."""

from __future__ import annotations

from service.messages import N_
from service.models import RoleName
from service.web.navigation import NavigationItem
from service.web.views.settings import district, planning, skills
from service.web.views.settings.blueprint import blueprint

NAVIGATION = (
    NavigationItem(
        90,
        N_("设置"),
        "gear",
        "settings.index",
        frozenset({RoleName.ADMIN}),
        frozenset({"settings", "accounts", "audit_log", "imports"}),
    ),
)

__all__ = ["NAVIGATION", "blueprint", "district", "planning", "skills"]
