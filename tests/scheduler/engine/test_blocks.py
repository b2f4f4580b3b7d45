"""Blocks of a large organisation: every crew in one, prices put together, and a bound that is no higher than the whole's."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks.districts import district
from scheduler.engine import blocks
from scheduler.engine.bound import as_prices, priced
from scheduler.engine.budget import Budget
from scheduler.engine.incidence import Incidence
from scheduler.engine.options import SolveOptions
from scheduler.engine.relaxation import relax
from scheduler.engine.requirements import Requirements
from scheduler.formulation import formulate


def test_each_crew_is_in_one_block_with_pairs_of_its_own() -> None:
    model = formulate(district(480, 5))
    parts = blocks.parts_of(Incidence(model), Requirements(()), 150)
    assert len(parts) > 1
    assert (np.sum([part.crews for part in parts], axis=0) == 1).all()
    for part in parts:
        assert part.crews[model.place_crew[part.pairs]].all()


def test_the_bound_of_blocks_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    incidence, pins = Incidence(formulate(district(480, 5))), Requirements(())
    whole = relax(incidence, pins, 60.0)
    monkeypatch.setattr(blocks, "BLOCK", 150)
    parted = blocks.relax_all(incidence, pins, Budget(SolveOptions(workers=1)), 60.0)
    assert whole is not None
    assert parted is not None
    best = priced(incidence, pins, as_prices(incidence, whole.duals)).bound
    assert priced(incidence, pins, as_prices(incidence, parted.duals)).bound <= best
    assert best == pytest.approx(whole.objective, abs=1.01)
