"""The list of accounts."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import func, select

from service.models import RoleName, Unit
from service.operations import accounts
from service.operations.accounts.find import district_day
from service.operations.memberships import unit_on
from service.web.access import allow, current_actor
from service.web.database import session
from service.web.labels import LABELS
from service.web.paging import page_of
from service.web.views.accounts.blueprint import blueprint


@blueprint.get("/")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def index() -> ResponseReturnValue:
    """Search, filter, sort and page."""
    actor, now, database = current_actor(), datetime.now(UTC), session()
    filters = {key: value for key, value in request.args.items() if isinstance(value, str)}
    day = district_day(database, actor.district_id, now)
    is_admin = actor.has(RoleName.ADMIN)
    waiting = accounts.waiting_accounts(actor, None if is_admin else actor.unit_id or -1, day)
    return render_template(
        "accounts/index.html",
        page=page_of(database, accounts.accounts_query(database, actor, now, filters)),
        now=now,
        day=day,
        unit_on=unit_on,
        is_locked=accounts.is_locked,
        without=len(accounts.cadres_without_account(database, actor, now)) if is_admin else 0,
        waiting=database.scalar(select(func.count()).select_from(waiting.order_by(None).subquery())),
        units=units(),
        roles=[(role.value, _(LABELS[role.value])) for role in RoleName],
        states=states(),
    )


def units() -> list[tuple[int, str]]:
    """The district's units for a choice."""
    rows = session().execute(
        select(Unit.id, Unit.name)
        .where(Unit.district_id == current_actor().district_id)
        .order_by(Unit.position, Unit.name)
    )
    return [(row.id, row.name) for row in rows]


def states() -> list[tuple[str, str]]:
    """The states that accounts can be filtered by."""
    return [
        ("active", _("有效")),
        ("inactive", _("已停用")),
        ("locked", _("已锁定")),
        ("never", _("从未登录")),
        ("second_factor", _("已启用二次验证")),
    ]
