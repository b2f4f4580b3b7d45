"""Nobody serves more often than they owe."""

from tests.support.tiny import broken_by, cadre, day, days, duty, tiny


def test_one_duty_too_many_is_a_breach() -> None:
    # Owes 1, is given 2.
    (violation,) = broken_by("duties_owed", tiny(), duty("P1", 1), duty("P1", 5))
    assert violation.cadre == "P1"
    assert "2" in violation.text.en


def test_as_many_as_owed_is_the_boundary() -> None:
    instance = tiny(cadres=(cadre(duties=2),))
    assert broken_by("duties_owed", instance, duty("P1", 1), duty("P1", 5)) == []


def test_fewer_than_owed_is_clean() -> None:
    assert broken_by("duties_owed", tiny()) == []


def test_a_duty_already_served_counts() -> None:
    # Owes 1, has done it on the 1st: another is one too many.
    instance = tiny(days=(day(1, past=True), *days(2, 3)), served=(duty("P1", 1),))
    assert len(broken_by("duties_owed", instance, duty("P1", 3))) == 1


def test_more_served_than_owed_is_a_fact_and_no_breach() -> None:
    instance = tiny(days=(day(1, past=True), day(2)), cadres=(cadre(duties=0),), served=(duty("P1", 1),))
    assert broken_by("duties_owed", instance) == []
