"""Duties owed and not served."""

from tests.support.tiny import amount_of, cadre, day, duty, tiny


def test_nobody_served_costs_all_duties_owed() -> None:
    # 1 + 3 owed, nothing given.
    assert amount_of("unserved", tiny(cadres=(cadre("P1"), cadre("P2", duties=3)))) == 4


def test_one_duty_short_is_the_boundary() -> None:
    assert amount_of("unserved", tiny(cadres=(cadre(duties=2),)), duty("P1", 1)) == 1


def test_everybody_served_is_clean() -> None:
    assert amount_of("unserved", tiny(), duty("P1", 1)) == 0


def test_each_member_of_a_party_counts() -> None:
    # A party of two that stays at home: 2; it goes once where one member owes two: that one lacks 1.
    instance = tiny(cadres=(cadre("P1", duties=2), cadre("P2")), parties=(("P1", "P2"),))
    assert amount_of("unserved", instance) == 3
    assert amount_of("unserved", instance, duty("P1", 1), duty("P2", 1)) == 1


def test_served_duties_are_credited_and_a_surplus_is_none_for_others() -> None:
    # P1 owes 1 and has done 2; P2 owes 2 and has done none.
    instance = tiny(
        days=(day(1, past=True), day(2, past=True), day(3)),
        cadres=(cadre("P1"), cadre("P2", duties=2)),
        served=(duty("P1", 1), duty("P1", 2)),
    )
    assert amount_of("unserved", instance) == 2
