"""The forms of signing in: every attempt is counted in the database before a secret is compared."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from flask import current_app, g, request
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from flask_security import LoginForm, VerifyForm
from flask_security.forms import TwoFactorRescueForm, TwoFactorSetupForm, TwoFactorVerifyCodeForm
from flask_security.recovery_codes import MfRecoveryForm
from flask_security.utils import validate_redirect_url
from sqlalchemy import func, select
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs are older
from wtforms.validators import InputRequired, Optional

from service.models import User
from service.operations.accounts import (
    AddressPolicy,
    LockPolicy,
    begin_attempt,
    hash_password,
    is_address_blocked,
    record_failure,
    release_attempt,
)
from service.operations.accounts.change import normal_username
from service.settings import Settings
from service.web.database import session, transaction


def lock_policy() -> LockPolicy:
    """The installation's policy."""
    settings: Settings = current_app.config["SETTINGS"]
    return LockPolicy(settings.web.lock_after_failures, settings.web.lock_minutes)


def address_policy() -> AddressPolicy:
    """The installation's policy for one network address."""
    settings: Settings = current_app.config["SETTINGS"]
    return AddressPolicy(settings.web.lock_address_after_failures, settings.web.lock_minutes)


def is_blocked() -> bool:
    """Whether the client's address takes no sign-in now. Behind proxies the address is the one that they tell of."""
    with transaction() as opened:
        blocked = is_address_blocked(opened, request.remote_addr, datetime.now(UTC), address_policy())
    if blocked:
        g.address_blocked = True
    return blocked


def must_have_second_factor() -> bool:
    """Whether one of the signed-in user's roles requires a second factor."""
    settings: Settings = current_app.config["SETTINGS"]
    return any(role.name in settings.web.second_factor_for for role in current_user.roles)


def refused_words() -> str:
    """The same words for a wrong name, a wrong password and a locked account; others for a blocked address."""
    if g.get("address_blocked"):
        limit = address_policy()
        blocked: str = gettext(
            "从您所在网络地址登录失败过多（%(minutes)s 分钟内已达 %(failures)s 次），暂不接受登录。请过 %(minutes)s 分钟再试；急需时请联系系统管理人员。",
            failures=limit.failures,
            minutes=limit.minutes,
        )
        return blocked
    policy = lock_policy()
    text: str = gettext(
        "用户名或密码不正确。连续输错 %(failures)s 次，账号会锁定 %(minutes)s 分钟；如已锁定，请稍后再试或联系管理员。",
        failures=policy.failures,
        minutes=policy.minutes,
    )
    return text


def counted(user: User, check: Callable[[], bool], what: str) -> bool:
    """Count an attempt, then check; a refusal is written to the audit log. What is right is taken back again."""
    now, address = datetime.now(UTC), request.remote_addr
    with transaction() as opened:
        begun = begin_attempt(opened, user, now, lock_policy())
    right = begun and check()
    with transaction() as opened:
        if right:
            release_attempt(opened, user, lock_policy())
        else:
            record_failure(opened, user, now, address, what if begun else f"locked ({what})")
    return right


class UsernameLoginForm(LoginForm):
    """Sign-in by user name (accounts made from a roster often have no mail address)."""

    # Flask-Security asks for this field; nobody signs in by mail here, and the page does not show it.
    email = StringField(validators=[Optional()])  # type: ignore[assignment]
    username = StringField(lazy_gettext("用户名"), validators=[InputRequired(lazy_gettext("请输入用户名"))])

    def validate(self, **kwargs: Any) -> bool:
        """Look the account up by its name, count the attempt, then let Flask-Security check the rest."""
        self.ifield = self.username
        # A session ends by its time-out: nobody is remembered beyond it, whatever a form sends.
        self.remember.data = False
        if self.next.data and not validate_redirect_url(self.next.data):
            # A forged address to go on to is no wrong password: it is forgotten, and the sign-in leads home.
            self.next.data = ""
        name, password = normal_username(self.username.data or ""), self.password.data
        self.user = find_account(name)
        if not name or not isinstance(password, str) or not password:
            return bool(super().validate(**kwargs))
        if is_blocked():
            # It takes as long to answer as any other attempt.
            hash_password(password)
            return self._refused()
        if self.user is None:
            with transaction() as opened:
                record_failure(opened, None, datetime.now(UTC), request.remote_addr, "no such account")
            super().validate(**kwargs)
            return self._refused()
        asked: list[bool] = []

        def check() -> bool:
            asked.append(bool(super(UsernameLoginForm, self).validate(**kwargs)))
            return asked[-1]

        if counted(self.user, check, "password"):
            return True
        if not asked:
            # A locked account takes as long to answer as any other.
            hash_password(password)
        return self._refused()

    def _refused(self) -> bool:
        self.username.errors = []
        # Flask-Security puts its general message in place of this; the page says `refused_words`.
        self.password.errors = [refused_words()]
        return False


def find_account(name: str) -> User | None:
    """The account of a user name: exactly, else in any case of letters where that is one account."""
    found = session().scalars(select(User).where(func.lower(User.username) == name.lower()).limit(2)).all()
    exact = [user for user in found if user.username == name]
    if exact:
        return exact[0]
    return found[0] if len(found) == 1 else None


class CountedVerifyForm(VerifyForm):
    """The password once more, before something sensitive."""

    def validate(self, **kwargs: Any) -> bool:
        """Count the attempt."""
        if not self.password.data:
            return bool(super().validate(**kwargs))
        return counted(account_behind(self.user), lambda: super(CountedVerifyForm, self).validate(**kwargs), "again")


class SecondFactorForm(TwoFactorSetupForm):
    """Setting up or removing a second factor."""

    # WTForms wants choices of this kind; Flask-Security's own are of the old one.
    setup = RadioField(choices=[SelectChoice("authenticator"), SelectChoice("disable")], validate_choice=False)

    def validate(self, **kwargs: Any) -> bool:
        """Whoever must have a second factor cannot remove it."""
        if self.setup.data == "disable" and must_have_second_factor():
            self.setup.errors = [gettext("您的角色必须使用二次验证，不能停用")]
            return False
        return bool(super().validate(**kwargs))


class NoRescueForm(TwoFactorRescueForm):
    """Flask-Security makes this form with the page of the code; that page offers recovery codes by a link."""

    help_setup = RadioField(choices=[], validate_choice=False)


class CodeForm(TwoFactorVerifyCodeForm):
    """The code of the authenticator app."""

    def validate(self, **kwargs: Any) -> bool:
        """Blanks between the digits are forgiven; at sign-in the attempt counts."""
        if isinstance(self.code.data, str):
            self.code.data = self.code.data.replace(" ", "")
        if self.is_setup or not self.code.data:
            return bool(super().validate(**kwargs))
        return counted(account_behind(self.user), lambda: super(CodeForm, self).validate(**kwargs), "code")


class RecoveryForm(MfRecoveryForm):
    """A recovery code in place of the app."""

    def validate(self, **kwargs: Any) -> bool:
        """The attempt counts."""
        if not self.code.data:
            return bool(super().validate(**kwargs))
        self.code.data = self.code.data.strip().lower()
        return counted(account_behind(self.user), lambda: super(RecoveryForm, self).validate(**kwargs), "recovery code")


def account_behind(user: Any) -> User:
    """The account itself, also where Flask-Login's proxy stands for it."""
    found = user._get_current_object() if hasattr(user, "_get_current_object") else user
    assert isinstance(found, User)
    return found
