"""What every plan file says of itself, whatever it plans: its instance, objective, bound, status and points."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Protocol

from scheduler.problem.text import Text


class Claiming(Protocol):
    """A plan of any programme."""

    @property
    def status(self) -> str: ...
    @property
    def objective(self) -> int | None: ...
    @property
    def bound(self) -> int | None: ...
    @property
    def conflicts(self) -> Sequence[Any]: ...


def wrong(field: str, value: object, found: object) -> Text:
    """A claim that is not what is recounted."""
    return Text(f"{field} = {value!r}：复核结果是 {found!r}", f"{field} = {value!r}: the recount gives {found!r}")


def identity_claims(plan_instance: str | None, plan_hash: str | None, name: str, sha256: str) -> Iterable[Text]:
    """The plan is of this instance; what it does not say (None) is not wrong."""
    if plan_hash not in (None, sha256):
        yield wrong("instance_sha256", plan_hash, sha256)
    if plan_instance not in (None, name):
        yield wrong("instance", plan_instance, name)


def status_claims(plan: Claiming) -> Iterable[Text]:
    """Objective, bound and status against each other, of a plan that is not infeasible."""
    if plan.objective is None or plan.bound is None:
        for field, value in (("objective", plan.objective), ("bound", plan.bound)):
            if value is None:
                yield Text(f"{field} = null：应为整数", f"{field} = null: expected an integer")
        return
    if plan.bound > plan.objective:
        yield Text(
            f"bound = {plan.bound}：不应大于 objective（{plan.objective}）",
            f"bound = {plan.bound}: expected at most the objective ({plan.objective})",
        )
        return
    status = "optimal" if plan.bound == plan.objective else "feasible"
    if plan.status != status:
        yield wrong("status", plan.status, status)
    if plan.conflicts:
        yield Text("conflicts：有解的方案不应列出冲突", "conflicts: only an infeasible plan lists them")


def points_claims(plan: Claiming, said: Mapping[str, int] | None, objective: int,
                  score: Mapping[str, int]) -> Iterable[Text]:  # fmt: skip
    """Objective and points by rule against the recount."""
    if plan.objective != objective:
        yield wrong("objective", plan.objective, objective)
    for rule, points in score.items():
        if said is not None and said.get(rule, 0) != points:
            yield wrong(f"score.{rule}", said.get(rule, 0), points)


def infeasible_claims(plan: Claiming, lists: Mapping[str, Sequence[Any]],
                      score: Mapping[str, int] | None) -> Iterable[Text]:  # fmt: skip
    """An infeasible plan has no figures, and nothing in its lists."""
    for field, value in (("objective", plan.objective), ("bound", plan.bound)):
        if value is not None:
            yield Text(f"{field} = {value}：无解时应为 null", f"{field} = {value}: expected null when infeasible")
    for field, items in lists.items():
        if items:
            yield Text(f"{field}：无解时应为空", f"{field}: expected none when infeasible")
    if score and any(score.values()):
        yield Text("score：无解时应全为 0", "score: expected zeros when infeasible")


def pin_claims(said: Sequence[Any], known: Iterable[Any], clash_of: Callable[[], bool | None]) -> Iterable[Text]:
    """The pins an infeasible plan names: all known, and clashing (asked only then; None: that could not be confirmed)."""
    pins = set(known)
    strange = [number for number, pin in enumerate(said) if pin not in pins]
    for number in strange:
        yield Text(f"conflicts[{number}]：算例中没有这项锁定", f"conflicts[{number}]: the instance has no such pin")
    if strange:
        return
    clash = clash_of()
    if clash is None:
        yield Text(
            "status = 'infeasible'：未能证实所列的锁定相互冲突",
            "status = 'infeasible': that the pins listed clash could not be confirmed",
        )
    elif not clash:
        yield Text(
            "status = 'infeasible'：所列的锁定可以同时满足", "status = 'infeasible': the pins listed can all be kept"
        )
