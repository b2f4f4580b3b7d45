"""What a single relaxation gains: solved around whoever it is for, measured against the best plan without it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.audit import Audit, audit
from scheduler.engine.answer import Answer
from scheduler.engine.what_if import WhatIf
from scheduler.explain.relaxations import Relaxation
from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Instance, Text, counted

SECONDS = 0.8


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a relaxation was tried for: a cadre who is not served, or a zone short of visits (of a skill)."""

    cadre: str | None = None
    zone: str | None = None
    skill: str | None = None


@dataclass(frozen=True, slots=True)
class Gain:
    """A relaxation and what it gains against the best plan found without it, solved.

    points: the whole plan costs so many less. served, visits, skills: so many more duties are served, so many fewer
    visits and duties of people with a skill are short. least, most: what is proven of the gain of the best plan with
    the relaxation against the best plan without it.
    """

    relaxation: Relaxation
    trouble: Trouble
    points: int
    served: int
    visits: int
    skills: int
    least: int
    most: int

    @property
    def exact(self) -> bool:
        """Whether the gain is proven to be just that."""
        return self.least == self.most == self.points

    @property
    def helps(self) -> bool:
        """Whether it brings what was asked for: points alone are not."""
        return self.points > 0 and (self.served > 0 or self.visits > 0 or self.skills > 0)


def sure_words(gain: Gain) -> Text:
    """How sure a gain is."""
    if gain.exact:
        return Text("确切", "exact")
    if gain.least >= gain.points:
        return Text("至少", "at least")
    if gain.most <= gain.points:
        return Text("至多", "at most")
    if gain.most > 100 * max(1, gain.points):
        return Text(
            f"已求得，未证明；至少{gain.least}分", f"found, not proven; at least {counted(gain.least, 'point')}"
        )
    return Text(f"已求得，已证明在{gain.least}到{gain.most}分之间",
                f"found; proven to lie between {gain.least} and {counted(gain.most, 'point')}")  # fmt: skip


def gain_words(index: InstanceIndex, gain: Gain) -> Text:
    """A relaxation and what it gains."""
    step, sure = gain.relaxation.words(index), sure_words(gain)
    parts_zh, parts_en = [f"少{gain.points}分"], [f"{counted(gain.points, 'point')} fewer"]
    for count, zh, en in (
        (gain.served, "多排{}人次", "more duties served: {}"),
        (gain.visits, "少缺走访{}次", "fewer visits short: {}"),
        (gain.skills, "少缺专长{}人次", "fewer duties of a skill short: {}"),
    ):
        if count:
            parts_zh.append(zh.format(count))
            parts_en.append(en.format(count))
    return Text(f"{step.zh}：{'，'.join(parts_zh)}（{sure.zh}）", f"{step.en}: {', '.join(parts_en)} ({sure.en})")


class Trials:
    """Solves single relaxations of a plan that breaks no hard rule (ValueError otherwise)."""

    def __init__(self, instance: Instance, assignments: Iterable[Duty], bound: int | None = None) -> None:
        self.instance = instance
        self.duties = tuple(assignments)
        self.index = InstanceIndex(instance)
        self.before: Audit = audit(instance, self.duties, self.index)
        if not self.before.valid:
            raise ValueError(self.before.violations[0].text.en)
        self.what_if = WhatIf(instance, self.duties, bound)
        self.relaxed: dict[Relaxation, WhatIf] = {}
        self._without: dict[str, Answer] = {}

    @property
    def better(self) -> int:
        """By how many points the plan itself was bettered without any relaxation, so far."""
        found = [answer.objective for answer in self._without.values() if answer.objective is not None]
        return max(0, self.before.objective - min(found, default=self.before.objective))

    def of(self, relaxation: Relaxation) -> WhatIf:
        """The plan under a relaxation."""
        if relaxation not in self.relaxed:
            model = relaxation.model(self.instance, self.what_if.model)
            changed = relaxation.applied(self.instance)
            self.relaxed[relaxation] = WhatIf(changed, self.duties, None, model, self.what_if)
        return self.relaxed[relaxation]

    def gain(self, relaxation: Relaxation, cadre: str, trouble: Trouble, seconds: float = SECONDS) -> Gain:
        """What a relaxation gains when a cadre's crew and its surroundings choose anew."""
        crew, trial = self.index.crew_number[cadre], self.of(relaxation)
        answer, plain = trial.improve(crew, seconds), self._plain(cadre, seconds)
        assert answer.objective is not None
        assert plain.objective is not None
        after = self._recounted(relaxation, answer)
        # What the plan as it is could gain without any relaxation is not the relaxation's.
        before = self.before
        if plain.objective < before.objective:
            before = audit(self.instance, plain.duties, self.index)
        # The relaxed plan is no dearer than the one without the relaxation: all that is allowed there is allowed here.
        lowest = after.objective if answer.exact else min(after.objective, trial.least_of_all)
        certain = before.objective if plain.exact else self.what_if.least_of_all
        points = before.objective - after.objective
        return Gain(
            relaxation, trouble, points,
            sum(before.unserved.values()) - sum(after.unserved.values()),
            _visits(before) - _visits(after),
            _skills(before) - _skills(after),
            _at_least(relaxation, min(points, certain - after.objective)),
            before.objective - lowest,
        )  # fmt: skip

    def _plain(self, cadre: str, seconds: float) -> Answer:
        """The same without a relaxation."""
        if cadre not in self._without:
            self._without[cadre] = self.what_if.improve(self.index.crew_number[cadre], seconds)
        return self._without[cadre]

    def _recounted(self, relaxation: Relaxation, answer: Answer) -> Audit:
        """A relaxed plan recounted; the one floor that was lowered by one may be, and nothing else."""
        after = audit(relaxation.applied(self.instance), answer.duties)
        for violation in after.violations:
            mine = violation.rule == "unit_floor" and (violation.unit, violation.date) == (
                relaxation.unit,
                relaxation.day,
            )
            if not (relaxation.kind == "floor" and mine):
                raise AssertionError(violation.text.en)
        if after.objective != answer.objective:
            raise AssertionError((after.objective, answer.objective))
        return after


def _at_least(relaxation: Relaxation, points: int) -> int:
    """What is proven of a gain at least: a day opened asks something itself, all else only allows more."""
    return points if relaxation.kind == "open" else max(0, points)


def _visits(recount: Audit) -> int:
    """Visits that are missing."""
    return sum(short.wanted - short.visits for short in recount.zones_short)


def _skills(recount: Audit) -> int:
    """Duties of people with a skill that are missing."""
    return sum(short.wanted - short.duties for short in recount.needs_short)
