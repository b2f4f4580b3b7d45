"""Exports: every kind as .xlsx and .csv; telephone numbers masked unless a reason is given."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from service.adapters.sheets.kinds import KINDS, Kind
from service.messages import InvalidInput
from service.models import RoleName
from service.operations.imports.exporting import export_kind
from service.web.access import allow, current_actor
from service.web.database import transaction
from service.web.downloads import download
from service.web.formats import words
from service.web.language import language
from service.web.months import today

blueprint = Blueprint("exports", __name__, url_prefix="/exports")


def kind_named(name: str) -> Kind:
    """A kind by its name in an address."""
    return KINDS[name] if name in KINDS else abort(404)


def sensitive(kind: Kind) -> bool:
    """Whether a kind has telephone numbers."""
    return any(column.sensitive for column in kind.columns)


def answer(kind: Kind, form: str, full: bool = False, reason: str = "") -> ResponseReturnValue:
    """The file, and the line in the audit log that it was taken."""
    with transaction() as opened:
        data = export_kind(
            opened, current_actor(), datetime.now(UTC), kind.name, form, language(), full=full, reason=reason
        )
    return download(data, f"{words(kind.title)}-{today().isoformat()}", form)


@blueprint.get("/<kind>.<any(xlsx, csv):form>")
@allow(RoleName.ADMIN)
def masked(kind: str, form: str) -> ResponseReturnValue:
    """All records with masked telephone numbers."""
    return answer(kind_named(kind), form)


@blueprint.get("/<kind>/full")
@allow(RoleName.ADMIN)
def ask(kind: str) -> ResponseReturnValue:
    """Ask why whole telephone numbers are needed."""
    chosen = kind_named(kind)
    if not sensitive(chosen):
        return redirect(url_for("imports.kind", kind=kind))
    return render_template("imports/full.html", kind=chosen, problems=(), reason="", form="xlsx")


@blueprint.post("/<kind>/full")
@allow(RoleName.ADMIN)
def full(kind: str) -> ResponseReturnValue:
    """All records with whole telephone numbers; the reason is logged."""
    chosen = kind_named(kind)
    form = "csv" if request.form.get("form") == "csv" else "xlsx"
    reason = request.form.get("reason", "")
    try:
        return answer(chosen, form, full=True, reason=reason)
    except InvalidInput as error:
        page = render_template("imports/full.html", kind=chosen, problems=error.problems, reason=reason, form=form)
        return page, 422
