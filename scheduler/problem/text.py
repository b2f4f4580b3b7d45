"""Words in both languages: the scheduler has no catalogue and no idea of who reads."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A text in Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The text in `zh` or `en`."""
        return self.zh if language == "zh" else self.en

    def __str__(self) -> str:
        return self.zh
