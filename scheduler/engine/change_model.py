"""Models that count changed duties: each duty of the plan so far is a limit of its crew, with points where it is missed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from scipy import sparse

from scheduler.engine.baseline import Baseline
from scheduler.engine.incidence import Incidence, Mask
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import State, Triples
from scheduler.model import ANY, HARD, UNBOUNDED, AssignmentModel, Ints, LimitTable

COLUMNS = ("rule", "axis", "weighting", "place", "first_time", "last_time", "base", "low", "high",
           "low_points", "high_points")  # fmt: skip
PLACE, BOTH = 0, 2


def with_changes(model: AssignmentModel, baseline: Baseline, each: int) -> AssignmentModel:
    """The model with `each` points for every changed duty that its crew could have kept, and for every lost one."""
    triples = baseline.triples
    crews, row = np.unique(triples.crew, return_inverse=True)
    size = len(triples)
    own = sparse.csr_matrix((np.ones(len(crews), dtype=np.int64), (np.arange(len(crews)), crews)),
                            shape=(len(crews), model.crews))  # fmt: skip
    figures = {
        "axis": np.full(size, BOTH), "weighting": row + model.factors.shape[0], "place": triples.place,
        "first_time": triples.time, "last_time": triples.time + 1, "base": np.zeros(size), "low": np.ones(size),
        "high": np.full(size, UNBOUNDED), "low_points": each * baseline.value, "high_points": np.full(size, HARD),
    }  # fmt: skip
    never = baseline.duties - int(baseline.value.sum())
    return replace(
        model,
        limits=_appended(model.limits, "change", figures),
        factors=sparse.vstack([model.factors, own], format="csr"),
        constant=model.constant + each * never,
    )


def serving_at_least(model: AssignmentModel, served: int) -> AssignmentModel:
    """The model with a hard limit: at least so many duties, counted for each cadre."""
    sizes = np.array([[len(members) for members in model.members]], dtype=np.int64)
    one = np.ones(1)
    figures = {
        "axis": one * PLACE, "weighting": one * model.factors.shape[0], "place": one * ANY, "first_time": one * ANY,
        "last_time": one * ANY, "base": one * 0, "low": one * served, "high": one * UNBOUNDED,
        "low_points": one * HARD, "high_points": one * HARD,
    }  # fmt: skip
    return replace(
        model,
        limits=_appended(model.limits, "serving", figures),
        factors=sparse.vstack([model.factors, sparse.csr_matrix(sizes)], format="csr"),
    )


def counting(model: AssignmentModel, baseline: Baseline, owed: int) -> AssignmentModel:
    """A model of hard limits alone whose objective is unserved duties × (incumbent duties + 1) + changed duties."""
    sizes = np.array([len(members) for members in model.members], dtype=np.int64)
    each = baseline.duties + 1
    bare = replace(
        model,
        duty_cost=-each * sizes,
        active_cost=np.zeros_like(model.active_cost),
        place_cost=np.zeros_like(model.place_cost),
        time_cost=np.zeros_like(model.time_cost),
        limits=_some(model.limits, (model.limits.high_points == HARD) & (model.limits.high < UNBOUNDED)),
        constant=each * owed,
    )
    return with_changes(bare, baseline, 1)


def part_of(state: State, crews: Ints, requirements: Requirements) -> tuple[State, Requirements]:
    """The problem of some crews beside all others as they are, with the same objective, as a model of its own.

    The part's state has the crews' triples; its crew numbers are positions in `crews`, ascending.
    """
    model = state.model
    rest = state.copy()
    rest.apply(rest.propose(crews, state.triples(np.zeros(0, dtype=np.int64))))
    factors = model.factors.tocsc()[:, crews].tocsr()
    used = np.diff(factors.indptr) > 0
    table = replace(_some(model.limits, used[model.limits.weighting]), base=rest.counts[used[model.limits.weighting]])
    lengths = np.diff(model.place_start)[crews]
    pairs = np.isin(model.place_crew, crews)
    part = replace(
        model,
        members=tuple(model.members[crew] for crew in crews.tolist()),
        duties=model.duties[crews],
        duty_cost=model.duty_cost[crews],
        active_cost=model.active_cost[crews],
        place_start=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        place_of=model.place_of[pairs],
        place_cost=model.place_cost[pairs],
        time_cost=model.time_cost[crews],
        time_allowed=model.time_allowed[crews],
        factors=factors,
        limits=table,
        constant=0,
    )
    mine = [replace(pin, crew=int(np.searchsorted(crews, pin.crew))) for pin in requirements.all if pin.crew in crews]
    return _placed(part, state, crews), Requirements(tuple(mine))


def _placed(part: AssignmentModel, state: State, crews: Ints) -> State:
    """The part's state with the crews' triples, and the whole's objective."""
    triples = state.triples(crews)
    mine = Triples(np.searchsorted(crews, triples.crew).astype(np.int64), triples.place, triples.time)
    trial = State(Incidence(part))
    trial.apply(trial.propose(np.arange(len(crews)), mine))
    found = State(Incidence(replace(part, constant=state.objective - trial.objective)))
    found.apply(found.propose(np.arange(len(crews)), mine))
    return found


def _appended(table: LimitTable, rule: str, figures: dict[str, Ints]) -> LimitTable:
    """The table with more limits of one new rule."""
    more = {"rule": np.full(len(figures["axis"]), len(table.rules)), **figures}
    columns = {name: np.concatenate([getattr(table, name), more[name].astype(getattr(table, name).dtype)])
               for name in COLUMNS}  # fmt: skip
    return LimitTable(rules=(*table.rules, rule), **columns)


def _some(table: LimitTable, which: Mask) -> LimitTable:
    """Some of the limits."""
    return LimitTable(rules=table.rules, **{name: getattr(table, name)[which] for name in COLUMNS})
