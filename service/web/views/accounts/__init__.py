"""Accounts: for admins all of the district's, for unit officers those of their unit's cadres."""

from __future__ import annotations

from service.messages import N_
from service.models import RoleName
from service.web.navigation import NavigationItem
from service.web.views.accounts import actions, edit, listing, roster
from service.web.views.accounts.blueprint import blueprint

# Admins reach the accounts from the settings.
NAVIGATION = (
    NavigationItem(
        85,
        N_("账号"),
        "key",
        "accounts.index",
        frozenset({RoleName.UNIT_OFFICER}),
        frozenset({"accounts"}),
    ),
)

__all__ = ["NAVIGATION", "actions", "blueprint", "edit", "listing", "roster"]
