"""How the district plans: mode, figures and the weight of each soft rule, with their bounds."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.rules.catalogue import SOFT_RULES
from service.messages import Conflict, InvalidInput, Message
from service.models import RoleName
from service.operations.planning_settings import PlanningSettings, planning_of, save_planning
from service.web.access import allow, current_actor, current_district
from service.web.database import transaction
from service.web.formats import words
from service.web.views.settings.blueprint import blueprint
from service.web.views.settings.planning_fields import ALL_FIELDS, GROUPS, WeightField, value_at, values_from


@blueprint.route("/planning", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def planning() -> ResponseReturnValue:
    """Show, and save what was changed."""
    district = current_district()
    stored = planning_of(district).model_dump(mode="json")
    shown = {field.name: value_at(stored, field.path) for field in ALL_FIELDS}
    errors: dict[str, str] = {}
    if request.method == "POST":
        shown.update({field.name: request.form.get(field.name, "").strip() for field in ALL_FIELDS})
        errors = _save(district.version)
        if not errors:
            flash(_("排班设置已保存，从下一次起草或重排起生效"), "success")
            return redirect(url_for("settings.planning"))
    return render_template(
        "settings/planning.html",
        groups=GROUPS,
        shown=shown,
        errors=errors,
        fields={field.name: field for field in ALL_FIELDS},
        weights=[(WeightField(rule.code), rule) for rule in SOFT_RULES],
        defaults=PlanningSettings().model_dump(mode="json"),
        value_at=value_at,
        version=district.version,
        night=current_app.config["SETTINGS"].night,
    ), (422 if errors else 200)


def _save(version: int) -> dict[str, str]:
    """Save the form; the errors by field, empty where all is saved."""
    values, errors = values_from(request.form)
    if errors:
        return {name: words(message) for name, message in errors.items()}
    try:
        with transaction() as opened:
            if request.form.get("version") != str(version):
                raise Conflict(Message("数据已被他人修改，请刷新后重试"))
            save_planning(opened, current_actor(), datetime.now(UTC), values)
    except InvalidInput as error:
        return {_field_of(problem.field): words(problem.expected) for problem in error.problems}
    return {}


def _field_of(path: str) -> str:
    """The form's field that a problem belongs to: the deepest that the path leads to or into."""
    fitting = [field for field in ALL_FIELDS if path.startswith(field.name) or field.name.startswith(path)]
    return fitting[0].name if fitting else ALL_FIELDS[0].name
