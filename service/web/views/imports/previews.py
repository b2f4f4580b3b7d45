"""The preview of a file: errors first, then what would change; and applying it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from service.adapters.sheets.problems import message_from_json, problem_from_json
from service.adapters.sheets.report import problems_file
from service.messages import Conflict, Message
from service.models import RoleName
from service.operations.imports.changes import Action
from service.operations.imports.faults import plain_faults
from service.operations.imports.previews import Preview, apply_preview, make_preview, open_preview
from service.web.access import allow, current_actor
from service.web.database import session, transaction
from service.web.downloads import download
from service.web.formats import words
from service.web.language import language
from service.web.paging import SIZES, Page
from service.web.views.imports.blueprint import blueprint, store

TABS = ("errors", "notices", *(action.value for action in Action))


def tab_of(preview: Preview) -> str:
    """Which list is shown: the one asked for, else the first that has something to say."""
    asked = request.args.get("show")
    if asked in TABS:
        return asked
    sizes = sizes_of(preview)
    return next((name for name in ("errors", "changed", "created", "unchanged") if sizes[name]), "created")


def sizes_of(preview: Preview) -> dict[str, int]:
    """How long each list is."""
    return {"errors": preview.errors, "notices": preview.notices, **preview.counts}


def shown_value(value: Any) -> str:
    """A stored value in the page's language; nothing is said to be blank."""
    text = words(message_from_json(value)) if isinstance(value, dict) else str(value)
    return text or _("（空）")


def change_of(line: dict[str, Any]) -> dict[str, Any]:
    """A stored change in the page's language."""
    return {
        **line,
        "key": " · ".join(shown_value(part) for part in line["key"]),
        "name": shown_value(line["name"]) if line["name"] else "",
        "differences": [
            {
                "label": words(message_from_json(item["label"])),
                "old": shown_value(item["old"]),
                "new": shown_value(item["new"]),
            }
            for item in line["differences"]
        ],
    }


def page_of_lines(preview: Preview, tab: str) -> Page[Any]:
    """One page of a preview's list."""
    total = sizes_of(preview)[tab]
    wanted = request.args.get("size", type=int)
    size = wanted if wanted in SIZES else 50
    number = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-total // size)))
    lines = store().lines(preview.token, tab, (number - 1) * size, size)
    reader: Any = problem_from_json if tab in ("errors", "notices") else change_of
    return Page([reader(line) for line in lines], number, size, total)


@blueprint.get("/previews/<token>")
@allow(RoleName.ADMIN)
def preview(token: str) -> ResponseReturnValue:
    """What a file would change."""
    found = open_preview(current_actor(), store(), token)
    tab = tab_of(found)
    return render_template(
        "imports/preview.html", preview=found, tab=tab, sizes=sizes_of(found), page=page_of_lines(found, tab)
    )


@blueprint.get("/previews/<token>/problems.xlsx")
@allow(RoleName.ADMIN)
def problems(token: str) -> ResponseReturnValue:
    """All errors and notices as a spreadsheet."""
    found = open_preview(current_actor(), store(), token)
    lines = (problem_from_json(line) for name in ("errors", "notices") for line in store().lines(token, name))
    name = words(Message("%(kind)s导入错误清单", kind=found.kind.title))
    return download(problems_file(lines, language()), name, "xlsx")


@blueprint.post("/previews/<token>/apply")
@allow(RoleName.ADMIN)
def apply(token: str) -> ResponseReturnValue:
    """Write what the preview showed; where the data changed meanwhile, show a new preview instead."""
    now = datetime.now(UTC)
    try:
        with plain_faults(), transaction() as opened:
            entry_id = apply_preview(opened, current_actor(), now, store(), token).id
    except Conflict as error:
        return again(token, now, error)
    store().discard(token)
    return redirect(url_for("imports.result", entry_id=entry_id))


def again(token: str, now: datetime, error: Conflict) -> ResponseReturnValue:
    """A new preview of the same file, with the reason why the old one no longer holds."""
    old = open_preview(current_actor(), store(), token)
    data = store().data(token)
    fresh = make_preview(session(), current_actor(), now, store(), old.kind.name, old.file_name, data)
    store().discard(token)
    flash(words(error.message) + _("以下是按现有数据重新生成的预览。"), "warning")
    return redirect(url_for("imports.preview", token=fresh.token))


@blueprint.post("/previews/<token>/discard")
@allow(RoleName.ADMIN)
def discard(token: str) -> ResponseReturnValue:
    """Leave everything as it is and remove the file."""
    found = open_preview(current_actor(), store(), token)
    store().discard(token)
    flash(_("已放弃本次导入，数据未作任何修改。"), "message")
    return redirect(url_for("imports.kind", kind=found.kind.name))
