"""Grid workers: list and form."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField

from service.models import GridWorker, RoleName
from service.operations.audit_log import mask_phone
from service.operations.editing import find_in_district
from service.operations.grid_workers import GridWorkerValues, list_grid_workers, save_grid_worker
from service.operations.names import matches
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session
from service.web.months import today
from service.web.paging import page_of
from service.web.records import choices
from service.web.records.fields import DayField, RecordForm, ReferenceField, Required, ZoneField, label
from service.web.records.forms import FormPage, handle
from service.web.records.listing import Action, Cell, Column, Filter, Listing, render_listing
from service.web.records.tabs import place_tabs
from service.web.views.communities.area import blueprint


class GridWorkerForm(RecordForm):
    """A grid worker."""

    number = StringField(label("number"), validators=[Required()])
    name = StringField(label("person_name"), validators=[Required()])
    community = ReferenceField(label("community"), validators=[Required()])
    zone = ZoneField(label("zone"))
    head = BooleanField(label("head"))
    phone = StringField(label("phone"), description=lazy_gettext("已隐藏中间四位；不改动则保持原号码"))
    active_from = DayField(label("active_from"))
    active_to = DayField(label("active_to"))

    def prepare(self) -> GridWorkerForm:
        """Fill the choices in."""
        self.community.choices = choices.with_blank(choices.communities())
        return self

    def values(self) -> GridWorkerValues:
        """What the operation takes."""
        return GridWorkerValues(
            number=self.number.data or "",
            name=self.name.data or "",
            community_id=self.community.data,
            zone=self.zone.data,
            head=bool(self.head.data),
            phone=self.phone.data,
            active_from=self.active_from.data,
            active_to=self.active_to.data,
        )


GROUPS = [("", ["number", "name", "community", "zone", "phone", "head", "active_from", "active_to"])]


def _actions(row: GridWorker) -> Cell:
    return Cell(actions=[Action(_("修改"), url_for("communities.edit_grid_worker", worker_id=row.id))])


@blueprint.get("/grid-workers")
@allow(RoleName.ADMIN)
def grid_workers() -> ResponseReturnValue:
    """The active grid workers."""
    text = request.args.get("q", "")
    query = list_grid_workers(current_actor(), today(), community_id=request.args.get("community", type=id_number))
    if text.strip():
        found = [w.id for w in session().scalars(query) if matches(text, w.name, w.number, person=True)]
        query = query.where(GridWorker.id.in_(found))
    return render_listing(
        Listing(
            title=_("网格员"),
            subtitle=_("社区自己的人员，干部到岗后找他们"),
            columns=[
                Column("name", _("姓名"), lambda w: w.name),
                Column("number", _("编号"), lambda w: w.number),
                Column("community", _("社区"), lambda w: w.community.name),
                Column("zone", _("网格"), lambda w: w.zone.name if w.zone else None),
                Column("head", _("网格长"), lambda w: _("是") if w.head else _("否")),
                Column("phone", _("手机号"), lambda w: mask_phone(w.phone)),
                Column("actions", "", _actions),
            ],
            page=page_of(session(), query),
            filters=[Filter("q", _("姓名、拼音或编号")), Filter("community", _("社区"), choices.communities())],
            tabs=place_tabs(),
            export="grid_workers",
            new=(_("新增网格员"), url_for("communities.new_grid_worker")),
            empty=(_("还没有网格员"), _("登记后，干部能看到到岗时找谁。")),
        )
    )


@blueprint.route("/grid-workers/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new_grid_worker() -> ResponseReturnValue:
    """Make a grid worker."""
    start = {"community": request.args.get("community", type=id_number), "active_from": today()}
    form = GridWorkerForm(data=start).prepare()
    back = url_for("communities.grid_workers")
    return handle(
        form,
        FormPage(_("新增网格员"), back, GROUPS, _("保存")),
        lambda current: save_grid_worker(current, current_actor(), now(), form.values()),
        lambda row: (back, _("已新增 %(name)s", name=row.name)),
    )


@blueprint.route("/grid-workers/<int:worker_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit_grid_worker(worker_id: int) -> ResponseReturnValue:
    """Change a grid worker."""
    row = find_in_district(session(), current_actor(), GridWorker, worker_id)
    known = {name: getattr(row, name) for name in ("number", "name", "head", "active_from", "active_to", "version")}
    zone = f"{row.zone.code} {row.zone.name}" if row.zone else ""
    form = GridWorkerForm(
        data={**known, "community": row.community_id, "zone": zone, "phone": mask_phone(row.phone)}
    ).prepare()
    back = url_for("communities.grid_workers")
    return handle(
        form,
        FormPage(_("修改 %(name)s", name=row.name), back, GROUPS, _("保存")),
        lambda current: save_grid_worker(
            current, current_actor(), now(), form.values(), worker_id, form.version_read()
        ),
        lambda saved: (back, _("已保存 %(name)s", name=saved.name)),
        lambda: find_in_district(session(), current_actor(), GridWorker, worker_id),
    )
