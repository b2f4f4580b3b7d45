"""Skills: a short list to add to, rename, and delete what nobody uses."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import StringField

from service.models import RoleName, Skill
from service.operations.editing import find_in_district
from service.operations.skills import delete_skill, list_skills, save_skill, skill_use
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.paging import page_of
from service.web.records.fields import RecordForm, Required, label
from service.web.records.forms import FormPage, act, handle
from service.web.records.listing import Action, Cell, Column, Listing, render_listing
from service.web.records.tabs import place_tabs
from service.web.views.zones.area import blueprint

GROUPS = [("", ["code", "name"])]


class SkillForm(RecordForm):
    """A skill."""

    code = StringField(label("code"), validators=[Required()])
    name = StringField(label("name"), validators=[Required()])


@blueprint.get("/skills")
@allow(RoleName.ADMIN)
def skills() -> ResponseReturnValue:
    """The skills, with how many have and need them."""
    use = skill_use(session(), current_actor())

    def actions(skill: Skill) -> Cell:
        found = [Action(_("改名"), url_for("zones.edit_skill", skill_id=skill.id))]
        if skill.id not in use:
            found.append(
                Action(
                    _("删除"),
                    url_for("zones.remove_skill", skill_id=skill.id),
                    post=True,
                    confirm=_("将删除专长“%(name)s”。没有人员或网格在使用它。", name=skill.name),
                )
            )
        return Cell(actions=found)

    return render_listing(
        Listing(
            title=_("专长"),
            columns=[
                Column("name", _("名称"), lambda s: s.name),
                Column("code", _("编码"), lambda s: s.code),
                Column(
                    "having",
                    _("具备的人员"),
                    lambda s: Cell(use.get(s.id, (0, 0))[0], url_for("people.index", skill=s.id)),
                    numeric=True,
                ),
                Column(
                    "needing",
                    _("需要的网格"),
                    lambda s: Cell(use.get(s.id, (0, 0))[1], url_for("zones.index", skill=s.id)),
                    numeric=True,
                ),
                Column("actions", "", actions),
            ],
            page=page_of(session(), list_skills(current_actor())),
            tabs=place_tabs(),
            export="skills",
            new=(_("新增专长"), url_for("zones.new_skill")),
            empty=(_("还没有专长"), _("网格可以要求每月有具备某项专长的干部到访，如法律、医疗。")),
        )
    )


@blueprint.route("/skills/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new_skill() -> ResponseReturnValue:
    """Make a skill."""
    form = SkillForm()
    back = url_for("zones.skills")
    return handle(
        form,
        FormPage(_("新增专长"), back, GROUPS, _("保存")),
        lambda current: save_skill(current, current_actor(), now(), form.code.data or "", form.name.data or ""),
        lambda row: (back, _("已新增 %(name)s", name=row.name)),
    )


@blueprint.route("/skills/<int:skill_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit_skill(skill_id: int) -> ResponseReturnValue:
    """Rename a skill."""
    skill = find_in_district(session(), current_actor(), Skill, skill_id)
    form = SkillForm(obj=skill)
    back = url_for("zones.skills")
    return handle(
        form,
        FormPage(_("修改 %(name)s", name=skill.name), back, GROUPS, _("保存")),
        lambda current: save_skill(
            current, current_actor(), now(), form.code.data or "", form.name.data or "", skill_id
        ),
        lambda row: (back, _("已保存 %(name)s", name=row.name)),
    )


@blueprint.post("/skills/<int:skill_id>/delete")
@allow(RoleName.ADMIN)
def remove_skill(skill_id: int) -> ResponseReturnValue:
    """Delete a skill that is not used."""
    return act(
        lambda current: delete_skill(current, current_actor(), now(), skill_id), _("已删除"), url_for("zones.skills")
    )
