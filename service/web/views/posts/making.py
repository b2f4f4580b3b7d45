"""Posts made in bulk, after figures and a confirmation."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.models import RoleName
from service.operations.posts.making import make_missing, missing_posts
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session, transaction
from service.web.formats import label
from service.web.views.posts.area import blueprint


@blueprint.route("/make", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def making() -> ResponseReturnValue:
    """What one press would make, by kind; and the press."""
    if request.method == "POST":
        kind = request.form.get("kind", "")
        with transaction() as current:
            made = make_missing(current, current_actor(), now(), kind)
        flash(_("已新建 %(count)s 个%(kind)s岗位", count=len(made), kind=label(kind)), "success")
        return redirect(url_for("posts.index", kind=kind))
    return render_template("posts/making.html", found=missing_posts(session(), current_actor(), now()))
