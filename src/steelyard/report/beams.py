"""One beam of the steelyard: two arms on a fulcrum, fading where the interval runs out.

The length of an arm is the dependence on that side. The beam tilts by the log ratio towards the
side that leans more, gently and at most `MOST_TILT` degrees.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, log, radians, sin

from steelyard.dossier.records import Arm
from steelyard.report import svg
from steelyard.report.theme import HEX
from steelyard.vocabulary.estimate import Estimate

SEAM = 0.7  # pixels by which the fading part overlaps the solid one
MOST_TILT = 7.0  # degrees
FULL_TILT_RATIO = 20.0  # a ratio of twenty to one, or more, tilts fully


@dataclass(frozen=True, slots=True)
class Place:
    """Where a beam lies: its fulcrum, half its length, its thickness, what its end stands for."""

    x: float
    y: float
    half: float
    thick: float
    scale: float

    def reach(self, value: float) -> float:
        """Distance from the fulcrum in pixels."""
        return min(max(value, 0.0) / self.scale, 1.0) * self.half if self.scale else 0.0


def tilt(log_ratio: float) -> float:
    """Degrees by which the left end goes down."""
    turned = log_ratio / log(FULL_TILT_RATIO) * MOST_TILT
    return max(-MOST_TILT, min(MOST_TILT, turned))


def beam(arm: Arm, place: Place, *, name: str) -> str:
    """The whole beam; `name` makes its gradients unique within the page."""
    ratio = arm.log_ratio
    degrees = tilt(ratio.point) if ratio.point is not None else 0.0
    parts = [
        _doubt(ratio, place),
        _fulcrum(place, known=arm.a_on_b.present or arm.b_on_a.present),
        f'<g transform="rotate({svg.num(-degrees)} {svg.num(place.x)} {svg.num(place.y)})">',
        _pole(place),
        _side(arm.a_on_b, place, sign=-1, tone="a", name=f"{name}-a"),
        _side(arm.b_on_a, place, sign=1, tone="b", name=f"{name}-b"),
        "</g>",
        svg.circle(place.x, place.y, place.thick * 0.34, tone="ink", hollow=True),
    ]
    return "".join(parts)


def _pole(place: Place) -> str:
    left, right = place.x - place.half, place.x + place.half
    tick = place.thick * 0.35
    return (
        svg.line(left, place.y, right, place.y, tone="axis", width=1.4)
        + svg.line(left, place.y - tick, left, place.y + tick, tone="axis", width=1.4)
        + svg.line(right, place.y - tick, right, place.y + tick, tone="axis", width=1.4)
    )


def _fulcrum(place: Place, *, known: bool) -> str:
    size = place.thick * 1.15
    tone = HEX["ink-soft" if known else "axis"]
    x, y = place.x, place.y + place.thick * 0.55
    points = f"{svg.num(x)},{svg.num(y)} {svg.num(x - size * 0.62)},{svg.num(y + size)} "
    return (
        f'<polygon points="{points}{svg.num(x + size * 0.62)},{svg.num(y + size)}" fill="{tone}"/>'
    )


def _doubt(ratio: Estimate, place: Place) -> str:
    """A faint wedge at both ends: where the beam could lie within the interval of the ratio."""
    if ratio.low is None or ratio.high is None:
        return ""
    wedges = []
    for sign in (-1, 1):
        ends = []
        for value in (ratio.low, ratio.high):
            angle = radians(tilt(value))
            ends.append(
                f"{svg.num(place.x + sign * place.half * cos(angle))},"
                f"{svg.num(place.y - sign * place.half * sin(angle))}"
            )
        wedges.append(
            f'<polygon points="{svg.num(place.x)},{svg.num(place.y)} {" ".join(ends)}"'
            f' fill="{HEX["axis"]}" fill-opacity="0.28"/>'
        )
    return "".join(wedges)


def _side(value: Estimate, place: Place, *, sign: int, tone: str, name: str) -> str:
    if value.point is None:
        return _no_arm(place, sign)
    point = place.reach(value.point)
    if value.low is None or value.high is None:
        return _bar(place, sign, 0, point, HEX[tone]) + _end(place, sign, point, tone)
    low, high = place.reach(value.low), place.reach(value.high)
    return (
        _gradient(place, sign, low, high, tone, name)
        + _bar(place, sign, 0, low, HEX[tone])
        + _bar(place, sign, max(low - SEAM, 0), high, f"url(#{name})")
        + _end(place, sign, point, tone)
    )


def _bar(place: Place, sign: int, start: float, stop: float, fill: str) -> str:
    left = place.x + start if sign > 0 else place.x - stop
    return svg.rect(left, place.y - place.thick / 2, stop - start, place.thick, fill=fill)


def _gradient(place: Place, sign: int, low: float, high: float, tone: str, name: str) -> str:
    start, stop = place.x + sign * low, place.x + sign * max(high, low + 0.5)
    return (
        f'<linearGradient id="{name}" gradientUnits="userSpaceOnUse" y1="0" y2="0"'
        f' x1="{svg.num(start)}" x2="{svg.num(stop)}">'
        f'<stop offset="0" stop-color="{HEX[tone]}"/>'
        f'<stop offset="1" stop-color="{HEX[tone]}" stop-opacity="0.06"/></linearGradient>'
    )


def _end(place: Place, sign: int, point: float, tone: str) -> str:
    """The mark of the best estimate: a bar across the arm."""
    x = place.x + sign * point
    reach = place.thick * 0.85
    return svg.line(x, place.y - reach, x, place.y + reach, tone=f"{tone}-ink", width=2.4)


def _no_arm(place: Place, sign: int) -> str:
    x = place.x + sign * place.half * 0.5
    return svg.line(
        place.x + sign * place.thick, place.y, x, place.y, tone="axis", width=3, dash="2 5"
    )
