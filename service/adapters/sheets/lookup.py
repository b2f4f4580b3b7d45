"""References by code or name: 单位, 网格, 干部 as people write them, resolved against what exists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from difflib import get_close_matches

from service.adapters.sheets.cells import WrongCell, comparable
from service.messages import Message


@dataclass(frozen=True, slots=True)
class Ref:
    """Something that exists: its row's id, its code (number) and its name, and whether others bear the name too."""

    id: int
    code: str
    name: str
    namesake: bool = field(default=False, compare=False)

    def __str__(self) -> str:
        return self.name

    @property
    def sure(self) -> str:
        """The name where it identifies, else the code."""
        return self.code if self.namesake else self.name


def without_zeros(code: str) -> str:
    """A code without leading zeros: what a spreadsheet program leaves of one that it took for a number."""
    return code.lstrip("0") or code


class Lookup:
    """All things of one sort, found by code first, then by name or one of its other names."""

    def __init__(self, what: Message, refs: Iterable[Ref], other_names: dict[int, str] | None = None) -> None:
        self.what = what
        given = list(refs)
        times = Counter(comparable(ref.name) for ref in given)
        self.refs = [replace(ref, namesake=True) if times[comparable(ref.name)] > 1 else ref for ref in given]
        self.by_id = {ref.id: ref for ref in self.refs}
        self.by_code = {comparable(ref.code): ref for ref in self.refs}
        self.by_bare_code: dict[str, list[Ref]] = {}
        self.by_name: dict[str, list[Ref]] = {}
        for ref in self.refs:
            self.by_bare_code.setdefault(without_zeros(comparable(ref.code)), []).append(ref)
            names = {comparable(ref.name), comparable((other_names or {}).get(ref.id) or ref.name)}
            for name in names:
                self.by_name.setdefault(name, []).append(ref)

    def get(self, row_id: int | None) -> Ref | None:
        """The reference of a row's id."""
        return None if row_id is None else self.by_id.get(row_id)

    def find(self, text: str) -> tuple[Ref, bool]:
        """What a text means, and whether leading zeros had to be put back.

        Raises:
            WrongCell: nothing is meant by it (near names are proposed), or several things are.
        """
        wanted = comparable(text)
        if wanted in self.by_code:
            return self.by_code[wanted], False
        named = self.by_name.get(wanted, [])
        if len(named) == 1:
            return named[0], False
        if len(named) > 1:
            codes = "、".join(ref.code for ref in named[:5])
            raise WrongCell(
                Message(
                    "“%(text)s”有%(count)d个同名的%(what)s，请填写编号（%(codes)s）",
                    **self._about(text),
                    count=len(named),
                    codes=codes,
                )
            )
        bare = self.by_bare_code.get(without_zeros(wanted), []) if wanted.isalnum() else []
        if len(bare) == 1:
            return bare[0], True
        raise WrongCell(self._unknown(text, wanted))

    def _about(self, text: str) -> dict[str, object]:
        return {"text": text, "what": self.what}

    def _unknown(self, text: str, wanted: str) -> Message:
        if not self.refs:
            return Message("系统中还没有%(what)s，请先导入%(what)s", what=self.what)
        near = get_close_matches(wanted, self.by_name, n=3, cutoff=0.6)
        if near:
            names = "、".join(self.by_name[name][0].name for name in near)
            return Message("系统中已有的%(what)s；名称相近的有：%(names)s", what=self.what, names=names)
        return Message("系统中已有的%(what)s的编号或名称", what=self.what)


@dataclass(slots=True)
class Context:
    """What readers need besides the cell: the lookups of references, the file's date system, and room for notices."""

    lookups: dict[str, Lookup] = field(default_factory=dict)
    date_1904: bool = False
    notes: list[Message] = field(default_factory=list)

    def note(self, message: Message) -> None:
        """Say something that is no error (a guess that was made)."""
        self.notes.append(message)
