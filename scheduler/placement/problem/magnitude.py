"""How many points the worst conceivable plan could have: sums must stay exact, in 64 bits and in the solvers' numbers."""

from __future__ import annotations

from scheduler.placement.problem.instance import PlacementInstance
from scheduler.problem.magnitude import note_worst
from scheduler.problem.reader import Errors

# Half the way round the earth, in kilometres: no distance is longer, however coarse the plane.
FARTHEST = 100_000
MOST_SEATS = 4_000_000


def check_magnitude(instance: PlacementInstance, errors: Errors) -> None:
    """Note the rule with most points where the sum could pass MOST_POINTS, and too many pairs to look at."""
    note_worst(worst_points(instance), instance.weights, errors)
    seats = sum(len(post.roles) for post in instance.posts)
    if seats * len(instance.people) > MOST_SEATS:
        errors.add(
            "posts",
            seats * len(instance.people),
            f"人数乘以岗位角色数不超过{MOST_SEATS}",
            f"at most {MOST_SEATS} people times roles of posts",
        )


def worst_points(instance: PlacementInstance) -> dict[str, int]:
    """Above what any plan that breaks no hard rule can have, by rule."""
    posts, people = len(instance.posts), len(instance.people)
    given = sum(min(person.max_posts * max(1, posts), posts) for person in instance.people)
    roles = [role for post in instance.posts for role in post.roles]
    amounts = {
        "wanted_short": instance.wanted.min if instance.wanted else 0,
        "post_short": sum(post.priority * role.min for post in instance.posts for role in post.roles),
        "experience_short": sum(post.min_experienced for post in instance.posts),
        "unplaced": sum(person.min_posts for person in instance.people),
        "group_share": given * max(1, posts),
        "skill_gap": given * max((len(role.prefers) for role in roles), default=0),
        "person_wish": given * max((len(person.wishes) for person in instance.people), default=0),
        "post_wish": given * max((len(post.wishes) for post in instance.posts), default=0),
        "distance": given * FARTHEST,
        "not_taught": 2 * given * sum(instance.teach.values()),
        "pair_points": sum(pair.points for pair in instance.pairs),
        "change_post": len(instance.incumbent),
        "change_role": min(people * posts, len(instance.incumbent)),
    }
    return {rule: instance.weights[rule] * amount for rule, amount in amounts.items()}
