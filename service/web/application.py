"""The application factory."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import ModuleType

import js_lib_htmx
from flask import Flask, send_from_directory
from flask.typing import ResponseReturnValue
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from service.database import normal_url, prepare_engine
from service.settings import Settings, load_settings, secret_key
from service.web import views
from service.web.access import current_district, public, role_names
from service.web.addresses import address_of, init_addresses
from service.web.database import db
from service.web.errors import init_errors
from service.web.formats import init_formats
from service.web.headers import init_headers
from service.web.language import init_language
from service.web.months import init_months
from service.web.navigation import init_navigation
from service.web.paging import address_with
from service.web.program_names import init_program_names
from service.web.security import init_security

TEMPLATES = Path(__file__).parents[2] / "templates"
HTMX = Path(js_lib_htmx.__file__).parent / "static" / "htmx"


def areas() -> Iterator[ModuleType]:
    """The modules of `service.web.views`; each has a `blueprint` and may have `NAVIGATION` entries."""
    for found in sorted(pkgutil.iter_modules(views.__path__), key=lambda found: found.name):
        if not found.name.startswith("_"):
            yield importlib.import_module(f"{views.__name__}.{found.name}")


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings from the product's."""
    app.config.update(
        SECRET_KEY=secret_key(settings),
        SQLALCHEMY_DATABASE_URI=normal_url(settings.database),
        DEFAULT_LANGUAGE=settings.language,
        SETTINGS=settings,
        BOOTSTRAP_SERVE_LOCAL=True,
        MAX_CONTENT_LENGTH=settings.web.upload_megabytes * 1024 * 1024,
        PERMANENT_SESSION_LIFETIME=timedelta(minutes=settings.web.session_minutes),
        SESSION_REFRESH_EACH_REQUEST=True,
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=1),
    )
    app.json.ensure_ascii = False  # type: ignore[attr-defined]


def create_app(settings: Settings | None = None) -> Flask:
    """Make the application."""
    settings = settings or load_settings()
    app = Flask("service.web", template_folder=str(TEMPLATES), static_folder="static", static_url_path="/static")
    configure(app, settings)
    if settings.web.behind_proxies:
        hops = settings.web.behind_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    Bootstrap5(app)
    CSRFProtect(app)
    init_headers(app, settings.web.https)
    init_language(app)
    init_addresses(app)
    init_months(app)
    init_formats(app)
    init_program_names(app)
    init_security(app, settings)
    init_errors(app)
    app.context_processor(role_names)
    app.jinja_env.globals.update(
        address_of=address_of,
        address_with=address_with,
        current_district=current_district,
        endpoints=lambda: app.view_functions,
    )
    modules = list(areas())
    for module in modules:
        app.register_blueprint(module.blueprint)
    init_navigation(app, [item for module in modules for item in getattr(module, "NAVIGATION", ())])

    @app.get("/vendor/htmx.min.js")
    @public
    def htmx() -> ResponseReturnValue:
        return send_from_directory(HTMX, "htmx.min.js")

    return app
