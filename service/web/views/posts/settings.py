"""The district's settings of posts: lists of what is handed over, and the stages of works."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import TextAreaField

from service.models import District, PostKind, RoleName
from service.operations.posts.hand_over import settings_of
from service.operations.posts.settings import save_post_settings
from service.web.access import allow, current_actor
from service.web.clock import now
from service.web.database import session
from service.web.formats import label
from service.web.records.fields import RecordForm, WholeNumberField
from service.web.records.fields import label as field_label
from service.web.records.forms import FormPage, handle
from service.web.views.posts.area import blueprint


class SettingsForm(RecordForm):
    """The settings; a text field for each kind of post is added by `settings_form`."""

    hand_over_days = WholeNumberField(
        field_label("hand_over_days"), description=lazy_gettext("任期结束后几天内应交接完，超过记为逾期")
    )
    stages = TextAreaField(field_label("stages"), description=lazy_gettext("每行一个，按先后"), render_kw={"rows": 6})


def settings_form(**given: Any) -> Any:
    """The form with a field for each kind."""
    about = lazy_gettext("每行一项；留空表示这类岗位不要求交接清单")
    fields = {
        f"hand_over_{kind}": TextAreaField(label(kind), description=about, render_kw={"rows": 5}) for kind in PostKind
    }
    return type("SettingsFormByKind", (SettingsForm,), fields)(**given)


@blueprint.route("/settings", methods=["GET", "POST"])
@allow(RoleName.ADMIN)
def settings() -> ResponseReturnValue:
    """Show, and save what was changed."""
    known = settings_of(session(), current_actor())
    lists = {f"hand_over_{kind}": "\n".join(lines) for kind, lines in known.hand_over.items()}
    form = settings_form(data={**lists, "hand_over_days": known.hand_over_days, "stages": "\n".join(known.stages)})
    names = [f"hand_over_{kind}" for kind in PostKind]
    groups = [(_("交接清单模板"), ["hand_over_days", *names]), (_("工程阶段"), ["stages"])]
    return handle(
        form,
        FormPage(_("交接与阶段设置"), url_for("posts.index"), groups, _("保存")),
        lambda current: save_post_settings(
            current,
            current_actor(),
            now(),
            {kind: form[f"hand_over_{kind}"].data for kind in PostKind},
            form.hand_over_days.data,
            form.stages.data,
        ),
        lambda _made: (url_for("posts.index"), _("已保存；今后列清单、列阶段时采用")),
        lambda: session().get(District, current_actor().district_id),
    )
