"""A plan that was solved again, beside the old one: the first thing that differs, and what cannot be true of both."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from scheduler.model import InstanceIndex
from scheduler.problem import Duty, Instance, Pin, Plan, Text
from scheduler.rules.base import named, named_en

NOTHING = Text("无", "none")


def first_difference(instance: Instance, old: Plan, new: Plan) -> Text | None:
    """The first thing in which two plans for an instance differ; None where they are the same.

    Looked at in this order: status, objective, bound, points by rule, pins that clash, duties (by cadre
    and date), unserved. Seconds and versions are no part of it.
    """
    return next(_differences(instance, old, new), None)


def contradictions(old: Plan, new: Plan) -> list[Text]:
    """What two plans for one instance say that cannot both be true: one of them is wrong.

    Each objective is one that a plan has, each bound one that no plan goes below.
    """
    if (old.status == "infeasible") != (new.status == "infeasible"):
        return [Text("一次有解，一次无解", "one has a plan, the other says there is none")]
    found = []
    for bound, objective, zh, en in (
        (old.bound, new.objective, "原下界{}高于新目标值{}", "the old bound {} is above the new objective {}"),
        (new.bound, old.objective, "新下界{}高于原目标值{}", "the new bound {} is above the old objective {}"),
    ):
        if bound is not None and objective is not None and bound > objective:
            found.append(Text(zh.format(bound, objective), en.format(bound, objective)))
    return found + [text for first, second in ((old, new), (new, old)) for text in _fewer(first, second)]


def _fewer(proven: Plan, reached: Plan) -> Iterator[Text]:
    """What one re-plan proved to be the fewest, and the other has fewer of."""
    least, found = proven.solver.get("replan"), reached.solver.get("replan")
    if not isinstance(least, dict) or not isinstance(found, dict):
        return
    pairs = [("unserved_at_least", "unserved")]
    if found.get("unserved") == least.get("unserved"):
        pairs.append(("changed_at_least", "changed"))
    for floor, figure in pairs:
        low, high = least.get(floor), found.get(figure)
        if isinstance(low, int) and isinstance(high, int) and low > high:
            yield Text(f"{floor} = {low} 高于另一次的 {figure} = {high}",
                       f"{floor} = {low} is above the other's {figure} = {high}")  # fmt: skip


def _differences(instance: Instance, old: Plan, new: Plan) -> Iterator[Text]:
    for name in ("status", "objective", "bound"):
        yield from _one(name, getattr(old, name), getattr(new, name))
    for rule in sorted({*old.score, *new.score}):
        yield from _one(f"score.{rule}", old.score.get(rule, 0), new.score.get(rule, 0))
    index = InstanceIndex(instance)
    for number, (before, after) in enumerate(zip_longest(old.conflicts, new.conflicts)):
        yield from _one(f"conflicts[{number}]", _pin(index, before), _pin(index, after))
    yield from _duties(index, old, new)
    missing = [{item.cadre: item.missing for item in plan.unserved} for plan in (old, new)]
    for cadre in sorted({*missing[0], *missing[1]}):
        yield from _one(f"unserved[{cadre}]", missing[0].get(cadre, 0), missing[1].get(cadre, 0))
    replans = [plan.solver.get("replan") for plan in (old, new)]
    yield from _one("solver.replan", *replans)


def _one(name: str, old: object, new: object) -> Iterator[Text]:
    if old != new:
        texts = [value if isinstance(value, Text) else Text(str(value), str(value)) for value in (old, new)]
        yield Text(f"{name}：原为 {texts[0].zh}，现为 {texts[1].zh}", f"{name}: was {texts[0].en}, is {texts[1].en}")


def _duties(index: InstanceIndex, old: Plan, new: Plan) -> Iterator[Text]:
    before, after = sorted(old.assignments), sorted(new.assignments)
    differing = len(set(before) ^ set(after))
    for number, (was, now) in enumerate(zip_longest(before, after), 1):
        if was != now:
            words = [_duty(index, was), _duty(index, now)]
            yield Text(
                f"第{number}项值勤：原为 {words[0].zh}，现为 {words[1].zh}（共有{differing}项只在其中一个方案里）",
                f"duty {number}: was {words[0].en}, is {words[1].en} ({differing} duties are in one plan only)",
            )
            return


def _duty(index: InstanceIndex, duty: Duty | None) -> Text:
    if duty is None:
        return NOTHING
    where = f"{duty.date.isoformat()} {index.zones[duty.zone].name}"
    return Text(f"{named(index, duty.cadre)} {where}", f"{named_en(index, duty.cadre)} {where}")


def _pin(index: InstanceIndex, pin: Pin | None) -> Text:
    if pin is None:
        return NOTHING
    day, zone = pin.date.isoformat() if pin.date else None, index.zones[pin.zone].name if pin.zone else None
    return Text(f"{named(index, pin.cadre)} {day or '任意日期'} {zone or '任意网格'}",
                f"{named_en(index, pin.cadre)} {day or 'any day'} {zone or 'any zone'}")  # fmt: skip
