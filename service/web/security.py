"""Sign-in by Flask-Security: user names, argon2, lock-out, second factor, time-out; unused pages switched off."""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime, timedelta

from flask import Flask, Response, abort, current_app, flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from flask_security import Security, SQLAlchemyUserDatastore
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError, ProgrammingError

from service.models import Role, User
from service.operations.accounts import was_signed_out
from service.operations.district import is_empty
from service.settings import Settings, secret_key
from service.web.addresses import address_of, page_left
from service.web.database import db
from service.web.database import session as database
from service.web.recovery_codes import LoggedRecoveryCodes
from service.web.security_events import SESSION_NAME, connect_events
from service.web.security_forms import (
    CodeForm,
    CountedVerifyForm,
    NoRescueForm,
    RecoveryForm,
    SecondFactorForm,
    UsernameLoginForm,
    must_have_second_factor,
    refused_words,
)
from service.web.security_messages import MESSAGES
from service.web.totp import SingleUseTotp

# What Flask-Security would also serve (its own style sheet, mail, text messages, choice of methods) answers 404.
SERVED = frozenset(
    {
        "login",
        "logout",
        "verify",
        "two_factor_setup",
        "two_factor_setup_validate",
        "two_factor_token_validation",
        "mf_recovery_codes",
        "mf_recovery",
    }
)
# Where somebody may go who first has to change the password or to set up a second factor.
ALWAYS_ALLOWED = frozenset({"account.password", "security.logout", "static", "bootstrap.static", "htmx"})
SECOND_FACTOR_PAGES = frozenset(
    {"security.verify", "security.two_factor_setup", "security.two_factor_setup_validate", "security.mf_recovery_codes"}
)
RECOVERY_CODES = 10


def init_security(app: Flask, settings: Settings) -> None:
    """Set Flask-Security up on the product's tables and templates."""
    app.before_request(end_session)
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 (the name of an algorithm)
        # argon2 salts by itself; without Flask-Security's second hash, the command line can make accounts too.
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_SALT=secret_key(settings, "password_salt"),
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"username": {"mapper": lambda value: value.strip()}}],
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_VERIFY_URL="/sign-in/again",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/sign-in",
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_SEND_REGISTER_EMAIL=False,
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS=False,
        SECURITY_UNAUTHORIZED_VIEW=None,
        # Its own words for this are not those of RFC 9111; `headers.py` says no-store.
        SECURITY_CACHE_CONTROL={},
        # Only the signed session cookie signs in: no tokens in headers.
        SECURITY_API_ENABLED_METHODS=["session"],
        SECURITY_FRESHNESS=timedelta(minutes=15),
        SECURITY_FRESHNESS_GRACE_PERIOD=timedelta(minutes=15),
    )
    configure_second_factor(app, settings)
    app.config.update({f"SECURITY_MSG_{key}": (lazy_gettext(text), kind) for key, (text, kind) in MESSAGES.items()})
    datastore = SQLAlchemyUserDatastore(db, User, Role)
    security = Security(
        app,
        datastore,
        login_form=UsernameLoginForm,
        verify_form=CountedVerifyForm,
        two_factor_setup_form=SecondFactorForm,
        two_factor_verify_code_form=CodeForm,
        two_factor_rescue_form=NoRescueForm,
        mf_recovery_form=RecoveryForm,
        totp_cls=SingleUseTotp,
        mf_recovery_codes_util_cls=LoggedRecoveryCodes,
        register_blueprint=True,
    )
    security.login_manager.session_protection = "strong"
    # Pages only: an answer in JSON is nobody's to ask for.
    security.want_json(lambda _request: False)
    security.unauthn_handler(lead_to_sign_in)
    security.login_manager.unauthorized_handler(lead_to_sign_in)
    connect_events(app)
    app.before_request(switch_off)
    app.before_request(keep_session)
    app.before_request(first_things_first)
    app.jinja_env.globals.update(
        must_have_second_factor=must_have_second_factor,
        sign_in_refused_words=refused_words,
        installation_missing=installation_missing,
    )


