"""No kind of shift more often than set."""

from tests.support.rosters import broken_by, line, person, roster


def test_a_shift_too_many_of_a_kind_is_a_breach() -> None:
    assert len(broken_by("kind_limit", roster(person(max_shifts={"D": 9, "N": 2})), line("NN.N"))) == 1


def test_exactly_the_limit_is_the_boundary() -> None:
    assert broken_by("kind_limit", roster(person(max_shifts={"D": 9, "N": 2})), line("NN.DDD")) == []


def test_a_kind_not_named_is_never_worked() -> None:
    assert len(broken_by("kind_limit", roster(person(max_shifts={"D": 9})), line("N"))) == 1


def test_other_kinds_are_clean() -> None:
    assert broken_by("kind_limit", roster(person(max_shifts={"D": 9})), line("DDD")) == []
