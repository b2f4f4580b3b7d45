"""English counts in texts: `%(count)s {count:person|people}` says 1 person, 2 people."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from babel.support import Translations

# A figure's name, what stands there for 1, and what for any other number.
CHOICE = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


def chosen(text: str, figures: Mapping[str, Any]) -> str:
    """The text with each choice made by its figure."""
    return CHOICE.sub(lambda found: found[2] if str(figures[found[1]]) == "1" else found[3], text)


class CountedText(str):
    """A text that makes its choices when its figures are put in."""

    __slots__ = ()

    def __mod__(self, figures: Any) -> str:
        return str.__mod__(chosen(self, figures), figures)


class CountedTranslations(Translations):
    """Translations with choices in them."""

    def gettext(self, message: str) -> str:
        """The text, ready to make its choices."""
        return _counted(super().gettext(message))

    def pgettext(self, context: str, message: str) -> str:
        """The same with a context."""
        return _counted(super().pgettext(context, message))

    ugettext = gettext
    upgettext = pgettext


def _counted(text: object) -> str:
    text = str(text)
    return CountedText(text) if CHOICE.search(text) else text
