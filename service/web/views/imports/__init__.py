"""Imports: choose a kind, take a template, upload, preview, apply, look back."""

from service.web.views.imports import kinds, previews
from service.web.views.imports.blueprint import blueprint

__all__ = ["blueprint", "kinds", "previews"]
