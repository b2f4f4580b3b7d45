"""The sample's events: a quarter of evenings, seven classes, a theme day of all branches, a training that is full."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import func, select

from service.database import make_engine, session_factory
from service.models import BranchMembership, BranchSecretary, Event, EventAttendance, EventCall, EventKind, EventSeat
from service.operations.events.find import figures_of


def test_the_sample_has_its_events(sample_template: Path) -> None:
    engine = make_engine(f"sqlite:///{sample_template}")
    with session_factory(engine)() as session:
        query = select(EventKind.code, func.count()).join(Event, Event.kind_id == EventKind.id).group_by(EventKind.code)
        counts = {row[0]: row[1] for row in session.execute(query)}
        # Of thirteen Mondays around that day one, 5 October, is a holiday.
        assert counts == {"study": 12, "class": 7, "theme_day": 1, "training": 1}
        branches = session.scalar(select(func.count(BranchMembership.branch_id.distinct())))
        theme = session.scalars(select(Event).where(Event.code == "ZT-01")).one()
        assert len(theme.calls) == branches
        assert all(call.zone_id for call in theme.calls)
        assert session.scalar(select(func.count()).select_from(BranchSecretary)) == branches
        training = session.scalars(select(Event).where(Event.code == "PX-01")).one()
        figures = figures_of(session, [training])[training.id]
        assert (figures.placed, figures.waiting) == (training.seats, 4)
        assert session.scalar(select(func.count()).select_from(EventAttendance)) > 3 * 50
        # Every branch has had one class.
        classes = select(EventCall.branch_id).join(Event, Event.id == EventCall.event_id).where(Event.code.like("DK%"))
        assert len(set(session.scalars(classes))) == branches
        assert session.scalar(select(func.count()).select_from(EventSeat)) == figures.placed + figures.waiting
    engine.dispose()
