"""A series as a line in a table cell: its course without letters, its interval as a shade."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markupsafe import Markup

from steelyard.dossier.records import Point

WIDTH, HEIGHT, MARGIN = 84, 20, 3
MOST = 18  # points that so few pixels can show


def sparkline(points: Sequence[Point], years: tuple[int, int], side: str) -> Markup:
    """The points that have a number, over the years of the dossier; `side` sets the colour."""
    shown = _thinned([point for point in points if point.value.present])
    if not shown:
        return Markup("")
    ends = [
        end
        for point in shown
        for end in (point.value.low, point.value.point, point.value.high)
        if end is not None
    ]
    low, span = min(ends), (max(ends) - min(ends)) or 1.0
    first = float(years[0])
    across = (max(years[1], shown[-1].x) - first) or 1.0

    def at(x: float, y: float) -> str:
        right = MARGIN + (x - first) / across * (WIDTH - 2 * MARGIN)
        down = MARGIN + (1 - (y - low) / span) * (HEIGHT - 2 * MARGIN)
        return f"{right:.0f} {down:.0f}"

    line = " ".join(at(point.x, point.value.point or 0.0) for point in shown)
    x, y = at(shown[-1].x, shown[-1].value.point or 0.0).split()
    return Markup(
        f'<svg class="spark {side}" viewBox="0 0 {WIDTH} {HEIGHT}" aria-hidden="true">'
        f'{_band(shown, at)}<polyline points="{line}"/><circle cx="{x}" cy="{y}"/></svg>'
    )


def _thinned(points: Sequence[Point]) -> list[Point]:
    """Every few points of a long series, the newest always among them."""
    ordered = sorted(points, key=lambda point: point.x)
    step = -(-len(ordered) // MOST) or 1
    return ordered[::-1][::step][::-1]


def _band(points: Sequence[Point], at: Callable[[float, float], str]) -> str:
    """The shade between the ends of the intervals, where two neighbours have one."""
    ends = [
        (point.x, point.value.low, point.value.high)
        for point in points
        if point.value.low is not None and point.value.high is not None
    ]
    if len(ends) < 2 or len(ends) < len(points):
        return ""
    upper = [at(x, high) for x, _, high in ends]
    lower = [at(x, low) for x, low, _ in reversed(ends)]
    return f'<polygon points="{" ".join([*upper, *lower])}"/>'
