"""Making and changing one account."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its stubs are older
from wtforms.validators import Email, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from service.messages import InvalidInput
from service.models import Cadre, Community, RoleName, User
from service.operations import accounts
from service.web.access import allow, current_actor
from service.web.database import session, transaction
from service.web.formats import words
from service.web.labels import LABELS
from service.web.views.accounts.blueprint import blueprint
from service.web.views.accounts.listing import units

REQUIRED = InputRequired(lazy_gettext("此项必填"))
SHORT = Length(max=64, message=lazy_gettext("最多 64 个字符"))
FIELD_OF = {"cadre_id": "employee_number"}


class AccountForm(FlaskForm):  # type: ignore[misc]
    """An account's fields; the user name only when it is made."""

    username = StringField(
        lazy_gettext("用户名"),
        validators=[REQUIRED, SHORT],
        description=lazy_gettext("2 至 64 个字符：文字、数字和 . _ - @"),
    )
    display_name = StringField(lazy_gettext("姓名"), validators=[REQUIRED, SHORT])
    roles = SelectMultipleField(
        lazy_gettext("角色"),
        choices=[SelectChoice(role.value, lazy_gettext(LABELS[role.value])) for role in RoleName],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    unit_id = SelectField(
        lazy_gettext("管理单位"), coerce=int, description=lazy_gettext("单位联络员只能管理这个单位的人员")
    )
    community_id = SelectField(
        lazy_gettext("负责社区"), coerce=int, description=lazy_gettext("社区负责人只能查看这个社区的排班")
    )
    employee_number = StringField(
        lazy_gettext("关联人员（工号）"), validators=[SHORT], description=lazy_gettext("机关干部本人的工号")
    )
    email = StringField(
        lazy_gettext("邮箱（可不填）"),
        validators=[Optional(), Length(max=254), Email(lazy_gettext("不是有效的邮箱地址"))],
    )
    version = HiddenField(default="0")


def filled_form(user: User | None = None) -> AccountForm:
    """The form, filled from an account on a first visit."""
    given: dict[str, Any] = {}
    if user is not None:
        given = {
            "username": user.username,
            "display_name": user.display_name,
            "roles": [role.name for role in user.roles],
            "unit_id": user.unit_id or 0,
            "community_id": user.community_id or 0,
            "employee_number": user.cadre.employee_number if user.cadre else "",
            "email": user.email or "",
            "version": str(user.version),
        }
    form = AccountForm(data=given)
    none = [(0, _("（无）"))]
    form.unit_id.choices = [SelectChoice(*pair) for pair in none + units()]
    form.community_id.choices = [SelectChoice(*pair) for pair in none + communities()]
    if user is not None:
        del form.username
    return form


def communities() -> list[tuple[int, str]]:
    """The district's communities for a choice."""
    rows = session().execute(
        select(Community.id, Community.name)
        .where(Community.district_id == current_actor().district_id)
        .order_by(Community.code)
    )
    return [(row.id, row.name) for row in rows]


def fields_of(form: AccountForm) -> accounts.AccountFields | None:
    """The form's fields; None (and the form says why) where nobody has that employee number."""
    cadre_id = None
    number = (form.employee_number.data or "").strip()
    if number:
        cadre_id = session().scalar(
            select(Cadre.id).where(Cadre.district_id == current_actor().district_id, Cadre.employee_number == number)
        )
        if cadre_id is None:
            form.employee_number.errors = [_("本区花名册中没有工号 %(number)s", number=number)]
            return None
    return accounts.AccountFields(
        display_name=form.display_name.data or "",
        roles=frozenset(RoleName(name) for name in form.roles.data or ()),
        unit_id=form.unit_id.data or None,
        community_id=form.community_id.data or None,
        cadre_id=cadre_id,
        email=(form.email.data or "").strip() or None,
    )


def show_problems(form: AccountForm, error: InvalidInput) -> None:
    """Put what an operation refused at the fields."""
    for problem in error.problems:
        field = form[FIELD_OF.get(problem.field, problem.field)]
        field.errors = [*field.errors, words(problem.expected)]


@blueprint.route("/new", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def new() -> ResponseReturnValue:
    """Make an account; its first password is in the answer and nowhere else."""
    form = filled_form()
    if form.validate_on_submit():
        fields = fields_of(form)
        try:
            if fields is not None:
                with transaction() as opened:
                    user, password = accounts.create_account(
                        opened, current_actor(), datetime.now(UTC), form.username.data or "", fields
                    )
                return render_template("accounts/slip.html", user=user, password=password, made=True)
        except InvalidInput as error:
            show_problems(form, error)
    return render_template("accounts/edit.html", form=form, user=None), (422 if form.errors else 200)


@blueprint.route("/<int:account_id>", methods=["GET", "POST"])
@allow(RoleName.ADMIN, RoleName.UNIT_OFFICER)
def show(account_id: int) -> ResponseReturnValue:
    """One account: an admin changes it, an officer sees it and may reset its password."""
    actor, now = current_actor(), datetime.now(UTC)
    user = accounts.account_in_scope(session(), actor, now, account_id)
    form = filled_form(user)
    if request.method == "POST":
        actor.require(RoleName.ADMIN)
    if form.validate_on_submit() and _saved(form, user):
        flash(_("账号 %(name)s 已保存", name=user.username), "success")
        return redirect(url_for("accounts.index"))
    return render_template(
        "accounts/edit.html",
        form=form,
        user=user,
        locked=accounts.is_locked(user, now),
        resettable=accounts.may_reset(session(), actor, now, user),
        sign_ins=accounts.recent_sign_ins(session(), user),
    ), (422 if form.errors else 200)


def _saved(form: AccountForm, user: User) -> bool:
    fields = fields_of(form)
    if fields is None:
        return False
    given = form.version.data or ""
    version = int(given) if given.isdigit() else 0
    try:
        with transaction() as opened:
            accounts.update_account(opened, current_actor(), datetime.now(UTC), user, version, fields)
    except InvalidInput as error:
        show_problems(form, error)
        return False
    return True
