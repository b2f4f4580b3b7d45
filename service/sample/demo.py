"""The demonstration: a sample whose months were planned and published by the product's own road.

Each step is one transaction, and what is left to do is read from the database: interrupted anywhere,
the next start goes on where it stopped; finished, it does nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from service.database import write_transaction
from service.messages import Message
from service.models import AuditEntry, District, Publication
from service.operations.actor import Actor, actor_of, system_actor
from service.operations.audit_log import record
from service.operations.publication import publication_in_force
from service.sample.accounts import sample_accounts
from service.sample.attendance import mark_attendance
from service.sample.district import ACTOR, SampleOptions, today_in
from service.sample.events import change_month, open_saturdays
from service.sample.installation import make_installed_sample, sample_in
from service.sample.planning import SECONDS, plan_month, replan_month
from service.sample.programmes.solving import programmes_to_solve, solve_programmes
from service.sample.timeline import PlannedMonth, planned_months
from service.worker.context import Worker
from service.worker.queue import take_back

MADE, READY = "sample.make", "sample.ready"
# A month that was planned again stands at this version.
CHANGED_NUMBER = 2
Tell = Callable[[Message], None]


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A demonstration in preparation; whoever prepares it holds the clock's lock.

    `tell` is told of each step as it begins, and `done` of what came of it.
    """

    worker: Worker
    tell: Tell
    done: Tell

    def prepare(self, now: datetime, options: SampleOptions) -> bool:
        """Make what is missing; whether anything was.

        Raises:
            Conflict: the database holds a real district.
        """
        district_id, made_at = self._sample(now, options)
        if self._instant(district_id, READY) is not None:
            return False
        with self.worker.sessions() as session:
            time_zone = session.get_one(District, district_id).time_zone
        actor = self._planner(district_id)
        with write_transaction(self.worker.sessions) as session:
            # With the lock held nobody else can be at work: what an interrupted start left goes on.
            take_back(session, now, now)
        months = list(planned_months(made_at, time_zone))
        with write_transaction(self.worker.sessions) as session:
            open_saturdays(session, actor, made_at, months[0].month, months[-1].month)
        self._programmes(actor, made_at)
        for planned in months:
            self._month(actor, planned, today_in(made_at, time_zone))
        with write_transaction(self.worker.sessions) as session:
            record(session, actor, now, READY, session.get_one(District, district_id))
        return True

    def _programmes(self, actor: Actor, made_at: datetime) -> None:
        """Propose rotations, postings, squads and inspections, and approve what begins now."""
        if programmes_to_solve(self.worker, actor.district_id):
            self.tell(Message("求出轮岗、驻派、小队和巡察的方案"))
        for words in solve_programmes(self.worker, actor, made_at):
            self.done(words)

    def _sample(self, now: datetime, options: SampleOptions) -> tuple[int, datetime]:
        """The sample district, made where there is none, and when it was made."""
        with write_transaction(self.worker.sessions) as session:
            district = sample_in(session)
            if district is None:
                self.tell(Message("生成样例区划（机关干部%(cadres)d人）", cadres=options.cadres))
                district, _ = make_installed_sample(session, now, options)
                self.done(Message("已生成%(name)s", name=district.name))
            district_id = district.id
        return district_id, self._instant(district_id, MADE) or now

    def _planner(self, district_id: int) -> Actor:
        """In whose name the months are planned: the sample's admin."""
        with self.worker.sessions() as session:
            admin = next(iter(sample_accounts(session)), None)
            if admin is not None and admin.district_id == district_id:
                return actor_of(admin)
        return system_actor(district_id, ACTOR)

    def _instant(self, district_id: int, action: str) -> datetime | None:
        """When something was first written to the audit log of a district."""
        with self.worker.sessions() as session:
            return session.scalars(
                select(AuditEntry.at)
                .where(AuditEntry.district_id == district_id, AuditEntry.action == action)
                .order_by(AuditEntry.id)
                .limit(1)
            ).first()

    def _month(self, actor: Actor, planned: PlannedMonth, today: date) -> None:
        """Plan, audit and publish a month as far as it is not, and write what came of its past duties."""
        with self.worker.sessions() as session:
            publication = publication_in_force(session, actor.district_id, planned.month)
            number = publication.number if publication else 0

        def attendance(session: Session, publication: Publication) -> None:
            if planned.month <= today:
                mark_attendance(session, actor, planned.changed_at or planned.at, publication, today)

        def nothing(session: Session, publication: Publication) -> None:
            """It is planned again before anything comes of it."""

        if number == 0:
            self.tell(Message("排出并发布%(month)s", month=f"{planned.month:%Y-%m}"))
            also = attendance if planned.changed_at is None else nothing
            self.done(plan_month(self.worker, actor, planned, also))
        if planned.changed_at is not None and number < CHANGED_NUMBER:
            self.tell(Message("按病假和天气重排%(month)s", month=f"{planned.month:%Y-%m}"))
            self._happen(actor, planned)
            self.done(replan_month(self.worker, actor, planned, attendance))

    def _happen(self, actor: Actor, planned: PlannedMonth) -> None:
        """What made a month's plan impossible in parts, and the run that it asks for, in one transaction."""
        limit = min(SECONDS, self.worker.settings.solver.time_limit)
        with write_transaction(self.worker.sessions) as session:
            publication = publication_in_force(session, actor.district_id, planned.month)
            assert publication is not None
            change_month(session, actor, planned, publication, limit)
