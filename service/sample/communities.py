"""Reading lists of communities: the one shipped, and files of the same or of the adcode form."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from service.messages import FieldProblem, InvalidInput, Message
from service.sample.geography import DATA, Point, known_outline, to_wgs84

SHIPPED = DATA / "shifeng_communities.csv"
SHIPPED_NAME = "石峰区"
ADCODE_COLUMNS = 14
OFFICES = re.compile(r"(社区)?(居民委员会|居委会|社区委员会)$")
VILLAGES = re.compile(r"村?(村民委员会|村委会)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A community of the list: its code, plain name, subdistrict, whether a village, and its point where known."""

    code: str
    name: str
    subdistrict: str
    village: bool
    point: Point | None


@dataclass(frozen=True, slots=True)
class Source:
    """A list of communities: the district's code and name, its outline (may be empty), places in the order given."""

    code: str
    name: str
    outline: list[Point]
    places: list[Place]


def plain_community(name: str) -> str:
    """A community's everyday name: without its committee (田心社区居委会 → 田心社区, 白马村委会 → 白马村)."""
    if VILLAGES.search(name):
        return VILLAGES.sub("村", name)
    return OFFICES.sub("社区", name)


def plain_subdistrict(name: str) -> str:
    """A subdistrict's everyday name: without its office (嵩山路街道办事处 → 嵩山路街道)."""
    return name.removesuffix("办事处")


def read_communities(path: Path | None = None, name: str | None = None) -> Source:
    """Read a list; the one shipped unless a path is given. `name` overrides the district's name.

    Two forms of CSV in UTF-8 are known: with the head line `code12,street,name,…,lng_gcj02,lat_gcj02`, and without
    one as in Vonng/adcode (code, parent, name, level, …, longitude and latitude in columns 13 and 14).

    Raises:
        InvalidInput: the file cannot be read, has no community, or a row is wrong (row, column, value, expected).
    """
    rows = _rows(path or SHIPPED)
    headed = bool(rows) and "code12" in rows[0]
    county, places = _headed(rows) if headed else _adcode(rows)
    if not places:
        raise InvalidInput(Message("“%(file)s”中没有社区", file=(path or SHIPPED).name))
    repeated = _first_repeated(place.code for place in places)
    if repeated:
        raise InvalidInput(
            Message("社区代码“%(code)s”重复", code=repeated),
            [FieldProblem("code12", repeated, Message("每个社区一行，代码不重复"))],
        )
    code = places[0].code[:6]
    shipped = path is None
    return Source(
        code, name or county or (SHIPPED_NAME if shipped else code), known_outline() if shipped else [], places
    )


def _rows(path: Path) -> list[list[str]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return [[cell.strip() for cell in row] for row in csv.reader(file) if any(row)]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InvalidInput(
            Message("无法读取“%(file)s”：需要UTF-8编码的CSV文件（%(why)s）", file=str(path), why=str(error))
        ) from None


def _headed(rows: list[list[str]]) -> tuple[None, list[Place]]:
    needed = ("code12", "street", "name", "lng_gcj02", "lat_gcj02")
    head = rows[0]
    for column in needed:
        if column not in head:
            raise InvalidInput(
                Message("缺少列“%(column)s”", column=column),
                [FieldProblem(column, ",".join(head), Message("需要列：%(columns)s", columns=", ".join(needed)))],
            )
    places = []
    for number, row in enumerate(rows[1:], start=2):
        cells = dict(zip(head, row, strict=False))
        longitude, latitude = cells.get("lng_gcj02", ""), cells.get("lat_gcj02", "")
        places.append(
            _place(number, cells["code12"], cells.get("name", ""), cells.get("street", ""), longitude, latitude)
        )
    return None, places


def _adcode(rows: list[list[str]]) -> tuple[str | None, list[Place]]:
    county: str | None = None
    streets: dict[str, str] = {}
    places = []
    for number, row in enumerate(rows, start=1):
        if len(row) < ADCODE_COLUMNS:
            raise _wrong(number, "columns", len(row), Message("至少%(count)d列", count=ADCODE_COLUMNS))
        code, parent, name, level, longitude, latitude = *row[:4], row[12], row[13]
        if level == "county":
            county = name
        elif level == "town":
            streets[code] = name
        elif level == "village":
            places.append(_place(number, code, name, streets.get(parent, ""), longitude, latitude))
    return county, places


def _place(row: int, code: str, name: str, street: str, longitude: str, latitude: str) -> Place:
    if not re.fullmatch(r"[0-9]{12}", code):
        raise _wrong(row, "code12", code, Message("12位数字"))
    if not name:
        raise _wrong(row, "name", name, Message("社区或村的名称"))
    if not street:
        raise _wrong(row, "street", street, Message("所属街道或镇的名称"))
    plain = plain_community(name)
    return Place(code, plain, plain_subdistrict(street), plain.endswith("村"), _point(row, longitude, latitude))


def _point(row: int, longitude: str, latitude: str) -> Point | None:
    if not longitude and not latitude:
        return None
    for column, value, low, high in (("lng", longitude, 73.0, 136.0), ("lat", latitude, 3.0, 54.0)):
        try:
            fits = low <= float(value) <= high
        except ValueError:
            fits = False
        if not fits:
            raise _wrong(row, column, value, Message("%(low)g到%(high)g之间的度数", low=low, high=high))
    return to_wgs84((float(longitude), float(latitude)))


def _wrong(row: int, column: str, value: object, expected: Message) -> InvalidInput:
    message = Message(
        "第%(row)d行，%(column)s = “%(value)s”：应为%(expected)s",
        row=row,
        column=column,
        value=value,
        expected=expected,
    )
    return InvalidInput(message, [FieldProblem(column, value, expected)])


def _first_repeated(values: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            return value
        seen.add(value)
    return None


def spread(places: list[Place], count: int) -> list[Place]:
    """`count` of the places, spread evenly over the list (which goes subdistrict by subdistrict)."""
    return [places[index * len(places) // count] for index in range(count)] if count < len(places) else places


def subdistricts(places: list[Place]) -> dict[str, str]:
    """The subdistricts of places in the order in which they come: name by code (of nine digits)."""
    return {place.code[:9]: place.subdistrict for place in places}
