"""My account: password, language, second factor, sessions."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, current_app, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_login import current_user
from flask_security.utils import login_user
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired

from service.messages import InvalidInput, Message
from service.operations import accounts
from service.web.access import allow, current_actor
from service.web.database import session as database
from service.web.database import transaction
from service.web.formats import words
from service.web.security_events import RENEWED
from service.web.security_forms import account_behind, counted
from service.words import LANGUAGES

blueprint = Blueprint("account", __name__, url_prefix="/account")
REQUIRED = InputRequired(lazy_gettext("此项必填"))


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The old password once, the new one twice."""

    old = PasswordField(
        lazy_gettext("现在的密码"), validators=[REQUIRED], render_kw={"autocomplete": "current-password"}
    )
    new = PasswordField(lazy_gettext("新密码"), validators=[REQUIRED], render_kw={"autocomplete": "new-password"})
    again = PasswordField(
        lazy_gettext("再次输入新密码"), validators=[REQUIRED], render_kw={"autocomplete": "new-password"}
    )


@blueprint.get("/")
@allow()
def index() -> ResponseReturnValue:
    """What the account is, and what can be done with it."""
    user = account_behind(current_user)
    codes = user.mf_recovery_codes or []
    return render_template(
        "account/index.html",
        user=user,
        codes_left=len(codes),
        sign_ins=accounts.recent_sign_ins(database(), user),
        form=PasswordForm(),
        shortest=shortest(),
    )


def shortest() -> int:
    """The least length of a password."""
    least: int = current_app.config["SETTINGS"].web.password_length
    return least


@blueprint.route("/password", methods=["GET", "POST"])
@allow()
def password() -> ResponseReturnValue:
    """Change the password; all other sessions of the account end."""
    form = PasswordForm()
    user = account_behind(current_user)
    if form.validate_on_submit() and _changed(form):
        flash(_("密码已修改，其他设备上的登录已全部退出"), "success")
        return redirect(url_for("home.index"))
    return render_template(
        "account/password.html", form=form, forced=user.must_change_password, user=user, shortest=shortest()
    ), (422 if form.errors else 200)


def _changed(form: PasswordForm) -> bool:
    """Change it if everything is right; else the form says what is wrong."""
    user, actor = account_behind(current_user), current_actor()
    if form.new.data != form.again.data:
        form.again.errors = [_("两次输入的新密码不一致")]
        return False
    if not counted(user, lambda: accounts.password_matches(form.old.data or "", user.password), "change of password"):
        form.old.errors = [_("现在的密码不正确；连续输错会锁定账号")]
        return False
    try:
        with transaction() as opened:
            accounts.change_password(opened, actor, datetime.now(UTC), user, form.new.data or "", shortest())
    except InvalidInput as error:
        form.new.errors = [words(error.message)]
        return False
    login_user(user, authn_via=RENEWED)
    return True


@blueprint.post("/language")
@allow()
def language() -> ResponseReturnValue:
    """Choose the language of all one's pages, on every device."""
    wanted = request.form.get("language", "")
    if wanted not in LANGUAGES:
        raise InvalidInput(Message("没有这种语言"))
    with transaction() as opened:
        accounts.set_language(opened, current_actor(), datetime.now(UTC), account_behind(current_user), wanted)
    session["language"] = wanted
    return redirect(url_for("account.index"))


@blueprint.post("/sessions/end")
@allow()
def end_sessions() -> ResponseReturnValue:
    """Sign out everywhere else."""
    user = account_behind(current_user)
    with transaction() as opened:
        accounts.end_sessions(opened, current_actor(), datetime.now(UTC), user)
    login_user(user, authn_via=RENEWED)
    flash(_("其他设备上的登录已全部退出"), "success")
    return redirect(url_for("account.index"))


@blueprint.get("/second-factor/done")
@allow()
def after_second_factor() -> ResponseReturnValue:
    """After setting a second factor up: recovery codes, where there are none yet."""
    if current_user.tf_primary_method and not current_user.mf_recovery_codes:
        return redirect(url_for("security.mf_recovery_codes"))
    return redirect(url_for("account.index"))
