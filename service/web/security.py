"""Sign-in by Flask-Security: user names, argon2, time-out."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import gettext, lazy_gettext
from flask_security import LoginForm, Security, SQLAlchemyUserDatastore
from sqlalchemy import select
from wtforms import StringField
from wtforms.validators import InputRequired, Optional

from service.models import Role, User
from service.settings import Settings, secret_key
from service.web.database import db, session


class UsernameLoginForm(LoginForm):
    """Sign-in by user name (accounts made from a roster often have no mail address)."""

    # Flask-Security asks for this field; nobody signs in by mail here, and the page does not show it.
    email = StringField(validators=[Optional()])  # type: ignore[assignment]
    username = StringField(lazy_gettext("用户名"), validators=[InputRequired(lazy_gettext("请输入用户名"))])

    def validate(self, **kwargs: Any) -> bool:
        """Look the account up by its name, then let Flask-Security check the rest."""
        self.ifield = self.username
        name = (self.username.data or "").strip()
        self.user = session().scalar(select(User).where(User.username == name))
        return bool(super().validate(**kwargs))


def init_security(app: Flask, settings: Settings) -> None:
    """Set Flask-Security up on the product's tables and templates."""
    app.config.update(
        SECURITY_PASSWORD_HASH="argon2",  # noqa: S106 (the name of an algorithm)
        # argon2 salts by itself; without Flask-Security's second hash, the command line can make accounts too.
        SECURITY_PASSWORD_SINGLE_HASH=["argon2"],
        SECURITY_PASSWORD_SALT=secret_key(settings, "password_salt"),
        SECURITY_USER_IDENTITY_ATTRIBUTES=[{"username": {"mapper": lambda value: value.strip()}}],
        SECURITY_LOGIN_URL="/sign-in",
        SECURITY_LOGOUT_URL="/sign-out",
        SECURITY_LOGOUT_METHODS=["POST"],
        SECURITY_POST_LOGIN_VIEW="/",
        SECURITY_POST_LOGOUT_VIEW="/sign-in",
        SECURITY_RETURN_GENERIC_RESPONSES=True,
        SECURITY_SEND_REGISTER_EMAIL=False,
        SECURITY_DEFAULT_REMEMBER_ME=False,
        SECURITY_CSRF_IGNORE_UNAUTH_ENDPOINTS=False,
        SECURITY_UNAUTHORIZED_VIEW=None,
        SECURITY_MSG_GENERIC_AUTHN_FAILED=(gettext_later("用户名或密码不正确"), "error"),
    )
    datastore = SQLAlchemyUserDatastore(db, User, Role)
    security = Security(app, datastore, login_form=UsernameLoginForm, register_blueprint=True)
    security.login_manager.session_protection = "strong"


def gettext_later(source: str) -> Any:
    """A text translated when it is shown."""
    return lazy_gettext(source)


__all__ = ["gettext", "init_security"]
