"""Lists: columns, filters, actions and the empty state of a topic, shown by `records/list.html`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import current_app, render_template, request, url_for

from service.web.access import current_actor
from service.web.paging import Page


@dataclass(frozen=True, slots=True)
class Action:
    """A button of a row: a link, or a POST (confirmed where `confirm` says what will happen)."""

    text: str
    url: str
    post: bool = False
    confirm: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: text (linked, as a state, with a smaller line below) or actions."""

    text: Any = None
    href: str | None = None
    state: str | None = None
    small: Any = None
    actions: Sequence[Action] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column. `cell` makes a cell (or plain text) from a row; `shown` is whether it stands there unasked."""

    key: str
    title: str
    cell: Callable[[Any], Any]
    sort: bool = False
    numeric: bool = False
    wrap: bool = False
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter in the address: a text, a day, or a choice (pairs of value and words)."""

    name: str
    title: str
    options: Sequence[tuple[Any, str]] | None = None
    day: bool = False
    any_text: str | None = None
    default: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists a topic. Titles are words in the reader's language."""

    title: str
    columns: Sequence[Column]
    page: Page[Any]
    filters: Sequence[Filter] = ()
    tabs: Sequence[tuple[str, str]] = ()
    subtitle: str | None = None
    new: tuple[str, str] | None = None
    export: str | None = None
    empty: tuple[str, str] = ("", "")
    more: Sequence[Action] = ()


def may_open(endpoint: str) -> bool:
    """Whether the installation has an endpoint and the reader's role may open it."""
    view = current_app.view_functions.get(endpoint)
    return view is not None and not current_actor().roles.isdisjoint(getattr(view, "allowed_roles", None) or ())


def visible_tabs(tabs: Sequence[tuple[str, str]], here: str | None = None) -> list[dict[str, Any]]:
    """The tabs the reader may open; the one of this view, or else of its blueprint, is the current one."""
    here = here or request.endpoint or ""
    exact = any(endpoint == here for endpoint, _ in tabs)
    return [
        {
            "url": url_for(endpoint),
            "title": title,
            "current": endpoint == here if exact else endpoint.split(".")[0] == here.split(".")[0],
        }
        for endpoint, title in tabs
        if may_open(endpoint)
    ]


def sheet_links(kind: str | None) -> list[tuple[str, str]]:
    """Where a topic's spreadsheet is downloaded and uploaded; nothing where the reader may not."""
    if kind is None or not may_open("exports.masked"):
        return []
    return [
        ("export", url_for("exports.masked", kind=kind, form="xlsx")),
        ("import", url_for("imports.kind", kind=kind)),
    ]


def chosen_columns(columns: Sequence[Column]) -> list[Column]:
    """The columns that `?col=` asks for; those shown unasked where it asks for none. The first always stands."""
    wanted = set(request.args.getlist("col"))
    if not wanted:
        return [column for column in columns if column.shown]
    return [column for place, column in enumerate(columns) if place == 0 or column.key in wanted or not column.title]


def render_listing(listing: Listing) -> str:
    """The page."""
    return render_template(
        "records/list.html",
        listing=listing,
        columns=chosen_columns(listing.columns),
        tabs=visible_tabs(listing.tabs),
        sheets=sheet_links(listing.export),
        filtered=any(request.args.get(item.name) for item in listing.filters),
    )
