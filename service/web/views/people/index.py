"""The roster as a list, and the suggestions of the person fields."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import joinedload, selectinload

from service.models import Affiliation, Branch, Cadre, CadreSkill, RoleName
from service.operations.audit_log import mask_phone
from service.operations.cadres import CadreFilter, list_cadres
from service.operations.duty_records import next_duties
from service.operations.memberships import branches_on
from service.operations.scope import today_of
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session
from service.web.formats import label, short_day
from service.web.months import today
from service.web.paging import page_of
from service.web.records import choices
from service.web.records.listing import Cell, Column, Filter, Listing, render_listing
from service.web.records.lookups import rows_by_id, units_of_people
from service.web.records.tabs import people_tabs
from service.web.views.people.area import blueprint

MOST_CHOICES = 12


class Roster:
    """What the rows of one page of the roster need beside the cadres, read at once."""

    def __init__(self, rows: Any) -> None:
        actor, ids, day = current_actor(), [row.id for row in rows], today()
        self.day = day
        self.units = units_of_people(ids, day)
        self.branch_ids = branches_on(session(), actor.district_id, day, ids)
        self.branches = rows_by_id(Branch, self.branch_ids.values())
        self.duties = next_duties(session(), actor.district_id, ids, day)

    def unit(self, cadre: Cadre) -> Any:
        """The unit today, linked."""
        unit = self.units.get(cadre.id)
        return None if unit is None else Cell(unit.name, url_for("units.detail", unit_id=unit.id))

    def branch(self, cadre: Cadre) -> str | None:
        """The branch today."""
        branch = self.branches.get(self.branch_ids.get(cadre.id, 0))
        return None if branch is None else branch.name

    def duty(self, cadre: Cadre) -> Any:
        """The next published duty."""
        duty = self.duties.get(cadre.id)
        return None if duty is None else Cell(short_day(duty.date), small=duty.zone_name)

    def state(self, cadre: Cadre) -> Cell:
        """In service, to come, or ended."""
        if cadre.active_to is not None and cadre.active_to < self.day:
            return Cell(_("已停用"), state="off")
        if cadre.active_from is not None and cadre.active_from > self.day:
            return Cell(_("尚未启用"), state="draft")
        return Cell(_("在职"), state="plain")


def columns(roster: Roster) -> list[Column]:
    """The columns of the roster."""
    return [
        Column(
            "name",
            _("姓名"),
            lambda c: Cell(c.name, url_for("people.detail", cadre_id=c.id)),
            sort=True,
        ),
        Column("number", _("工号"), lambda c: c.employee_number, sort=True),
        Column("unit", _("单位"), roster.unit, sort=True),
        Column("branch", _("党支部"), roster.branch, shown=False),
        Column("position", _("职务"), lambda c: c.position, shown=False),
        Column("affiliation", _("政治面貌"), lambda c: label(c.affiliation), sort=True),
        Column("skills", _("专长"), lambda c: "、".join(sorted(row.skill.name for row in c.skills)) or None),
        Column("phone", _("手机号"), lambda c: mask_phone(c.phone), shown=False),
        Column("joined", _("入职日期"), lambda c: short_day(c.joined_on), sort=True, shown=False),
        Column("home", _("居住网格"), lambda c: c.home_zone.name if c.home_zone else None, shown=False),
        Column("duties", _("每月天数"), lambda c: c.duties_per_month, numeric=True, shown=False),
        Column("next", _("下次值勤"), roster.duty),
        Column("state", _("状态"), roster.state),
    ]


def filters() -> list[Filter]:
    """The filters of the roster; an officer has one unit only."""
    found = [Filter("q", _("姓名、拼音或工号"))]
    if current_actor().has(RoleName.ADMIN):
        found += [Filter("unit", _("单位"), choices.units()), Filter("branch", _("党支部"), choices.branches())]
    return [
        *found,
        Filter("affiliation", _("政治面貌"), choices.kinds(Affiliation)),
        Filter("skill", _("专长"), choices.skills()),
        Filter("state", _("状态"), [("ended", _("已停用")), ("all", _("全部"))], any_text=_("在职")),
    ]


@blueprint.get("/")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def index() -> ResponseReturnValue:
    """The roster."""
    arguments = request.args
    wanted = CadreFilter(
        text=arguments.get("q", ""),
        unit_id=arguments.get("unit", type=id_number),
        branch_id=arguments.get("branch", type=id_number),
        affiliation=arguments.get("affiliation") or None,
        skill_id=arguments.get("skill", type=id_number),
        state=arguments.get("state") or "active",
        sort=arguments.get("sort", "number"),
    )
    query = list_cadres(current_actor(), today(), wanted).options(
        selectinload(Cadre.skills).joinedload(CadreSkill.skill), joinedload(Cadre.home_zone)
    )
    page = page_of(session(), query)
    admin = current_actor().has(RoleName.ADMIN)
    return render_listing(
        Listing(
            title=_("人员名册"),
            columns=columns(Roster(page.rows)),
            page=page,
            filters=filters(),
            tabs=people_tabs(),
            new=(_("新增人员"), url_for("people.new")) if admin else None,
            export="cadres" if admin else None,
            empty=(_("还没有人员"), _("从 Excel 导入花名册最快；也可以逐个新增。导入前请先有单位。")),
        )
    )


@blueprint.get("/choices", endpoint="choices")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def choices_of_people() -> ResponseReturnValue:
    """Suggestions for a person field: whatever its name, its text is the one argument."""
    text = next(iter(request.args.values()), "")
    actor = current_actor()
    day = today_of(session(), actor.district_id, now())
    query = list_cadres(actor, day, CadreFilter(text=text, sort="name")).limit(MOST_CHOICES)
    rows = session().scalars(query).all() if text.strip() else []
    names = {number: unit.name for number, unit in units_of_people([row.id for row in rows], day).items()}
    found = [(f"{row.employee_number} {row.name}", f"{names.get(row.id, '')} {row.initials}") for row in rows]
    return render_template("records/choices.html", found=found)
