"""Making, changing and ending a cadre."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField

from service.models import Affiliation, Cadre, RoleName
from service.operations.audit_log import mask_phone
from service.operations.cadres import CadreValues, end_cadre, find_cadre, save_cadre
from service.operations.checks import Checks
from service.operations.editing import find_in_district
from service.operations.memberships import branch_on, unit_on
from service.operations.planning_settings import planning_of
from service.operations.zones import resolve_zone
from service.web.access import allow, current_actor, current_district
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session
from service.web.months import today
from service.web.records import choices
from service.web.records.fields import (
    CheckboxesField,
    DayField,
    RecordForm,
    ReferenceField,
    Required,
    WholeNumberField,
    WordField,
    ZoneField,
    label,
)
from service.web.records.forms import FormPage, act, handle
from service.web.views.people.area import blueprint


class CadreForm(RecordForm):
    """A cadre."""

    employee_number = StringField(label("employee_number"), validators=[Required()])
    name = StringField(label("person_name"), validators=[Required()])
    unit = ReferenceField(label("unit"), validators=[Required()])
    branch = ReferenceField(label("branch"))
    since = DayField(
        label("since"),
        validators=[Required()],
        description=lazy_gettext("单位或党支部有变动时，从这一天起生效；此前的归属保持不变"),
    )
    affiliation = WordField(label("affiliation"))
    position = StringField(label("position"))
    skills = CheckboxesField(label("skills"))
    duties_per_month = WholeNumberField(
        label("duties_per_month"), description=lazy_gettext("一般为 1；填 0 表示不排班")
    )
    home_zone = ZoneField(label("home_zone"))
    phone = StringField(label("phone"), description=lazy_gettext("已隐藏中间四位；不改动则保持原号码"))
    mail = StringField(label("mail"))
    joined_on = DayField(label("joined_on"))
    active_from = DayField(label("active_from"))
    active_to = DayField(label("active_to"))
    note = TextAreaField(label("note"))

    def prepare(self) -> CadreForm:
        """Fill the choices in."""
        self.unit.choices = choices.with_blank(choices.units())
        self.branch.choices = choices.with_blank(choices.branches())
        self.affiliation.choices = choices.kinds(Affiliation)
        self.skills.choices = choices.skills()
        return self

    def values(self) -> CadreValues:
        """What the operation takes; a home zone that is none is told with the field."""
        checks = Checks()
        zone = resolve_zone(session(), current_actor(), self.home_zone.data, checks, "home_zone", required=False)
        checks.done()
        return CadreValues(
            employee_number=self.employee_number.data or "",
            name=self.name.data or "",
            unit_id=self.unit.data,
            since=self.since.data,
            branch_id=self.branch.data,
            affiliation=self.affiliation.data or "",
            position=self.position.data,
            joined_on=self.joined_on.data,
            active_from=self.active_from.data,
            active_to=self.active_to.data,
            phone=self.phone.data,
            mail=self.mail.data,
            duties_per_month=self.duties_per_month.data,
            home_zone_id=zone.id if zone else None,
            skill_ids=tuple(self.skills.data or ()),
            note=self.note.data,
        )


def groups() -> list[tuple[str, list[str]]]:
    """The form in its groups."""
    return [
        (_("基本信息"), ["employee_number", "name", "affiliation", "position"]),
        (_("单位与党支部"), ["unit", "branch", "since"]),
        (_("排班"), ["duties_per_month", "home_zone", "skills"]),
        (_("联系方式"), ["phone", "mail"]),
        (_("任职时间"), ["joined_on", "active_from", "active_to", "note"]),
    ]


def known(cadre: Cadre) -> dict[str, Any]:
    """The form's fields as the cadre is."""
    unit, branch = unit_on(cadre, today()), branch_on(cadre, today())
    zone = cadre.home_zone
    plain = ("employee_number", "name", "affiliation", "position", "joined_on", "active_from", "active_to")
    return {
        **{name: getattr(cadre, name) for name in (*plain, "mail", "duties_per_month", "note", "version")},
        "unit": unit.id if unit else None,
        "branch": branch.id if branch else None,
        "since": today(),
        "phone": mask_phone(cadre.phone),
        "home_zone": f"{zone.code} {zone.name}" if zone else "",
        "skills": [row.skill_id for row in cadre.skills],
    }


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Make a cadre."""
    start = {
        "since": today(),
        "active_from": today(),
        "duties_per_month": planning_of(current_district()).duties_per_month,
        "unit": request.args.get("unit", type=id_number),
    }
    form = CadreForm(data=start).prepare()
    page = FormPage(_("新增人员"), url_for("people.index"), groups(), _("保存"))
    return handle(
        form,
        page,
        lambda current: save_cadre(current, current_actor(), now(), form.values()),
        lambda row: (url_for("people.detail", cadre_id=row.id), _("已新增 %(name)s", name=row.name)),
    )


@blueprint.route("/<int:cadre_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit(cadre_id: int) -> ResponseReturnValue:
    """Change a cadre."""
    cadre = find_cadre(session(), current_actor(), now(), cadre_id)
    form = CadreForm(data=known(cadre)).prepare()
    back = url_for("people.detail", cadre_id=cadre_id)
    page = FormPage(_("修改 %(name)s", name=cadre.name), back, groups(), _("保存"), subtitle=cadre.employee_number)
    return handle(
        form,
        page,
        lambda current: save_cadre(current, current_actor(), now(), form.values(), cadre_id, form.version_read()),
        lambda row: (back, _("已保存 %(name)s", name=row.name)),
        lambda: find_in_district(session(), current_actor(), Cadre, cadre_id),
    )


@blueprint.post("/<int:cadre_id>/end")
@allow(RoleName.ADMIN)
def end(cadre_id: int) -> ResponseReturnValue:
    """Let somebody's service end today."""
    return act(
        lambda current: end_cadre(current, current_actor(), now(), cadre_id, today()),
        _("已停用；历史记录保留，可随时恢复"),
        url_for("people.detail", cadre_id=cadre_id),
    )


@blueprint.post("/<int:cadre_id>/resume")
@allow(RoleName.ADMIN)
def resume(cadre_id: int) -> ResponseReturnValue:
    """Take the end of somebody's service back."""
    return act(
        lambda current: end_cadre(current, current_actor(), now(), cadre_id, None),
        _("已恢复启用"),
        url_for("people.detail", cadre_id=cadre_id),
    )
