"""The operations: all of an admin's, those that concern an officer or a head."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.models import RoleName, SurgeOperation, SurgeState
from service.operations.surge.find import list_operations, shown_operations
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import day as day_words
from service.web.formats import label
from service.web.months import today
from service.web.paging import page_of
from service.web.records.listing import Cell, Column, Filter, Listing, render_listing
from service.web.views.surge.area import STATES, blueprint


def home_of(operation: SurgeOperation) -> str:
    """Where an operation is looked at: while it is prepared at its check, else at its board."""
    endpoint = "surge.check" if operation.state == SurgeState.PREPARING else "surge.board"
    return url_for(endpoint, operation_id=operation.id)


@blueprint.get("/")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER, RoleName.COMMUNITY_HEAD)
def index() -> ResponseReturnValue:
    """The list."""
    actor = current_actor()
    if not actor.has(RoleName.ADMIN):
        found = shown_operations(session(), actor, now())
        places = {
            one.id: [place for place in one.places if place.community_id == actor.community_id is not None]
            for one in found
        }
        return render_template(
            "surge/shown.html", operations=found, places=places, states=STATES, day=today(),
            officer=actor.has(RoleName.UNIT_OFFICER),
        )  # fmt: skip
    asked = request.args.get("state", "")
    state = asked if asked in set(SurgeState) else None
    page = page_of(session(), list_operations(actor, state, request.args.get("q", "")))
    columns = [
        Column("name", _("名称"), lambda o: Cell(o.name, home_of(o), small=o.code)),
        Column("kind", _("类别"), lambda o: label(o.kind)),
        Column("first", _("开始"), lambda o: day_words(o.first_day, year=True)),
        Column("last", _("结束"), lambda o: day_words(o.stood_down_on or o.last_day, year=True)),
        Column("places", _("点位（个）"), lambda o: len(o.places), numeric=True),
        Column("state", _("状态"), lambda o: Cell(label(o.state), state=STATES[o.state])),
    ]
    return render_listing(
        Listing(
            title=_("应急下沉"),
            subtitle=_("疫情、防汛等应急行动：召集到点位，轮班值守，换班、解散"),
            columns=columns,
            page=page,
            filters=[
                Filter("q", _("名称或编号")),
                Filter("state", _("状态"), [(str(one), label(one)) for one in SurgeState]),
            ],
            new=(_("发起行动"), url_for("surge.new")),
            empty=(
                _("还没有应急行动"),
                _("发起后按六步填写：基本情况、班次、点位与需求、休息规则、召集范围、核对召集。"),
            ),
        )
    )
