"""How many points the worst conceivable plan could have: sums must stay exact, in 64 bits and in the solver's numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from scheduler.problem.instance import Cadre, Instance
from scheduler.problem.reader import Errors

MOST_POINTS = 10**15


def check_magnitude(instance: Instance, errors: Errors) -> None:
    """Note the rule with most points where the sum could pass MOST_POINTS."""
    note_worst(worst_points(instance), instance.weights, errors)


def note_worst(worst: Mapping[str, int], weights: Mapping[str, int], errors: Errors) -> None:
    """Note the rule with most points where what the rules could reach, together, passes MOST_POINTS."""
    if sum(worst.values()) > MOST_POINTS:
        rule = max(worst, key=lambda name: worst[name])
        errors.add(
            f"weights.{rule}",
            weights[rule],
            f"更小的分值：该规则最坏可达{worst[rule]}分，全部规则合计不得超过{MOST_POINTS}",
            f"fewer points: this rule could reach {worst[rule]}, and all together may reach {MOST_POINTS}",
        )


def worst_points(instance: Instance) -> Mapping[str, int]:
    """Above what any plan that breaks no hard rule can have, by rule."""
    days = len(instance.days)
    duties = {cadre.id: min(cadre.duties, days) for cadre in instance.cadres}
    given = sum(duties.values()) + len(instance.served)
    changes = Counter(duty.cadre for duty in instance.incumbent)
    burden = max((day.burden for day in instance.days), default=1) - 1
    amounts = {
        "unserved": sum(cadre.duties for cadre in instance.cadres),
        "unserved_again": sum(cadre.duties * cadre.carried_unserved for cadre in instance.cadres),
        "zone_shortfall": sum(zone.priority * zone.min_visits for zone in instance.zones),
        "need_shortfall": sum(sum(zone.needs.values()) for zone in instance.zones),
        "not_linked": given,
        "far_again": sum(duties[cadre.id] * cadre.carried_far for cadre in instance.cadres),
        "not_home": given,
        "new_zone": given,
        "same_zone": given,
        "avoid": sum(duties[cadre.id] * max(cadre.avoid.values(), default=0) for cadre in instance.cadres),
        "interval": sum(duties[cadre.id] * _longest_gap(instance, cadre) for cadre in instance.cadres),
        "burden": sum(duties[cadre.id] * burden * cadre.carried_burden for cadre in instance.cadres),
        "spacing": given * instance.spacing_days,
        "day_balance": sum(max(day.min, len(instance.cadres)) for day in instance.days),
        "change_day": len(instance.incumbent),
        "change_zone": len(instance.incumbent),
        "changed_again": sum(2 * changes[cadre.id] * cadre.carried_changes for cadre in instance.cadres),
    }
    return {rule: instance.weights[rule] * amount for rule, amount in amounts.items()}


def _longest_gap(instance: Instance, cadre: Cadre) -> int:
    """Above the days by which a duty of the cadre can fall outside the interval."""
    if cadre.last_duty is None or not instance.days:
        return 0
    ends = (instance.days[0].date, instance.days[-1].date)
    least, most = instance.interval_days
    gaps = [(day - cadre.last_duty).days for day in ends]
    return max(0, *(least - gap for gap in gaps), *(gap - most for gap in gaps))
