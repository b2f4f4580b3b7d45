"""The third step: places and what they need."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import StringField

from service.messages import Conflict, FieldProblem, InvalidInput, Message
from service.models import Community, RoleName, Subdistrict, SurgeOperation, SurgePlace
from service.operations.surge.find import find_operation
from service.operations.surge.places import (
    NeedKey,
    PlaceValues,
    add_communities,
    find_place,
    places_of,
    remove_place,
    save_place,
)
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session, transaction
from service.web.records import choices
from service.web.records.fields import DegreesField, RecordForm, ReferenceField, Required, WholeNumberField, label
from service.web.records.forms import act, place
from service.web.views.surge.area import blueprint, tabs

BLANK_DATES = 3


def total(place: SurgePlace) -> dict[int, Any]:
    """What a place needs each day, by shift; with a mark where some days differ."""
    found: dict[int, Any] = {}
    for need in sorted(place.needs, key=lambda one: (one.weekday is not None, one.date is not None)):
        if need.weekday is None and need.date is None:
            found[need.shift_id] = str(need.needed)
        else:
            found[need.shift_id] = f"{found.get(need.shift_id, '0').rstrip('*')}*"
    return found


@blueprint.get("/<int:operation_id>/places")
@allow(RoleName.ADMIN)
def places(operation_id: int) -> ResponseReturnValue:
    """The places with their needs."""
    operation = find_operation(session(), current_actor(), operation_id)
    found = places_of(session(), operation)
    return render_template(
        "surge/places.html", operation=operation, places=found, needs={one.id: total(one) for one in found},
        tabs=tabs(operation),
    )  # fmt: skip


@blueprint.route("/<int:operation_id>/places/add", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def add_places(operation_id: int) -> ResponseReturnValue:
    """Communities and villages, several at once, with the same needs."""
    operation = find_operation(session(), current_actor(), operation_id)
    form = RecordForm()
    problems: list[Any] = []
    chosen = {int(value) for value in request.form.getlist("communities") if value.isdigit()}
    typed = {
        one.id: request.form.get(f"need-{one.id}", "1" if request.method == "GET" else "") for one in operation.shifts
    }
    status = 200
    if form.validate_on_submit():
        try:
            with transaction() as current:
                needs = {shift: _count(f"need-{shift}", text) for shift, text in typed.items() if text.strip()}
                made = add_communities(current, current_actor(), now(), operation_id, chosen, needs)
        except InvalidInput as error:
            problems, status = list(error.problems), 422
        except Conflict as error:
            problems, status = [FieldProblem("", "", error.message)], 409
        else:
            flash(_("已增加 %(count)s 个点位", count=len(made)), "success")
            return redirect(url_for("surge.places", operation_id=operation_id))
    page = render_template(
        "surge/add_places.html", operation=operation, form=form, typed=typed, chosen=chosen, problems=problems,
        groups=_communities(), known={one.community_id for one in operation.places}, tabs=tabs(operation),
    )  # fmt: skip
    return page, status


def _communities() -> list[tuple[Subdistrict, list[Community]]]:
    """The communities by subdistrict."""
    rows = session().scalars(
        select(Community)
        .join(Subdistrict)
        .where(Community.district_id == current_actor().district_id)
        .options(joinedload(Community.subdistrict))
        .order_by(Subdistrict.code, Community.code)
    )
    found: dict[int, tuple[Subdistrict, list[Community]]] = {}
    for row in rows:
        found.setdefault(row.subdistrict_id, (row.subdistrict, []))[1].append(row)
    return list(found.values())


def _count(field: str, text: str) -> int:
    """A number of people.

    Raises:
        InvalidInput: it is none.
    """
    if not text.strip().isdigit() or len(text.strip()) > 4:
        problem = FieldProblem(
            field, text, Message("应为 %(low)s 到 %(high)s 的整数", low=0, high=1000), Message("需要人数")
        )
        raise InvalidInput(Message("填写有误，尚未保存任何内容"), [problem])
    return int(text)


class PlaceForm(RecordForm):
    """A place."""

    name = StringField(label("name"), validators=[Required()])
    community = ReferenceField(
        label("community"), description=lazy_gettext("不在社区的点位（卡点、堤段）可不选，填经纬度")
    )
    priority = WholeNumberField(
        label("priority"), validators=[Required()], description=lazy_gettext("1 到 9，缺人时先保大的")
    )
    address = StringField(label("address"))
    contact_name = StringField(label("contact_name"))
    contact_phone = StringField(label("contact_phone"))
    latitude = DegreesField(label("latitude"))
    longitude = DegreesField(label("longitude"))

    def prepare(self) -> PlaceForm:
        """Fill the choices in."""
        self.community.choices = choices.with_blank(choices.communities(), _("不属于任何社区"))
        return self

    def values(self) -> PlaceValues:
        """What the operation takes."""
        names = ("latitude", "longitude", "address", "contact_name", "contact_phone", "priority")
        return PlaceValues(
            name=self.name.data or "", community_id=self.community.data, **{name: self[name].data for name in names}
        )


@blueprint.route("/<int:operation_id>/places/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new_place(operation_id: int) -> ResponseReturnValue:
    """A place of its own."""
    operation = find_operation(session(), current_actor(), operation_id)
    form = PlaceForm(data={"priority": 1}).prepare()
    return _place_page(operation, form, None)


@blueprint.route("/places/<int:place_id>", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit_place(place_id: int) -> ResponseReturnValue:
    """Change a place and what it needs."""
    row = find_place(session(), current_actor(), place_id)
    names = ("name", "priority", "address", "contact_name", "contact_phone", "latitude", "longitude", "version")
    known = {name: getattr(row, name) for name in names}
    form = PlaceForm(data={**known, "community": row.community_id}).prepare()
    return _place_page(find_operation(session(), current_actor(), row.operation_id), form, row)


def _place_page(operation: SurgeOperation, form: PlaceForm, row: SurgePlace | None) -> ResponseReturnValue:
    typed = _typed_needs(operation) if request.method == "POST" else _known_needs(row)
    problems: list[Any] = []
    refusal, status = None, 200
    if form.validate_on_submit():
        try:
            with transaction() as current:
                save_place(
                    current, current_actor(), now(), operation.id, form.values(), _needs(operation, typed),
                    row.id if row else None, form.version_read(),
                )  # fmt: skip
        except InvalidInput as error:
            problems, status = place(form, error), 422
        except Conflict as error:
            refusal, status = error.message, 409
        else:
            flash(_("已保存点位"), "success")
            return redirect(url_for("surge.places", operation_id=operation.id))
    elif form.is_submitted():
        status = 422
    page = render_template(
        "surge/place.html", operation=operation, place=row, form=form, typed=typed, problems=problems,
        refusal=refusal, dates=range(_dates(typed)), tabs=tabs(operation),
    )  # fmt: skip
    return page, status


def _dates(typed: dict[str, str]) -> int:
    used = [int(name.split("-")[1]) for name, value in typed.items() if name.startswith("date-") and value]
    return max(used, default=-1) + 1 + BLANK_DATES


def _known_needs(row: SurgePlace | None) -> dict[str, str]:
    """The needs as the form has them: need-<shift>[-w<weekday>]; date-<n>, dateshift-<n>, datecount-<n>."""
    found: dict[str, str] = {}
    number = 0
    for need in sorted(row.needs, key=lambda one: (one.date or date.min, one.shift_id)) if row else ():
        if need.date is not None:
            found |= {f"date-{number}": need.date.isoformat(), f"dateshift-{number}": str(need.shift_id)}
            found[f"datecount-{number}"] = str(need.needed)
            number += 1
        else:
            key = f"need-{need.shift_id}" + ("" if need.weekday is None else f"-w{need.weekday}")
            found[key] = str(need.needed)
    return found


def _typed_needs(operation: SurgeOperation) -> dict[str, str]:
    return {
        name: value.strip()
        for name, value in request.form.items()
        if name.startswith(("need-", "date-", "dateshift-", "datecount-"))
    }


def _needs(operation: SurgeOperation, typed: dict[str, str]) -> dict[NeedKey, int]:
    """What was typed, as the operation takes it.

    Raises:
        InvalidInput: something is no number or no date.
    """
    found: dict[NeedKey, int] = {}
    for shift in operation.shifts:
        for weekday in (None, *range(7)):
            text = typed.get(f"need-{shift.id}" + ("" if weekday is None else f"-w{weekday}"), "")
            if text:
                found[shift.id, weekday, None] = _count(f"need-{shift.id}", text)
    for name, text in typed.items():
        if name.startswith("date-") and text:
            number = name.removeprefix("date-")
            kind = typed.get(f"dateshift-{number}", "")
            if kind.isdigit():
                found[int(kind), None, _date(text)] = _count(name, typed.get(f"datecount-{number}", ""))
    return found


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        problem = FieldProblem("date", text, Message("应为日期，如 2026-12-09"), Message("日期"))
        raise InvalidInput(Message("填写有误，尚未保存任何内容"), [problem]) from None


@blueprint.post("/places/<int:place_id>/remove")
@allow(RoleName.ADMIN)
def drop_place(place_id: int) -> ResponseReturnValue:
    """Take a place away."""
    row = find_place(session(), current_actor(), place_id)
    return act(
        lambda current: remove_place(current, current_actor(), now(), place_id),
        _("已删除点位“%(name)s”", name=row.name),
        url_for("surge.places", operation_id=row.operation_id),
    )
