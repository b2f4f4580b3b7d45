"""Being left out again costs more for whoever was left out before."""

from scheduler.problem import Instance
from tests.support.tiny import amount_of, cadre, day, duty, tiny


def owing(duties: int, carried: int) -> Instance:
    return tiny(cadres=(cadre(duties=duties, carried_unserved=carried),))


def test_each_missing_duty_counts_what_is_carried() -> None:
    # 2 of 2 missing × 5, then 1 of 2 × 5.
    assert amount_of("unserved_again", owing(2, 5)) == 10
    assert amount_of("unserved_again", owing(2, 5), duty("P1", 3)) == 5


def test_one_duty_missing_at_one_carried_is_the_least_that_counts() -> None:
    assert amount_of("unserved_again", owing(1, 1)) == 1


def test_all_served_is_clean() -> None:
    assert amount_of("unserved_again", owing(1, 5), duty("P1", 3)) == 0


def test_who_was_never_left_out_is_clean() -> None:
    assert amount_of("unserved_again", owing(1, 0)) == 0


def test_duties_already_done_count() -> None:
    instance = tiny(
        days=(day(1, past=True), day(5)),
        cadres=(cadre(duties=2, carried_unserved=3),),
        served=(duty("P1", 1),),
    )
    assert amount_of("unserved_again", instance) == 3


def test_each_member_of_a_party_counts_their_own() -> None:
    cadres = (cadre("P1", carried_unserved=2), cadre("P2", carried_unserved=5))
    assert amount_of("unserved_again", tiny(cadres=cadres, parties=(("P1", "P2"),))) == 7
