"""Choosing a kind, its columns, its templates, and the upload."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePath

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.adapters.sheets.kinds import KINDS, Kind
from service.adapters.sheets.lookup import Context
from service.adapters.sheets.template import about_row, template_of
from service.messages import Message, OperationError
from service.models import RoleName
from service.operations.imports.faults import plain_faults
from service.operations.imports.lookups import lookups_for
from service.operations.imports.overview import counts_of, find_import, list_imports
from service.operations.imports.previews import make_preview
from service.web.access import allow, current_actor
from service.web.database import session
from service.web.downloads import download
from service.web.formats import words
from service.web.language import language
from service.web.paging import page_of
from service.web.views.imports.blueprint import blueprint, kind_named, store


@blueprint.get("/")
@allow(RoleName.ADMIN)
def index() -> ResponseReturnValue:
    """All kinds in the order in which an empty district is filled, and the imports so far."""
    wanted = request.args.get("kind")
    if wanted in KINDS:
        return redirect(url_for("imports.kind", kind=wanted))
    page = page_of(session(), list_imports(current_actor()), 25)
    return render_template("imports/index.html", kinds=KINDS, counts=counts_of(session(), current_actor()), page=page)


@blueprint.get("/<kind>")
@allow(RoleName.ADMIN)
def kind(kind: str) -> ResponseReturnValue:
    """One kind: upload, templates, what each column is."""
    return kind_page(kind_named(kind))


def kind_page(kind: Kind, error: OperationError | None = None) -> ResponseReturnValue:
    """The page of a kind, with what was wrong with the file."""
    counts = counts_of(session(), current_actor())
    page = render_template(
        "imports/kind.html",
        kind=kind,
        kinds=KINDS,
        counts=counts,
        lacking=[KINDS[name] for name in kind.needs if not counts[name]],
        about=[about_row(kind, column, language()) for column in kind.columns],
        error=error,
        most=store().most_bytes // (1024 * 1024),
    )
    return page, 422 if error else 200


@blueprint.post("/<kind>")
@allow(RoleName.ADMIN)
def upload(kind: str) -> ResponseReturnValue:
    """Take a file and show what it would change."""
    chosen = kind_named(kind)
    file = request.files.get("file")
    if file is None or not file.filename:
        return kind_page(chosen, OperationError(Message("请先选择要导入的文件。")))
    name = PurePath(file.filename.replace("\\", "/")).name
    try:
        with plain_faults():
            preview = make_preview(
                session(), current_actor(), datetime.now(UTC), store(), kind, name, file.stream.read()
            )
    except OperationError as error:
        return kind_page(chosen, error)
    return redirect(url_for("imports.preview", token=preview.token))


@blueprint.get("/<kind>/template.<any(xlsx, csv):form>")
@allow(RoleName.ADMIN)
def template(kind: str, form: str) -> ResponseReturnValue:
    """A template to fill in, with what the district has in its drop-downs."""
    chosen = kind_named(kind)
    context = Context(lookups_for(session(), current_actor().district_id, chosen))
    name = words(Message("%(kind)s导入模板", kind=chosen.title))
    return download(template_of(chosen, context, form, language()), name, form)


@blueprint.get("/results/<int:entry_id>")
@allow(RoleName.ADMIN)
def result(entry_id: int) -> ResponseReturnValue:
    """What an import did."""
    entry = find_import(session(), current_actor(), entry_id)
    return render_template("imports/result.html", entry=entry, kind=KINDS.get((entry.after or {}).get("kind", "")))