def configure_second_factor(app: Flask, settings: Settings) -> None:
    """Codes by an authenticator app, and recovery codes; their secrets are encrypted in the database."""
    recovery_key = hashlib.sha256(secret_key(settings, "recovery_key").encode()).digest()
    app.config.update(
        SECURITY_TWO_FACTOR=True,
        SECURITY_TWO_FACTOR_ENABLED_METHODS=["authenticator"],
        SECURITY_TWO_FACTOR_AUTHENTICATOR_VALIDITY=30,
        SECURITY_TWO_FACTOR_ALWAYS_VALIDATE=True,
        SECURITY_TWO_FACTOR_RESCUE_EMAIL=False,
        SECURITY_TWO_FACTOR_SETUP_URL="/account/second-factor",
        SECURITY_TWO_FACTOR_TOKEN_VALIDATION_URL="/sign-in/code",  # noqa: S106 (an address)
        SECURITY_TWO_FACTOR_POST_SETUP_VIEW="account.after_second_factor",
        SECURITY_TWO_FACTOR_ERROR_VIEW="security.login",
        SECURITY_TOTP_SECRETS={"1": secret_key(settings, "totp_key")},
        SECURITY_TOTP_ISSUER="grid-duty",
        SECURITY_MULTI_FACTOR_RECOVERY_CODES=True,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_N=RECOVERY_CODES,
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_KEYS=[base64.urlsafe_b64encode(recovery_key)],
        SECURITY_MULTI_FACTOR_RECOVERY_CODES_URL="/account/recovery-codes",
        SECURITY_MULTI_FACTOR_RECOVERY_URL="/sign-in/recovery-code",
    )


def switch_off() -> None:
    """Answer 404 to what Flask-Security serves and nobody needs."""
    if request.blueprint == "security" and (request.endpoint or "").removeprefix("security.") not in SERVED:
        abort(404)


def lead_to_sign_in(_mechanisms: list[str] | None = None, _headers: dict[str, str] | None = None) -> Response:
    """Lead to the sign-in page, and from there back to the page left; htmx leaves the page as a whole."""
    back = page_left()
    address = address_of("security.login", {}, {"next": back if back != "/" else None})
    if request.headers.get("HX-Request"):
        return Response("", 401, {"HX-Redirect": address})
    flash(gettext("请先登录"), "info")
    return current_app.make_response(redirect(address))


def end_session() -> None:
    """A copied cookie is worth nothing once its session was signed out. Before anything asks who is signed in."""
    endpoint, name = request.endpoint or "", session.get(SESSION_NAME)
    if name is None or "_user_id" not in session or endpoint.endswith("static") or endpoint == "htmx":
        return
    settings: Settings = current_app.config["SETTINGS"]
    # An older cookie has run out by itself.
    since = datetime.now(UTC) - timedelta(minutes=settings.web.session_minutes)
    if was_signed_out(database(), str(name), since):
        session.clear()


def keep_session() -> None:
    """Put the end of the session off with every request of a page: its cookie is signed with the time anew."""
    endpoint = request.endpoint or ""
    if not endpoint.endswith("static") and endpoint != "htmx" and current_user.is_authenticated:
        session.modified = True


def first_things_first() -> ResponseReturnValue | None:
    """Lead whoever has a first password to the change of it, and then to the second factor where a role needs one."""
    if not current_user.is_authenticated or request.endpoint in ALWAYS_ALLOWED or request.endpoint is None:
        return None
    if current_user.must_change_password:
        return redirect(url_for("account.password"))
    if request.endpoint not in SECOND_FACTOR_PAGES and must_have_second_factor() and not current_user.tf_primary_method:
        return redirect(url_for("security.two_factor_setup"))
    return None


def installation_missing() -> bool:
    """Whether nobody can sign in yet: no tables, or no account in them.

    Raises:
        OperationalError: the database cannot be asked (which is no reason to set one up).
    """
    try:
        return is_empty(database())
    except (OperationalError, ProgrammingError):
        database().rollback()
        return not inspect(db.engine).has_table(User.__tablename__)


__all__ = ["init_security"]
