"""Points: from the Chinese map datum to WGS-84, and points by chance within an outline."""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from random import Random

Point = tuple[float, float]
"""Longitude and latitude in degrees, WGS-84 unless a name says otherwise."""

DATA = Path(__file__).parent / "data"
# Krassovsky's ellipsoid, on which GCJ-02 is defined: semi-major axis in metres, eccentricity squared.
SEMI_MAJOR = 6_378_245.0
ECCENTRICITY = 0.00669342162296594323
METRES_PER_DEGREE = 111_320.0


def _waves(x: float, y: float) -> tuple[float, float]:
    """The two offset polynomials of GCJ-02 for a point relative to 105° E, 35° N, in metres."""
    shared = 20 * math.sin(6 * x * math.pi) + 20 * math.sin(2 * x * math.pi)
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    east += (shared + 20 * math.sin(x * math.pi) + 40 * math.sin(x / 3 * math.pi)) * 2 / 3
    east += (150 * math.sin(x / 12 * math.pi) + 300 * math.sin(x / 30 * math.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    north += (shared + 20 * math.sin(y * math.pi) + 40 * math.sin(y / 3 * math.pi)) * 2 / 3
    north += (160 * math.sin(y / 12 * math.pi) + 320 * math.sin(y * math.pi / 30)) * 2 / 3
    return east, north


def to_gcj02(point: Point) -> Point:
    """A WGS-84 point in GCJ-02 (within China)."""
    longitude, latitude = point
    east, north = _waves(longitude - 105, latitude - 35)
    angle = math.radians(latitude)
    magic = 1 - ECCENTRICITY * math.sin(angle) ** 2
    north_degrees = north * 180 / (SEMI_MAJOR * (1 - ECCENTRICITY) / (magic * math.sqrt(magic)) * math.pi)
    east_degrees = east * 180 / (SEMI_MAJOR / math.sqrt(magic) * math.cos(angle) * math.pi)
    return longitude + east_degrees, latitude + north_degrees


def to_wgs84(point: Point) -> Point:
    """A GCJ-02 point in WGS-84, by fixed-point iteration (to about a centimetre; six decimals kept)."""
    longitude, latitude = point
    for _ in range(6):
        seen = to_gcj02((longitude, latitude))
        longitude, latitude = longitude + point[0] - seen[0], latitude + point[1] - seen[1]
    return round(longitude, 6), round(latitude, 6)


def inside(point: Point, outline: Sequence[Point]) -> bool:
    """Whether a point lies within a closed outline (even-odd rule). Without an outline, every point does."""
    if not outline:
        return True
    x, y = point
    within = False
    for (x1, y1), (x2, y2) in zip(outline, (*outline[1:], outline[0]), strict=True):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            within = not within
    return within


def moved(point: Point, metres: float, angle: float) -> Point:
    """A point so many metres away in the direction of an angle in radians (0 is east)."""
    east = metres * math.cos(angle) / (METRES_PER_DEGREE * math.cos(math.radians(point[1])))
    return round(point[0] + east, 6), round(point[1] + metres * math.sin(angle) / METRES_PER_DEGREE, 6)


def near(point: Point, low: float, high: float, outline: Sequence[Point], chance: Random) -> Point:
    """A point by chance, `low` to `high` metres from another and within the outline; nearer where that fails."""
    for attempt in range(60):
        reach = 1 - attempt / 60
        found = moved(point, chance.uniform(low, high) * reach, chance.uniform(0, 2 * math.pi))
        if inside(found, outline):
            return found
    return point


def centre(points: Sequence[Point]) -> Point:
    """The mean of points."""
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def known_outline() -> list[Point]:
    """The outline of the district that the sample is of by default, in WGS-84."""
    raw = json.loads((DATA / "shifeng_outline_gcj02.json").read_text(encoding="utf-8"))
    return [to_wgs84((x, y)) for x, y in raw["coordinates"][0]]
