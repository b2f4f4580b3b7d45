"""Communities: list, page, form."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, or_, select
from wtforms import StringField

from service.models import Community, CommunityKind, RoleName, UnitLink, Zone
from service.operations.audit_log import mask_phone
from service.operations.communities import CommunityValues, find_community, list_communities, save_community
from service.operations.editing import find_in_district
from service.operations.grid_workers import list_grid_workers
from service.operations.history import history_of
from service.operations.memberships import in_force
from service.operations.names import matches
from service.operations.zones import ZoneFilter, list_zones
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session
from service.web.formats import label as word
from service.web.months import today
from service.web.paging import page_of
from service.web.records import choices
from service.web.records.fields import DegreesField, RecordForm, ReferenceField, Required, WordField, label
from service.web.records.forms import FormPage, handle
from service.web.records.listing import Cell, Column, Filter, Listing, render_listing
from service.web.records.tabs import place_tabs
from service.web.views.communities.area import blueprint

SEERS = (RoleName.ADMIN, RoleName.COMMUNITY_HEAD)


def counts() -> tuple[dict[int, int], dict[int, int]]:
    """For each community: its open zones and households, today."""
    query = (
        select(Zone.community_id, func.count(), func.sum(Zone.households))
        .where(
            Zone.district_id == current_actor().district_id, or_(Zone.active_to.is_(None), Zone.active_to >= today())
        )
        .group_by(Zone.community_id)
    )
    rows = session().execute(query).all()
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}


def columns() -> list[Column]:
    """The columns of the list."""
    zones, households = counts()
    return [
        Column("name", _("名称"), lambda c: Cell(c.name, url_for("communities.detail", community_id=c.id))),
        Column("code", _("编码"), lambda c: c.code),
        Column("kind", _("类别"), lambda c: word(c.kind)),
        Column("subdistrict", _("街道（镇）"), lambda c: c.subdistrict.name),
        Column("zones", _("网格数"), lambda c: zones.get(c.id, 0), numeric=True),
        Column("households", _("户数"), lambda c: households.get(c.id, 0), numeric=True),
        Column("contact", _("联系人"), lambda c: Cell(c.contact_name, small=mask_phone(c.contact_phone))),
    ]


@blueprint.get("/")
@allow(*SEERS)
def index() -> ResponseReturnValue:
    """The communities."""
    text, subdistrict = request.args.get("q", ""), request.args.get("subdistrict", type=id_number)
    query = list_communities(current_actor())
    if subdistrict:
        query = query.where(Community.subdistrict_id == subdistrict)
    if request.args.get("kind"):
        query = query.where(Community.kind == request.args["kind"])
    if text.strip():
        query = query.where(Community.id.in_([c.id for c in session().scalars(query) if matches(text, c.name, c.code)]))
    admin = current_actor().has(RoleName.ADMIN)
    return render_listing(
        Listing(
            title=_("社区列表"),
            columns=columns(),
            page=page_of(session(), query),
            filters=[
                Filter("q", _("名称、拼音或编码")),
                Filter("subdistrict", _("街道（镇）"), choices.subdistricts()),
                Filter("kind", _("类别"), choices.kinds(CommunityKind)),
            ],
            tabs=place_tabs(),
            new=(_("新增社区"), url_for("communities.new")) if admin else None,
            export="communities" if admin else None,
            empty=(_("还没有社区"), _("先有街道（镇），再有社区和村，然后是网格。从 Excel 可一次导入。")),
        )
    )


@blueprint.get("/<int:community_id>")
@allow(*SEERS)
def detail(community_id: int) -> ResponseReturnValue:
    """A community: its zones, the units linked with it, its grid workers."""
    current, actor = session(), current_actor()
    row = find_community(current, actor, community_id)
    admin = actor.has(RoleName.ADMIN)
    point = None if row.latitude is None else f"{row.latitude:.5f}, {row.longitude:.5f}（WGS-84）"
    facts: list[tuple[str, Any]] = [
        (_("编码"), row.code),
        (_("类别"), word(row.kind)),
        (_("街道（镇）"), row.subdistrict.name),
        (_("联系人"), row.contact_name),
        (_("联系电话"), mask_phone(row.contact_phone)),
        (_("位置"), point),
    ]
    links = current.scalars(select(UnitLink).where(UnitLink.community_id == row.id, in_force(UnitLink, today()))).all()
    return render_template(
        "places/community.html",
        community=row,
        facts=facts,
        zones=current.scalars(list_zones(actor, today(), ZoneFilter(community_id=row.id))).all(),
        links=sorted(links, key=lambda link: (link.unit.position, link.unit.code)),
        workers=current.scalars(list_grid_workers(actor, today(), community_id=row.id)).all(),
        entries=history_of(current, actor, row) if admin else None,
    )


class CommunityForm(RecordForm):
    """A community."""

    code = StringField(label("code"), validators=[Required()], description=lazy_gettext("建议用 12 位统计用区划代码"))
    name = StringField(label("name"), validators=[Required()])
    kind = WordField(label("kind"))
    subdistrict = ReferenceField(label("subdistrict"), validators=[Required()])
    contact_name = StringField(label("contact_name"))
    contact_phone = StringField(label("contact_phone"), description=lazy_gettext("已隐藏中间四位；不改动则保持原号码"))
    latitude = DegreesField(label("latitude"), description=lazy_gettext("WGS-84，小数度"))
    longitude = DegreesField(label("longitude"))

    def prepare(self) -> CommunityForm:
        """Fill the choices in."""
        self.kind.choices = choices.kinds(CommunityKind)
        self.subdistrict.choices = choices.with_blank(choices.subdistricts())
        return self

    def values(self) -> CommunityValues:
        """What the operation takes."""
        return CommunityValues(
            code=self.code.data or "",
            name=self.name.data or "",
            subdistrict_id=self.subdistrict.data,
            kind=self.kind.data or "",
            latitude=self.latitude.data,
            longitude=self.longitude.data,
            contact_name=self.contact_name.data,
            contact_phone=self.contact_phone.data,
        )


def groups() -> list[tuple[str, list[str]]]:
    """The form in its groups."""
    return [
        (_("基本信息"), ["code", "name", "kind", "subdistrict"]),
        (_("联系方式"), ["contact_name", "contact_phone"]),
        (_("位置"), ["latitude", "longitude"]),
    ]


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Make a community."""
    form = CommunityForm(data={"kind": CommunityKind.COMMUNITY}).prepare()
    note = None if choices.subdistricts() else _("还没有街道（镇），请先在“街道（镇）”页新增。")
    return handle(
        form,
        FormPage(_("新增社区"), url_for("communities.index"), groups(), _("保存"), note=note),
        lambda current: save_community(current, current_actor(), now(), form.values()),
        lambda row: (url_for("communities.detail", community_id=row.id), _("已新增 %(name)s", name=row.name)),
    )


@blueprint.route("/<int:community_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit(community_id: int) -> ResponseReturnValue:
    """Change a community."""
    row = find_in_district(session(), current_actor(), Community, community_id)
    names = ("code", "name", "kind", "latitude", "longitude", "contact_name", "version")
    known = {name: getattr(row, name) for name in names}
    phone = mask_phone(row.contact_phone)
    form = CommunityForm(data={**known, "subdistrict": row.subdistrict_id, "contact_phone": phone}).prepare()
    back = url_for("communities.detail", community_id=community_id)
    return handle(
        form,
        FormPage(_("修改 %(name)s", name=row.name), back, groups(), _("保存")),
        lambda current: save_community(
            current, current_actor(), now(), form.values(), community_id, form.version_read()
        ),
        lambda saved: (back, _("已保存 %(name)s", name=saved.name)),
        lambda: find_in_district(session(), current_actor(), Community, community_id),
    )
