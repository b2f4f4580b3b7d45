"""How papers say things: Chinese, with English beside it where the reader's language is English."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scheduler.problem import Text
from service.adapters.papers import Line, LineStyle, Words
from service.messages import N_, Message
from service.models import Placement, PostKind
from service.operations.placements.find import community_of
from service.words import SOURCE_LANGUAGE, translate

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

# Roles are the office's own words; these usual ones have English in the catalogue.
USUAL_ROLES = (
    N_("轮岗干部"), N_("第一书记"), N_("驻企联络员"), N_("宣传员"), N_("攻坚员"), N_("保障员"), N_("组长"), N_("巡察员"),
)  # fmt: skip


def day_text(day: date) -> Text:
    """2026年12月9日; 9 December 2026."""
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {MONTHS[day.month - 1]} {day.year}")


def term_text(first: date, last: date) -> Text:
    """From the first to the last day."""
    start, end = day_text(first), day_text(last)
    return Text(f"{start.zh}至{end.zh}", f"{start.en} to {end.en}")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Puts messages into the words of a paper for a reader of a language."""

    language: str

    def words(self, message: Message) -> Words:
        """A message, in English too where the reader reads English."""
        chinese, other = translate(message, SOURCE_LANGUAGE), translate(message, self.language)
        # A text that is a name alone is not said twice.
        return Words(chinese, None if other == chinese else other)

    def line(self, message: Message, style: LineStyle = LineStyle.BODY) -> Line:
        """A paragraph."""
        return Line(self.words(message), style)

    def lines(self, *messages: Message | None) -> tuple[Line, ...]:
        """Paragraphs of text; what is null is left out."""
        return tuple(self.line(message) for message in messages if message is not None)


def role_message(role: str) -> Message:
    """A role's name: the office's own word, in English where the catalogue knows it."""
    return Message(role)


def place_name(placement: Placement) -> str:
    """Where a placement leads, as a letter names it: the community with the zone, the village, the enterprise, …"""
    post = placement.post
    if post.kind == PostKind.UNIT and post.unit is not None:
        return post.unit.name
    community = community_of(placement)
    if post.kind == PostKind.GRID_WORKER and community is not None:
        zone = post.zone.name if post.zone is not None else ""
        # Zones are often called by their community's name already.
        return zone if zone.startswith(community.name) else f"{community.name}{zone}"
    return post.name


def receiver_name(placement: Placement) -> str:
    """To whom the letter of introduction is addressed."""
    post = placement.post
    if post.kind in (PostKind.ENTERPRISE, PostKind.VILLAGE, PostKind.UNIT):
        return place_name(placement)
    community = community_of(placement)
    return community.name if community is not None else post.name


def unit_name(placement: Placement) -> str:
    """The unit that a placement's cadre came from."""
    return placement.unit.name if placement.unit is not None else ""
