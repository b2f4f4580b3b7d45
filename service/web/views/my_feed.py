"""A cadre's calendar address: made and shown once, made anew, revoked."""

from __future__ import annotations

import segno
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.messages import N_
from service.models import RoleName
from service.operations.feeds import feed_of, make_feed, revoke_feed
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.clock import now
from service.web.database import session, transaction
from service.web.navigation import NavigationItem
from service.web.records.forms import act

blueprint = Blueprint("my_feed", __name__, url_prefix="/mine/calendar")
NAVIGATION = (
    NavigationItem(
        16,
        N_("日历订阅"),
        "calendar-plus",
        "my_feed.index",
        frozenset({RoleName.CADRE}),
        frozenset({"my_feed"}),
    ),
)


@blueprint.get("/")
@allow(RoleName.CADRE)
def index() -> ResponseReturnValue:
    """Whether there is an address, and how to use one."""
    return render_template("mine/feed.html", feed=feed_of(session(), current_actor()), address=None)


@blueprint.post("/make")
@allow(RoleName.CADRE)
def make() -> ResponseReturnValue:
    """Make the address. It is on this answer only: a page that is loaded again has it no more."""
    with transaction() as opened:
        feed, secret = make_feed(opened, current_actor(), now(), request.form.get("replaces", type=id_number))
    address = url_for("feeds.read", secret=secret, _external=True)
    return render_template(
        "mine/feed.html",
        feed=feed,
        address=address,
        subscribe="webcal:" + address.partition(":")[2],
        picture=segno.make(address, error="m").svg_data_uri(scale=5, border=3),
    )


@blueprint.post("/revoke")
@allow(RoleName.CADRE)
def revoke() -> ResponseReturnValue:
    """Revoke the address."""
    return act(
        lambda current: revoke_feed(current, current_actor(), now()),
        _("日历地址已停用；订阅过的日历不再更新"),
        url_for("my_feed.index"),
    )
