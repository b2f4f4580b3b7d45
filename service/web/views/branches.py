"""Party branches: list, page, form."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from wtforms import BooleanField, StringField

from service.models import Branch, BranchMembership, BranchStanding, Cadre, RoleName
from service.operations.branches import BranchValues, list_branches, save_branch, secretary_of, set_secretary
from service.operations.cadres import CadreFilter, list_cadres
from service.operations.editing import find_in_district
from service.operations.history import history_of
from service.operations.memberships import in_force
from service.operations.names import matches
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import label as word
from service.web.months import today
from service.web.paging import page_of
from service.web.records import choices
from service.web.records.fields import PersonField, RecordForm, Required, WordField, label
from service.web.records.forms import FormPage, handle
from service.web.records.listing import Cell, Column, Filter, Listing, render_listing
from service.web.records.lookups import units_of_people
from service.web.records.tabs import people_tabs

blueprint = Blueprint("branches", __name__, url_prefix="/branches")
STANDING_STATES = {BranchStanding.MODEL: "published", BranchStanding.STANDARD: "good"}


def counts() -> dict[int, int]:
    """How many cadres each branch has today."""
    query = (
        select(BranchMembership.branch_id, func.count())
        .join(Cadre, Cadre.id == BranchMembership.cadre_id)
        .where(Cadre.district_id == current_actor().district_id, in_force(BranchMembership, today()))
        .group_by(BranchMembership.branch_id)
    )
    return {row[0]: row[1] for row in session().execute(query)}


def columns() -> list[Column]:
    """The columns of the list."""
    members = counts()
    return [
        Column("name", _("名称"), lambda b: Cell(b.name, url_for("branches.detail", branch_id=b.id))),
        Column("code", _("编码"), lambda b: b.code),
        Column(
            "standing",
            _("评定"),
            lambda b: Cell(word(b.standing), state=STANDING_STATES.get(b.standing, "plain")),
        ),
        Column("joint", _("联合党支部"), lambda b: _("是") if b.joint else _("否")),
        Column("count", _("人数"), lambda b: members.get(b.id, 0), numeric=True),
    ]


@blueprint.get("/")
@allow(RoleName.ADMIN)
def index() -> ResponseReturnValue:
    """The branches."""
    text, standing = request.args.get("q", ""), request.args.get("standing")
    query = list_branches(current_actor())
    if standing:
        query = query.where(Branch.standing == standing)
    if text.strip():
        query = query.where(Branch.id.in_([b.id for b in session().scalars(query) if matches(text, b.name, b.code)]))
    return render_listing(
        Listing(
            title=_("党支部列表"),
            columns=columns(),
            page=page_of(session(), query),
            filters=[
                Filter("q", _("名称、拼音或编码")),
                Filter("standing", _("评定"), choices.kinds(BranchStanding)),
            ],
            tabs=people_tabs(),
            new=(_("新增党支部"), url_for("branches.new")),
            export="branches",
            empty=(_("还没有党支部"), _("党支部是人员的第二种分组，可与单位不同。")),
        )
    )


@blueprint.get("/<int:branch_id>")
@allow(RoleName.ADMIN)
def detail(branch_id: int) -> ResponseReturnValue:
    """A branch and its people."""
    actor = current_actor()
    branch = find_in_district(session(), actor, Branch, branch_id)
    page = page_of(session(), list_cadres(actor, today(), CadreFilter(branch_id=branch.id)), 100)
    secretary = secretary_of(session(), branch, today())
    facts: list[tuple[str, Any]] = [
        (_("编码"), branch.code),
        (_("评定"), word(branch.standing)),
        (_("联合党支部"), _("是") if branch.joint else _("否")),
        (_("党支部书记"), secretary.name if secretary else None),
        (_("人数"), page.total),
    ]
    return render_template(
        "units/branch.html",
        branch=branch,
        facts=facts,
        page=page,
        units=units_of_people([row.id for row in page.rows], today()),
        entries=history_of(session(), actor, branch),
    )


class BranchForm(RecordForm):
    """A branch."""

    code = StringField(label("code"), validators=[Required()])
    name = StringField(label("name"), validators=[Required()])
    standing = WordField(label("standing"))
    joint = BooleanField(lazy_gettext("联合党支部（由几个单位合建）"))

    def prepare(self) -> BranchForm:
        """Fill the choices in."""
        self.standing.choices = choices.kinds(BranchStanding)
        return self

    def values(self) -> BranchValues:
        """What the operation takes."""
        return BranchValues(self.code.data or "", self.name.data or "", self.standing.data or "", bool(self.joint.data))


GROUPS = [("", ["code", "name", "standing", "joint"])]


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Make a branch."""
    form = BranchForm(data={"standing": BranchStanding.STANDARD}).prepare()
    return handle(
        form,
        FormPage(_("新增党支部"), url_for("branches.index"), GROUPS, _("保存")),
        lambda current: save_branch(current, current_actor(), now(), form.values()),
        lambda row: (url_for("branches.detail", branch_id=row.id), _("已新增 %(name)s", name=row.name)),
    )


@blueprint.route("/<int:branch_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit(branch_id: int) -> ResponseReturnValue:
    """Change a branch."""
    branch = find_in_district(session(), current_actor(), Branch, branch_id)
    form = BranchForm(obj=branch).prepare()
    back = url_for("branches.detail", branch_id=branch_id)
    return handle(
        form,
        FormPage(_("修改 %(name)s", name=branch.name), back, GROUPS, _("保存")),
        lambda current: save_branch(current, current_actor(), now(), form.values(), branch_id, form.version_read()),
        lambda row: (back, _("已保存 %(name)s", name=row.name)),
        lambda: find_in_district(session(), current_actor(), Branch, branch_id),
    )


class SecretaryForm(RecordForm):
    """A branch's secretary."""

    cadre = PersonField(label("secretary"))


@blueprint.route("/<int:branch_id>/secretary", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def secretary(branch_id: int) -> ResponseReturnValue:
    """Say who is the branch's secretary."""
    branch = find_in_district(session(), current_actor(), Branch, branch_id)
    known = secretary_of(session(), branch, today())
    form = SecretaryForm(data={"cadre": f"{known.employee_number} {known.name}" if known else ""})
    back = url_for("branches.detail", branch_id=branch_id)
    note = _("党支部书记登记本支部人员参加活动的出勤；从今天起生效，不填为暂缺。")
    return handle(
        form,
        FormPage(_("设置党支部书记"), back, [("", ["cadre"])], _("保存"), branch.name, note),
        lambda current: set_secretary(current, current_actor(), now(), branch_id, form.cadre.data),
        lambda row: (back, _("已设置党支部书记")),
    )
