"""The first page of the settings: the district, the ways on, and what the installation is set to."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import available_timezones

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from service.messages import N_, InvalidInput
from service.models import RoleName
from service.operations.district import update_district
from service.web.access import allow, current_actor, current_district
from service.web.database import transaction
from service.web.formats import words
from service.web.views.settings.blueprint import blueprint

REQUIRED = InputRequired(lazy_gettext("此项必填"))
# Each with its first endpoint that the installation has.
WAYS = (
    (("settings.planning",), "sliders", N_("排班设置"), N_("排班方式、各条规则的权重、间隔与每日人数")),
    (("accounts.index",), "key", N_("账号"), N_("谁可以登录、角色与范围、密码重置、批量建账号")),
    (("settings.skills",), "tools", N_("专长"), N_("网格需要、干部具备的专长")),
    (("imports.index",), "file-earmark-spreadsheet", N_("导入导出"), N_("花名册、单位、网格、日历等表格的导入与导出")),
    (("runs.index",), "cpu", N_("求解记录"), N_("每次起草与夜间重排的过程和结果")),
    (("history.index",), "journal-text", N_("操作日志"), N_("谁在何时改了什么；不可删除")),
)


class DistrictForm(FlaskForm):  # type: ignore[misc]
    """The district's name and time zone."""

    name = StringField(lazy_gettext("名称"), validators=[REQUIRED])
    time_zone = StringField(
        lazy_gettext("时区"),
        validators=[REQUIRED],
        render_kw={"list": "time-zones"},
        description=lazy_gettext("日期与夜间任务按此时区计算，如 Asia/Shanghai"),
    )
    version = HiddenField()


@blueprint.route("/", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def index() -> ResponseReturnValue:
    """The district's own settings, and where the others are."""
    form = DistrictForm(obj=current_district())
    if form.validate_on_submit() and _saved(form):
        flash(_("区信息已保存"), "success")
        return redirect(url_for("settings.index"))
    return render_template(
        "settings/index.html",
        form=form,
        ways=ways(),
        time_zones=sorted(zone for zone in available_timezones() if zone.startswith(("Asia/", "Etc/UTC", "Europe/"))),
        installed=current_app.config["SETTINGS"],
    ), (422 if form.errors else 200)


def _saved(form: DistrictForm) -> bool:
    version = form.version.data or ""
    try:
        with transaction() as opened:
            update_district(
                opened,
                current_actor(),
                datetime.now(UTC),
                int(version) if version.isdigit() else 0,
                form.name.data or "",
                form.time_zone.data or "",
            )
    except InvalidInput as error:
        for problem in error.problems:
            form[problem.field].errors = [words(problem.expected)]
        return False
    return True


def ways() -> list[dict[str, str]]:
    """The pages that this installation has."""
    found = []
    for endpoints, icon, title, about in WAYS:
        endpoint = next((name for name in endpoints if name in current_app.view_functions), None)
        if endpoint is not None:
            found.append({"url": url_for(endpoint), "icon": icon, "title": title, "about": about})
    return found
