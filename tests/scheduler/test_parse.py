"""Instance and plan files: what is not as documented is refused with its path; what is taken comes out the same."""

from __future__ import annotations

import copy
import json
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from scheduler.problem import (
    WEIGHT_NAMES,
    Duty,
    Pin,
    Plan,
    ProblemError,
    Text,
    Unserved,
    as_written,
    dump_instance,
    dump_plan,
    parse_instance,
    parse_plan,
)
from scheduler.problem.instance import WEIGHTS_SINCE_VERSION_2
from tests.support.instances import as_bytes, instances
from tests.support.tiny import on

Json = dict[str, Any]
GONE = object()
GOOD: Json = {
    "format": "grid-duty/instance", "version": 1, "name": "石峰区",
    "days": [{"date": "2026-12-01", "open": True, "past": True, "burden": 1, "min": 0, "max": 3},
             {"date": "2026-12-02", "open": True, "burden": 2, "min": 1, "max": 3}],
    "units": [{"id": "U1", "name": "区委办", "linked_communities": ["C1"], "min_present": 1}],
    "zones": [{"id": "Z1", "name": "一网格", "community": "C1", "subdistrict": "S1", "min_visits": 1, "max_visits": 4,
               "max_parties_per_day": 1, "priority": 1, "needs": {"legal": 1}, "lat": 27.9, "lon": None},
              {"id": "Z2", "name": "二网格", "community": "C1", "subdistrict": "S1", "min_visits": 0, "max_visits": 4,
               "max_parties_per_day": 1, "priority": 1}],
    "cadres": [{"id": "P1", "name": "甲", "unit": "U1", "skills": ["legal"], "duties": 2,
                "unavailable": ["2026-12-02", "2027-01-05"], "absent": ["2026-12-02"], "avoid": {"2026-12-02": 3},
                "home_zone": "Z1", "last_zone": None, "last_duty": "2026-11-02", "barred_zones": ["Z2"],
                "only_zones": None, "carried_burden": 2},
               {"id": "P2", "name": "乙", "unit": "U1"}],
    "parties": [["P1", "P2"]],
    "pins": [{"cadre": "P2", "date": "2026-12-02", "zone": None}],
    "incumbent": [{"cadre": "P2", "date": "2026-12-02", "zone": "Z1"}],
    "served": [{"cadre": "P1", "date": "2026-12-01", "zone": "Z1"}],
    "weights": {"unserved": 10000, "zone_shortfall": 500, "need_shortfall": 100, "not_linked": 6, "not_home": 2,
                "new_zone": 1, "same_zone": 0, "avoid": 1, "interval": 1, "burden": 2, "spacing": 3, "day_balance": 5,
                "change_day": 20, "change_zone": 10},
    "spacing_days": 5, "interval_days": [21, 40], "min_gap_days": 7,
}  # fmt: skip


def test_a_file_of_another_form_is_told_by_its_format_alone() -> None:
    with pytest.raises(ProblemError) as caught:
        parse_instance(json.dumps({"format": "grid-duty/plan", "version": 1, "bound": 0}).encode())
    assert [(error.path, error.value) for error in caught.value.errors] == [("format", "grid-duty/plan")]
    with pytest.raises(ProblemError) as caught:
        parse_plan(json.dumps(GOOD).encode())
    assert [error.path for error in caught.value.errors] == ["format"]


def changed(path: str, value: object) -> Json:
    """GOOD with one field set (or taken away)."""
    whole = copy.deepcopy(GOOD)
    keys = [int(key) if key.isdigit() else key for key in path.replace("[", ".").replace("]", "").split(".")]
    inner: Any = whole
    for key in keys[:-1]:
        inner = inner[key]
    if value is GONE:
        del inner[keys[-1]]
    elif isinstance(inner, list) and keys[-1] == len(inner):
        inner.append(value)
    else:
        inner[keys[-1]] = value
    return whole


def refused(data: bytes) -> list[str]:
    """The paths that are named."""
    with pytest.raises(ProblemError) as caught:
        parse_instance(data)
    for error in caught.value.errors:
        assert error.path in error.text().zh
        assert error.expected.zh
        assert error.expected.en
    return [error.path for error in caught.value.errors]


def test_the_documented_form_is_taken() -> None:
    instance = parse_instance(as_bytes(GOOD))
    assert instance.name == "石峰区"
    assert instance.served == (Duty("P1", on(1), "Z1"),)
    assert instance.cadres[1].duties == 1
    assert instance.cadres[0].away == (on(2),)
    assert instance.pins == (Pin("P2", on(2), None),)


