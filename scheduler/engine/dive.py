"""A step of the search: the linear programme over candidates first, then CP-SAT over what it leaves undecided.

The programme is nearly integral. Who gets one whole duty in it keeps that; who gets fractions, or none
though duties are owed, chooses anew in a CP-SAT model, with some others to make room.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scheduler.engine.candidates import join
from scheduler.engine.master import Mixture
from scheduler.engine.requirements import Requirements
from scheduler.engine.state import State, Triples
from scheduler.engine.submodel import Limits, Outcome, Submodel
from scheduler.model import Ints

WHOLE = 0.999
TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Split:
    """Crews that a mixture decides, with their triples, and crews that it does not."""

    decided: Ints
    triples: Triples
    open: Ints


def split(state: State, crews: Ints, mixture: Mixture) -> Split:
    """What a mixture decides. Crews that it gives less than they are owed stay open."""
    candidates, share = mixture.candidates, mixture.share
    whole = share > WHOLE
    got = np.bincount(candidates.crew[whole], minlength=state.model.crews)
    mixed = np.zeros(state.model.crews, dtype=bool)
    mixed[candidates.crew[(share > TINY) & ~whole]] = True
    undecided = mixed | (got < state.model.duties)
    is_open = undecided[crews]
    keep = whole & ~undecided[candidates.crew]
    return Split(crews[~is_open], candidates.take(keep), crews[is_open])


def round_off(state: State, crews: Ints, mixture: Mixture, requirements: Requirements, limits: Limits,
              more: Ints, candidates: Triples) -> tuple[Triples | None, Outcome | None]:  # fmt: skip
    """Duties for all the crews: the decided ones as decided, the open ones and `more` by CP-SAT among `candidates`."""
    parts = split(state, crews, mixture)
    scratch = state.copy()
    scratch.apply(scratch.propose(crews, parts.triples.take(np.zeros(0, dtype=np.int64))))
    change = scratch.propose(parts.decided, parts.triples)
    if not change.legal:
        return None, None
    scratch.apply(change)
    free = np.union1d(parts.open, more)
    if not len(free):
        return scratch.triples(crews), None
    used = mixture.candidates.take(mixture.share > TINY)
    pool = [candidates, used, scratch.triples(free), state.triples(free)]
    chosen = join([some.take(np.isin(some.crew, free)) for some in pool])
    submodel = Submodel(scratch, free, chosen, requirements)
    submodel.hint(scratch.triples(free))
    outcome = submodel.solve(limits)
    if outcome.triples is None:
        return None, outcome
    scratch.apply(scratch.propose(free, outcome.triples))
    return scratch.triples(crews), outcome
