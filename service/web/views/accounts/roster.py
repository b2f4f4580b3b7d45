"""Accounts from the roster, and the slips with first passwords."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import groupby

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from service.models import RoleName
from service.operations import accounts
from service.operations.accounts.find import district_day
from service.operations.memberships import unit_on
from service.web.access import allow, current_actor
from service.web.addresses import id_number
from service.web.database import session, transaction
from service.web.paging import SIZES
from service.web.views.accounts.blueprint import blueprint
from service.web.views.accounts.listing import units

SHOWN = SIZES[0]


@blueprint.get("/roster")
@allow(RoleName.ADMIN)
def roster() -> ResponseReturnValue:
    """Who has no account yet; what would be made."""
    actor, now, database = current_actor(), datetime.now(UTC), session()
    day = district_day(database, actor.district_id, now)
    missing = accounts.cadres_without_account(database, actor, now)
    waiting = accounts.waiting_accounts(actor, None, day)
    return render_template(
        "accounts/roster.html",
        missing=missing[:SHOWN],
        count=len(missing),
        unit_on=unit_on,
        day=day,
        waiting=database.scalar(select(func.count()).select_from(waiting.order_by(None).subquery())),
        units=units(),
    )


@blueprint.post("/roster")
@allow(RoleName.ADMIN)
def make_from_roster() -> ResponseReturnValue:
    """Make them all at once; the slips are the answer."""
    with transaction() as opened:
        slips = accounts.accounts_from_roster(opened, current_actor(), datetime.now(UTC))
    return _slips(slips, _("花名册中的在职干部都已有账号，没有新建账号"))


@blueprint.post("/reissue")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def reissue() -> ResponseReturnValue:
    """New first passwords for who never signed in, of one unit or all."""
    unit = request.form.get("unit", type=id_number)
    with transaction() as opened:
        slips = accounts.reissue_first_passwords(opened, current_actor(), datetime.now(UTC), unit or None)
    return _slips(slips, _("没有从未登录的账号，未重发初始密码"))


def _slips(slips: list[accounts.Slip], nothing: str) -> ResponseReturnValue:
    if not slips:
        flash(nothing, "info")
        return redirect(url_for("accounts.index"))
    by_unit = [(unit, list(members)) for unit, members in groupby(slips, key=lambda slip: slip.unit)]
    address = url_for("security.login", _external=True)
    return render_template("accounts/slips.html", by_unit=by_unit, count=len(slips), address=address)
