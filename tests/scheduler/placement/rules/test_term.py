"""Term: nobody is in two places."""

from __future__ import annotations

from tests.support.placement_cases import at, broken, case, person, post, term

BUSY = person("a", busy=(term("2026-03-01", "2026-03-31"),))


def test_a_term_within_other_service_is_refused() -> None:
    instance = case([BUSY], [post("x", term=term("2026-03-10", "2026-03-12"))])
    assert broken(instance, at("a", "x")) == {"term"}


def test_one_day_in_common_is_too_many() -> None:
    assert broken(case([BUSY], [post("x", term=term("2026-03-31", "2026-06-30"))]), at("a", "x")) == {"term"}


def test_a_post_without_a_term_runs_always() -> None:
    assert broken(case([BUSY], [post("x")]), at("a", "x")) == {"term"}


def test_the_day_after_is_free() -> None:
    assert broken(case([BUSY], [post("x", term=term("2026-04-01", "2026-06-30"))]), at("a", "x")) == set()
