"""Names put together by chance from surnames and characters: of nobody."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any

from service.sample.geography import DATA


@dataclass(frozen=True, slots=True)
class Person:
    """An invented person."""

    name: str
    woman: bool


@cache
def _parts() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((DATA / "names.json").read_text(encoding="utf-8"))
    return loaded


def invent(chance: Random, count: int) -> list[Person]:
    """`count` people. A name is not used twice until most are used up (in a large organisation namesakes are usual)."""
    parts = _parts()
    surnames = list(parts["surnames"])
    weights = list(parts["surnames"].values())
    people: list[Person] = []
    used: set[str] = set()
    tries = 0
    while len(people) < count:
        woman = chance.random() < 0.46
        last = parts["given_women" if woman else "given_men"]
        given = chance.choice(last)
        if chance.random() < 0.78:
            given = chance.choice(parts["given_first"]) + given
        name = chance.choices(surnames, weights)[0] + given
        tries += 1
        if (name in used or len(set(name)) < len(name)) and tries < 3 * count:
            continue
        used.add(name)
        people.append(Person(name, woman))
    return people


def telephone(chance: Random) -> str:
    """A number of eleven digits that cannot exist: none in China begins with 100."""
    return f"100{chance.randrange(10**8):08d}"
