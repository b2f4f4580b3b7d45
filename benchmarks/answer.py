"""What a method reached, in the figures of the product's own audit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.audit import audit
from scheduler.problem import Duty, Instance


@dataclass(frozen=True, slots=True)
class Answer:
    """objective, bound: points, None where there is none. unserved: duties. `soft`: the objective without the
    points of the unserved. note: what else is to be said.
    """

    objective: int | None
    bound: int | None
    unserved: int = 0
    soft: int | None = None
    note: str = ""

    @property
    def gap(self) -> float | None:
        """(objective − bound) / soft cost, in percent."""
        if self.objective is None or self.bound is None or self.soft is None:
            return None
        return 100 * (self.objective - self.bound) / max(1, self.soft)


def recounted(instance: Instance, duties: Sequence[Duty], bound: int | None = None, note: str = "") -> Answer:
    """The audit's figures of a plan, whoever made it.

    Raises:
        AssertionError: it breaks a hard rule.
    """
    found = audit(instance, duties)
    if not found.valid:
        raise AssertionError(found.violations[0].text.en)
    soft = found.objective - found.score["unserved"] - found.score.get("unserved_again", 0)
    return Answer(found.objective, bound, sum(found.unserved.values()), soft, note)
