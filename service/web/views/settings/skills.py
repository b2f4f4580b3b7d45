"""The district's list of skills."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

from service.messages import InvalidInput
from service.models import RoleName, Skill
from service.operations.district import delete_skill, save_skill, skill_of, skills_of
from service.web.access import allow, current_actor
from service.web.database import session, transaction
from service.web.formats import words
from service.web.views.settings.blueprint import blueprint

REQUIRED = InputRequired(lazy_gettext("此项必填"))


class SkillForm(FlaskForm):  # type: ignore[misc]
    """A skill."""

    code = StringField(
        lazy_gettext("代码"),
        validators=[REQUIRED],
        description=lazy_gettext("表格导入时使用，如 legal；1 至 32 个字母、数字或 . _ -"),
    )
    name = StringField(lazy_gettext("名称"), validators=[REQUIRED], description=lazy_gettext("如 法律；最多 64 个字符"))


@blueprint.route("/skills", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def skills() -> ResponseReturnValue:
    """The list, and adding one."""
    form = SkillForm()
    if form.validate_on_submit() and _saved(form, None):
        flash(_("已新增特长“%(name)s”", name=form.name.data), "success")
        return redirect(url_for("settings.skills"))
    return render_template("settings/skills.html", form=form, skills=skills_of(session(), current_actor())), (
        422 if form.errors else 200
    )


@blueprint.route("/skills/<int:skill_id>", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def skill(skill_id: int) -> ResponseReturnValue:
    """Change one."""
    row = skill_of(session(), current_actor(), skill_id)
    form = SkillForm(obj=row)
    if form.validate_on_submit() and _saved(form, row):
        flash(_("特长“%(name)s”已保存", name=form.name.data), "success")
        return redirect(url_for("settings.skills"))
    return render_template("settings/skill.html", form=form, skill=row), (422 if form.errors else 200)


@blueprint.post("/skills/<int:skill_id>/delete")
@allow(RoleName.ADMIN)
def remove_skill(skill_id: int) -> ResponseReturnValue:
    """Remove one that is not in use."""
    row = skill_of(session(), current_actor(), skill_id)
    name = row.name
    with transaction() as opened:
        delete_skill(opened, current_actor(), datetime.now(UTC), row)
    flash(_("特长“%(name)s”已删除", name=name), "success")
    return redirect(url_for("settings.skills"))


def _saved(form: SkillForm, row: Skill | None) -> bool:
    try:
        with transaction() as opened:
            save_skill(opened, current_actor(), datetime.now(UTC), form.code.data or "", form.name.data or "", row)
    except InvalidInput as error:
        for problem in error.problems:
            form[problem.field].errors = [words(problem.expected)]
        return False
    return True
