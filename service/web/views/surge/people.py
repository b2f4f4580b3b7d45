"""Who may be called and who may not, with the reasons; the list that says otherwise of single people."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField

from service.models import RoleName, SurgeListed, SurgeListing
from service.operations.names import matches
from service.operations.surge.building import Mode, span_of
from service.operations.surge.find import find_operation, first_open_day
from service.operations.surge.listing import list_person, listed_people, unlist_person
from service.operations.surge.pool import Candidate, Refused, Why, pool_of
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import label as word
from service.web.months import today
from service.web.paging import SIZES, Page
from service.web.records import choices
from service.web.records.fields import PersonField, RecordForm, Required, WordField, label
from service.web.records.forms import FormPage, act, handle
from service.web.views.surge.area import blueprint, tabs


@blueprint.get("/<int:operation_id>/people")
@allow(RoleName.ADMIN)
def people_page(operation_id: int) -> ResponseReturnValue:
    """Everybody in service: callable or why not."""
    operation = find_operation(session(), current_actor(), operation_id)
    day = min(first_open_day(operation, today()), operation.last_day)
    span = span_of(session(), operation, Mode.CALL, day)
    pool = pool_of(session(), operation, span.first, span.last)
    text, why = request.args.get("q", ""), request.args.get("why", "")
    rows: list[Candidate | Refused] = [*pool.people, *pool.refused]
    found = [
        row
        for row in rows
        if (not why or (row.why == why if isinstance(row, Refused) else why == "callable"))
        and matches(text, row.name, row.number, pool.units[row.unit_id].name, person=True)
    ]
    counts: list[tuple[Any, int]] = [(one, pool.counts()[one]) for one in Why if pool.counts()[one]]
    return render_template(
        "surge/people.html", operation=operation, span=span, pool=pool, counts=counts, page=_page(found),
        listed=listed_people(session(), operation), tabs=tabs(operation),
        choices=[("callable", _("可以召集")), *((str(one), word(one)) for one in Why)],
    )  # fmt: skip


def _page(rows: list[Any]) -> Page[Any]:
    wanted = request.args.get("size", type=int)
    size = wanted if wanted in SIZES else 50
    number = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-len(rows) // size)))
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))


class ListingForm(RecordForm):
    """What the list says of somebody."""

    cadre = PersonField(label("cadre"), validators=[Required()])
    listing = WordField(lazy_gettext("名单"))
    reason = StringField(label("reason"))


@blueprint.route("/<int:operation_id>/people/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def list_new(operation_id: int) -> ResponseReturnValue:
    """Put somebody on the list."""
    operation = find_operation(session(), current_actor(), operation_id)
    form = ListingForm(data={"listing": SurgeListing.BARRED, "cadre": request.args.get("cadre", "")})
    form.listing.choices = choices.kinds(SurgeListing)
    back = url_for("surge.people_page", operation_id=operation_id)
    page = FormPage(
        _("增加名单人员"), back, [("", ["cadre", "listing", "reason"])], _("保存"), operation.name,
        _("受保护的人（孕期、哺乳期、病休）和已在别处服务的人，名单写了也不召集。"),
    )  # fmt: skip

    def save(current: Any) -> SurgeListed:
        return list_person(
            current, current_actor(), now(), operation_id, form.cadre.data or "", form.listing.data or "",
            form.reason.data,
        )  # fmt: skip

    return handle(form, page, save, lambda row: (back, _("已保存 %(name)s", name=row.cadre.name)))


@blueprint.post("/<int:operation_id>/people/<int:listed_id>/remove")
@allow(RoleName.ADMIN)
def unlist(operation_id: int, listed_id: int) -> ResponseReturnValue:
    """Take somebody off the list."""
    return act(
        lambda current: unlist_person(current, current_actor(), now(), listed_id),
        _("已从名单中去掉"),
        url_for("surge.people_page", operation_id=operation_id),
    )
