"""Limits, pins and refusals of a programme."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField

from service.models import RoleName
from service.operations.cadres import resolve_cadre
from service.operations.checks import Checks
from service.operations.programmes.candidates import roles_of
from service.operations.programmes.limits import LimitValues, limits_of, remove_limit, save_limit
from service.operations.programmes.pins import PinValues, add_pin, pins_of, remove_pin
from service.operations.programmes.taking_part import list_programme_posts
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session
from service.web.records import choices
from service.web.records.fields import (
    PersonField,
    RecordForm,
    ReferenceField,
    Required,
    WholeNumberField,
    WordField,
    label,
)
from service.web.records.forms import FormPage, act, handle
from service.web.views.programmes.area import blueprint, frame, programme_of
from service.web.views.programmes.members import do, known


@blueprint.get("/<int:programme_id>/conditions")
@allow(RoleName.ADMIN)
def conditions(programme_id: int) -> ResponseReturnValue:
    """The limits, pins and refusals."""
    programme = programme_of(programme_id)
    return render_template(
        "programmes/conditions.html",
        limits=limits_of(session(), current_actor(), programme_id),
        pins=pins_of(session(), current_actor(), programme_id),
        **frame(programme),
    )


class LimitForm(RecordForm):
    """A limit."""

    unit = ReferenceField(label("unit"), description=lazy_gettext("同一时间派出的人数"))
    community = ReferenceField(label("community"), description=lazy_gettext("同一时间接收的人次"))
    park = StringField(label("park"), description=lazy_gettext("同一时间接收的人次"))
    most = WholeNumberField(label("most"), validators=[Required()])
    soft = BooleanField(label("soft"))


@blueprint.route("/<int:programme_id>/limits/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new_limit(programme_id: int) -> ResponseReturnValue:
    """Set a limit."""
    programme = programme_of(programme_id)
    form = LimitForm()
    form.unit.choices = choices.with_blank(choices.units())
    form.community.choices = choices.with_blank(choices.communities())
    back = url_for("programmes.conditions", programme_id=programme_id)
    note = _("单位、社区、园区三项中填一项。已有同一上限的，以新的为准。")
    return handle(
        form,
        FormPage(_("设定上限"), back, [("", ["unit", "community", "park", "most", "soft"])], _("保存"), programme.name, note),
        lambda current: save_limit(
            current, current_actor(), now(), programme_id,
            LimitValues(form.most.data, form.unit.data, form.community.data, form.park.data, bool(form.soft.data)),
        ),
        lambda row: (back, _("已设定上限")),
    )  # fmt: skip


@blueprint.post("/<int:programme_id>/limits/<int:limit_id>/remove")
@allow(RoleName.ADMIN)
def drop_limit(programme_id: int, limit_id: int) -> ResponseReturnValue:
    """Take a limit away."""
    return act(
        lambda current: remove_limit(current, current_actor(), now(), programme_id, limit_id),
        _("已取消上限"),
        url_for("programmes.conditions", programme_id=programme_id),
    )


class PinForm(RecordForm):
    """A pin or a refusal."""

    cadre = PersonField(label("cadre"))
    post = ReferenceField(label("post"))
    role = WordField(label("role"))
    refused = BooleanField(lazy_gettext("否决（不得这样安排）"))
    reason = StringField(label("reason"))


@blueprint.route("/<int:programme_id>/pins/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new_pin(programme_id: int) -> ResponseReturnValue:
    """Insist on somebody at a post, or rule them out there."""
    programme = programme_of(programme_id)
    arguments = request.args
    data = {
        "cadre": arguments.get("cadre", ""), "post": arguments.get("post", type=id_number),
        "refused": bool(arguments.get("refused")),
    }  # fmt: skip
    form = PinForm(data=data)
    rows = session().scalars(list_programme_posts(session(), current_actor(), programme_id))
    form.post.choices = choices.with_blank(
        [(row.post_id, f"{row.post.name}（{row.post.code}）") for row in rows], _("任何岗位")
    )
    form.role.choices = choices.with_blank(known(roles_of(session(), programme)), _("任何角色"))
    back = url_for("programmes.conditions", programme_id=programme_id)
    note = _("锁定：下次求解必须这样安排。否决：不得这样安排。人员留空表示任何人。")
    return handle(
        form,
        FormPage(
            _("锁定或否决"),
            back,
            [("", ["cadre", "post", "role", "refused", "reason"])],
            _("保存"),
            programme.name,
            note,
        ),
        lambda current: add_pin(current, current_actor(), now(), programme_id, pin_values(current, form)),
        lambda row: (back, _("已否决") if row.refused else _("安排已锁定")),
    )


def pin_values(current: Any, form: PinForm) -> PinValues:
    """What the operation takes."""
    cadre_id = None
    if (form.cadre.data or "").strip():
        checks = Checks()
        cadre = resolve_cadre(current, current_actor(), now(), form.cadre.data, checks)
        checks.done()
        cadre_id = cadre.id if cadre is not None else None
    return PinValues(cadre_id, form.post.data, form.role.data or None, bool(form.refused.data), form.reason.data)


@blueprint.post("/<int:programme_id>/pins/<int:pin_id>/remove")
@allow(RoleName.ADMIN)
def drop_pin(programme_id: int, pin_id: int) -> ResponseReturnValue:
    """Take a pin or a refusal away."""
    return act(
        lambda current: remove_pin(current, current_actor(), now(), programme_id, pin_id),
        _("已取消"),
        url_for("programmes.conditions", programme_id=programme_id),
    )


@blueprint.post("/<int:programme_id>/pins")
@allow(RoleName.ADMIN)
def pin_pair(programme_id: int) -> ResponseReturnValue:
    """Pin or refuse a pair from a proposal, with one press."""
    form = request.form
    values = PinValues(
        form.get("cadre", type=id_number),
        form.get("post", type=id_number),
        None if form.get("refused") else form.get("role") or None,
        bool(form.get("refused")),
    )
    return do(
        lambda current: add_pin(current, current_actor(), now(), programme_id, values),
        lambda row: _("已否决；重新求解后生效") if row.refused else _("安排已锁定；重新求解时保留"),
        url_for("programmes.conditions", programme_id=programme_id),
    )
