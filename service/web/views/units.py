"""Units: list, page, form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from wtforms import StringField, TextAreaField

from service.models import Cadre, RoleName, Unit, UnitLink
from service.operations.cadres import CadreFilter, list_cadres
from service.operations.duty_records import next_duties
from service.operations.history import history_of
from service.operations.memberships import covers, members_on
from service.operations.names import matches
from service.operations.units import UnitValues, end_unit, find_unit, list_units, save_unit
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import short_day
from service.web.months import today
from service.web.paging import page_of
from service.web.records import choices
from service.web.records.fields import CheckboxesField, DayField, RecordForm, Required, WholeNumberField, label
from service.web.records.forms import FormPage, act, handle
from service.web.records.listing import Cell, Column, Filter, Listing, render_listing
from service.web.records.tabs import people_tabs

blueprint = Blueprint("units", __name__, url_prefix="/units")
ENDED_STATES = (("ended", lazy_gettext("已停用")), ("all", lazy_gettext("全部")))


def linked(unit: Unit) -> str | None:
    """The communities a unit is linked with today."""
    return "、".join(row.community.name for row in unit.links if covers(row, today())) or None


def columns() -> list[Column]:
    """The columns of the list."""
    members = members_on(session(), current_actor().district_id, today())
    return [
        Column("name", _("名称"), lambda u: Cell(u.name, url_for("units.detail", unit_id=u.id))),
        Column("code", _("编码"), lambda u: u.code),
        Column("short", _("简称"), lambda u: u.short_name, shown=False),
        Column("count", _("人数"), lambda u: len(members.get(u.id, ())), numeric=True),
        Column("floor", _("在岗底数"), lambda u: u.min_present, numeric=True),
        Column("links", _("联点社区"), linked, wrap=True),
        Column(
            "state", _("状态"), lambda u: Cell(_("已停用"), state="off") if ended(u) else Cell(_("在用"), state="plain")
        ),
    ]


def ended(unit: Unit) -> bool:
    """Whether a unit's last day is past or today."""
    return unit.active_to is not None and unit.active_to <= today()


@blueprint.get("/")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def index() -> ResponseReturnValue:
    """The units."""
    actor, text = current_actor(), request.args.get("q", "")
    query = list_units(actor, today(), request.args.get("state") or "active")
    query = query.options(selectinload(Unit.links).joinedload(UnitLink.community))
    if text.strip():
        rows = session().scalars(query)
        query = query.where(Unit.id.in_([u.id for u in rows if matches(text, u.name, u.code, u.short_name)]))
    admin = actor.has(RoleName.ADMIN)
    return render_listing(
        Listing(
            title=_("单位列表"),
            columns=columns(),
            page=page_of(session(), query, 100),
            filters=[
                Filter("q", _("名称、拼音或编码")),
                Filter("state", _("状态"), [(key, str(text)) for key, text in ENDED_STATES], any_text=_("在用")),
            ],
            tabs=people_tabs(),
            new=(_("新增单位"), url_for("units.new")) if admin else None,
            export="units" if admin else None,
            empty=(_("还没有单位"), _("单位是派出干部的机关。可从 Excel 导入，也可逐个新增。")),
        )
    )


@blueprint.get("/<int:unit_id>")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def detail(unit_id: int) -> ResponseReturnValue:
    """A unit: its people, links over time, history."""
    actor = current_actor()
    unit = find_unit(session(), actor, unit_id)
    query = list_cadres(actor, today(), CadreFilter(unit_id=unit.id)).options(selectinload(Cadre.skills))
    page = page_of(session(), query, 100)
    facts: list[tuple[str, Any]] = [
        (_("编码"), unit.code),
        (_("简称"), unit.short_name),
        (_("人数"), page.total),
        (_("在岗底数"), unit.min_present),
        (_("启用日期"), short_day(unit.active_from)),
        (_("停用日期"), short_day(unit.active_to)),
        (_("备注"), unit.note),
    ]
    return render_template(
        "units/detail.html",
        unit=unit,
        facts=facts,
        page=page,
        ended=ended(unit),
        next_duties=next_duties(session(), actor.district_id, [row.id for row in page.rows], today()),
        links=sorted(unit.links, key=lambda row: (row.valid_to is not None, row.community.code, row.valid_from)),
        entries=history_of(session(), actor, unit),
    )


