"""Records with a first and a last day that must not lie over each other: one party, one absence at a time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from service.adapters.sheets.lookup import Ref
from service.messages import Message
from service.operations.imports.changes import Action, Change, Key, Plan

Term = tuple[date, date, Change]


def _written(change: Change) -> bool:
    return change.action in (Action.CREATED, Action.CHANGED)


def overlapping(terms: Iterable[Term]) -> Iterator[tuple[Change, Change]]:
    """Pairs of changes of one person whose days overlap: the one that the file brings in, and the other.

    Each term is compared with the one before it that ends last. Two that the import leaves as they
    are yield nothing: what the tables have already is not the file's fault.
    """
    widest: Term | None = None
    for term in sorted(terms, key=lambda item: item[:2]):
        if widest is not None and term[0] <= widest[1]:
            one, other = widest[2], term[2]
            if _written(other):
                yield other, one
            elif _written(one):
                yield one, other
        if widest is None or term[1] > widest[1]:
            widest = term


def one_absence_at_a_time(plan: Plan) -> Iterable[tuple[Key, str, Message]]:
    """No cadre has two absences on one day, those that are not in the file included; as the form has it."""
    terms: dict[Ref, list[Term]] = defaultdict(list)
    for change in plan.changes:
        record = change.record
        terms[record["cadre"]].append((record["first_day"], record["last_day"], change))
    for held in terms.values():
        for culprit, rival in overlapping(held):
            yield (
                culprit.key,
                "first_day",
                Message(
                    "与 %(first)s 至 %(last)s 的已有记录重叠",
                    first=rival.record["first_day"],
                    last=rival.record["last_day"],
                ),
            )
