"""Spreadsheets of an operation: the roster, the call-out list, the strength."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from service.messages import Message, NotFound
from service.models import RoleName
from service.operations.surge.sheets import callout_sheet, roster_sheet, strength_sheet
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import transaction
from service.web.downloads import download
from service.web.language import language
from service.web.views.surge.area import blueprint
from service.web.views.surge.callout import SEERS

MAKERS = {"roster": roster_sheet, "strength": strength_sheet}


@blueprint.get("/<int:operation_id>/sheets/<sheet>.xlsx")
@allow(RoleName.ADMIN)
def sheet(operation_id: int, sheet: str) -> ResponseReturnValue:
    """The roster or the strength."""
    if sheet not in MAKERS:
        raise NotFound(Message("没有这个文件"))
    with transaction() as current:
        made = MAKERS[sheet](current, current_actor(), now(), operation_id, language())
    return download(made.data, made.name, "xlsx")


@blueprint.get("/<int:operation_id>/sheets/callout.xlsx")
@allow(*SEERS)
def callout_file(operation_id: int) -> ResponseReturnValue:
    """The call-out list of those the reader may see, numbers masked, with the words to send."""
    with transaction() as current:
        made = callout_sheet(current, current_actor(), now(), operation_id, language())
    return download(made.data, made.name, "xlsx")