class UnitForm(RecordForm):
    """A unit."""

    code = StringField(label("code"), validators=[Required()])
    name = StringField(label("name"), validators=[Required()])
    short_name = StringField(label("short_name"))
    order = WholeNumberField(label("order"), description=lazy_gettext("小的在前"))
    min_present = WholeNumberField(label("min_present"), description=lazy_gettext("每个可排班日至少留在单位的人数"))
    communities = CheckboxesField(label("communities"))
    since = DayField(
        label("since"),
        validators=[Required()],
        description=lazy_gettext("联点社区有变动时，从这一天起生效；此前的联点保持不变"),
    )
    note = TextAreaField(label("note"))

    def prepare(self) -> UnitForm:
        """Fill the choices in."""
        self.communities.choices = choices.communities()
        return self

    def values(self) -> UnitValues:
        """What the operation takes."""
        return UnitValues(
            code=self.code.data or "",
            name=self.name.data or "",
            short_name=self.short_name.data,
            position=self.order.data,
            min_present=self.min_present.data,
            community_ids=tuple(self.communities.data or ()),
            since=self.since.data,
            note=self.note.data,
        )


def groups() -> list[tuple[str, list[str]]]:
    """The form in its groups."""
    return [
        (_("基本信息"), ["code", "name", "short_name", "order", "min_present", "note"]),
        (_("联点社区"), ["communities", "since"]),
    ]


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Make a unit."""
    form = UnitForm(data={"since": today(), "order": 0, "min_present": 0}).prepare()
    return handle(
        form,
        FormPage(_("新增单位"), url_for("units.index"), groups(), _("保存")),
        lambda current: save_unit(current, current_actor(), now(), form.values()),
        lambda row: (url_for("units.detail", unit_id=row.id), _("已新增 %(name)s", name=row.name)),
    )


@blueprint.route("/<int:unit_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit(unit_id: int) -> ResponseReturnValue:
    """Change a unit."""
    unit = find_unit(session(), current_actor(), unit_id)
    known = {name: getattr(unit, name) for name in ("code", "name", "short_name", "min_present", "note", "version")}
    linked_now = [row.community_id for row in unit.links if covers(row, today())]
    form = UnitForm(data={**known, "order": unit.position, "communities": linked_now, "since": today()}).prepare()
    back = url_for("units.detail", unit_id=unit_id)
    return handle(
        form,
        FormPage(_("修改 %(name)s", name=unit.name), back, groups(), _("保存")),
        lambda current: save_unit(current, current_actor(), now(), form.values(), unit_id, form.version_read()),
        lambda row: (back, _("已保存 %(name)s", name=row.name)),
        lambda: session().scalar(select(Unit).where(Unit.id == unit_id)),
    )


@blueprint.post("/<int:unit_id>/end")
@allow(RoleName.ADMIN)
def end(unit_id: int) -> ResponseReturnValue:
    """Let a unit end today."""
    return act(
        lambda current: end_unit(current, current_actor(), now(), unit_id, today()),
        _("已停用；历史记录保留，可随时恢复"),
        url_for("units.detail", unit_id=unit_id),
    )


@blueprint.post("/<int:unit_id>/resume")
@allow(RoleName.ADMIN)
def resume(unit_id: int) -> ResponseReturnValue:
    """Take a unit's end back."""
    return act(
        lambda current: end_unit(current, current_actor(), now(), unit_id, None),
        _("已恢复启用"),
        url_for("units.detail", unit_id=unit_id),
    )
