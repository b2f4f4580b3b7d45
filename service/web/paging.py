"""Paging on the server: one page of a query, with filters kept in the address."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from service.web.addresses import address_of, this_address

Row = TypeVar("Row")
SIZES = (25, 50, 100, 200)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page: its rows, its number (from 1), its size and how many rows there are in all."""

    rows: Sequence[Row]
    number: int
    size: int
    total: int

    @property
    def count(self) -> int:
        """How many pages there are (at least one)."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The ordinal of the first row shown; 0 where there is none."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The ordinal of the last row shown."""
        return min(self.total, self.number * self.size)


def page_of(session: Session, query: Select[Any], size: int = 50) -> Page[Any]:
    """The page of a query that `?page=` and `?size=` ask for; out-of-range numbers give the nearest page."""
    wanted = request.args.get("size", type=int)
    size = wanted if wanted in SIZES else size
    total = session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    number = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-total // size)))
    rows = session.scalars(query.limit(size).offset((number - 1) * size)).unique().all()
    return Page(rows, number, size, total)


def page_of_rows(rows: Sequence[Row], size: int = 50) -> Page[Row]:
    """The page of rows that are at hand already, asked for as in `page_of`."""
    wanted = request.args.get("size", type=int)
    size = wanted if wanted in SIZES else size
    number = min(max(1, request.args.get("page", 1, type=int)), max(1, -(-len(rows) // size)))
    return Page(rows[(number - 1) * size : number * size], number, size, len(rows))


def address_with(**changes: Any) -> str:
    """This page's address with some of its query changed; None removes."""
    # An address without a page (an error's) leads to the first page; a POST's answer to its GET form.
    if request.endpoint and request.method == "GET":
        return this_address(changes)
    return address_of("home.index", {}, changes)
