"""A placement's page: who, where, until when, who fills the post meanwhile, papers, evaluations."""

from __future__ import annotations

from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from service.models import HandOverItem, Placement, RoleName
from service.operations.history import history_of
from service.operations.papers import letters_for
from service.operations.papers.words import place_name
from service.operations.placements import find_placement, state_on
from service.operations.reviews import dues_of, reviews_of
from service.web.access import allow, current_actor
from service.web.database import session
from service.web.months import today
from service.web.records.listing import Cell, may_open
from service.web.views.placements.area import EVERYBODY, blueprint
from service.web.views.placements.words import (
    GRADES,
    PAPERS,
    REVIEW_MARKS,
    REVIEW_STATES,
    STAGES,
    kind_words,
    on_paper,
    said,
    side_words,
    state_cell,
    term,
)


def facts(placement: Placement) -> list[tuple[str, Any]]:
    """What a placement is."""
    worker, post = placement.grid_worker, placement.post
    found: list[tuple[str, Any]] = [
        (_("派出单位"), placement.unit.name if placement.unit else None),
        (_("类别"), kind_words(placement)),
        (_("到岗地点"), place_name(placement)),
        (_("岗位"), _(placement.role)),
        (_("任期"), term(placement)),
        (_("免排每月值勤"), _("是") if placement.exempts else _("否")),
    ]
    if worker is not None:
        found.append(
            (_("互换网格员"), _("%(name)s（%(community)s）", name=worker.name, community=worker.community.name))
        )
    if post.address:
        found.append((_("地址"), post.address))
    if placement.programme is not None:
        found.append((_("所属项目"), placement.programme.name))
    if placement.end_reason:
        found.append((_("结束原因"), placement.end_reason))
    if placement.note:
        found.append((_("说明"), placement.note))
    return found


@blueprint.get("/<int:placement_id>")
@allow(*EVERYBODY)
def detail(placement_id: int) -> ResponseReturnValue:
    """A placement in the reader's scope."""
    actor = current_actor()
    placement = find_placement(session(), actor, placement_id)
    admin = actor.has(RoleName.ADMIN)
    dues = dues_of(actor, placement, reviews_of(session(), [placement.id]).get(placement.id, []), today())
    standing = state_on(placement, today()) != "cancelled"
    items = session().scalars(
        select(HandOverItem)
        .where(HandOverItem.placement_id == placement.id, HandOverItem.district_id == actor.district_id)
        .order_by(HandOverItem.position, HandOverItem.id)
    )
    return render_template(
        "placements/detail.html",
        placement=placement,
        state=state_cell(placement),
        facts=facts(placement),
        place=place_name(placement),
        papers=[(kind, said(PAPERS, kind)) for kind in letters_for(actor, placement)] if standing else [],
        dues=[(due, side_words(due), said(STAGES, due.stage)) for due in dues if due.may_read],
        grades={str(grade): said(GRADES, grade) for grade in GRADES},
        review_states={key: Cell(said(REVIEW_STATES, key), state=REVIEW_MARKS[key]) for key in REVIEW_STATES},
        on_paper=on_paper,
        items=list(items),
        person_page=may_open("people.detail") and not actor.has(RoleName.COMMUNITY_HEAD),
        entries=history_of(session(), actor, placement) if admin else None,
    )
