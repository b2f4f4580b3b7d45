"""People: the roster, a person's page, telephone numbers against a reason."""

from service.messages import NC_
from service.models import RoleName
from service.web.navigation import NavigationItem
from service.web.views.people import detail, editing, index
from service.web.views.people.area import blueprint

NAVIGATION = [
    NavigationItem(
        30,
        NC_("rail", "人员"),
        "people",
        "people.index",
        frozenset({RoleName.ADMIN, RoleName.UNIT_OFFICER}),
        frozenset(
            {
                "people",
                "units",
                "branches",
                "absences",
                "exemptions",
                "recusals",
                "unit_recusals",
                "preferences",
                "parties",
            }
        ),
    )
]

__all__ = ["NAVIGATION", "blueprint", "detail", "editing", "index"]
