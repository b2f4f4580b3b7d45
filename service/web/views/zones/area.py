"""The blueprint of the zone pages."""

from flask import Blueprint

blueprint = Blueprint("zones", __name__, url_prefix="/zones")
