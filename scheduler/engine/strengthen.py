"""What follows from a model's hard limits for whole crews, told to the linear programmes.

A party of two does not fit where one cadre can be spared, though half of it would, on two days; and of
parties of two only one fits where three can be spared. No plan is lost by saying so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from scheduler.model import ANY, HARD, UNBOUNDED, AssignmentModel, Ints, LimitTable


def strengthened(model: AssignmentModel) -> AssignmentModel:
    """The same plans with the same points: days on which a crew never fits are closed to it, and limits are added."""
    closed = _closed(model)
    return _with_whole_crews(replace(model, time_allowed=model.time_allowed & ~closed))


def _room(table: LimitTable) -> Ints:
    """What new duties may count in each limit; UNBOUNDED where its high end is not hard."""
    hard = (table.high_points == HARD) & (table.high < UNBOUNDED)
    room: Ints = np.where(hard, np.maximum(table.high, table.base) - table.base, UNBOUNDED)
    return room


def _closed(model: AssignmentModel) -> npt.NDArray[np.bool_]:
    """Days on which a crew alone is more than a limit over all places takes: bool[C, T]."""
    table = model.limits
    closed = np.zeros((model.crews, model.times), dtype=bool)
    room = _room(table)
    of_days = (table.place == ANY) & (table.first_time != ANY) & (room < UNBOUNDED)
    for weighting, limits in _by_weighting(table, of_days):
        crews, factors = _row(model, weighting)
        # A limit that takes the largest crew closes its days to nobody.
        for limit in limits[room[limits] < factors.max(initial=0)].tolist():
            days = slice(table.first_time[limit], table.last_time[limit])
            closed[crews[factors > room[limit]], days] = True
    return closed


def _with_whole_crews(model: AssignmentModel) -> AssignmentModel:
    """For each hard limit and each k > 1: of crews that count k times or more only room / k fit, rounded down."""
    table, room = model.limits, _room(model.limits)
    rows: list[sparse.csr_matrix] = []
    weightings, sources, highs = dict(model.weightings), [], []
    names = {row: name for name, row in model.weightings.items()}
    for weighting, limits in _by_weighting(table, room < UNBOUNDED):
        crews, factors = _row(model, weighting)
        for k in np.unique(factors[factors > 1]).tolist():
            whole = factors // k
            # Where the room is a multiple of k the limit itself says as much.
            useful = limits[(room[limits] % k > 0) & (room[limits] // k < whole.sum())]
            if len(useful):
                weightings[f"{names[weighting]}/{k}"] = model.factors.shape[0] + len(rows)
                rows.append(sparse.csr_matrix((whole, (np.zeros(len(crews), dtype=np.int64), crews)),
                                              shape=(1, model.crews), dtype=np.int64))  # fmt: skip
                sources.append((len(rows) - 1, useful))
                highs.append(room[useful] // k)
    if not rows:
        return model
    source = np.concatenate([limits for _, limits in sources])
    row = np.concatenate([np.full(len(limits), model.factors.shape[0] + number) for number, limits in sources])
    nothing = np.zeros(len(source), dtype=np.int64)
    added = {"weighting": row, "base": nothing, "low": nothing, "low_points": nothing, "high": np.concatenate(highs)}
    columns: dict[str, Any] = {
        field.name: np.concatenate([column, added.get(field.name, column[source])])
        for field in fields(table)
        if field.name != "rules"
        for column in [getattr(table, field.name)]
    }
    factors_ = sparse.vstack([model.factors, *rows]).tocsr()
    factors_.eliminate_zeros()
    return replace(model, limits=replace(table, **columns), factors=factors_, weightings=weightings)


def _by_weighting(table: LimitTable, some: npt.NDArray[np.bool_]) -> Iterator[tuple[int, Ints]]:
    """Each weighting that some limits count by, and those limits in order."""
    limits = np.flatnonzero(some).astype(np.int64)
    limits = limits[np.argsort(table.weighting[limits], kind="stable")]
    rows, first = np.unique(table.weighting[limits], return_index=True)
    yield from zip(rows.tolist(), np.split(limits, first[1:]), strict=False)


def _row(model: AssignmentModel, weighting: int) -> tuple[Ints, Ints]:
    """The crews that count in a weighting, and how often each."""
    part = slice(model.factors.indptr[weighting], model.factors.indptr[weighting + 1])
    return model.factors.indices[part].astype(np.int64), model.factors.data[part].astype(np.int64)
