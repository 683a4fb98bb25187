"""The frame of a chart: where values lie in pixels, its grid, its axis letters, its labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil, exp, floor, log, log10

from steelyard.report import svg


@dataclass(frozen=True, slots=True)
class Frame:
    """Plot area inside a drawing; `y` may run downwards (ranks)."""

    width: int
    height: int
    left: float
    right: float
    top: float
    bottom: float
    x: tuple[float, float]
    y: tuple[float, float]

    @property
    def inner(self) -> tuple[float, float]:
        """Width and height of the plot area."""
        return self.width - self.left - self.right, self.height - self.top - self.bottom

    def px(self, value: float) -> float:
        """Horizontal pixel of a value."""
        low, high = self.x
        return self.left + (value - low) / ((high - low) or 1) * self.inner[0]

    def py(self, value: float) -> float:
        """Vertical pixel of a value."""
        low, high = self.y
        return self.top + (high - value) / ((high - low) or 1) * self.inner[1]


def nice_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Round values that span `low` to `high`, at most about `most` of them.

    Examples
    --------
    >>> nice_ticks(0, 0.41)
    [0.0, 0.1, 0.2, 0.3, 0.4, 0.5]
    """
    span = (high - low) or abs(high) or 1.0
    raw = span / most
    magnitude = 10.0 ** floor(log10(raw))
    step = next(
        multiple * magnitude for multiple in (1, 2, 2.5, 5, 10) if multiple * magnitude >= raw
    )
    first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
    return [round(index * step, 12) for index in range(first, last + 1)]


def ratio_ticks(low: float, high: float, most: int = 5) -> list[float]:
    """Logarithms of round ratios that span `low` to `high`: of powers of 2, 10, 100 or more.

    Examples
    --------
    >>> [round(exp(tick), 3) for tick in ratio_ticks(-0.5, 2.0)]
    [0.5, 1.0, 2.0, 4.0, 8.0]
    """
    for base in (2.0, 10.0, 100.0, 1000.0, 1e4, 1e6):
        step = log(base)
        first, last = floor(low / step + 1e-9), ceil(high / step - 1e-9)
        if last - first <= most:
            break
    return [index * step for index in range(first, max(last, first + 1) + 1)]


def year_ticks(low: float, high: float, most: int) -> list[int]:
    """Round years inside the span."""
    step = next((s for s in (1, 2, 5, 10, 20, 25, 50) if (high - low) / s <= most), 100)
    return list(range(ceil(low / step) * step, floor(high) + 1, step))


def axes(frame: Frame, ticks: Sequence[float], letters: Callable[[float], str]) -> str:
    """Horizontal grid with its letters on the left, years below."""
    right = frame.width - frame.right
    parts = []
    for tick in ticks:
        y = frame.py(tick)
        tone = "axis" if tick == 0 else "grid"
        parts.append(svg.line(frame.left, y, right, y, tone=tone))
        parts.append(
            svg.text(frame.left - 6, y + 4, letters(tick), size=11.5, tone="muted", anchor="end")
        )
    floor_ = frame.height - frame.bottom
    for year in year_ticks(*frame.x, most=max(2, int(frame.inner[0] / 52))):
        x = frame.px(year)
        parts.append(svg.line(x, floor_, x, floor_ + 4, tone="axis"))
        parts.append(svg.text(x, floor_ + 17, str(year), size=11.5, tone="muted", anchor="middle"))
    return "".join(parts)


def spread(
    wanted: Sequence[float], heights: Sequence[float], low: float, high: float
) -> list[float]:
    """Centres of labels moved apart so that none overlaps, in the order of `wanted`.

    Labels that would pass the lower edge push their neighbours up again.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    placed = list(wanted)
    edge = low
    for index in order:
        placed[index] = max(wanted[index], edge + heights[index] / 2)
        edge = placed[index] + heights[index] / 2
    edge = high
    for index in reversed(order):
        placed[index] = min(placed[index], edge - heights[index] / 2)
        edge = placed[index] - heights[index] / 2
    return placed


def tick_letters(values: Sequence[float], unit: str) -> Callable[[float], str]:
    """How to write the ticks of an axis in this unit; log ratios as the ratio itself."""
    if unit == "log ratio":
        return _ratio_letters
    scale = 100 if unit == "1" else 1
    step = abs(values[1] - values[0]) * scale if len(values) > 1 else 1.0
    decimals = next(d for d in range(12) if abs(step * 10**d - round(step * 10**d)) < 1e-6)
    suffix = " %" if unit == "1" else ""

    def letters(value: float) -> str:
        return f"{value * scale:,.{decimals}f}{suffix}".replace("-", "−")

    return letters


def _ratio_letters(value: float) -> str:
    """A ratio by its logarithm: ``4×``, ``1×``, ``1/4``."""
    ratio = exp(abs(value))
    return f"1/{ratio:,.0f}" if value < -1e-9 else f"{ratio:,.0f}×"
