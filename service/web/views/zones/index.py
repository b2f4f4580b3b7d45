"""Zones as a list, a zone's page, and the suggestions of the zone fields."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from service.models import GridWorker, RoleName, Zone, ZoneNeed
from service.operations.duty_records import duties_in_zone, visit_key, visits_by_zone
from service.operations.grid_workers import list_grid_workers
from service.operations.history import history_of
from service.operations.names import initials_of, matches
from service.operations.zones import ZoneFilter, find_zone, list_zones
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.database import session
from service.web.formats import number, short_day
from service.web.months import add_months, this_month, today
from service.web.paging import page_of
from service.web.records import choices
from service.web.records.listing import Cell, Column, Filter, Listing, render_listing
from service.web.records.tabs import place_tabs
from service.web.views.zones.area import blueprint

SEERS = (RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
MOST_CHOICES = 12
MONTHS_BACK = 12


def ended(zone: Zone) -> bool:
    """Whether a zone's last day is past or today."""
    return zone.active_to is not None and zone.active_to <= today()


def columns(rows: Any) -> list[Column]:
    """The columns of the list."""
    first = this_month()
    visits = visits_by_zone(
        session(), current_actor().district_id, [row.id for row in rows], first, add_months(first, 1)
    )
    return [
        Column("name", _("名称"), lambda z: Cell(z.name, url_for("zones.detail", zone_id=z.id))),
        Column("code", _("编码"), lambda z: z.code, sort=True),
        Column(
            "community",
            _("社区"),
            lambda z: Cell(z.community.name, url_for("communities.detail", community_id=z.community_id)),
            sort=True,
        ),
        Column("households", _("户数"), lambda z: number(z.households), sort=True, numeric=True),
        Column("min_visits", _("每月最少"), lambda z: z.min_visits, sort=True, numeric=True),
        Column("max_visits", _("每月最多"), lambda z: z.max_visits, sort=True, numeric=True),
        Column("parties", _("每日最多批次"), lambda z: z.max_parties_per_day, numeric=True, shown=False),
        Column("priority", _("优先级"), lambda z: z.priority, sort=True, numeric=True),
        Column("needs", _("需要的专长"), needs_words),
        Column("visits", _("本月走访"), lambda z: visits[z.id], numeric=True),
        Column("address", _("地址"), lambda z: z.address, shown=False),
        Column(
            "state", _("状态"), lambda z: Cell(_("已停用"), state="off") if ended(z) else Cell(_("在用"), state="plain")
        ),
    ]


def needs_words(zone: Zone) -> str | None:
    """法律 × 1、医疗 × 1."""
    return "、".join(f"{row.skill.name} × {row.count}" for row in zone.needs) or None


@blueprint.get("/")
@allow(*SEERS)
def index() -> ResponseReturnValue:
    """The zones."""
    arguments, actor = request.args, current_actor()
    wanted = ZoneFilter(
        community_id=arguments.get("community", type=id_number),
        subdistrict_id=arguments.get("subdistrict", type=id_number),
        skill_id=arguments.get("skill", type=id_number),
        state=arguments.get("state") or "active",
        sort=arguments.get("sort", "code"),
    )
    query, text = list_zones(actor, today(), wanted), arguments.get("q", "")
    if text.strip():
        query = query.where(Zone.id.in_([z.id for z in session().scalars(query) if matches(text, z.name, z.code)]))
    page = page_of(
        session(), query.options(selectinload(Zone.needs).joinedload(ZoneNeed.skill), joinedload(Zone.community))
    )
    admin = actor.has(RoleName.ADMIN)
    filters = [Filter("q", _("名称、拼音或编码"))]
    if admin:
        filters += [
            Filter("subdistrict", _("街道（镇）"), choices.subdistricts()),
            Filter("community", _("社区"), choices.communities()),
        ]
    filters += [
        Filter("skill", _("需要的专长"), choices.skills()),
        Filter("state", _("状态"), [("ended", _("已停用")), ("all", _("全部"))], any_text=_("在用")),
    ]
    return render_listing(
        Listing(
            title=_("网格列表"),
            columns=columns(page.rows),
            page=page,
            filters=filters,
            tabs=place_tabs(),
            new=(_("新增网格"), url_for("zones.new")) if admin else None,
            export="zones" if admin else None,
            empty=(_("还没有网格"), _("网格是干部值勤的地方，属于一个社区。可从 Excel 导入，也可逐个新增。")),
        )
    )


@blueprint.get("/<int:zone_id>")
@allow(*SEERS)
def detail(zone_id: int) -> ResponseReturnValue:
    """A zone: visits of a month, who knows it best, needs, history."""
    current, actor = session(), current_actor()
    zone = find_zone(current, actor, zone_id)
    month = shown_month()
    duties = duties_in_zone(current, actor.district_id, zone.id, add_months(month, -MONTHS_BACK), _last(month))
    in_month = [duty for duty in duties if duty.date >= month]
    known = Counter(duty.cadre_id for duty in duties if duty.date < today())
    people = {duty.cadre_id: duty.cadre for duty in duties}
    return render_template(
        "places/zone.html",
        zone=zone,
        month=month,
        facts=facts(zone),
        duties=in_month,
        visits=len({visit_key(duty) for duty in in_month}),
        earlier=[(people[number], count) for number, count in known.most_common(8)],
        workers=current.scalars(
            list_grid_workers(actor, today(), community_id=zone.community_id).where(
                (GridWorker.zone_id == zone.id) | GridWorker.head
            )
        ).all(),
        ended=ended(zone),
        entries=history_of(current, actor, zone) if actor.has(RoleName.ADMIN) else None,
    )


def shown_month() -> date:
    """The month that `?month=2026-12` asks for; this one where it asks for none."""
    try:
        return date.fromisoformat(f"{request.args.get('month', '')[:7]}-01")
    except ValueError:
        return this_month()


def _last(month: date) -> date:
    return date.fromordinal(add_months(month, 1).toordinal() - 1)


def facts(zone: Zone) -> list[tuple[str, Any]]:
    """What is known of a zone."""
    point = None if zone.latitude is None else f"{zone.latitude:.5f}, {zone.longitude:.5f}（WGS-84）"
    return [
        (_("社区"), Cell(zone.community.name, url_for("communities.detail", community_id=zone.community_id))),
        (_("街道（镇）"), zone.community.subdistrict.name),
        (_("户数"), number(zone.households)),
        (_("每月走访"), _("%(low)s 至 %(high)s 批", low=zone.min_visits, high=zone.max_visits)),
        (_("每日最多批次"), zone.max_parties_per_day),
        (_("优先级"), zone.priority),
        (_("需要的专长"), needs_words(zone)),
        (_("地址"), zone.address),
        (_("位置"), point),
        (_("启用日期"), short_day(zone.active_from)),
        (_("停用日期"), short_day(zone.active_to)),
    ]


@blueprint.get("/choices", endpoint="choices")
@allow(RoleName.ADMIN)
def choices_() -> ResponseReturnValue:
    """Suggestions for a zone field: whatever its name, its text is the one argument."""
    text = next(iter(request.args.values()), "").strip()
    rows: Any = session().scalars(list_zones(current_actor(), today(), ZoneFilter())) if text else []
    found = [zone for zone in rows if matches(text, zone.name, zone.code)][:MOST_CHOICES]
    pairs = [(f"{z.code} {z.name}", f"{z.community.name} {initials_of(z.name, False)}") for z in found]
    return render_template("records/choices.html", found=pairs)
