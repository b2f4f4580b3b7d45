"""A site's stages: put in, changed, taken off; their progress told by admins and the community's head."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy.orm import Session
from wtforms import StringField

from service.models import Post, RoleName, SiteStage
from service.operations.editing import find
from service.operations.posts.stages import (
    StageValues,
    delete_stage,
    find_site,
    put_usual_stages,
    report_progress,
    save_stage,
)
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.records.fields import DayField, RecordForm, Required, WholeNumberField, label
from service.web.records.forms import FormPage, act, handle
from service.web.views.posts.area import blueprint


class ProgressForm(RecordForm):
    """How far a stage is."""

    done_percent = WholeNumberField(label("done_percent"), description=lazy_gettext("0 到 100 的整数"))
    done_on = DayField(label("done_on"), description=lazy_gettext("填 100 而不填日期时，记为今天"))
    note = StringField(label("note"))

    def values(self, name: str = "") -> StageValues:
        """What the operation takes."""
        return StageValues(name, None, None, self.done_percent.data, self.done_on.data, self.note.data)


class StageForm(ProgressForm):
    """A stage."""

    name = StringField(label("name"), validators=[Required()])
    order = WholeNumberField(label("order"), description=lazy_gettext("从 1 起；不填排在最后"))
    due_on = DayField(label("due_on"))

    def values(self, name: str = "") -> StageValues:
        """What the operation takes."""
        return StageValues(
            self.name.data or "", self.order.data, self.due_on.data, self.done_percent.data, self.done_on.data,
            self.note.data,
        )  # fmt: skip


def back(post_id: int) -> str:
    """The page of the site."""
    return url_for("posts.detail", post_id=post_id) + "#works"


def _stage(post: Post, stage_id: int) -> SiteStage:
    return find(session(), SiteStage, stage_id, SiteStage.post_id == post.id)


def _known(stage: SiteStage) -> dict[str, Any]:
    names = ("name", "due_on", "done_percent", "done_on", "note", "version")
    return {**{name: getattr(stage, name) for name in names}, "order": stage.position + 1}


NAMES = ["name", "order", "due_on", "done_percent", "done_on", "note"]


@blueprint.route("/<int:post_id>/stages/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new_stage(post_id: int) -> ResponseReturnValue:
    """Add a stage."""
    post = find_site(session(), current_actor(), post_id)
    form = StageForm(data={"done_percent": 0})
    return handle(
        form,
        FormPage(_("增加阶段"), back(post_id), [("", NAMES)], _("保存"), post.name),
        lambda current: save_stage(current, current_actor(), now(), post_id, form.values()),
        lambda row: (back(post_id), _("已保存 %(name)s", name=row.name)),
    )


@blueprint.route("/<int:post_id>/stages/<int:stage_id>", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit_stage(post_id: int, stage_id: int) -> ResponseReturnValue:
    """Change a stage."""
    post = find_site(session(), current_actor(), post_id)
    stage = _stage(post, stage_id)
    form = StageForm(data=_known(stage))
    return handle(
        form,
        FormPage(_("修改阶段"), back(post_id), [("", NAMES)], _("保存"), post.name),
        lambda current: save_stage(
            current, current_actor(), now(), post_id, form.values(), stage_id, form.version_read()
        ),
        lambda row: (back(post_id), _("已保存 %(name)s", name=row.name)),
        lambda: _stage(post, stage_id),
    )


@blueprint.route("/<int:post_id>/stages/<int:stage_id>/progress", methods=["GET", "POST"])
@allow(RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
def progress(post_id: int, stage_id: int) -> ResponseReturnValue:
    """Tell how far a stage is."""
    post = find_site(session(), current_actor(), post_id)
    stage = _stage(post, stage_id)
    form = ProgressForm(data=_known(stage))
    title = _("登记进度：%(name)s", name=stage.name)
    due = _("应于 %(day)s 前完成", day=stage.due_on) if stage.due_on else None
    return handle(
        form,
        FormPage(title, back(post_id), [("", ["done_percent", "done_on", "note"])], _("保存"), post.name, due),
        lambda current: report_progress(
            current, current_actor(), now(), post_id, stage_id, form.values(), form.version_read()
        ),
        lambda row: (back(post_id), _("已登记 %(name)s：%(percent)s%%", name=row.name, percent=row.done_percent)),
        lambda: _stage(post, stage_id),
    )


@blueprint.post("/<int:post_id>/stages/usual")
@allow(RoleName.ADMIN)
def fill_stages(post_id: int) -> ResponseReturnValue:
    """Put the usual stages in."""
    return act(
        lambda current: put_usual_stages(current, current_actor(), now(), post_id),
        _("已列入常用阶段"),
        back(post_id),
    )


@blueprint.post("/<int:post_id>/stages/<int:stage_id>/delete")
@allow(RoleName.ADMIN)
def remove_stage(post_id: int, stage_id: int) -> ResponseReturnValue:
    """Take a stage off."""

    def removed(current: Session) -> None:
        delete_stage(current, current_actor(), now(), post_id, stage_id)

    return act(removed, _("已删除"), back(post_id))