WRONG: list[tuple[str, object]] = [
    ("format", "grid-duty/plan"), ("version", 3), ("version", 0), ("version", True), ("version", 1.0), ("name", 5), ("days", {}),
    ("days[0].date", "2026-12-1"), ("days[0].date", "2026-02-30"), ("days[0].date", "20261201"),
    ("days[0].date", "2026-W49-2"), ("days[0].date", 20261201), ("days[0].open", 1), ("days[0].past", None),
    ("days[1].burden", 0), ("days[1].burden", 1.5), ("days[1].burden", True), ("days[1].min", -1),
    ("days[1].min", 4), ("days[1].max", "3"), ("days[1].date", "2026-12-01"), ("days[1].date", "2026-11-30"),
    ("units[0].id", ""), ("units[0].name", None), ("units[0].min_present", -1), ("units[0].linked_communities[0]", "C9"),
    ("units[0].linked_communities[1]", "C1"), ("zones[1].id", "Z1"), ("zones[0].community", 3),
    ("zones[1].subdistrict", "S2"), ("zones[0].min_visits", -1), ("zones[0].max_visits", 10**12),
    ("zones[0].max_parties_per_day", None), ("zones[0].priority", -1), ("zones[0].needs.legal", -1),
    ("zones[0].needs", []), ("zones[0].lat", 91), ("zones[0].lon", "113"), ("cadres[1].id", "P1"),
    ("cadres[0].id", "\ud800"), ("cadres[0].unit", "U9"), ("cadres[0].skills[1]", "legal"), ("cadres[0].skills[0]", 1),
    ("cadres[0].duties", -1), ("cadres[0].duties", "1"), ("cadres[0].unavailable[2]", "2026-12-02"),
    ("cadres[0].unavailable[0]", "2026-13-01"), ("cadres[0].absent[1]", "2026-12-01"), ("cadres[0].absent", None),
    ("cadres[0].avoid.2026-12-02", -1), ("cadres[0].avoid.2026-12-32", 1), ("cadres[0].home_zone", "Z9"),
    ("cadres[0].last_zone", "Z9"), ("cadres[0].last_duty", "yesterday"), ("cadres[0].barred_zones[0]", "Z9"),
    ("cadres[0].barred_zones[1]", "Z2"), ("cadres[0].only_zones", "Z1"), ("cadres[0].carried_burden", -2),
    ("parties[0][1]", "P9"), ("parties[0][2]", "P1"), ("parties[1]", []), ("pins[0].cadre", "P9"),
    ("pins[0].date", "2026-12-09"), ("pins[0].zone", "Z9"), ("incumbent[0].cadre", "P9"),
    ("incumbent[0].date", "2026-12-09"), ("incumbent[0].zone", None), ("served[0].date", "2026-12-02"),
    ("served[0].zone", "Z9"), ("weights.avoid", -1), ("weights.avoid", 0.5), ("spacing_days", 0),
    ("interval_days", [40, 21]), ("interval_days", [21]), ("interval_days[0]", -1), ("min_gap_days", 0),
]  # fmt: skip


@pytest.mark.parametrize(("path", "value"), WRONG, ids=lambda value: ascii(value)[:40])
def test_a_wrong_value_is_refused_with_its_path(path: str, value: object) -> None:
    assert path in refused(json.dumps(changed(path, value)).encode())


@pytest.mark.parametrize(
    "path",
    ["extra", "days[0].extra", "units[0].extra", "zones[0].extra", "cadres[0].extra", "pins[0].extra", "weights.extra"],
)
def test_an_unknown_key_is_refused(path: str) -> None:
    assert refused(as_bytes(changed(path, 1))) == [path]


@pytest.mark.parametrize(
    "path", ["name", "days", "weights", "weights.spacing", "days[0].open", "zones[0].priority", "cadres[0].unit",
             "incumbent[0].zone", "interval_days", "pins[0].cadre"]
)  # fmt: skip
def test_a_missing_field_is_refused(path: str) -> None:
    assert refused(as_bytes(changed(path, GONE))) == [path]


@pytest.mark.parametrize(
    "path",
    ["parties", "pins", "incumbent", "served", "days[1].past", "zones[0].needs", "zones[0].lat", "pins[0].date",
     *(f"cadres[0].{key}" for key in ("skills", "duties", "absent", "avoid", "home_zone", "last_zone", "last_duty",
                                     "barred_zones", "only_zones", "carried_burden"))],
)  # fmt: skip
def test_an_optional_field_may_be_missing(path: str) -> None:
    value = {"days[1].past": False}.get(path, GONE)
    parse_instance(as_bytes(changed(path, value)))


