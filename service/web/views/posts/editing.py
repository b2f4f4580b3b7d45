"""Posts made, changed, ended; and their roles."""

from __future__ import annotations

from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import StringField, TextAreaField

from service.models import GridWorker, Post, PostKind, PostRole, RoleName
from service.operations.audit_log import mask_phone
from service.operations.editing import find, find_in_district
from service.operations.grid_workers import list_grid_workers
from service.operations.posts import PostValues, RoleValues, delete_role, end_post, save_post, save_role
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.months import today
from service.web.records import choices
from service.web.records.fields import (
    CheckboxesField,
    DayField,
    DegreesField,
    RecordForm,
    ReferenceField,
    Required,
    WholeNumberField,
    WordField,
    ZoneField,
    label,
)
from service.web.records.forms import FormPage, act, handle
from service.web.views.posts.area import blueprint

PLAIN = (
    "code", "kind", "name", "park", "address", "contact_name", "latitude", "longitude", "priority", "load",
    "active_from", "active_to", "note",
)  # fmt: skip


class PostForm(RecordForm):
    """A post."""

    kind = WordField(label("kind"), validators=[Required()])
    code = StringField(label("code"), validators=[Required()])
    name = StringField(label("name"), validators=[Required()], description=lazy_gettext("如企业、村、小区或单位的名称"))
    community = ReferenceField(label("community"), description=lazy_gettext("村、小区和电梯须选择；企业可不选"))
    zone = ZoneField(label("zone"))
    grid_worker = ReferenceField(label("grid_worker"), description=lazy_gettext("网格员岗位须选择"))
    unit = ReferenceField(label("unit"), description=lazy_gettext("被巡察单位须选择"))
    park = StringField(label("park"), description=lazy_gettext("同一园区的企业可限制人数；可不填"))
    address = StringField(label("address"))
    contact_name = StringField(label("contact_name"))
    contact_phone = StringField(label("contact_phone"))
    latitude = DegreesField(label("latitude"), description=lazy_gettext("WGS-84，小数度"))
    longitude = DegreesField(label("longitude"))
    priority = WholeNumberField(label("priority"), description=lazy_gettext("1 到 9；越大越先保证"))
    load = WholeNumberField(label("load"), description=lazy_gettext("一人任此岗占用多少承担能力，通常为 1"))
    active_from = DayField(label("active_from"))
    active_to = DayField(label("active_to"), description=lazy_gettext("含当天；不填表示长期"))
    note = TextAreaField(label("note"))

    def prepare(self) -> PostForm:
        """Fill the choices in."""
        self.kind.choices = choices.kinds(PostKind)
        self.community.choices = choices.with_blank(choices.communities())
        self.unit.choices = choices.with_blank(choices.units())
        workers = session().scalars(
            list_grid_workers(current_actor(), today()).order_by(None).order_by(GridWorker.number)
        )
        self.grid_worker.choices = choices.with_blank([(row.id, f"{row.number} {row.name}") for row in workers])
        return self

    def values(self) -> PostValues:
        """What the operation takes."""
        plain = {name: self[name].data for name in PLAIN}
        return PostValues(
            **{**plain, "code": plain["code"] or "", "name": plain["name"] or "", "kind": plain["kind"] or ""},
            community_id=self.community.data,
            zone=self.zone.data,
            unit_id=self.unit.data,
            grid_worker_id=self.grid_worker.data,
            contact_phone=self.contact_phone.data,
        )


