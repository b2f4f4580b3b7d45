"""Parties and mentor pairs as import sees them: the members of a party, and one party a cadre at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from service.adapters.sheets.lookup import Lookup, Ref
from service.adapters.sheets.readers import References
from service.messages import Message
from service.models import Party, PartyKind, PartyMember, PartyRole
from service.operations.imports.changes import Action, Change, Key, Plan, Record
from service.operations.imports.extras import chunks, insert_all
from service.operations.imports.overlaps import Term, overlapping

Lookups = Mapping[str, Lookup]
FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Members:
    """The members of each party who are (`mentor`) or are not the mentor."""

    field: str

    @property
    def watches(self) -> tuple[str, ...]:
        """The fields whose change makes this one be written (a newcomer's part follows the party's kind)."""
        return ("mentor", "kind") if self.field == "mentor" else ("members",)

    def load(self, session: Session, district_id: int, day: date, lookups: Lookups) -> dict[int, Any]:
        """The mentor, or the other members in order of number."""
        query = (
            select(PartyMember.party_id, PartyMember.cadre_id, PartyMember.role)
            .join(Party, Party.id == PartyMember.party_id)
            .where(Party.district_id == district_id)
            .order_by(PartyMember.id)
        )
        mentors: dict[int, Ref] = {}
        members: dict[int, list[Ref]] = defaultdict(list)
        for party_id, cadre_id, role in session.execute(query):
            ref = lookups["cadre"].by_id[cadre_id]
            if role == PartyRole.MENTOR and party_id not in mentors:
                mentors[party_id] = ref
            else:
                members[party_id].append(ref)
        if self.field == "mentor":
            return dict(mentors)
        return {party_id: References.sorted(refs) for party_id, refs in members.items()}

    def write(self, session: Session, day: date, changes: Sequence[tuple[int, Change]]) -> None:
        """Replace the members of these parties."""
        mine = [
            (row_id, change)
            for row_id, change in changes
            # A party whose mentor or kind changes as well is written once, with those.
            if self.field == "mentor" or not change.changes("mentor", "kind")
        ]
        old = [row_id for row_id, change in mine if change.action is Action.CHANGED]
        for part in chunks(old):
            session.execute(delete(PartyMember).where(PartyMember.party_id.in_(part)))
        rows = []
        for row_id, change in mine:
            newcomers = change.record["kind"] == PartyKind.MENTOR
            role = PartyRole.NEWCOMER if newcomers else PartyRole.MEMBER
            if change.record["mentor"]:
                mentor = change.record["mentor"].id
                rows.append({"party_id": row_id, "cadre_id": mentor, "role": PartyRole.MENTOR.value})
            rows += [{"party_id": row_id, "cadre_id": ref.id, "role": role.value} for ref in change.record["members"]]
        insert_all(session, PartyMember, rows)


def people_of(record: Record) -> list[Ref]:
    """All members, the mentor among them."""
    return [*([record["mentor"]] if record["mentor"] else []), *record["members"]]


def one_party_at_a_time(plan: Plan) -> Iterable[tuple[Key, str, Message]]:
    """No cadre is in two parties on one day, those that are not in the file included."""
    terms: dict[Ref, list[Term]] = defaultdict(list)
    for change in plan.changes:
        first, last = change.record["valid_from"], change.record["valid_to"] or FOREVER
        for ref in people_of(change.record):
            terms[ref].append((first, last, change))
    for ref, held in terms.items():
        for culprit, rival in overlapping(held):
            yield (
                culprit.key,
                "mentor" if culprit.record["mentor"] == ref else "members",
                Message(
                    "同一时间只在一组的干部；%(name)s（%(number)s）已在“%(party)s”组",
                    name=ref.name,
                    number=ref.code,
                    party=rival.record["code"],
                ),
            )


def with_start(record: Record, given: set[str], known: object, day: date) -> Record:
    """A new record without a first day begins on the day of the import."""
    return record if record["valid_from"] is not None else {**record, "valid_from": day}
