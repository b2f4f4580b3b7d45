"""Making, changing, closing a zone."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField

from service.models import RoleName, Zone
from service.operations.editing import find_in_district
from service.operations.zones import ZoneValues, end_zone, find_zone, save_zone
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session
from service.web.months import today
from service.web.records import choices
from service.web.records.fields import (
    DegreesField,
    RecordForm,
    ReferenceField,
    Required,
    WholeNumberField,
    label,
)
from service.web.records.forms import FormPage, act, handle
from service.web.views.zones.area import blueprint

PLAIN = (
    "code",
    "name",
    "households",
    "min_visits",
    "max_visits",
    "max_parties_per_day",
    "priority",
    "latitude",
    "longitude",
    "address",
)


class ZoneForm(RecordForm):
    """A zone; a number field for each skill is added by `zone_form`."""

    code = StringField(label("code"), validators=[Required()])
    name = StringField(label("name"), validators=[Required()])
    community = ReferenceField(label("community"), validators=[Required()])
    households = WholeNumberField(label("households"))
    min_visits = WholeNumberField(label("min_visits"), description=lazy_gettext("批；少于此数会记为不足"))
    max_visits = WholeNumberField(label("max_visits"), description=lazy_gettext("批；不会超过此数"))
    max_parties_per_day = WholeNumberField(label("max_parties_per_day"))
    priority = WholeNumberField(label("priority"), description=lazy_gettext("0 到 9；越大越先保证"))
    address = StringField(label("address"), description=lazy_gettext("报到地点，干部在手机上看到"))
    latitude = DegreesField(label("latitude"), description=lazy_gettext("WGS-84，小数度"))
    longitude = DegreesField(label("longitude"))


def zone_form(**given: Any) -> tuple[Any, list[tuple[int, str]]]:
    """The form with a field for each skill, and the skills' ids with the names of their fields."""
    skills = choices.skills()
    fields = {
        f"need_{number}": WholeNumberField(name, description=lazy_gettext("每月人次；不需要则留空"))
        for number, name in skills
    }
    form = type("ZoneFormWithNeeds", (ZoneForm,), fields)(**given)
    form.community.choices = choices.with_blank(choices.communities())
    return form, [(number, f"need_{number}") for number, _name in skills]


def values(form: Any, needs: list[tuple[int, str]]) -> ZoneValues:
    """What the operation takes."""
    plain = {name: form[name].data for name in PLAIN}
    return ZoneValues(
        **{**plain, "code": plain["code"] or "", "name": plain["name"] or ""},
        community_id=form.community.data,
        needs={number: form[name].data for number, name in needs},
    )


def groups(needs: list[tuple[int, str]]) -> list[tuple[str, list[str]]]:
    """The form in its groups."""
    found = [
        (_("基本信息"), ["code", "name", "community", "households"]),
        (_("走访"), ["min_visits", "max_visits", "max_parties_per_day", "priority"]),
        (_("地点"), ["address", "latitude", "longitude"]),
    ]
    return [*found, (_("需要的专长"), [name for _number, name in needs])] if needs else found


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Make a zone."""
    start = {
        "households": 0,
        "min_visits": 1,
        "max_visits": 4,
        "max_parties_per_day": 1,
        "priority": 1,
        "community": request.args.get("community", type=id_number),
    }
    form, needs = zone_form(data=start)
    return handle(
        form,
        FormPage(_("新增网格"), url_for("zones.index"), groups(needs), _("保存")),
        lambda current: save_zone(current, current_actor(), now(), values(form, needs)),
        lambda row: (url_for("zones.detail", zone_id=row.id), _("已新增 %(name)s", name=row.name)),
    )


@blueprint.route("/<int:zone_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit(zone_id: int) -> ResponseReturnValue:
    """Change a zone."""
    zone = find_zone(session(), current_actor(), zone_id)
    known = {name: getattr(zone, name) for name in (*PLAIN, "version")}
    counts = {f"need_{row.skill_id}": row.count for row in zone.needs}
    form, needs = zone_form(data={**known, **counts, "community": zone.community_id})
    back = url_for("zones.detail", zone_id=zone_id)
    return handle(
        form,
        FormPage(_("修改 %(name)s", name=zone.name), back, groups(needs), _("保存")),
        lambda current: save_zone(current, current_actor(), now(), values(form, needs), zone_id, form.version_read()),
        lambda row: (back, _("已保存 %(name)s", name=row.name)),
        lambda: find_in_district(session(), current_actor(), Zone, zone_id),
    )


@blueprint.post("/<int:zone_id>/end")
@allow(RoleName.ADMIN)
def end(zone_id: int) -> ResponseReturnValue:
    """Close a zone after today."""
    return act(
        lambda current: end_zone(current, current_actor(), now(), zone_id, today()),
        _("已停用；历史记录保留，可随时恢复"),
        url_for("zones.detail", zone_id=zone_id),
    )


@blueprint.post("/<int:zone_id>/resume")
@allow(RoleName.ADMIN)
def resume(zone_id: int) -> ResponseReturnValue:
    """Open a zone again."""
    return act(
        lambda current: end_zone(current, current_actor(), now(), zone_id, None),
        _("已恢复启用"),
        url_for("zones.detail", zone_id=zone_id),
    )
