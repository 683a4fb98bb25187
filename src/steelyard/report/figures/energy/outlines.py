"""The shipped outlines of states in an equal-area projection, drawn as one path of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from steelyard.report.figures.world import ANTARCTICA, feature_of

# Equal Earth projection: Šavrič, Patterson and Jenny 2019 (IJGIS 33), equation 12.
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_HALF_ROOT = np.sqrt(3) / 2
GRID = 1  # pixels: nearer corners are one, which no eye can tell


@dataclass(frozen=True, slots=True)
class Window:
    """A rectangle of the projected plane and the pixels that it fills, from `top` on."""

    left: float
    right: float
    floor: float
    ceiling: float
    width: int
    top: float = 0.0

    @property
    def scale(self) -> float:
        """Pixels in a unit of the plane."""
        return self.width / (self.right - self.left)

    @property
    def height(self) -> float:
        """Pixels from the upper to the lower edge."""
        return (self.ceiling - self.floor) * self.scale

    def at(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place lies in pixels."""
        x, y = projected(np.array([longitude]), np.array([latitude]))
        return (
            float((x[0] - self.left) * self.scale),
            float((self.ceiling - y[0]) * self.scale + self.top),
        )


def projected(longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Degrees on the plane of the Equal Earth projection.

    Examples
    --------
    >>> x, y = projected(np.array([0.0, 180.0]), np.array([0.0, 90.0]))
    >>> x.round(3).tolist(), y.round(3).tolist()
    ([0.0, 1.604], [0.0, 1.317])
    """
    theta = np.arcsin(_HALF_ROOT * np.sin(np.radians(latitude)))
    square = theta**2
    sixth = square**3
    x = np.radians(longitude) * np.cos(theta) / (
        _HALF_ROOT * (_A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square))
    )  # fmt: skip
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return x, y


def window(
    places: Sequence[tuple[float, float]], width: int, top: float, *, air: float, flattest: float
) -> Window:
    """The window that holds these places (longitude, latitude) with air around them.

    `air` is a part of its width; no window is flatter than `flattest` times its width.
    """
    x, y = projected(np.array([p[0] for p in places]), np.array([p[1] for p in places]))
    left, right, floor, ceiling = x.min(), x.max(), y.min(), y.max()
    wide = max(right - left, 0.4)
    left, right = left - air * wide, right + air * wide
    tall = max(ceiling - floor + 1.2 * air * wide, flattest * (right - left))
    tall = min(tall, 0.8 * (right - left))
    middle = (floor + ceiling) / 2
    return Window(float(left), float(right), float(middle - tall / 2), float(middle + tall / 2),
                  width, top)  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class Land:
    """Outlines on the plane, read once for all maps of a report."""

    coasts: tuple[np.ndarray, ...]
    states: tuple[tuple[frozenset[str], tuple[np.ndarray, ...]], ...]

    def path(self, seen: Window, states: Iterable[str] | None = None) -> str:
        """Corners of all land in a window, or of the states named (ISO 3166), as SVG has them."""
        rings: Iterable[np.ndarray] = self.coasts
        if states is not None:
            wanted = frozenset(states)
            rings = [ring for names, own in self.states if names & wanted for ring in own]
        return "".join(_corners(ring, seen) for ring in rings)


def land(geometry: Mapping[str, Any]) -> Land:
    """The outlines of a TopoJSON of states; Antarctica left out."""
    lines = _lines(geometry)
    shapes = [
        (_names(shape), _rings(shape))
        for shape in geometry["objects"][feature_of(dict(geometry))]["geometries"]
        if shape.get("id") != ANTARCTICA and "arcs" in shape
    ]
    every = [ring for _, rings in shapes for ring in rings]
    return Land(
        tuple(_on_plane(lines, ring) for ring in _coasts(every, lines)),
        tuple((names, tuple(_on_plane(lines, ring) for ring in rings)) for names, rings in shapes),
    )


def _names(shape: Mapping[str, Any]) -> frozenset[str]:
    """The codes by which an outline is known."""
    properties = shape.get("properties", {})
    return frozenset(str(properties.get(name)) for name in ("isoA3", "adm0A3"))


def _lines(geometry: Mapping[str, Any]) -> list[np.ndarray]:
    """All shared lines in degrees; steps are summed where the file holds steps."""
    turn = geometry.get("transform")
    listed = [np.array(arc, dtype=float) for arc in geometry["arcs"]]
    if not turn:
        return listed
    return [np.cumsum(arc, axis=0) * turn["scale"] + turn["translate"] for arc in listed]


def _rings(shape: Mapping[str, Any]) -> list[list[int]]:
    """Rings of a state's outline."""
    if shape["type"] == "Polygon":
        return shape["arcs"]
    return [ring for polygon in shape["arcs"] for ring in polygon]


def _coasts(rings: Sequence[Sequence[int]], arcs: Sequence[np.ndarray]) -> list[list[int]]:
    """Rings of lines that one state alone has: where land ends, and no border between states."""
    used = Counter(at if at >= 0 else ~at for ring in rings for at in ring)
    free = [at for ring in rings for at in ring if used[at if at >= 0 else ~at] == 1]
    starts = {_corner(_line(arcs, at)[0]): at for at in free}
    found: list[list[int]] = []
    while starts:
        _, at = starts.popitem()
        ring = [at]
        while (at := starts.pop(_corner(_line(arcs, at)[-1]), None)) is not None:
            ring.append(at)
        found.append(ring)
    return found


def _corner(point: np.ndarray) -> tuple[float, float]:
    """A place that two lines share, the same for both."""
    return round(float(point[0]), 7), round(float(point[1]), 7)


def _line(arcs: Sequence[np.ndarray], at: int) -> np.ndarray:
    """A line in the direction in which a ring runs through it."""
    return arcs[at] if at >= 0 else arcs[~at][::-1]


def _on_plane(lines: Sequence[np.ndarray], ring: Sequence[int]) -> np.ndarray:
    """The corners of a ring; one that crosses the date line goes on beyond it to the east."""
    points = np.vstack([_line(lines, at) for at in ring])
    longitude = np.unwrap(points[:, 0], period=360.0)
    if longitude.min() < -180.0 - 1e-6:
        longitude += 360.0
    return np.column_stack(projected(longitude, points[:, 1]))


def _corners(points: np.ndarray, seen: Window) -> str:
    """A closed path through whole pixels; nothing where it lies outside or is too small to see."""
    x = (points[:, 0] - seen.left) * seen.scale
    y = (seen.ceiling - points[:, 1]) * seen.scale
    if x.max() < 0 or x.min() > seen.width or y.max() < 0 or y.min() > seen.height:
        return ""
    # what lies beyond the window runs along its edge: the same picture as cut off there
    x, y = np.clip(x, 0, seen.width), np.clip(y, 0, seen.height)
    grid = np.round(np.column_stack([x, y + seen.top]) / GRID).astype(int)
    steps = np.diff(grid, axis=0)
    steps = steps[(steps != 0).any(axis=1)]
    if len(steps) < 3:
        return ""
    told = "".join(
        f"{GRID * right:g}{' ' if down >= 0 else ''}{GRID * down:g} " for right, down in steps
    )
    return f"M{GRID * grid[0, 0]:g} {GRID * grid[0, 1]:g}l{told.rstrip()}Z"
