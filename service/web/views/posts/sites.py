"""Progress of all sites: what is late, who is on it; to be printed."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.models import RoleName
from service.operations.posts.sites import SiteFilter, SiteState, figures, sites
from service.operations.posts.stages import put_usual_stages_everywhere, sites_without_stages
from service.operations.posts.usual import SITES
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session, transaction
from service.web.formats import label
from service.web.months import today
from service.web.paging import page_of_rows
from service.web.records import choices
from service.web.records.listing import visible_tabs
from service.web.records.tabs import post_tabs
from service.web.views.posts.area import blueprint

SEERS = (RoleName.ADMIN, RoleName.COMMUNITY_HEAD)
STATES = {
    SiteState.UNPLANNED: "draft",
    SiteState.NOT_BEGUN: "plain",
    SiteState.WORKING: "published",
    SiteState.LATE: "clash",
    SiteState.COMPLETED: "good",
}


@blueprint.get("/sites", endpoint="sites")
@allow(*SEERS)
def index() -> ResponseReturnValue:
    """The sites; printed whole, paged on the screen."""
    actor, arguments = current_actor(), request.args
    wanted = SiteFilter(
        arguments.get("q", ""),
        arguments.get("kind") if arguments.get("kind") in SITES else None,
        arguments.get("community", type=id_number),
        arguments.get("state") or None,
        arguments.get("squad") == "short",
    )
    everything = sites(session(), actor, now())
    found = sites(session(), actor, now(), wanted)
    admin = actor.has(RoleName.ADMIN)
    return render_template(
        "posts/sites.html",
        tabs=visible_tabs(post_tabs()),
        page=page_of_rows(found, 100),
        total=len(everything),
        figures=figures(everything),
        short=sum(bool(one.squad.lacking or one.squad.lacks_experience) for one in everything),
        states=STATES,
        state_choices=[(state, label(state)) for state in SiteState],
        kinds=[(kind, label(kind)) for kind in sorted(SITES)],
        communities=choices.communities() if admin else [],
        without=len(sites_without_stages(session(), actor, now())) if admin else 0,
        today=today(),
    )


@blueprint.post("/sites/usual-stages")
@allow(RoleName.ADMIN)
def usual_stages() -> ResponseReturnValue:
    """Put the usual stages on every site that has none."""
    with transaction() as current:
        count, stages = put_usual_stages_everywhere(current, current_actor(), now())
    flash(_("已为 %(sites)s 处工程列入 %(stages)s 个阶段", sites=count, stages=stages), "success")
    return redirect(url_for("posts.sites"))
