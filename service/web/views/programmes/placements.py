"""The approved placements of a programme: looked at, entered by hand, ended, cancelled."""

from __future__ import annotations

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import joinedload
from wtforms import BooleanField, StringField

from service.models import Cadre, Placement, Post, RoleName
from service.operations.cadres import text_condition
from service.operations.engagements import last_day_of
from service.operations.programmes.by_hand import PlacementValues, enter_placement
from service.operations.programmes.candidates import roles_of
from service.operations.programmes.ending import cancel_placement, end_placement, find_placement
from service.operations.programmes.taking_part import list_programme_posts
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import short_day
from service.web.months import today
from service.web.paging import page_of
from service.web.records.fields import DayField, PersonField, RecordForm, ReferenceField, Required, WordField, label
from service.web.records.forms import FormPage, handle
from service.web.records.listing import Cell
from service.web.views.programmes.area import blueprint, frame, programme_of
from service.web.views.programmes.members import known


def placement_state(row: Placement) -> Cell:
    """Where a placement stands."""
    if row.cancelled_at is not None:
        return Cell(_("已取消"), state="off", small=row.end_reason)
    if last_day_of(row) < today():
        return Cell(_("提前结束") if row.ended_on else _("已结束"), state="plain", small=row.end_reason)
    if row.first_day > today():
        return Cell(_("将开始"), state="draft")
    if row.ended_on is not None:
        return Cell(_("将提前结束"), state="changed", small=row.end_reason)
    return Cell(_("进行中"), state="good")


@blueprint.get("/<int:programme_id>/placements")
@allow(RoleName.ADMIN)
def placements(programme_id: int) -> ResponseReturnValue:
    """The placements of a programme, cancelled ones included where asked for."""
    programme = programme_of(programme_id)
    query = (
        select(Placement)
        .join(Cadre, Cadre.id == Placement.cadre_id)
        .join(Post, Post.id == Placement.post_id)
        .where(Placement.programme_id == programme_id)
        .options(
            joinedload(Placement.cadre), joinedload(Placement.unit), joinedload(Placement.post),
            joinedload(Placement.grid_worker),
        )
        .order_by(Post.code, Placement.role, Placement.first_day)
    )  # fmt: skip
    condition = text_condition(request.args.get("q", ""))
    if condition is not None:
        query = query.where(condition)
    if request.args.get("state") != "all":
        query = query.where(Placement.cancelled_at.is_(None))
    page = page_of(session(), query)
    return render_template(
        "programmes/placements.html",
        page=page,
        state_of=placement_state,
        last_of=last_day_of,
        today=today(),
        refill=any(row.ended_on is not None for row in page.rows) and programme.last_day >= today(),
        **frame(programme),
    )


class PlacementForm(RecordForm):
    """A placement by hand."""

    cadre = PersonField(label("cadre"), validators=[Required()])
    post = ReferenceField(label("post"), validators=[Required()])
    role = WordField(label("role"))
    first_day = DayField(label("first_day"), validators=[Required()])
    last_day = DayField(label("last_day"), validators=[Required()])
    exempts = BooleanField(lazy_gettext("任职期间不承担每月值勤"))
    note = StringField(label("note"))


@blueprint.route("/<int:programme_id>/placements/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new_placement(programme_id: int) -> ResponseReturnValue:
    """Place somebody by hand; conflicts are refused and named."""
    programme = programme_of(programme_id)
    data = {
        "first_day": max(programme.first_day, min(today(), programme.last_day)), "last_day": programme.last_day,
        "exempts": programme.exempts,
    }  # fmt: skip
    form = PlacementForm(data=data)
    rows = session().scalars(list_programme_posts(session(), current_actor(), programme_id))
    form.post.choices = [(row.post_id, f"{row.post.name}（{row.post.code}）") for row in rows]
    form.role.choices = known(roles_of(session(), programme))
    back = url_for("programmes.placements", programme_id=programme_id)
    fields = ["cadre", "post", "role", "first_day", "last_day", "exempts", "note"]
    return handle(
        form,
        FormPage(_("直接安排"), back, [("", fields)], _("保存"), programme.name),
        lambda current: enter_placement(
            current, current_actor(), now(),
            PlacementValues(
                form.cadre.data or "", form.post.data, form.role.data or "", form.first_day.data, form.last_day.data,
                bool(form.exempts.data), programme_id, form.note.data,
            ),
        ),
        lambda row: (back, _("已安排 %(name)s", name=row.cadre.name)),
    )  # fmt: skip


class EndForm(RecordForm):
    """When and why a placement ends."""

    ended_on = DayField(label("ended_on"), validators=[Required()], description=lazy_gettext("含当天；双方同时结束"))
    end_reason = StringField(label("end_reason"), validators=[Required()])


def _subject(row: Placement) -> str:
    days = f"{short_day(row.first_day)} – {short_day(last_day_of(row))}"
    return f"{row.cadre.name} · {row.post.name}（{row.role}） · {days}"


def _back(row: Placement) -> str:
    if row.programme_id is None:
        return url_for("programmes.index")
    return url_for("programmes.placements", programme_id=row.programme_id)


@blueprint.route("/placements/<int:placement_id>/end", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def end(placement_id: int) -> ResponseReturnValue:
    """End a placement early."""
    row = find_placement(session(), current_actor(), placement_id)
    form = EndForm(data={"ended_on": min(max(today(), row.first_day), row.last_day), "version": row.version})
    note = _("提前结束后，免排同日截止，从次日起恢复每月值勤；空出的岗位可在本页“补缺”中由系统提出人选。")
    return handle(
        form,
        FormPage(_("提前结束"), _back(row), [("", ["ended_on", "end_reason"])], _("提前结束"), _subject(row), note),
        lambda current: end_placement(
            current, current_actor(), now(), placement_id, form.ended_on.data, form.end_reason.data,
            form.version_read(),
        ),
        lambda saved: (_back(saved), _("%(name)s 的安排将于 %(day)s 结束", name=saved.cadre.name, day=short_day(saved.ended_on))),
        lambda: find_placement(session(), current_actor(), placement_id),
    )  # fmt: skip


class CancelPlacementForm(RecordForm):
    """Why a placement is cancelled."""

    end_reason = StringField(label("end_reason"), validators=[Required()])


@blueprint.route("/placements/<int:placement_id>/cancel", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def cancel_one(placement_id: int) -> ResponseReturnValue:
    """Cancel a placement that has not begun."""
    row = find_placement(session(), current_actor(), placement_id)
    form = CancelPlacementForm(data={"version": row.version})
    return handle(
        form,
        FormPage(_("取消安排"), _back(row), [("", ["end_reason"])], _("取消安排"), _subject(row)),
        lambda current: cancel_placement(
            current, current_actor(), now(), placement_id, form.end_reason.data, form.version_read()
        ),
        lambda saved: (_back(saved), _("已取消 %(name)s 的安排", name=saved.cadre.name)),
        lambda: find_placement(session(), current_actor(), placement_id),
    )
