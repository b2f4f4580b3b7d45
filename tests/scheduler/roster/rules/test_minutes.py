"""Minutes worked lie within bounds."""

from tests.support.rosters import broken_by, line, person, roster

BOUND = person(min_minutes=960, max_minutes=1440)


def test_a_minute_too_few_is_a_breach() -> None:
    assert len(broken_by("minutes", roster(person(min_minutes=961)), line("DD"))) == 1


def test_a_minute_too_many_is_a_breach() -> None:
    assert len(broken_by("minutes", roster(person(max_minutes=959)), line("DD"))) == 1


def test_either_bound_is_kept_to_the_minute() -> None:
    # Two shifts of 480 minutes are 960, three are 1440.
    assert broken_by("minutes", roster(BOUND), line("DD")) == broken_by("minutes", roster(BOUND), line("DDD")) == []


def test_between_the_bounds_is_clean() -> None:
    assert broken_by("minutes", roster(BOUND), line("DN")) == []
