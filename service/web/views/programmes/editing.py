"""Programmes made, changed, moved and cancelled."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField, TextAreaField

from service.models import Programme, ProgrammeKind, RoleName
from service.operations.programmes.changing import ProgrammeValues, months_later, save_programme
from service.operations.programmes.ending import cancel_programme, shift_term
from service.operations.programmes.settings import CONSENTS, settings_of
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.formats import label as word
from service.web.months import today
from service.web.records import choices
from service.web.records.fields import DayField, RecordForm, Required, WholeNumberField, WordField, label
from service.web.records.forms import FormPage, handle
from service.web.views.programmes.area import blueprint, programme_of
from service.web.views.programmes.typed import typed_figures, typed_words


class ProgrammeForm(RecordForm):
    """A programme."""

    kind = WordField(label("kind"))
    code = StringField(label("code"), validators=[Required()])
    name = StringField(label("name"), validators=[Required()])
    first_day = DayField(label("first_day"), validators=[Required()])
    last_day = DayField(
        label("last_day"), validators=[Required()], description=lazy_gettext("含当天；双向轮岗为两至六个月")
    )
    exempts = BooleanField(lazy_gettext("任职期间不承担每月值勤"))
    wanted_least = WholeNumberField(
        label("wanted_least"), description=lazy_gettext("双向轮岗填要结成的对数；不填则按岗位各自的人数")
    )
    wanted_most = WholeNumberField(label("wanted_most"))
    teach = TextAreaField(
        label("teach"), description=lazy_gettext("每行一项：专长编码=分值，如 legal=5；双方经结对学不到的按分值计")
    )
    own = BooleanField(lazy_gettext("须本人同意"))
    unit = BooleanField(lazy_gettext("须单位同意"))
    post = BooleanField(lazy_gettext("须岗位一方（社区、企业、村）同意"))
    weights = TextAreaField(
        label("weights"), description=lazy_gettext("每行一条：规则代码=分值；不写的按默认值（见规则说明）")
    )
    note = TextAreaField(label("note"))

    def prepare(self, kind: str | None = None) -> ProgrammeForm:
        """Fill the choices in; the kind of one that exists stays."""
        known = choices.kinds(ProgrammeKind)
        self.kind.choices = [pair for pair in known if pair[0] == kind] if kind else known
        return self

    def values(self) -> ProgrammeValues:
        """What the operation takes."""
        consents = tuple(name for name in CONSENTS if getattr(self, name).data)
        return ProgrammeValues(
            kind=self.kind.data or "",
            code=self.code.data or "",
            name=self.name.data or "",
            first_day=self.first_day.data,
            last_day=self.last_day.data,
            exempts=bool(self.exempts.data),
            wanted_least=self.wanted_least.data,
            wanted_most=self.wanted_most.data,
            weights=typed_figures(self.weights.data, "weights"),
            teach=typed_figures(self.teach.data, "teach"),
            consents=consents,
            note=self.note.data,
        )


GROUPS = [
    ("", ["kind", "code", "name", "first_day", "last_day", "exempts", "wanted_least", "wanted_most"]),
    (lazy_gettext("同意"), list(CONSENTS)),
    (lazy_gettext("求解的偏好"), ["teach", "weights", "note"]),
]


def shown(row: Programme) -> dict[str, Any]:
    """A programme as its form shows it."""
    own = row.settings or {}
    names = (
        "kind",
        "code",
        "name",
        "first_day",
        "last_day",
        "exempts",
        "wanted_least",
        "wanted_most",
        "note",
        "version",
    )
    consents = settings_of(row).consents
    return {
        **{name: getattr(row, name) for name in names},
        **{name: name in consents for name in CONSENTS},
        "weights": typed_words(own.get("weights", {})),
        "teach": typed_words(own.get("teach", {})),
    }


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Make a programme."""
    kind = request.args.get("kind", ProgrammeKind.ROTATION)
    kind = kind if kind in set(ProgrammeKind) else ProgrammeKind.ROTATION
    start = today().replace(day=1)
    fresh = Programme(kind=kind, settings={})
    consents = settings_of(fresh).consents
    data = {
        "kind": kind, "first_day": start, "last_day": months_later(start, 3), "exempts": True,
        **{name: name in consents for name in CONSENTS},
    }  # fmt: skip
    form = ProgrammeForm(data=data).prepare()
    return handle(
        form,
        FormPage(_("新建项目"), url_for("programmes.index"), GROUPS, _("保存")),
        lambda current: save_programme(current, current_actor(), now(), form.values()),
        lambda row: (url_for("programmes.show", programme_id=row.id), _("已保存“%(name)s”", name=row.name)),
    )


@blueprint.route("/<int:programme_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit(programme_id: int) -> ResponseReturnValue:
    """Change a programme."""
    row = programme_of(programme_id)
    form = ProgrammeForm(data=shown(row)).prepare(row.kind)
    back = url_for("programmes.show", programme_id=programme_id)
    return handle(
        form,
        FormPage(_("修改项目"), back, GROUPS, _("保存"), subtitle=f"{row.name} · {word(row.kind)}"),
        lambda current: save_programme(
            current, current_actor(), now(), form.values(), programme_id, form.version_read()
        ),
        lambda saved: (back, _("已保存“%(name)s”", name=saved.name)),
        lambda: programme_of(programme_id),
    )


class ShiftForm(RecordForm):
    """The term of a programme, moved."""

    first_day = DayField(label("first_day"), validators=[Required()])
    last_day = DayField(label("last_day"), validators=[Required()])


@blueprint.route("/<int:programme_id>/shift", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def shift(programme_id: int) -> ResponseReturnValue:
    """Move the term of a programme with its placements."""
    row = programme_of(programme_id)
    form = ShiftForm(data={"first_day": row.first_day, "last_day": row.last_day, "version": row.version})
    back = url_for("programmes.show", programme_id=programme_id)
    note = _("与项目同起止的安排及其免排一并调整；与其他任务冲突时不予保存，并指出是谁。")
    return handle(
        form,
        FormPage(_("调整任期"), back, [("", ["first_day", "last_day"])], _("调整任期"), subtitle=row.name, note=note),
        lambda current: shift_term(
            current, current_actor(), now(), programme_id, form.first_day.data, form.last_day.data,
            form.version_read(),
        ),
        lambda moved: (back, _("任期已调整，%(count)s 项安排随之调整", count=len(moved))),
        lambda: programme_of(programme_id),
    )  # fmt: skip


class CancelForm(RecordForm):
    """Why a programme is cancelled."""

    end_reason = StringField(label("end_reason"), validators=[Required()])


@blueprint.route("/<int:programme_id>/cancel", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def cancel(programme_id: int) -> ResponseReturnValue:
    """Cancel a programme."""
    row = programme_of(programme_id)
    form = CancelForm()
    back = url_for("programmes.show", programme_id=programme_id)
    note = _("未开始的安排将取消，进行中的今天结束（当天仍算在岗），已结束的不变；相应的免排随之改变。取消后不能恢复。")
    return handle(
        form,
        FormPage(_("取消项目"), back, [("", ["end_reason"])], _("取消项目"), subtitle=row.name, note=note),
        lambda current: cancel_programme(current, current_actor(), now(), programme_id, form.end_reason.data),
        lambda found: (
            back,
            _("项目已取消：结束 %(ended)s 项安排，取消 %(cancelled)s 项", ended=found.ended, cancelled=found.cancelled),
        ),
    )