def test_a_duty_twice_on_one_day_is_refused() -> None:
    twice = {"cadre": "P2", "date": "2026-12-02", "zone": "Z2"}
    assert refused(as_bytes(changed("incumbent[1]", twice))) == ["incumbent[1]"]


@pytest.mark.parametrize(
    ("data", "path"),
    [
        (b"", "$"), (b"[]", "$"), (b"{", "$"), (b"\xff\xfe", "$"), (b'{"a": 1e}', "$"), (b"\xef\xbb\xbf{}", "$"),
        (b"[" * 100_000, "$"), (b'{"format": ' + b"9" * 5000 + b"}", "$"), (b"null", "$"),
        (b'{"days": [{}, {"min": NaN}]}', "days[1].min"), (b'{"solver": [[-Infinity]]}', "solver[0][0]"),
    ],
    ids=["empty", "list", "cut", "no utf-8", "no number", "bom", "deep", "long number", "null", "nan", "infinity"],
)  # fmt: skip
def test_what_is_no_json_object_is_refused(data: bytes, path: str) -> None:
    assert refused(data) == [path]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "$ = an empty file: expected JSON text"),
        (b"\xef\xbb\xbf{}", "$ = a text that begins with a BOM: expected UTF-8 without a BOM"),
        (b'{\n"a": x}', "$ = line 2, column 6: expected JSON text (Expecting value)"),
        (b"null", "$ = null: expected a JSON object"),
        (b"[" * 100_000, "$ = nested too deeply: expected JSON text"),
    ],
)
def test_what_is_no_json_is_said_with_its_place(data: bytes, words: str) -> None:
    with pytest.raises(ProblemError) as caught:
        parse_instance(data)
    assert caught.value.errors[0].text().en == words


def test_a_key_that_stands_twice_is_refused_with_its_path() -> None:
    assert refused(b'{"format": "grid-duty/instance", "format": "grid-duty/instance"}') == ["format"]
    assert refused(b'{"zones": [{"id": "Z1"}, {"needs": {"legal": 1, "legal": 2}}]}') == ["zones[1].needs.legal"]


@pytest.mark.parametrize("parse", [parse_instance, parse_plan])
def test_values_nested_as_deeply_as_can_be_read_are_refused_like_others(parse: Callable[[bytes], object]) -> None:
    # What the reader of JSON still takes, its writer need not: the message must not need the whole value.
    for depth in range(20, 1100, 3):
        with pytest.raises(ProblemError):
            parse(b'{"format": ' + b"[" * depth + b"]" * depth + b"}")


def test_many_values_with_one_repeated_at_the_end_are_refused_at_once() -> None:
    # Compared each with each these would take minutes.
    names = [f"N{number}" for number in range(100_000)]
    started = time.monotonic()
    assert refused(as_bytes(changed("cadres[0].skills", [*names, names[-1]]))) == ["cadres[0].skills[100000]"]
    whole = json.dumps(dict.fromkeys(names, 1))[:-1] + ', "N99999": 1}'
    assert refused(whole.encode()) == ["N99999"]
    assert time.monotonic() - started < 20


def test_at_most_a_hundred_errors_are_collected() -> None:
    assert len(refused(as_bytes(GOOD | {"days": [{}] * 500}))) == 100


def test_values_are_shown_as_the_file_has_them() -> None:
    for value, shown in ((None, "null"), (True, "true"), ("一\x1b[2J", r'"一\u001b[2J"'), ({"a": 1}, '{"a": 1}')):
        with pytest.raises(ProblemError) as caught:
            parse_instance(as_bytes(GOOD | {"spacing_days": value}))
        assert caught.value.errors[0].text().en == f"spacing_days = {shown}: expected an integer from 1 to 10000000"


def test_a_missing_field_is_said_to_be_missing_in_both_languages() -> None:
    with pytest.raises(ProblemError) as caught:
        parse_instance(as_bytes(changed("spacing_days", GONE)))
    text = caught.value.errors[0].text()
    assert text.zh == "spacing_days = （缺少）：应为一个值（必填）"
    assert text.en == "spacing_days = nothing: expected a value (it is required)"


def test_a_key_that_steers_a_terminal_is_shown_as_text() -> None:
    with pytest.raises(ProblemError) as caught:
        parse_instance(as_bytes(GOOD | {"\x1b[2J": 1}))
    assert caught.value.errors[0].text().en.startswith(r"\x1b[2J = 1")


def test_long_values_are_cut_in_the_message() -> None:
    with pytest.raises(ProblemError) as caught:
        parse_instance(as_bytes(GOOD | {"spacing_days": "x" * 10_000}))
    assert len(caught.value.errors[0].text().en) < 200


