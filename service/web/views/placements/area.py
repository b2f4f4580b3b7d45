"""The blueprint of placements, its tabs, and whose page asks for whom."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import gettext as _

from service.models import RoleName

blueprint = Blueprint("placements", __name__, url_prefix="/placements")
SEERS = (RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD)
EVERYBODY = (*SEERS, RoleName.CADRE)


def placement_tabs() -> list[tuple[str, str]]:
    """Everything about placements that the reader may open."""
    return [
        ("programmes.index", _("轮岗与派驻")),
        ("placements.index", _("任职一览")),
        ("placements.meanwhile", _("岗位由谁担任")),
        ("placements.answers", _("征求意见")),
        ("placements.reviews", _("评价")),
        ("placements.papers_index", _("文书")),
    ]
