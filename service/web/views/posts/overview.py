"""Vacancies today and in time, terms that end; and posts by who holds them."""

from __future__ import annotations

from datetime import timedelta

from flask import render_template, request
from flask.typing import ResponseReturnValue

from service.models import PostKind, RoleName
from service.operations.posts.people import crowded_roles, holders
from service.operations.posts.vacancies import HORIZONS, endings, vacancies_on, vacancy_figures
from service.web.access import allow, current_actor
from service.web.database import session
from service.web.months import today
from service.web.paging import page_of_rows
from service.web.records import choices
from service.web.records.listing import visible_tabs
from service.web.records.tabs import post_tabs
from service.web.views.posts.area import blueprint

SEERS = (RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
USUAL_HORIZON = 90


def kind_asked() -> str | None:
    """The kind of post that the address asks for."""
    kind = request.args.get("kind")
    return kind if kind in set(PostKind) else None


@blueprint.get("/vacancies")
@allow(*SEERS)
def vacancies() -> ResponseReturnValue:
    """What posts lack on a day, and which terms end by then."""
    asked = request.args.get("days", type=int)
    days = asked if asked in HORIZONS else 0
    actor, kind = current_actor(), kind_asked()
    day = today() + timedelta(days=days)
    return render_template(
        "posts/vacancies.html",
        tabs=visible_tabs(post_tabs()),
        figures=vacancy_figures(session(), actor, today()),
        days=days,
        day=day,
        page=page_of_rows(vacancies_on(session(), actor, day, kind)),
        endings=endings(session(), actor, today(), days or USUAL_HORIZON, kind),
        horizon=days or USUAL_HORIZON,
        kinds=choices.kinds(PostKind),
        today=today(),
    )


@blueprint.get("/people")
@allow(*SEERS)
def people() -> ResponseReturnValue:
    """Who holds which posts today."""
    actor = current_actor()
    found = holders(session(), actor, today(), kind_asked(), request.args.get("q", ""))
    return render_template(
        "posts/people.html",
        tabs=visible_tabs(post_tabs()),
        page=page_of_rows(found),
        several=sum(len(one.placements) > 1 for one in found),
        posts=len({row.post_id for one in found for row in one.placements}),
        crowded=crowded_roles(session(), actor, today()),
        kinds=choices.kinds(PostKind),
        today=today(),
    )
