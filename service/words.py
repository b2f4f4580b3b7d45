"""The catalogue of texts: Chinese in the source, other languages in `translations/<locale>/<area>.po`.

The `.po` files are read when first needed, so nothing generated has to be built or kept in step.
"""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations

from scheduler.problem import Text
from service.messages import Message
from service.plurals import CountedTranslations

SOURCE_LANGUAGE = "zh"
LANGUAGES = ("zh", "en")
FOLDER = Path(__file__).parent / "translations"


def read_catalogue(language: str) -> Catalog:
    """All areas' `.po` files of a language, merged. Two areas may repeat a text, not differ in it."""
    merged = Catalog(locale=language)
    for path in sorted((FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if not message.id or not message.string:
                    continue
                known = merged.get(message.id, context=message.context)
                if known is not None and known.string and known.string != message.string:
                    raise ValueError(f"{path.name}: {message.id!r} is translated differently in another area")
                merged.add(message.id, message.string, context=message.context)
    return merged


@lru_cache
def translations(language: str) -> NullTranslations:
    """The texts of a language as gettext wants them; the source language needs none."""
    if language == SOURCE_LANGUAGE or language not in LANGUAGES:
        return NullTranslations()
    buffer = io.BytesIO()
    write_mo(buffer, read_catalogue(language))
    buffer.seek(0)
    return CountedTranslations(buffer)


def translate(message: Message | str, language: str) -> str:
    """A message (or a plain source text) in a language; parameters that are messages or `Text`s are put in it too."""
    if isinstance(message, str):
        return translations(language).gettext(message)
    text = translations(language).gettext(message.source)
    if not message.params:
        return text
    return text % {key: _parameter(value, language) for key, value in message.params.items()}


def _parameter(value: object, language: str) -> object:
    if isinstance(value, Message):
        return translate(value, language)
    return value.in_language(language) if isinstance(value, Text) else value
