"""Days that a cadre would rather not have."""

from tests.support.tiny import amount_of, cadre, duty, on, tiny

INSTANCE = tiny(cadres=(cadre(avoid={on(1): 4, on(2): 10, on(40): 3}, duties=3),))


def test_the_figure_of_the_day_counts() -> None:
    assert amount_of("avoid", INSTANCE, duty("P1", 1)) == 4


def test_the_day_after_is_clean() -> None:
    assert amount_of("avoid", INSTANCE, duty("P1", 3)) == 0


def test_a_figure_of_nought_is_the_boundary() -> None:
    assert amount_of("avoid", tiny(cadres=(cadre(avoid={on(1): 0}),)), duty("P1", 1)) == 0


def test_each_duty_and_each_member_counts() -> None:
    # P1 dislikes the 1st (4) and the 2nd (10), P2 the 2nd (1); they go on both.
    instance = tiny(cadres=(INSTANCE.cadres[0], cadre("P2", avoid={on(2): 1}, duties=2)), parties=(("P1", "P2"),))
    assert amount_of("avoid", instance, *(duty(name, number) for name in ("P1", "P2") for number in (1, 2))) == 15
