"""Why a cadre has a duty, on that day and in that zone: in plain words, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from scheduler.explain import explain_duty, possible_days, possible_zones
from scheduler.model import InstanceIndex
from scheduler.problem import Cadre, Duty, Names, day_words, parse_instance
from service.messages import Message, NotFound
from service.models import Assignment, Draft, MonthState, Publication, SolveRun, Zone
from service.operations.actor import Actor
from service.operations.my_duties import own_cadre
from service.operations.publication.versions import duties_of_cadre
from service.operations.snapshot.places import read_names


@dataclass(frozen=True, slots=True)
class MyWhy:
    """The duty, and sentences on why it falls on the reader, on that day, in that zone. Empty: the data are not kept."""

    duty: Assignment
    me: Sequence[Message]
    day: Sequence[Message]
    zone: Sequence[Message]


def my_why(session: Session, actor: Actor, day: date) -> MyWhy:
    """Why the actor serves on a day.

    Raises:
        NotAllowed: the account is no cadre's.
        NotFound: the actor has no published duty on that day.
    """
    cadre = own_cadre(session, actor)
    found = duties_of_cadre(session, cadre.district_id, cadre.id, day, day)
    if not found:
        raise NotFound(Message("%(day)s没有您的值勤", day=day_words(day)))
    duty = found[0]
    code = session.scalar(select(Zone.code).where(Zone.id == duty.zone_id, Zone.district_id == cadre.district_id))
    index = _solved(session, cadre.district_id, day, read_names(session, cadre.district_id))
    number = cadre.employee_number
    if index is None or code is None or number not in index.cadres or code not in index.zones or day not in index.days:
        return MyWhy(duty, (), (), ())
    own, planned = index.cadres[number], Duty(number, day, code)
    return MyWhy(
        duty,
        tuple(_me(index, own, pinned=duty.pinned)),
        tuple(_day(index, own, planned)),
        tuple(_zone(index, own, planned)),
    )


def _solved(session: Session, district_id: int, day: date, names: Names) -> InstanceIndex | None:
    """The data that the version in force was solved with; None where they are not kept."""
    run = session.scalar(
        select(SolveRun)
        .join(Draft, Draft.run_id == SolveRun.id)
        .join(Publication, Publication.draft_id == Draft.id)
        .join(MonthState, MonthState.publication_id == Publication.id)
        .where(MonthState.district_id == district_id, MonthState.month == day.replace(day=1))
        .options(undefer(SolveRun.instance))
    )
    return None if run is None or run.instance is None else InstanceIndex(parse_instance(run.instance), names)


def _me(index: InstanceIndex, own: Cadre, *, pinned: bool) -> Iterator[Message]:
    yield Message("本月您应值勤%(count)d次；凡本月在岗、没有免排的人都按应值勤次数排。", count=own.duties)
    if own.id in index.party_of:
        yield Message("您与同组人员一起去，日期和网格相同。")
    if pinned:
        yield Message("这次值勤由管理员指定，排班时保持不变。")


def _day(index: InstanceIndex, own: Cadre, duty: Duty) -> Iterator[Message]:
    days = possible_days(index, own.id)
    away = sum(day.date in own.unavailable for day in index.times)
    yield Message("本月可排的%(open)d天中，您有%(able)d天可以值勤。", open=len(index.times), able=len(days))
    if away:
        yield Message("您请假、出差等不能值勤的%(count)d天已经避开。", count=away)
    if own.last_duty is not None:
        least, most = index.instance.interval_days
        gap = (duty.date - own.last_duty).days
        yield Message("距您上次值勤（%(last)s）%(gap)d天，一般应相隔%(least)d到%(most)d天。",
                      last=day_words(own.last_duty), gap=gap, least=least, most=most)  # fmt: skip
    if own.avoid:
        points = own.avoid.get(duty.date, 0)
        if points:
            yield Message("您希望避开这一天（程度%(points)d），这次没能避开。", points=points)
        else:
            yield Message("您希望避开的日子已经避开。")
    better = sum(_points(index, Duty(own.id, day, duty.zone)) < _points(index, duty) for day in days)
    yield _compared(
        better,
        Message("只看您本人的情况，没有比这一天更合适的日子。"),
        Message("只看您本人的情况，另有%(count)d天更合适；还要顾及单位留人在岗、每天的人数和网格的接待，才排在这一天。",
                count=better),
    )  # fmt: skip


def _zone(index: InstanceIndex, own: Cadre, duty: Duty) -> Iterator[Message]:
    zone, unit = index.zones[duty.zone], index.units[own.unit]
    if zone.community in unit.linked_communities:
        yield Message("这个网格在您单位的联点社区。")
    elif own.home_zone != duty.zone:
        yield Message("这个网格不在您单位的联点社区，但在您可以去的范围内。")
    if own.home_zone == duty.zone:
        yield Message("这是您居住的网格。")
    if own.last_zone == duty.zone:
        yield Message("与您上次去的网格相同。")
    elif own.last_zone is not None:
        yield Message("与您上次去的网格不同。")
    for skill in sorted(set(own.skills) & set(zone.needs)):
        yield Message("这个网格需要“%(skill)s”专长，您具备。", skill=index.names.skill(skill))
    zones = possible_zones(index, own.id)
    better = sum(_points(index, Duty(own.id, duty.date, other)) < _points(index, duty) for other in zones)
    yield _compared(
        better,
        Message("您可以去%(able)d个网格，只看您本人的情况，没有比这里更合适的。", able=len(zones)),
        Message("您可以去%(able)d个网格，只看您本人的情况，另有%(count)d个更合适；还要顾及每个网格应到的次数，才排在这里。",
                able=len(zones), count=better),
    )  # fmt: skip


def _compared(better: int, best: Message, others: Message) -> Message:
    return others if better else best


def _points(index: InstanceIndex, duty: Duty) -> int:
    """What a duty costs by itself."""
    return sum(cost.points for cost in explain_duty(index, duty))
