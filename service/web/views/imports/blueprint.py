"""The blueprint of the import pages, and what they share."""

from __future__ import annotations

from flask import Blueprint, abort, current_app

from service.adapters.sheets.kinds import KINDS, Kind
from service.adapters.uploads import UploadStore

blueprint = Blueprint("imports", __name__, url_prefix="/imports")


def store() -> UploadStore:
    """Where uploads lie."""
    settings = current_app.config["SETTINGS"]
    return UploadStore(settings.data_folder / "uploads", settings.web.upload_megabytes * 1024 * 1024)


def kind_named(name: str) -> Kind:
    """A kind by its name in an address."""
    return KINDS[name] if name in KINDS else abort(404)
