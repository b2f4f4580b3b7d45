"""Squads: campaigns under way, dissolving them (or the squad of one site), forming them anew."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, StringField

from service.models import RoleName
from service.operations.posts import find_post
from service.operations.posts.squads import Reforming, dissolve, reform, serving, squad_programmes
from service.operations.programmes.find import find_programme
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.months import today
from service.web.records.fields import DayField, RecordForm, Required, label
from service.web.records.forms import FormPage, handle
from service.web.records.listing import may_open
from service.web.views.posts.area import blueprint


class DissolveForm(RecordForm):
    """When and why."""

    ended_on = DayField(
        lazy_gettext("最后一天"),
        validators=[Required()],
        description=lazy_gettext("当天仍在岗，次日起回原单位并恢复值勤"),
    )
    end_reason = StringField(label("end_reason"), validators=[Required()])


class ReformForm(RecordForm):
    """The squads formed anew."""

    code = StringField(label("code"), validators=[Required()])
    name = StringField(label("name"), validators=[Required()])
    first_day = DayField(label("first_day"), validators=[Required()])
    last_day = DayField(label("last_day"), validators=[Required()], description=lazy_gettext("含当天"))
    candidates = BooleanField(lazy_gettext("带上原来的候选人（重新征求同意）"))


@blueprint.get("/squads", endpoint="squads")
@allow(RoleName.ADMIN)
def index() -> ResponseReturnValue:
    """The campaigns and inspection rounds under way."""
    return render_template(
        "posts/squads.html", found=squad_programmes(session(), current_actor(), now()), today=today()
    )


def dissolving(
    title: str, back: str, subtitle: str, *, programme_id: int | None = None, post_id: int | None = None
) -> ResponseReturnValue:
    """The form that dissolves a programme's squads, or the one of a site."""
    rows = serving(session(), current_actor(), today(), programme_id=programme_id, post_id=post_id)
    people, posts = len({row.cadre_id for row in rows}), len({row.post_id for row in rows})
    note = _(
        "现有 %(people)s 人在 %(posts)s 处任职或将任职，都在这一天结束；其后开始的取消。", people=people, posts=posts
    )
    form = DissolveForm(data={"ended_on": today()})
    return handle(
        form,
        FormPage(
            title, back, [("", ["ended_on", "end_reason"])], _("解散（%(count)s 人）", count=people), subtitle, note
        ),
        lambda current: dissolve(
            current,
            current_actor(),
            now(),
            form.ended_on.data,
            form.end_reason.data,
            programme_id=programme_id,
            post_id=post_id,
        ),
        lambda count: (back, _("已结束 %(count)s 项任职", count=count)),
    )


@blueprint.route("/squads/<int:programme_id>/dissolve", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def dissolve_all(programme_id: int) -> ResponseReturnValue:
    """Dissolve all squads of a campaign."""
    programme = find_programme(session(), current_actor(), programme_id)
    return dissolving(_("解散队伍"), url_for("posts.squads"), programme.name, programme_id=programme.id)


@blueprint.route("/<int:post_id>/dissolve", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def dissolve_site(post_id: int) -> ResponseReturnValue:
    """Dissolve the squad of one site."""
    post = find_post(session(), current_actor(), post_id)
    return dissolving(_("解散队伍"), url_for("posts.detail", post_id=post.id), post.name, post_id=post.id)


@blueprint.route("/squads/<int:programme_id>/reform", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def form_anew(programme_id: int) -> ResponseReturnValue:
    """Form a campaign's squads anew: a new programme for the same posts."""
    programme = find_programme(session(), current_actor(), programme_id)
    form = ReformForm(data={"name": programme.name, "candidates": True})
    names = ["code", "name", "first_day", "last_day", "candidates"]
    note = _(
        "新项目带上原来的 %(posts)s 个岗位和各项上限，处于筹备中；求解、批准之后才有人任职。",
        posts=len(programme.posts),
    )

    def next_page(made_id: int) -> str:
        open_it = may_open("programmes.show")
        return url_for("programmes.show", programme_id=made_id) if open_it else url_for("posts.squads")

    return handle(
        form,
        FormPage(_("重组队伍"), url_for("posts.squads"), [("", names)], _("建立新项目"), programme.name, note),
        lambda current: reform(
            current,
            current_actor(),
            now(),
            programme_id,
            Reforming(
                form.code.data or "", form.name.data or "", form.first_day.data, form.last_day.data,
                bool(form.candidates.data),
            ),
        ),
        lambda made: (next_page(made.id), _("已建立“%(name)s”", name=made.name)),
    )  # fmt: skip
