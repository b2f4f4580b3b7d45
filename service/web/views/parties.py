"""Parties and mentor pairs: list, form, ending."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup
from sqlalchemy.orm import selectinload
from wtforms import StringField

from service.models import Party, PartyKind, PartyMember, PartyRole, RoleName
from service.operations.editing import find_in_district
from service.operations.parties import MOST_MEMBERS, PartyValues, end_party, list_parties, save_party
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import label as word
from service.web.formats import short_day
from service.web.months import today
from service.web.paging import page_of
from service.web.records import choices
from service.web.records.fields import DayField, PersonField, RecordForm, Required, WordField, label
from service.web.records.forms import FormPage, act, handle
from service.web.records.history_words import role_words
from service.web.records.listing import Action, Cell, Column, Filter, Listing, render_listing
from service.web.records.tabs import people_tabs

blueprint = Blueprint("parties", __name__, url_prefix="/parties")
MEMBER_FIELDS = [f"member_{number}" for number in range(1, MOST_MEMBERS + 1)]


def in_order(party: Party) -> list[PartyMember]:
    """The members, a mentor first."""
    return sorted(party.members, key=lambda row: (row.role != PartyRole.MENTOR, row.id))


def members(party: Party) -> Markup:
    """The members, linked, with their parts in a mentor pair."""
    found = []
    for row in in_order(party):
        link = Markup('<a href="{}">{}</a>').format(url_for("people.detail", cadre_id=row.cadre_id), row.cadre.name)
        part = f"（{role_words(row.role)}）" if party.kind == PartyKind.MENTOR else ""
        found.append(link + part)
    return Markup("、").join(found)


def actions(row: Party) -> Cell:
    """What may be done with a party."""
    found = [Action(_("修改"), url_for("parties.edit", party_id=row.id))]
    if row.valid_from <= today() and (row.valid_to is None or row.valid_to > today()):
        confirm = _("该组今天结束，从明天起 %(count)s 人分别排班。", count=len(row.members))
        found.append(Action(_("今天结束"), url_for("parties.end", party_id=row.id), post=True, confirm=confirm))
    return Cell(actions=found)


@blueprint.get("/")
@allow(RoleName.ADMIN)
def index() -> ResponseReturnValue:
    """The parties."""
    arguments = request.args
    query = list_parties(
        current_actor(),
        today(),
        arguments.get("q", ""),
        arguments.get("kind") or None,
        arguments.get("state") or "current",
    )
    page = page_of(session(), query.options(selectinload(Party.members).joinedload(PartyMember.cadre)))
    return render_listing(
        Listing(
            title=_("同组与师徒"),
            subtitle=_("同组的人同一天去同一个网格，算一批"),
            columns=[
                Column("code", _("编码"), lambda p: p.code),
                Column("kind", _("类别"), lambda p: word(p.kind)),
                Column("name", _("名称"), lambda p: p.name),
                Column("members", _("成员"), members, wrap=True),
                Column("from", _("起始日期"), lambda p: short_day(p.valid_from)),
                Column("to", _("截止日期"), lambda p: short_day(p.valid_to) if p.valid_to else _("长期")),
                Column("actions", "", actions),
            ],
            page=page,
            filters=[
                Filter("q", _("成员、编码或名称")),
                Filter("kind", _("类别"), choices.kinds(PartyKind)),
                Filter("state", _("状态"), [("past", _("已结束")), ("all", _("全部"))], any_text=_("当前和今后")),
            ],
            tabs=people_tabs(),
            new=(_("新增同组"), url_for("parties.new")),
            export="parties",
            empty=(_("没有同组"), _("师徒结对的新人与师傅，以及需要一起去的人，在此登记。")),
        )
    )


class PartyForm(RecordForm):
    """A party, with a field for each member that there may be."""

    code = StringField(label("code"), validators=[Required()])
    kind = WordField(label("kind"), description=lazy_gettext("师徒结对：两人，第一位是师傅"))
    name = StringField(label("name"))
    valid_from = DayField(label("valid_from"), validators=[Required()])
    valid_to = DayField(label("valid_to"), description=lazy_gettext("含当天；不填表示长期"))

    def values(self) -> PartyValues:
        """What the operation takes."""
        texts = [(self[name].data or "").strip() for name in MEMBER_FIELDS]
        return PartyValues(
            code=self.code.data or "",
            kind=self.kind.data or "",
            members=tuple(text for text in texts if text),
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            name=self.name.data,
        )


def party_form(**given: Any) -> Any:
    """The form with its members' fields."""
    fields = {
        name: PersonField(_("成员 %(number)s", number=number), validators=[Required()] if number <= 2 else [])
        for number, name in enumerate(MEMBER_FIELDS, 1)
    }
    form = type("PartyFormWithMembers", (PartyForm,), fields)(**given)
    form.kind.choices = choices.kinds(PartyKind)
    return form


def groups() -> list[tuple[str, list[str]]]:
    """The form in its groups."""
    return [
        (_("基本信息"), ["code", "kind", "name", "valid_from", "valid_to"]),
        (_("成员"), MEMBER_FIELDS),
    ]


def told(row: Party) -> tuple[str, str]:
    """Where to go and what to tell when a party was saved."""
    return url_for("parties.index"), _("已保存 %(name)s", name=row.name or row.code)


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Make a party."""
    form = party_form(data={"kind": PartyKind.MENTOR, "valid_from": today(), "member_1": request.args.get("cadre")})
    return handle(
        form,
        FormPage(_("新增同组"), url_for("parties.index"), groups(), _("保存")),
        lambda current: save_party(current, current_actor(), now(), form.values()),
        told,
    )


@blueprint.route("/<int:party_id>/edit", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def edit(party_id: int) -> ResponseReturnValue:
    """Change a party."""
    row = find_in_district(session(), current_actor(), Party, party_id)
    known = {name: getattr(row, name) for name in ("code", "kind", "name", "valid_from", "valid_to", "version")}
    people = [f"{member.cadre.employee_number} {member.cadre.name}" for member in in_order(row)]
    form = party_form(data={**known, **dict(zip(MEMBER_FIELDS, people, strict=False))})
    return handle(
        form,
        FormPage(_("修改同组"), url_for("parties.index"), groups(), _("保存"), subtitle=row.name or row.code),
        lambda current: save_party(current, current_actor(), now(), form.values(), party_id, form.version_read()),
        told,
        lambda: find_in_district(session(), current_actor(), Party, party_id),
    )


@blueprint.post("/<int:party_id>/end")
@allow(RoleName.ADMIN)
def end(party_id: int) -> ResponseReturnValue:
    """Let a party end today."""
    return act(
        lambda current: end_party(current, current_actor(), now(), party_id, today()),
        _("该组今天结束"),
        url_for("parties.index"),
    )
