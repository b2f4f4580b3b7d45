"""The blueprint of the community pages."""

from flask import Blueprint

blueprint = Blueprint("communities", __name__, url_prefix="/communities")
