"""What a field alone cannot show: unknown ids, repeated ones, order and bounds between fields."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from scheduler.placement.problem.instance import Person, PlacementInstance, Post, Term
from scheduler.problem.reader import Errors, one_of, unique

GROUP_WORDS = ("已有单位或社区的编号", "the id of a group")
PERSON_WORDS = ("已有人员的编号", "the id of a person")
POST_WORDS = ("已有岗位的编号", "the id of a post")


def find_errors(instance: PlacementInstance, errors: Errors) -> None:
    """Note everything that is wrong between the fields of an instance."""
    for key in ("groups", "people", "posts"):
        unique(errors, key, (item.id for item in getattr(instance, key)))
    groups = {group.id for group in instance.groups}
    people = {person.id for person in instance.people}
    posts = {post.id for post in instance.posts}
    for number, person in enumerate(instance.people):
        _person(person, f"people[{number}]", groups, posts, errors)
    for number, post in enumerate(instance.posts):
        _post(post, f"posts[{number}]", groups, people, posts, errors)
    if instance.wanted is not None and instance.wanted.min > instance.wanted.max:
        errors.add("wanted.min", instance.wanted.min, f"不大于 max（{instance.wanted.max}）",
                   f"at most max ({instance.wanted.max})")  # fmt: skip
    _pairs(instance, people, posts, errors)
    _parties(instance, people, errors)
    _placements(instance, people, errors)


def _all_of(errors: Errors, path: str, values: Iterable[str], known: set[str], words: tuple[str, str]) -> None:
    for number, value in enumerate(values):
        one_of(errors, f"{path}[{number}]", value, known, *words)


def _term(errors: Errors, path: str, term: Term) -> None:
    if term.last < term.first:
        errors.add(f"{path}.last", term.last.isoformat(), f"不早于 first（{term.first}）", f"not before {term.first}")


def _person(person: Person, path: str, groups: set[str], posts: set[str], errors: Errors) -> None:
    one_of(errors, f"{path}.group", person.group, groups, *GROUP_WORDS)
    _all_of(errors, f"{path}.barred_posts", person.barred_posts, posts, POST_WORDS)
    _all_of(errors, f"{path}.barred_groups", person.barred_groups, groups, GROUP_WORDS)
    _all_of(errors, f"{path}.wishes", person.wishes, posts, POST_WORDS)
    for number, term in enumerate(person.busy):
        _term(errors, f"{path}.busy[{number}]", term)


def _post(post: Post, path: str, groups: set[str], people: set[str], posts: set[str], errors: Errors) -> None:
    if post.group is not None:
        one_of(errors, f"{path}.group", post.group, groups, *GROUP_WORDS)
    _all_of(errors, f"{path}.barred_people", post.barred_people, people, PERSON_WORDS)
    _all_of(errors, f"{path}.wishes", post.wishes, people, PERSON_WORDS)
    if post.term is not None:
        _term(errors, f"{path}.term", post.term)
    other = post.second_look_of
    if other is not None and (other not in posts or other == post.id):
        errors.add(f"{path}.second_look_of", other, "另一个岗位的编号", "the id of another post")
    if not post.roles:
        errors.add(f"{path}.roles", [], "至少一个角色", "at least one role")
    seen: set[str] = set()
    for number, role in enumerate(post.roles):
        if role.role in seen:
            errors.add(f"{path}.roles[{number}].role", role.role, "不重复的角色", "a role that is not repeated")
        seen.add(role.role)
        if role.min > role.max:
            errors.add(
                f"{path}.roles[{number}].min", role.min, f"不大于 max（{role.max}）", f"at most max ({role.max})"
            )


def _pairs(instance: PlacementInstance, people: set[str], posts: set[str], errors: Errors) -> None:
    seen: set[tuple[str, str]] = set()
    for number, pair in enumerate(instance.pairs):
        one_of(errors, f"pairs[{number}].person", pair.person, people, *PERSON_WORDS)
        one_of(errors, f"pairs[{number}].post", pair.post, posts, *POST_WORDS)
        if (pair.person, pair.post) in seen:
            errors.add(f"pairs[{number}]", [pair.person, pair.post], "每对一项", "each pair once")
        seen.add((pair.person, pair.post))
    for key in ("paired_before", "refused"):
        for number, (person, post) in enumerate(getattr(instance, key)):
            one_of(errors, f"{key}[{number}][0]", person, people, *PERSON_WORDS)
            one_of(errors, f"{key}[{number}][1]", post, posts, *POST_WORDS)
    for number, two in enumerate(instance.apart):
        _all_of(errors, f"apart[{number}]", two, people, PERSON_WORDS)
        if two[0] == two[1]:
            errors.add(f"apart[{number}]", list(two), "两个不同的人", "two different people")


def _parties(instance: PlacementInstance, people: set[str], errors: Errors) -> None:
    seen: set[str] = set()
    for number, party in enumerate(instance.parties):
        if not party:
            errors.add(f"parties[{number}]", [], "至少一名成员", "at least one member")
        _all_of(errors, f"parties[{number}]", party, people, PERSON_WORDS)
        for place, member in enumerate(party):
            if member in seen:
                errors.add(f"parties[{number}][{place}]", member, "只在一个小组中的人员",
                           "a person who is in no other party")  # fmt: skip
            seen.add(member)


def _placements(instance: PlacementInstance, people: set[str], errors: Errors) -> None:
    roles = {post.id: {role.role for role in post.roles} for post in instance.posts}
    every = set().union(*roles.values())
    seen: set[tuple[str, str]] = set()
    for number, item in enumerate(instance.incumbent):
        path = f"incumbent[{number}]"
        _named(errors, path, item.person, item.post, item.role, people, roles, every)
        if (item.person, item.post) in seen:
            errors.add(path, [item.person, item.post], "一人在一岗位至多一项", "one placement of a person at a post")
        seen.add((item.person, item.post))
    for number, pin in enumerate(instance.pins):
        path = f"pins[{number}]"
        if pin.person is None and pin.post is None:
            errors.add(path, [], "person 或 post", "a person or a post")
        _named(errors, path, pin.person, pin.post, pin.role, people, roles, every)


def _named(
    errors: Errors, path: str, person: str | None, post: str | None, role: str | None, people: set[str],
    roles: dict[str, set[str]], every: Sequence[str] | set[str],
) -> None:  # fmt: skip
    if person is not None:
        one_of(errors, f"{path}.person", person, people, *PERSON_WORDS)
    if post is not None:
        one_of(errors, f"{path}.post", post, roles, *POST_WORDS)
    if role is not None:
        known = every if post is None else roles.get(post, every)
        one_of(errors, f"{path}.role", role, known, "该岗位的角色", "a role of that post")
