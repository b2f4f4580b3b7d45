"""Generated placement instances: rotation, squads, and the generalised assignment problems of the literature."""

from __future__ import annotations

import numpy as np

from scheduler.placement.problem import Group, Pair, Person, PlacementInstance, Post, Role, Wanted
from scheduler.placement.rules import DEFAULT_WEIGHTS

TOPICS = ("petition", "legal", "service", "emergency", "property")
ROLES = ("publicity", "problem-solving", "support")
UNITS, COMMUNITIES = 60, 45


def somewhere(luck: np.random.Generator) -> tuple[float, float]:
    """Degrees north and east in the district."""
    return 27.8 + 0.3 * float(luck.random()), 113.0 + 0.3 * float(luck.random())


def some_topics(luck: np.random.Generator, share: float) -> tuple[str, ...]:
    """About this share of the topics."""
    return tuple(topic for topic in TOPICS if luck.random() < share)


def rotation(candidates: int, pairs: int, seed: int = 1) -> PlacementInstance:
    """As many cadres as grid workers, so many of whom are to exchange posts."""
    luck = np.random.default_rng(seed)
    people, posts = [], []
    few = min(3, candidates)
    for number in range(candidates):
        lat, lon = somewhere(luck)
        wishes = tuple(f"w{one}" for one in luck.choice(candidates, few, replace=False))
        people.append(
            Person(f"p{number}", f"干部{number}", f"u{luck.integers(UNITS)}", skills=some_topics(luck, 0.3),
                   offers=some_topics(luck, 0.4), wishes=wishes, lat=lat, lon=lon)
        )  # fmt: skip
        lat, lon = somewhere(luck)
        liked = tuple(f"p{one}" for one in luck.choice(candidates, min(2, few), replace=False))
        posts.append(
            Post(f"w{number}", f"网格员{number}", (Role("grid worker", 0, 1),), group=f"c{luck.integers(COMMUNITIES)}",
                 offers=some_topics(luck, 0.4), holder_skills=some_topics(luck, 0.3), wishes=liked, lat=lat, lon=lon)
        )  # fmt: skip
    units = [Group(f"u{number}", f"单位{number}", max_out=max(1, pairs // 20)) for number in range(UNITS)]
    towns = [Group(f"c{number}", f"社区{number}", max_in=max(1, pairs // 15)) for number in range(COMMUNITIES)]
    return PlacementInstance(
        f"rotation-{candidates}-{pairs}", (*units, *towns), tuple(people), tuple(posts), DEFAULT_WEIGHTS,
        wanted=Wanted(pairs, pairs), teach={topic: value + 1 for value, topic in enumerate(TOPICS)},
    )  # fmt: skip


def squads(people: int, sites: int, seed: int = 1) -> PlacementInstance:
    """Cadres of many units for renovation sites that want numbers of three roles, an experienced one on each."""
    luck = np.random.default_rng(seed)
    units = max(3, people // 5)
    staff = []
    for number in range(people):
        lat, lon = somewhere(luck)
        able = tuple(role for role in ROLES if luck.random() < 0.6) or (ROLES[2],)
        staff.append(
            Person(f"p{number}", f"干部{number}", f"u{luck.integers(units)}", skills=some_topics(luck, 0.4), roles=able,
                   experienced=bool(luck.random() < 0.25), lat=lat, lon=lon)
        )  # fmt: skip
    places = []
    for number in range(sites):
        lat, lon = somewhere(luck)
        roles = tuple(Role(role, 1, 2, prefers=some_topics(luck, 0.3)) for role in ROLES)
        places.append(
            Post(f"s{number}", f"小区{number}", roles, min_experienced=1, priority=1 + number % 3, lat=lat, lon=lon)
        )
    groups = tuple(Group(f"u{number}", f"单位{number}", min_present=2, share=2) for number in range(units))
    parties = tuple((f"p{number}", f"p{number + 1}") for number in range(0, min(people - 1, 10), 2))
    return PlacementInstance(
        f"squads-{people}-{sites}", groups, tuple(staff), tuple(places), DEFAULT_WEIGHTS, parties=parties,
        apart=((f"p{people - 1}", f"p{people - 2}"),) if people > 1 else (),
    )  # fmt: skip


def _numbers(kind: str, agents: int, jobs: int, luck: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """What each job takes of each agent, and what it costs: int64[agents, jobs] twice."""
    shape = (agents, jobs)
    if kind in "abc":
        return luck.integers(5, 26, shape), luck.integers(10, 51, shape)
    if kind == "d":
        loads = luck.integers(1, 101, shape)
        return loads, 111 - loads + luck.integers(-10, 11, shape)
    loads = 1 - 10 * np.log(1 - luck.random(shape))
    return np.maximum(1, loads.astype(np.int64)), np.maximum(
        0, (1000 / loads - 10 * luck.random(shape)).astype(np.int64)
    )


def _capacities(kind: str, loads: np.ndarray, costs: np.ndarray) -> np.ndarray:
    """What each agent can bear: int64[agents]."""
    agents, jobs = loads.shape
    if kind in "ab":
        cheapest = costs.argmin(axis=0)
        most = max(int(loads[agent, cheapest == agent].sum()) for agent in range(agents))
        capacity = 0.6 * (jobs / agents) * 15 + 0.4 * most
        return np.full(agents, int(capacity if kind == "a" else 0.7 * capacity))
    capacities: np.ndarray = (0.8 * loads.sum(axis=1) / agents).astype(np.int64)
    return capacities


def assignment(kind: str, agents: int, jobs: int, seed: int = 1) -> PlacementInstance:
    """A generalised assignment problem of type a to e, as defined in the literature, to be minimised.

    Loads a and costs c, capacities b. a, b, c: a in 5…25, c in 10…50; b of type a is 0.6 (n/m) 15 + 0.4 R, with R the
    largest load when every job goes to its cheapest agent; of type b 70 % of it; of type c 0.8 Σ a / m.
    d: a in 1…100, c = 111 − a + (−10…10). e: a = 1 − 10 ln(0…1), c = 1000/a − 10 (0…1); both with c's capacities
    (Chu and Beasley 1997; Laguna et al. 1995; Yagiura et al. 2004). A job left out costs more than any agent.
    """
    loads, costs = _numbers(kind, agents, jobs, np.random.default_rng(seed))
    capacities = _capacities(kind, loads, costs)
    return PlacementInstance(
        f"assignment-{kind}-{agents}x{jobs}",
        (Group("g", "agents"),),
        tuple(
            Person(f"a{agent}", f"agent {agent}", "g", capacity=int(capacities[agent]), max_posts=jobs)
            for agent in range(agents)
        ),
        tuple(Post(f"j{job}", f"job {job}", (Role("agent"),)) for job in range(jobs)),
        {**dict.fromkeys(DEFAULT_WEIGHTS, 0), "pair_points": 1, "post_short": 5 * (int(costs.max()) + 1)},
        pairs=tuple(
            Pair(f"a{agent}", f"j{job}", int(loads[agent, job]), int(costs[agent, job]))
            for agent in range(agents)
            for job in range(jobs)
        ),
    )
