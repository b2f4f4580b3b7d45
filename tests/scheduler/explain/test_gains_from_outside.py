"""What is told of a relaxation, against the true optima of the instance as it is and as changed by hand."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from scheduler.audit import audit
from scheduler.engine import SolveOptions, question, solve
from scheduler.explain import Gain, Trouble, sure_words
from scheduler.explain.gains import Trials
from scheduler.formulation import formulate
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Instance, parse_instance
from tests.support.brute_force import TooManyError, best_objective
from tests.support.instances import as_bytes, instances
from tests.support.relaxed import every_relaxation, relaxed

SLOWLY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
KINDS = ["floor", "open", "link", "visits", "parties", "gap"]


def optimum(instance: Instance) -> int | None:
    """The true optimum; None where there is no plan, or too many to look at."""
    try:
        return best_objective(formulate(instance), 20_000)
    except TooManyError:
        return None


def says_the_truth(gain: Gain, truth: int) -> None:
    """What is told, in the words in which it is told, is so."""
    words = sure_words(gain).en
    assert gain.least <= truth <= gain.most
    if words == "exact":
        assert gain.points == truth
    elif words == "at least":
        assert truth >= gain.points
    elif words == "at most":
        assert truth <= gain.points


@pytest.mark.parametrize("kind", KINDS)
@SLOWLY
@given(st.data())
def test_what_is_told_of_a_relaxation_is_true_of_the_changed_instance(kind: str, luck: st.DataObject) -> None:
    data = luck.draw(instances())
    steps = [step for step in every_relaxation(data) if step.kind == kind]
    assume(steps)
    instance = parse_instance(as_bytes(data))
    index = InstanceIndex(instance)
    before = optimum(instance)
    assume(before is not None)
    plan = solve(instance, SolveOptions(effort=1, workers=1))
    duties: tuple[Duty, ...] = plan.assignments
    if duties and luck.draw(st.booleans()):
        # A plan that is not the best: one duty is missing, and its party's.
        gone = luck.draw(st.sampled_from(duties))
        crew = index.party_of.get(gone.cadre, (gone.cadre,))
        fewer = tuple(duty for duty in duties if not (duty.cadre in crew and duty.date == gone.date))
        duties = fewer if audit(instance, fewer, index).valid else duties
    trials = Trials(instance, duties, plan.bound if luck.draw(st.booleans()) else None)
    if luck.draw(st.booleans()):
        trials.what_if.sharpen()
    relaxation = luck.draw(st.sampled_from(steps))
    changed = parse_instance(as_bytes(relaxed(data, relaxation)))
    after = optimum(changed)
    assume(after is not None)
    cadre = luck.draw(st.sampled_from(instance.cadres)).id
    with pytest.MonkeyPatch.context() as patch:
        if luck.draw(st.booleans()):
            # As where there is too much to be looked at as a whole: what is found near by has to do.
            patch.setattr(question, "MOST_WHOLE", 0)
        gain = trials.gain(relaxation, cadre, Trouble(cadre), 5.0)
    assert before is not None
    assert after is not None
    says_the_truth(gain, before - after)
