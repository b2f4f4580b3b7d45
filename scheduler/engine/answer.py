"""What came of a question about a plan, and a plan's duties as the engine holds them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from scheduler.engine.state import Triples
from scheduler.model import InstanceIndex
from scheduler.problem import Duty


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question.

    objective: of the best plan found; None where none was found. exact: no plan that keeps the demand costs
    less, or there is none at all. duties: that plan.
    """

    objective: int | None
    exact: bool
    duties: tuple[Duty, ...] = ()


def triples_of(index: InstanceIndex, duties: Iterable[Duty]) -> Triples:
    """The triples of a plan's duties, once for each crew."""
    first = {members[0]: crew for crew, members in enumerate(index.crews)}
    rows = [
        (first[duty.cadre], index.zone_number[duty.zone], index.time_number[duty.date])
        for duty in duties
        if duty.cadre in first
    ]
    return Triples(*np.array(rows, dtype=np.int64).reshape(-1, 3).T)
