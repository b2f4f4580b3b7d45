"""Zones that lack a skill."""

from tests.support.tiny import amount_of, cadre, day, duty, tiny, zone

LEGAL = zone(needs={"legal": 2})
PEOPLE = (cadre("P1", skills=("legal",)), cadre("P2", skills=("legal", "health")), cadre("P3"))


def test_each_missing_duty_of_a_skill_counts() -> None:
    # Two with legal knowledge wanted, one comes without it.
    assert amount_of("need_shortfall", tiny(zones=(LEGAL,), cadres=PEOPLE), duty("P3", 1)) == 2


def test_exactly_enough_is_the_boundary() -> None:
    instance = tiny(zones=(LEGAL,), cadres=PEOPLE)
    assert amount_of("need_shortfall", instance, duty("P1", 1)) == 1
    assert amount_of("need_shortfall", instance, duty("P1", 1), duty("P2", 2)) == 0


def test_no_need_is_clean() -> None:
    assert amount_of("need_shortfall", tiny(cadres=PEOPLE), duty("P1", 1)) == 0


def test_skills_are_counted_each_for_itself() -> None:
    # P2 has both skills and meets one of each; legal lacks 1 more.
    instance = tiny(zones=(zone(needs={"legal": 2, "health": 1, "building": 1}),), cadres=PEOPLE)
    assert amount_of("need_shortfall", instance, duty("P2", 1)) == 2


def test_duties_count_not_visits_and_served_ones_too() -> None:
    # A party of two with the skill makes one visit and two duties; P1 did one before.
    people = (cadre("P1", skills=("legal",), duties=2), *PEOPLE[1:], cadre("P4", skills=("legal",)))
    instance = tiny(
        zones=(zone(needs={"legal": 4}),),
        cadres=people,
        parties=(("P2", "P4"),),
        days=(day(1, past=True), day(2)),
        served=(duty("P1", 1),),
    )
    assert amount_of("need_shortfall", instance, duty("P2", 2), duty("P4", 2)) == 1
