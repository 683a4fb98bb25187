"""Words for parts of a change: percentage points, amounts, factors, with their intervals."""

from __future__ import annotations

from math import exp

from steelyard.vocabulary.estimate import Estimate


def points(value: Estimate, *, unit: bool = True) -> str:
    """A difference of shares in percentage points, signed.

    Examples
    --------
    >>> points(Estimate(0.153, 0.11, 0.19, 0.9, "draws"))
    '+15 points (+11 to +19)'
    """
    if value.point is None:
        return value.text()
    word = " points" if unit else ""
    if value.low is None or value.high is None:
        return f"{_signed(value.point * 100, _places(value.point * 100, 1))}{word}"
    places = _places((value.high - value.low) * 100)
    middle, low, high = (
        _signed(number * 100, places) for number in (value.point, value.low, value.high)
    )
    return f"{middle}{word} ({low} to {high})"


def billions(value: Estimate) -> str:
    """An amount in USD m as billions, signed.

    Examples
    --------
    >>> billions(Estimate(62_210.0, 55_000.0, 70_000.0, 0.9, "draws"))
    '+62 bn (+55 to +70)'
    """
    if value.point is None:
        return value.text()
    if value.low is None or value.high is None:
        return f"{_signed(value.point / 1e3, _places(value.point / 1e3, 1))} bn"
    places = _places((value.high - value.low) / 1e3)
    middle, low, high = (
        _signed(number / 1e3, places) for number in (value.point, value.low, value.high)
    )
    return f"{middle} bn ({low} to {high})"


def factor(value: Estimate) -> str:
    """A difference of logarithms as a factor.

    Examples
    --------
    >>> factor(Estimate(0.6931, 0.5, 0.9, 0.9, "draws"))
    'times 2.0 (1.6 to 2.5)'
    """
    if value.point is None:
        return value.text()
    ends = [exp(end) for end in (value.low, value.high) if end is not None]
    places = min(_places(ends[1] - ends[0]), 2) if ends else 1
    low_high = f" ({ends[0]:,.{places}f} to {ends[1]:,.{places}f})" if ends else ""
    return f"times {exp(value.point):,.{places}f}{low_high}"


def _places(size: float, least: int = 0) -> int:
    """Decimals that a width supports."""
    size = abs(size)
    return max(least, 0 if size >= 2 else 1 if size >= 0.2 else 2)


def _signed(number: float, places: int) -> str:
    """A number with its sign, a true minus, and no sign on zero."""
    text = f"{number:+,.{places}f}"
    return text.lstrip("+-") if float(text.replace(",", "")) == 0 else text.replace("-", "−")
