"""The published month as Excel (排班表): the whole for admins, their part for officers and heads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from service.models import RoleName
from service.operations.plan_sheets import PlanSheet, community_sheet, unit_sheet, whole_sheet
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import transaction
from service.web.downloads import download
from service.web.language import language

blueprint = Blueprint("sheets", __name__, url_prefix="/sheets")


def answer(make: Callable[..., PlanSheet], month: date, *part: int | None) -> ResponseReturnValue:
    """The file, and the line in the audit log that it was taken."""
    with transaction() as opened:
        sheet = make(opened, current_actor(), now(), month, language(), *part)
    return download(sheet.data, sheet.name, "xlsx")


@blueprint.get("/<month:month>/all.xlsx")
@allow(RoleName.ADMIN)
def whole(month: date) -> ResponseReturnValue:
    """Everybody."""
    return answer(whole_sheet, month)


@blueprint.get("/<month:month>/unit.xlsx")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def unit(month: date) -> ResponseReturnValue:
    """A unit's people."""
    return answer(unit_sheet, month, request.args.get("unit", type=id_number))


@blueprint.get("/<month:month>/community.xlsx")
@allow(RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
def community(month: date) -> ResponseReturnValue:
    """Who comes to a community."""
    return answer(community_sheet, month, request.args.get("community", type=id_number))
