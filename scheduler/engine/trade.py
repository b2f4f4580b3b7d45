"""Changes weighed against points: the main search over a model in which every changed duty has a price."""

from __future__ import annotations

import numpy as np

from scheduler.engine.bound import as_prices, priced
from scheduler.engine.budget import Budget
from scheduler.engine.columns import ColumnSearch
from scheduler.engine.exact import minimise, proven_bound
from scheduler.engine.incidence import Incidence
from scheduler.engine.insertion import insertion_pass
from scheduler.engine.pace import ENDLESS
from scheduler.engine.report import Reporter
from scheduler.engine.requirements import Requirements
from scheduler.engine.sharpening import sharpened
from scheduler.engine.state import State, Triples
from scheduler.model import AssignmentModel

# Steps in a row without a better plan or bound after which the search ends.
PATIENCE = 12
# Up to so many triples are handed to CP-SAT at once.
SMALL = 20_000
# Seconds (or work units) for good prices, and for a proof by what they leave open.
PRICING, PROVING = 8.0, 20.0


def trade_changes(model: AssignmentModel, triples: Triples, requirements: Requirements, budget: Budget,
                  reporter: Reporter) -> Triples:  # fmt: skip
    """The best plan found from `triples` on for a model whose objective counts changes, within the budget."""
    state = State(Incidence(model))
    state.apply(state.propose(np.arange(model.crews, dtype=np.int64), triples))
    prices = priced(state.incidence, requirements, as_prices(state.incidence, np.zeros(len(model.limits))))
    if len(model.place_of) * model.times <= SMALL:
        minimise(state, requirements, budget, budget.left)
        return state.triples()
    luck = np.random.default_rng(budget.options.seed)
    # A published plan is mostly near the best trade: good prices and what they leave open may prove that at once.
    seconds = ENDLESS if budget.by_effort else min(PRICING, budget.left / 2)
    prices = sharpened(state, requirements, prices, seconds, lambda: budget.stopped)
    budget.charge(min(PRICING, budget.limit / 2))
    until = budget.used + min(PROVING, budget.left / 2)
    bound = proven_bound(state, prices, requirements, budget, until, SMALL)
    if bound is not None and bound >= state.objective:
        return state.triples()
    insertion_pass(state, prices, requirements, budget, luck)
    search = ColumnSearch(state, prices, requirements, budget, luck)
    if search.budget.left > 0:
        search.run(reporter.tell, PATIENCE)
    return state.triples()
