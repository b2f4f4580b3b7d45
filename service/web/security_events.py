"""What Flask-Security tells of sign-ins, sign-outs and second factors, written to the audit log."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Flask, g, request
from flask import session as session_cookie
from flask_login import user_logged_out
from flask_security.signals import tf_disabled, tf_profile_changed, user_authenticated

from service.models import User
from service.operations.accounts import new_session_name, record_sign_in, record_sign_out
from service.operations.actor import actor_of
from service.operations.audit_log import record
from service.web.database import session, transaction
from service.web.totp import CODE_NOTE

# `login_user(user, authn_via=RENEWED)`: the same person goes on with a new session, which is no sign-in.
RENEWED = ["renewed"]
# Where a session's cookie holds its name.
SESSION_NAME = "session_name"


def _signed_in(_app: Flask, user: User, authn_via: list[str] | None = None, **_more: Any) -> None:
    if authn_via == RENEWED:
        return
    note = None
    session_cookie[SESSION_NAME] = new_session_name(user)
    if request.endpoint == "security.mf_recovery":
        note = "second factor: recovery code"
    elif "totp_counter" in g:
        note = f"{CODE_NOTE}{g.totp_counter}"
    # Flask-Security commits at the end of its own view.
    record_sign_in(session(), user, datetime.now(UTC), request.remote_addr, note)


def _signed_out(_app: Flask, user: Any = None, **_more: Any) -> None:
    found = user._get_current_object() if hasattr(user, "_get_current_object") else user
    if isinstance(found, User):
        with transaction() as opened:
            name = session_cookie.pop(SESSION_NAME, None)
            record_sign_out(opened, actor_of(found, request.remote_addr), datetime.now(UTC), found, name)


def _second_factor(action: str) -> Any:
    def heard(_app: Flask, user: User, **_more: Any) -> None:
        account = session().get_one(User, user.id)
        if account.tf_primary_method is None:
            # Without the app its recovery codes have no use left.
            account.mf_recovery_codes = None
        record(session(), actor_of(account, request.remote_addr), datetime.now(UTC), action, account)

    return heard


SET_UP = _second_factor("account.set_second_factor")
DISABLED = _second_factor("account.clear_second_factor")


def connect_events(app: Flask) -> None:
    """Listen, for this application only."""
    user_authenticated.connect(_signed_in, app)
    user_logged_out.connect(_signed_out, app)
    tf_profile_changed.connect(SET_UP, app)
    tf_disabled.connect(DISABLED, app)