@settings(max_examples=60, deadline=None)
@given(raw=instances())
def test_an_instance_is_the_same_after_writing_and_reading(raw: Json) -> None:
    instance = parse_instance(as_bytes(raw))
    data = dump_instance(instance)
    assert parse_instance(data) == as_written(instance)
    assert as_written(instance).version == instance.version
    assert dump_instance(parse_instance(data)) == data


SECOND: Json = GOOD | {
    "version": 2,
    "cadres": [GOOD["cadres"][0] | {"carried_unserved": 1, "carried_far": 2, "carried_changes": 3}, GOOD["cadres"][1]],
    "weights": GOOD["weights"] | {"unserved_again": 7, "far_again": 8},
}


def test_version_2_has_more_that_is_carried_and_more_points_each_of_which_may_be_missing() -> None:
    instance = parse_instance(as_bytes(SECOND))
    first, second = instance.cadres
    assert (first.carried_unserved, first.carried_far, first.carried_changes) == (1, 2, 3)
    assert (second.carried_unserved, second.carried_far, second.carried_changes) == (0, 0, 0)
    assert [instance.weights[name] for name in WEIGHTS_SINCE_VERSION_2] == [7, 8, 0]
    assert json.loads(dump_instance(instance))["version"] == 2


@pytest.mark.parametrize("path", ["cadres[0].carried_far", "cadres[1].carried_unserved", "weights.changed_again"])
def test_version_1_does_not_know_what_came_later(path: str) -> None:
    assert refused(as_bytes(changed(path, 0))) == [path]


@pytest.mark.parametrize("value", [-1, 0.5, True, "1", None])
def test_what_is_carried_is_a_count(value: object) -> None:
    whole = copy.deepcopy(SECOND)
    whole["cadres"][0]["carried_changes"] = value
    assert refused(as_bytes(whole)) == ["cadres[0].carried_changes"]


def test_an_instance_in_which_nobody_carries_more_than_a_burden_is_written_as_version_1() -> None:
    # Byte for byte what a program that knows version 1 alone writes and reads, whatever the later points are.
    plain = parse_instance(as_bytes(GOOD))
    later = replace(plain, weights={**plain.weights, "far_again": 5})
    assert dump_instance(later) == dump_instance(plain)
    written = json.loads(dump_instance(later))
    assert written["version"] == 1
    assert written["weights"] == GOOD["weights"]
    assert written["cadres"][0].keys() == GOOD["cadres"][0].keys()


NOTHING = dict.fromkeys(WEIGHT_NAMES, 0)


def test_a_plan_names_the_later_rules_only_where_they_have_points() -> None:
    score = {**NOTHING, "far_again": 3, "unserved": 100}
    written = json.loads(dump_plan(replace(PLAN, score=score)))["score"]
    assert written == {name: score[name] for name in WEIGHT_NAMES if name not in ("unserved_again", "changed_again")}


PLAN = Plan(
    "石峰区", "ab", "feasible", 103, 90, {**NOTHING, "avoid": 3, "unserved": 100}, (Duty("P1", on(1), "Z1"),),
    (Unserved("P2", 1, (Text("没有空位", "no room"),)),), {"seconds": 1.5, "seed": 1},
)  # fmt: skip


def test_a_plan_is_the_same_after_writing_and_reading_but_for_the_other_language() -> None:
    read = parse_plan(dump_plan(PLAN, "en"))
    assert read.unserved == (Unserved("P2", 1, (Text("no room", "no room"),)),)
    assert dump_plan(read, "en") == dump_plan(PLAN, "en")
    assert "没有空位" in dump_plan(PLAN).decode()


def test_an_infeasible_plan_keeps_its_conflicts() -> None:
    plan = Plan("a", "b", "infeasible", None, None, NOTHING, (), (), conflicts=(Pin("P1", on(1)),))
    assert parse_plan(dump_plan(plan)) == plan


@pytest.mark.parametrize(
    ("key", "value"),
    [("format", "x"), ("version", 2), ("status", "best"), ("objective", "103"), ("bound", 1.5), ("score", []),
     ("assignments", [{"cadre": "P1"}]), ("unserved", [{"cadre": "P1", "missing": 0}]), ("extra", 1),
     ("instance_sha256", None)],
)  # fmt: skip
def test_a_wrong_plan_is_refused_with_its_path(key: str, value: object) -> None:
    whole = json.loads(dump_plan(PLAN)) | {key: value}
    with pytest.raises(ProblemError) as caught:
        parse_plan(json.dumps(whole).encode())
    assert caught.value.errors[0].path.startswith(key)
