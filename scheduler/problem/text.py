"""Words in both languages: the scheduler has no catalogue and no idea of who reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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


@dataclass(frozen=True, slots=True)
class Names:
    """What an instance has ids alone for: skills and communities, by id. Where no name is known the id stands."""

    skills: Mapping[str, str] = field(default_factory=dict)
    communities: Mapping[str, str] = field(default_factory=dict)

    def skill(self, code: str) -> str:
        """A skill's name."""
        return self.skills.get(code, code)

    def community(self, code: str) -> str:
        """A community's name."""
        return self.communities.get(code, code)


NO_NAMES = Names()


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number with its English noun: 1 point, 2 points. `many` where the plural has no plain s."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def zh_day(day: date) -> str:
    """12月9日."""
    return f"{day.month}月{day.day}日"


def en_day(day: date) -> str:
    """9 Dec."""
    return f"{day.day} {MONTHS[day.month - 1]}"


def day_words(day: date) -> Text:
    """A date as both languages write it."""
    return Text(zh_day(day), en_day(day))
