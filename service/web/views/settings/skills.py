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
from service.operations.editing import find_in_district
from service.operations.skills import delete_skill, list_skills, save_skill, skill_use
from service.web.access import allow, current_actor
from service.web.database import session, transaction
from service.web.formats import words
from service.web.views.settings.blueprint import blueprint

REQUIRED = InputRequired(lazy_gettext("此项必填"))


class SkillForm(FlaskForm):  # type: ignore[misc]
    """A skill."""

    code = StringField(
        lazy_gettext("代码"), validators=[REQUIRED], description=lazy_gettext("表格导入时使用，如 legal")
    )
    name = StringField(lazy_gettext("名称"), validators=[REQUIRED], description=lazy_gettext("如 法律；最多 64 个字符"))


@blueprint.route("/skills", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def skills() -> ResponseReturnValue:
    """The list, and adding one."""
    form = SkillForm()
    if form.validate_on_submit() and _saved(form, None):
        flash(_("已新增专长“%(name)s”", name=form.name.data), "success")
        return redirect(url_for("settings.skills"))
    use = skill_use(session(), current_actor())
    rows = [(row, *use.get(row.id, (0, 0))) for row in session().scalars(list_skills(current_actor()))]
    return render_template("settings/skills.html", form=form, skills=rows), (422 if form.errors else 200)


@blueprint.route("/skills/<int:skill_id>", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def skill(skill_id: int) -> ResponseReturnValue:
    """Change one."""
    row = find_in_district(session(), current_actor(), Skill, skill_id)
    form = SkillForm(obj=row)
    if form.validate_on_submit() and _saved(form, skill_id):
        flash(_("专长“%(name)s”已保存", name=form.name.data), "success")
        return redirect(url_for("settings.skills"))
    return render_template("settings/skill.html", form=form, skill=row), (422 if form.errors else 200)


@blueprint.post("/skills/<int:skill_id>/delete")
@allow(RoleName.ADMIN)
def remove_skill(skill_id: int) -> ResponseReturnValue:
    """Remove one that is not in use."""
    name = find_in_district(session(), current_actor(), Skill, skill_id).name
    with transaction() as opened:
        delete_skill(opened, current_actor(), datetime.now(UTC), skill_id)
    flash(_("专长“%(name)s”已删除", name=name), "success")
    return redirect(url_for("settings.skills"))


def _saved(form: SkillForm, skill_id: int | None) -> bool:
    code, name = form.code.data or "", form.name.data or ""
    try:
        with transaction() as opened:
            save_skill(opened, current_actor(), datetime.now(UTC), code, name, skill_id)
    except InvalidInput as error:
        for problem in error.problems:
            form[problem.field].errors = [words(problem.expected)]
        return False
    return True
