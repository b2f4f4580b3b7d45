"""What the parts of the generator share: chance by topic, the district, and rows written in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from random import Random
from typing import Any

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from service.models import Base
from service.sample.geography import Point

AT_ONCE = 5_000


@dataclass
class Making:
    """A sample that is being made. `today` is the district's day, `now` the instant that rows are stamped with."""

    session: Session
    district_id: int
    seed: int
    cadres: int
    today: date
    now: datetime
    outline: list[Point] = field(default_factory=list)

    def chance(self, topic: str) -> Random:
        """A source of chance of a topic's own: one part of the sample does not shift when another changes."""
        return Random(f"{self.seed}/{self.cadres}/{topic}")  # noqa: S311 (no secret is made from it)

    @cached_property
    def stamps(self) -> dict[str, Any]:
        """The columns of a row that is stamped."""
        return {"created_at": self.now, "changed_at": self.now, "version": 1}

    def part(self, figure: float) -> int:
        """A figure of the deployment with 598 cadres, in proportion to this sample's cadres."""
        return round(figure * self.cadres / 598)

    def write(self, kind: type[Base], rows: Iterable[dict[str, Any]]) -> None:
        """Insert rows of a table in bulk; district and stamps are added where the table has them."""
        table = kind.__table__
        assert isinstance(table, Table)
        shared: dict[str, Any] = {"district_id": self.district_id} if "district_id" in table.c else {}
        if "changed_at" in table.c:
            shared |= self.stamps
        complete = [shared | row for row in rows]
        for start in range(0, len(complete), AT_ONCE):
            self.session.execute(insert(table), complete[start : start + AT_ONCE])

    def write_known(self, kind: type[Base], key: str, rows: Sequence[dict[str, Any]]) -> dict[str, int]:
        """Insert rows in bulk; the ids that the database gave, by a column that is unique in the district."""
        self.write(kind, rows)
        table = kind.__table__
        query = select(table.c[key], table.c.id).where(table.c.district_id == self.district_id)
        found: dict[str, int] = {row[0]: row[1] for row in self.session.execute(query)}
        return found


def shares(weights: Sequence[float], total: int, least: int = 0) -> list[int]:
    """Whole numbers in proportion to weights that add up to a total (largest remainder), each at least `least`.

    What the small ones lack is taken from the largest.
    """
    exact = [total * weight / sum(weights) for weight in weights]
    whole = [int(value) for value in exact]
    order = sorted(range(len(weights)), key=lambda index: (whole[index] - exact[index], index))
    for index in order[: total - sum(whole)]:
        whole[index] += 1
    for index, value in enumerate(whole):
        for _ in range(value, least):
            whole[whole.index(max(whole))] -= 1
            whole[index] += 1
    return whole
