"""Papers: of a programme (one by one, all in one file, or a folder), and the letters of one placement."""

from __future__ import annotations

from flask import render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from wtforms import StringField

from service.adapters.papers import fonts_used
from service.adapters.papers.layout import BODY_FONTS, OPEN_FONTS
from service.messages import Message, NotFound
from service.models import Placement, Programme, RoleName
from service.operations.editing import find_in_district
from service.operations.papers import (
    FORMS,
    KINDS,
    archive_of,
    details_of,
    file_of,
    placement_paper,
    placements_of_programme,
    programme_papers,
    save_details,
)
from service.operations.papers.letters import applies
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session, transaction
from service.web.downloads import download
from service.web.formats import label as label_words
from service.web.formats import short_day
from service.web.language import language
from service.web.paging import page_of
from service.web.records.fields import DayField, RecordForm, Required, WordField, label
from service.web.records.forms import FormPage, handle
from service.web.records.listing import Cell, Column, Listing, render_listing, visible_tabs
from service.web.views.placements.area import EVERYBODY, blueprint, placement_tabs
from service.web.views.placements.words import ORDERS, PAPERS, pairs, said

# A folder of single files, beside the two forms of one file.
FOLDERS = {f"{form}-zip": form for form in FORMS}


class DetailsForm(RecordForm):
    """Who issues the papers, under which number, when."""

    issuer = StringField(label("issuer"), validators=[Required()], description=lazy_gettext("版头和落款"))
    paper_number = StringField(label("paper_number"), description=lazy_gettext("如 ×组通〔2026〕12号；只用于通知"))
    paper_day = DayField(label("paper_day"), validators=[Required()])
    name_order = WordField(label("name_order"))
    paper_contact = StringField(label("paper_contact"), description=lazy_gettext("写在文书末尾；可不填"))


@blueprint.get("/papers")
@allow(RoleName.ADMIN)
def papers_index() -> ResponseReturnValue:
    """The programmes that have placements, the latest first."""
    placed = (
        select(Placement.programme_id, func.count().label("people"))
        .where(Placement.district_id == current_actor().district_id, Placement.cancelled_at.is_(None))
        .group_by(Placement.programme_id)
    ).subquery()
    query = (
        select(Programme)
        .join(placed, placed.c.programme_id == Programme.id)
        .where(Programme.district_id == current_actor().district_id)
        .order_by(Programme.first_day.desc(), Programme.id.desc())
    )
    page = page_of(session(), query)
    counts = {row.programme_id: row.people for row in session().execute(select(placed))}
    return render_listing(
        Listing(
            title=_("文书"),
            subtitle=_("通知、名单、介绍信和到岗通知，Word 和 PDF"),
            columns=[
                Column("name", _("所属项目"), lambda p: Cell(p.name, url_for("placements.papers", programme_id=p.id))),
                Column("kind", _("类别"), lambda p: label_words(p.kind)),
                Column("first", _("开始日期"), lambda p: short_day(p.first_day)),
                Column("last", _("结束日期"), lambda p: short_day(p.last_day)),
                Column("count", _("人次"), lambda p: counts[p.id], numeric=True),
            ],
            page=page,
            tabs=placement_tabs(),
            empty=(_("还没有批准的安排"), _("项目批准后，可在这里出具文书。")),
        )
    )


@blueprint.get("/papers/<int:programme_id>")
@allow(RoleName.ADMIN)
def papers(programme_id: int) -> ResponseReturnValue:
    """The papers of a programme: how they are signed, and each to download."""
    actor = current_actor()
    programme = find_in_district(session(), actor, Programme, programme_id)
    placements = placements_of_programme(session(), actor, programme_id)
    counts = {
        "notice": min(1, len(placements)),
        "group": len({one.post_id for one in placements}),
        **{kind: sum(applies(kind, one) for one in placements) for kind in ("unit", "place", "person", "worker")},
    }
    used = fonts_used()["body"]
    return render_template(
        "placements/papers.html",
        programme=programme,
        details=details_of(session(), actor, now(), programme),
        kinds=[(kind, said(PAPERS, kind), counts[kind]) for kind in KINDS[programme.kind]],
        placements=placements,
        order=said(ORDERS, details_of(session(), actor, now(), programme).order),
        tabs=visible_tabs(placement_tabs(), "placements.papers_index"),
        stand_in=used if used in OPEN_FONTS else None,
        body_font=BODY_FONTS[1],
    )


@blueprint.route("/papers/<int:programme_id>/details", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def paper_details(programme_id: int) -> ResponseReturnValue:
    """Say how a programme's papers are headed and signed."""
    programme = find_in_district(session(), current_actor(), Programme, programme_id)
    known = details_of(session(), current_actor(), now(), programme)
    form = DetailsForm(
        data={
            "issuer": known.issuer,
            "paper_number": known.number,
            "paper_day": known.day,
            "name_order": known.order,
            "paper_contact": known.contact,
        }
    )
    form.name_order.choices = pairs(ORDERS)
    back = url_for("placements.papers", programme_id=programme_id)
    names = ["issuer", "paper_number", "paper_day", "name_order", "paper_contact"]
    return handle(
        form,
        FormPage(_("文书的版头和落款"), back, [("", names)], _("保存"), programme.name),
        lambda current: save_details(
            current, current_actor(), now(), programme_id, form.issuer.data or "", form.paper_number.data or "",
            form.paper_day.data, form.name_order.data or "", form.paper_contact.data or "",
        ),
        lambda row: (back, _("已保存；文书按此出具")),
    )  # fmt: skip


@blueprint.get("/papers/<int:programme_id>/<string:what>/<string:form>")
@allow(RoleName.ADMIN)
def paper_file(programme_id: int, what: str, form: str) -> ResponseReturnValue:
    """The papers of a kind (or all) of a programme: one file, or a folder of single files."""
    if form not in (*FORMS, *FOLDERS):
        raise NotFound(Message("没有这种格式"))
    with transaction() as current:
        made, _details = programme_papers(current, current_actor(), now(), programme_id, what, language())
        name = current.get_one(Programme, programme_id).name
    title = f"{name}-{said(PAPERS, what) if what in PAPERS else _('全部文书')}"
    if form in FOLDERS:
        return download(archive_of(made, FOLDERS[form]), f"{title}-{FOLDERS[form]}", "zip")
    return download(file_of(made, form), title, form)


@blueprint.get("/<int:placement_id>/papers/<string:what>/<string:form>")
@allow(*EVERYBODY)
def letter_file(placement_id: int, what: str, form: str) -> ResponseReturnValue:
    """One letter of a placement, for the side that it is written to."""
    if form not in FORMS:
        raise NotFound(Message("没有这种格式"))
    paper = placement_paper(session(), current_actor(), now(), placement_id, what, language())
    return download(file_of([paper], form), paper.name, form)
