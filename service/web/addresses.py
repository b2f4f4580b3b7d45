"""Addresses within the product: what a reader wrote into one never becomes an option of `url_for`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, request, url_for
from werkzeug.routing import IntegerConverter, Map

# What both databases can hold as an id.
LARGEST_ID = 2**31 - 1


class IdConverter(IntegerConverter):
    """`<int:zone_id>`: a number that no database could hold is no page."""

    def __init__(self, map: Map, *args: Any, **options: Any) -> None:  # noqa: A002 (werkzeug's name)
        options.setdefault("max", LARGEST_ID)
        super().__init__(map, *args, **options)


def address_of(endpoint: str, parts: Mapping[str, Any], query: Mapping[str, Any]) -> str:
    """The address of an endpoint: `parts` fill its path, `query` stands behind it (lists: several times; None: not).

    Names from an address (`endpoint`, `_scheme`, `_external`) are words to `url_for`; here they are only a query.
    """
    words = urlencode({name: value for name, value in query.items() if value is not None}, doseq=True)
    path = url_for(endpoint, **parts)
    return f"{path}?{words}" if words else path


def this_address(changes: Mapping[str, Any], parts: Mapping[str, Any] | None = None) -> str:
    """This page's address with some of its query changed (None removes), and of its path (`parts`)."""
    asked = {**request.args.to_dict(flat=False), **changes}
    path = {**(request.view_args or {}), **(parts or {})}
    # What the path says already, the query need not say again.
    return address_of(request.endpoint or "", path, {name: value for name, value in asked.items() if name not in path})


def id_number(text: str) -> int:
    """A number that can be an id, for `request.args.get("unit", type=id_number)`.

    Raises:
        ValueError: the text is no number, or no id can be so large.
    """
    number = int(text)
    if not 0 <= number <= LARGEST_ID:
        raise ValueError(text)
    return number


def page_left() -> str | None:
    """Where a request without a valid sign-in came from: the page to come back to, within the product."""
    if request.method == "GET" and "HX-Request" not in request.headers:
        return request.full_path.rstrip("?")
    named = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if named.netloc != request.host or not named.path.startswith("/"):
        return None
    return f"{named.path}?{named.query}" if named.query else named.path


def init_addresses(app: Flask) -> None:
    """Register the converter of ids."""
    app.url_map.converters["int"] = IdConverter
