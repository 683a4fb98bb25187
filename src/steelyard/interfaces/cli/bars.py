"""Small pictures made of block characters: signed bars and sparklines."""

from __future__ import annotations

from collections.abc import Sequence

EIGHTHS = " ▏▎▍▌▋▊▉"
LEVELS = "▁▂▃▄▅▆▇█"


def bar(value: float, largest: float, width: int) -> str:
    """A bar from the middle: to the right for gains, to the left for losses.

    Examples
    --------
    >>> bar(2.0, 4.0, 8), bar(-4.0, 4.0, 8)
    ('    │██  ', '████│    ')
    """
    half = width // 2
    length = 0.0 if largest == 0 else min(abs(value) / largest, 1.0) * half
    if value < 0:  # there are no blocks that fill a part of a cell from the right
        return (
            "█" * max(round(length), 0) + "│" + " " * half
            if length >= half
            else (("█" * round(length)).rjust(half) + "│" + " " * half)
        )
    whole, part = int(length), int((length - int(length)) * 8)
    drawn = "█" * whole + (EIGHTHS[part] if part else "")
    return " " * half + "│" + drawn.ljust(half)


def sparkline(
    values: Sequence[float | None], low: float | None = None, high: float | None = None
) -> str:
    """One character for each value; a dot where there is none.

    Examples
    --------
    >>> sparkline([0.0, 1.0, None, 7.0])
    '▁▂·█'
    """
    known = [value for value in values if value is not None]
    if not known:
        return "·" * len(values)
    bottom = min(known) if low is None else low
    top = max(known) if high is None else high
    span = (top - bottom) or 1.0
    return "".join(
        "·" if value is None else LEVELS[min(int((value - bottom) / span * 8), 7)]
        for value in values
    )
