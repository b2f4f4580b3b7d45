"""Distance: whole kilometres in a straight line."""

from __future__ import annotations

from tests.support.placement_cases import at, case, person, post, score

# A degree of latitude is 111.195 km: 0.01 degrees are 1.11 km, 0.018 are 2.0015 km.
HERE = {"lat": 27.8, "lon": 113.1}


def test_kilometres_are_rounded_down() -> None:
    instance = case([person("a", **HERE)], [post("x", lat=27.81, lon=113.1)], {"distance": 5})
    assert score(instance, at("a", "x")) == {"distance": 5}


def test_two_kilometres_are_reached() -> None:
    instance = case([person("a", **HERE)], [post("x", lat=27.818, lon=113.1)], {"distance": 5})
    assert score(instance, at("a", "x")) == {"distance": 10}


def test_less_than_a_kilometre_is_none() -> None:
    assert score(case([person("a", **HERE)], [post("x", lat=27.808, lon=113.1)], {"distance": 5}), at("a", "x")) == {}


def test_without_a_position_there_is_no_distance() -> None:
    instance = case([person("a"), person("b", **HERE)], [post("x", lat=28.5, lon=113.1), post("y")], {"distance": 5})
    assert score(instance, at("a", "x"), at("b", "y")) == {}
