"""Wrong files are refused, naming the field."""

from __future__ import annotations

import json
from typing import Any

import pytest

from scheduler.placement.problem import dump_placement_instance, parse_placement_instance, parse_placement_plan
from scheduler.placement.rules import DEFAULT_WEIGHTS
from scheduler.problem import ProblemError
from tests.support.placements import small_instance


def whole() -> dict[str, Any]:
    return {
        "format": "grid-duty/placement", "version": 1, "name": "n", "weights": dict(DEFAULT_WEIGHTS),
        "groups": [{"id": "g", "name": "group"}],
        "people": [{"id": "a", "name": "A", "group": "g"}, {"id": "b", "name": "B", "group": "g"}],
        "posts": [{"id": "x", "name": "X", "roles": [{"role": "job"}]}],
    }  # fmt: skip


def test_what_is_not_given_has_its_default() -> None:
    instance = parse_placement_instance(json.dumps(whole()).encode())
    assert instance.people[0].max_posts == 1
    assert instance.posts[0].roles[0].max == 1
    assert instance.wanted is None


@pytest.mark.parametrize("seed", range(25))
def test_what_is_written_is_read_again(seed: int) -> None:
    instance = small_instance(seed)
    assert parse_placement_instance(dump_placement_instance(instance)) == instance


WRONG: list[tuple[str, Any, str]] = [
    ("format", "grid-duty/instance", "format"),
    ("version", 2, "version"),
    ("people", [{"id": "a", "name": "A", "group": "nowhere"}], "people[0].group"),
    ("people", [{"id": "a", "name": "A", "group": "g"}] * 2, "people[1].id"),
    ("people", [{"id": "a", "name": "A", "group": "g", "capacity": -1}], "people[0].capacity"),
    ("people", [{"id": "a", "name": "A", "group": "g", "wishes": ["y"]}], "people[0].wishes[0]"),
    ("people", [{"id": "a", "name": "A", "group": "g", "barred_posts": ["y"]}], "people[0].barred_posts[0]"),
    ("people", [{"id": "a", "name": "A", "group": "g", "busy": [{"first": "2026-02-01", "last": "2026-01-01"}]}],
     "people[0].busy[0].last"),
    ("people", [{"id": "a", "name": "A", "group": "g", "height": 3}], "people[0].height"),
    ("posts", [{"id": "x", "name": "X", "roles": []}], "posts[0].roles"),
    ("posts", [{"id": "x", "name": "X", "roles": [{"role": "j"}, {"role": "j"}]}], "posts[0].roles[1].role"),
    ("posts", [{"id": "x", "name": "X", "roles": [{"role": "j", "min": 2}]}], "posts[0].roles[0].min"),
    ("posts", [{"id": "x", "name": "X", "roles": [{"role": "j"}], "second_look_of": "x"}], "posts[0].second_look_of"),
    ("posts", [{"id": "x", "name": "X", "roles": [{"role": "j"}], "group": "h"}], "posts[0].group"),
    ("posts", [{"id": "x", "name": "X", "roles": [{"role": "j"}], "barred_people": ["z"]}], "posts[0].barred_people[0]"),
    ("posts", [{"id": "x", "name": "X", "roles": [{"role": "j"}], "lat": 91}], "posts[0].lat"),
    ("wanted", {"min": 3, "max": 2}, "wanted.min"),
    ("pairs", [{"person": "a", "post": "y"}], "pairs[0].post"),
    ("pairs", [{"person": "a", "post": "x"}] * 2, "pairs[1]"),
    ("paired_before", [["a"]], "paired_before[0]"),
    ("refused", [["z", "x"]], "refused[0][0]"),
    ("apart", [["a", "a"]], "apart[0]"),
    ("parties", [["a"], ["a"]], "parties[1][0]"),
    ("parties", [[]], "parties[0]"),
    ("pins", [{}], "pins[0]"),
    ("pins", [{"person": "z"}], "pins[0].person"),
    ("pins", [{"person": "a", "role": "king"}], "pins[0].role"),
    ("incumbent", [{"person": "a", "post": "x", "role": "king"}], "incumbent[0].role"),
    ("incumbent", [{"person": "a", "post": "x", "role": "job"}] * 2, "incumbent[1]"),
    ("teach", {"law": 0}, "teach.law"),
    ("weights", {}, "weights.wanted_short"),
    ("pairs", [{"person": "a", "post": "x", "points": 10_000_001}], "pairs[0].points"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("key", "value", "path"), WRONG, ids=[f"{path} {number}" for number, (_, _, path) in enumerate(WRONG)]
)
def test_a_wrong_field_is_named_and_nothing_is_read(key: str, value: Any, path: str) -> None:
    with pytest.raises(ProblemError) as caught:
        parse_placement_instance(json.dumps(whole() | {key: value}).encode())
    assert path in [error.path for error in caught.value.errors]
    assert all(error.text().zh and error.text().en for error in caught.value.errors)


def test_points_that_could_leave_exact_numbers_are_refused() -> None:
    heavy = whole() | {"weights": dict.fromkeys(DEFAULT_WEIGHTS, 10_000_000)}
    heavy["people"] = [{"id": f"p{n}", "name": "", "group": "g"} for n in range(1200)]
    with pytest.raises(ProblemError) as caught:
        parse_placement_instance(json.dumps(heavy).encode())
    assert caught.value.errors[0].path.startswith("weights.")


def test_more_pairs_than_can_be_looked_at_are_refused() -> None:
    large = whole()
    large["people"] = [{"id": f"p{n}", "name": "", "group": "g"} for n in range(2001)]
    large["posts"] = [{"id": f"x{n}", "name": "", "roles": [{"role": "j"}]} for n in range(2000)]
    with pytest.raises(ProblemError) as caught:
        parse_placement_instance(json.dumps(large).encode())
    assert caught.value.errors[0].path == "posts"


def test_a_plan_file_of_another_form_is_refused() -> None:
    with pytest.raises(ProblemError):
        parse_placement_plan(b'{"format": "grid-duty/plan"}')
