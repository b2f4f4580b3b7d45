"""Which language a page is in: asked for, the user's, the browser cookie's, else the installation's."""

from __future__ import annotations

from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, current_app, has_request_context, request, session
from flask_babel import Babel, Domain, gettext
from flask_login import current_user
from jinja2 import pass_eval_context
from jinja2.nodes import EvalContext
from markupsafe import Markup

from service.plurals import chosen
from service.words import LANGUAGES, SOURCE_LANGUAGE, translations


class CatalogueDomain(Domain):  # type: ignore[misc]
    """Texts from `service.words` in place of compiled files in a folder."""

    def get_translations(self) -> NullTranslations | Translations:
        """The texts of this request's language."""
        return translations(language())


class CatalogueBabel(Babel):  # type: ignore[misc]
    """Flask-Babel with the product's catalogue as its default domain."""

    domain_instance = CatalogueDomain()


def language() -> str:
    """The language of this request: `zh` or `en`."""
    default: str = current_app.config["DEFAULT_LANGUAGE"]
    if not has_request_context():
        return default
    chosen = session.get("language")
    if chosen is None and current_user and current_user.is_authenticated:
        chosen = current_user.language
    return chosen if chosen in LANGUAGES else default


def locale() -> str:
    """The locale that Babel formats dates and numbers with."""
    return "zh_Hans_CN" if language() == SOURCE_LANGUAGE else "en"


def remember_language() -> None:
    """`?lang=en` on any address switches the language for the rest of the session."""
    wanted = request.args.get("lang")
    if wanted in LANGUAGES:
        session["language"] = wanted


@pass_eval_context
def template_text(context: EvalContext, text: str, /, **figures: Any) -> str:
    """A text in a template, as Jinja's own newstyle gettext has it, and with its English counts."""
    found = chosen(gettext(text), figures) if figures else str(gettext(text))
    return (Markup(found) if context.autoescape else found) % figures  # noqa: S704 (a text of the catalogue; figures are escaped)


def init_language(app: Flask) -> None:
    """Set up Flask-Babel with the product's catalogue."""
    CatalogueBabel(app, locale_selector=locale)
    app.before_request(remember_language)
    app.jinja_env.globals["gettext"] = template_text

    @app.context_processor
    def words() -> dict[str, Any]:
        return {"language": language(), "html_language": "zh-CN" if language() == "zh" else "en"}
