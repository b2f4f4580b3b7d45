"""What is done to an account by one press: reset, unlock, deactivate and the like."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.messages import N_, InvalidInput, Message
from service.models import RoleName
from service.operations import accounts
from service.web.access import allow, current_actor
from service.web.database import session, transaction
from service.web.views.accounts.blueprint import blueprint

DONE = {
    "unlock": N_("账号 %(name)s 已解锁"),
    "activate": N_("账号 %(name)s 已启用"),
    "deactivate": N_("账号 %(name)s 已停用，其登录已全部退出"),
    "clear-second-factor": N_("账号 %(name)s 的二次验证已清除"),
    "end-sessions": N_("账号 %(name)s 的登录已全部退出"),
}


@blueprint.post("/<int:account_id>/reset")
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def reset(account_id: int) -> ResponseReturnValue:
    """A new first password, shown once."""
    actor, now = current_actor(), datetime.now(UTC)
    user = accounts.account_in_scope(session(), actor, now, account_id)
    with transaction() as opened:
        password = accounts.reset_password(opened, actor, now, user)
    return render_template("accounts/slip.html", user=user, password=password, made=False)


@blueprint.post("/<int:account_id>/do")
@allow(RoleName.ADMIN)
def do(account_id: int) -> ResponseReturnValue:
    """One of the other actions, named in the form."""
    actor, now, action = current_actor(), datetime.now(UTC), request.form.get("action", "")
    if action not in DONE:
        raise InvalidInput(Message("没有这项操作"))
    user = accounts.account_in_scope(session(), actor, now, account_id)
    with transaction() as opened:
        if action == "unlock":
            accounts.unlock_account(opened, actor, now, user)
        elif action in ("activate", "deactivate"):
            accounts.set_active(opened, actor, now, user, action == "activate")
        elif action == "clear-second-factor":
            accounts.clear_second_factor(opened, actor, now, user)
        else:
            accounts.end_sessions(opened, actor, now, user)
    flash(_(DONE[action], name=user.username), "success")
    return redirect(url_for("accounts.show", account_id=account_id))
