"""Kinds of events: list, form, and the usual ones to begin with."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField

from service.models import Blocks, EventKind, RoleName
from service.operations.editing import find_in_district
from service.operations.events import KindValues, list_kinds, save_kind, seed_kinds
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import label as word
from service.web.paging import page_of
from service.web.records import choices
from service.web.records.fields import RecordForm, Required, WordField, label
from service.web.records.forms import FormPage, act, handle
from service.web.records.listing import Action, Cell, Column, Listing, render_listing
from service.web.views.events.area import blueprint
from service.web.views.events.forms import TimeField, number_of, weekday_choices
from service.web.views.events.index import event_tabs


@blueprint.get("/kinds")
@allow(RoleName.ADMIN)
def kinds() -> ResponseReturnValue:
    """The kinds."""
    weekdays = {int(number): name for number, name in weekday_choices()}
    page = page_of(session(), list_kinds(current_actor()), 100)
    columns = [
        Column("name", _("名称"), lambda k: Cell(k.name, url_for("events.edit_kind", kind_id=k.id))),
        Column("code", _("编码"), lambda k: k.code),
        Column("blocks", _("对值勤的影响"), lambda k: word(k.blocks)),
        Column("sends", _("支部到网格"), lambda k: _("是") if k.sends_branches else _("否")),
        Column("weekday", _("惯常星期"), lambda k: weekdays.get(k.weekday, _("不固定"))),
        Column("hours", _("惯常时间"), lambda k: f"{k.starts}–{k.ends}" if k.starts and k.ends else None),
        Column(
            "state", _("状态"), lambda k: Cell(_("在用"), state="plain") if k.active else Cell(_("已停用"), state="off")
        ),
    ]
    usual = [Action(_("建立常用类别"), url_for("events.seed"), post=True)] if not page.total else []
    return render_listing(
        Listing(
            title=_("活动类别"),
            subtitle=_("每类活动是否影响值勤、惯常在星期几和几点"),
            columns=columns,
            page=page,
            tabs=event_tabs(),
            more=usual,
            new=(_("新增类别"), url_for("events.new_kind")),
            export="event_kinds",
            empty=(
                _("还没有活动类别"),
                _("可一次建立常用的五类（每周一晚学习、党课、主题党日、培训、其他），再按需修改。"),
            ),
        )
    )


@blueprint.post("/kinds/usual")
@allow(RoleName.ADMIN)
def seed() -> ResponseReturnValue:
    """Make the usual kinds."""
    return act(
        lambda current: seed_kinds(current, current_actor(), now()),
        _("已建立常用类别"),
        url_for("events.kinds"),
    )


class KindForm(RecordForm):
    """A kind of event."""

    code = StringField(label("code"), validators=[Required()])
    name = StringField(label("name"), validators=[Required()])
    blocks = WordField(
        label("blocks"),
        description=lazy_gettext("“重叠”按设置里的值勤时间判断；没有设置时按 8:00–18:00"),
    )
    sends_branches = BooleanField(lazy_gettext("派党支部到网格（主题党日）"))
    weekday = WordField(label("weekday"), description=lazy_gettext("“每周一晚”可以是固定的星期一，也可以每周任选一晚"))
    starts = TimeField(label("starts"))
    ends = TimeField(label("ends"))
    active = BooleanField(lazy_gettext("在用（停用后新建活动时不再供选择）"))

    def prepare(self) -> KindForm:
        """Fill the choices in."""
        self.blocks.choices = choices.kinds(Blocks)
        self.weekday.choices = choices.with_blank(weekday_choices(), _("不固定"))
        return self

    def values(self) -> KindValues:
        """What the operation takes."""
        return KindValues(
            code=self.code.data or "",
            name=self.name.data or "",
            blocks=self.blocks.data or "",
            sends_branches=bool(self.sends_branches.data),
            weekday=number_of(self.weekday.data),
            starts=self.starts.data,
            ends=self.ends.data,
            active=bool(self.active.data),
        )


GROUPS = [("", ["code", "name", "blocks", "weekday", "starts", "ends", "sends_branches", "active"])]


@blueprint.route("/kinds/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new_kind() -> ResponseReturnValue:
    """Make a kind."""
    form = KindForm(data={"blocks": Blocks.OVERLAP, "weekday": "", "active": True}).prepare()
    return handle(
        form,
        FormPage(_("新增活动类别"), url_for("events.kinds"), GROUPS, _("保存")),
        lambda current: save_kind(current, current_actor(), now(), form.values()),
        lambda row: (url_for("events.kinds"), _("已新增 %(name)s", name=row.name)),
    )


@blueprint.route("/kinds/<int:kind_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit_kind(kind_id: int) -> ResponseReturnValue:
    """Change a kind."""
    kind = find_in_district(session(), current_actor(), EventKind, kind_id)
    names = ("code", "name", "blocks", "sends_branches", "starts", "ends", "active", "version")
    known = {name: getattr(kind, name) for name in names}
    weekday = "" if kind.weekday is None else str(kind.weekday)
    form = KindForm(data={**known, "weekday": weekday}).prepare()
    return handle(
        form,
        FormPage(_("修改活动类别"), url_for("events.kinds"), GROUPS, _("保存"), subtitle=kind.name),
        lambda current: save_kind(current, current_actor(), now(), form.values(), kind_id, form.version_read()),
        lambda row: (url_for("events.kinds"), _("已保存 %(name)s", name=row.name)),
        lambda: find_in_district(session(), current_actor(), EventKind, kind_id),
    )