def groups() -> list[tuple[str, list[str]]]:
    """The form in its groups."""
    return [
        (_("基本信息"), ["kind", "code", "name", "park"]),
        (_("在哪里、对应谁"), ["community", "zone", "grid_worker", "unit", "address", "latitude", "longitude"]),
        (_("联系"), ["contact_name", "contact_phone"]),
        (_("安排"), ["priority", "load", "active_from", "active_to", "note"]),
    ]


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Make a post."""
    kind = request.args.get("kind")
    start = {"kind": kind if kind in set(PostKind) else PostKind.ENTERPRISE, "priority": 1, "load": 1}
    form = PostForm(data=start).prepare()
    note = _("新岗位先配上该类别通常的角色和人数，保存后可在岗位页面修改。")
    return handle(
        form,
        FormPage(_("新增岗位"), url_for("posts.index"), groups(), _("保存"), note=note),
        lambda current: save_post(current, current_actor(), now(), form.values()),
        lambda row: (url_for("posts.detail", post_id=row.id), _("已新增 %(name)s", name=row.name)),
    )


@blueprint.route("/<int:post_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit(post_id: int) -> ResponseReturnValue:
    """Change a post."""
    post = find_in_district(session(), current_actor(), Post, post_id)
    known: dict[str, Any] = {name: getattr(post, name) for name in (*PLAIN, "version")}
    known |= {"community": post.community_id, "unit": post.unit_id, "grid_worker": post.grid_worker_id}
    known |= {"contact_phone": mask_phone(post.contact_phone)}
    known["zone"] = f"{post.zone.code} {post.zone.name}" if post.zone else ""
    form = PostForm(data=known).prepare()
    back = url_for("posts.detail", post_id=post_id)
    return handle(
        form,
        FormPage(_("修改 %(name)s", name=post.name), back, groups(), _("保存")),
        lambda current: save_post(current, current_actor(), now(), form.values(), post_id, form.version_read()),
        lambda row: (back, _("已保存 %(name)s", name=row.name)),
        lambda: find_in_district(session(), current_actor(), Post, post_id),
    )


@blueprint.post("/<int:post_id>/end")
@allow(RoleName.ADMIN)
def end(post_id: int) -> ResponseReturnValue:
    """Let a post end today."""
    return act(
        lambda current: end_post(current, current_actor(), now(), post_id, today()),
        _("已停用；历史记录保留，可随时恢复"),
        url_for("posts.detail", post_id=post_id),
    )


@blueprint.post("/<int:post_id>/resume")
@allow(RoleName.ADMIN)
def resume(post_id: int) -> ResponseReturnValue:
    """Let a post go on."""
    return act(
        lambda current: end_post(current, current_actor(), now(), post_id, None),
        _("已恢复启用"),
        url_for("posts.detail", post_id=post_id),
    )


class RoleForm(RecordForm):
    """A role of a post; `version` is the post's."""

    role = StringField(
        label("role"), validators=[Required()], description=lazy_gettext("如：第一书记、驻企联络员、攻坚员")
    )
    least = WholeNumberField(label("least"), description=lazy_gettext("少于此数记为空缺；0 为可有可无"))
    most = WholeNumberField(label("most"), description=lazy_gettext("不会超过此数"))
    required_skills = CheckboxesField(label("required_skills"), description=lazy_gettext("缺一项就不能任此角色"))
    wished_skills = CheckboxesField(label("wished_skills"), description=lazy_gettext("有则优先"))

    def values(self) -> RoleValues:
        """What the operation takes."""
        required, wished = tuple(self.required_skills.data or ()), tuple(self.wished_skills.data or ())
        return RoleValues(self.role.data or "", self.least.data, self.most.data, required, wished)


def role_page(post: Post, row: PostRole | None) -> ResponseReturnValue:
    """The form of a role, new where there is none yet."""
    known: dict[str, Any] = {"least": 1, "most": 1, "version": post.version}
    if row is not None:
        known |= {"role": row.role, "least": row.least, "most": row.most}
        known["required_skills"] = [one.skill_id for one in row.skills if one.required]
        known["wished_skills"] = [one.skill_id for one in row.skills if not one.required]
    form = RoleForm(data=known)
    form.required_skills.choices = form.wished_skills.choices = choices.skills()
    post_id, role_id = post.id, row.id if row else None
    back = url_for("posts.detail", post_id=post_id)
    title = _("修改角色 %(role)s", role=row.role) if row else _("增加角色")
    names = ["role", "least", "most", "required_skills", "wished_skills"]
    return handle(
        form,
        FormPage(title, back, [("", names)], _("保存"), post.name),
        lambda current: save_role(
            current, current_actor(), now(), post_id, form.values(), role_id, form.version_read()
        ),
        lambda _row: (back, _("已保存角色")),
        lambda: find_in_district(session(), current_actor(), Post, post_id),
    )


@blueprint.route("/<int:post_id>/roles/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new_role(post_id: int) -> ResponseReturnValue:
    """Add a role."""
    return role_page(find_in_district(session(), current_actor(), Post, post_id), None)


@blueprint.route("/<int:post_id>/roles/<int:role_id>", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit_role(post_id: int, role_id: int) -> ResponseReturnValue:
    """Change a role."""
    post = find_in_district(session(), current_actor(), Post, post_id)
    return role_page(post, find(session(), PostRole, role_id, PostRole.post_id == post.id))


@blueprint.post("/<int:post_id>/roles/<int:role_id>/delete")
@allow(RoleName.ADMIN)
def remove_role(post_id: int, role_id: int) -> ResponseReturnValue:
    """Take a role off."""
    return act(
        lambda current: delete_role(current, current_actor(), now(), post_id, role_id),
        _("已删除角色"),
        url_for("posts.detail", post_id=post_id),
    )
