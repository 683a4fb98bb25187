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


def above(value: Estimate) -> str:
    """A difference of shares as so many points above or below, with its interval.

    Examples
    --------
    >>> above(Estimate(-0.02, -0.05, 0.01, 0.9, "placebos"))
    '2 points (−5 to +1) below'
    """
    if value.point is None:
        return value.text()
    text = points(value).lstrip("+−")
    return f"{text} {'above' if value.point >= 0 else 'below'}"


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
    width = ends[1] - ends[0] if ends else 1.0
    places = max(min(_places(width), 2), 1 if exp(value.point) < 10 else 0)
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


def rate(value: float, *, logs: bool) -> str:
    """A change per year: per cent of the level, or in the unit.

    Examples
    --------
    >>> rate(0.0512, logs=True), rate(-0.0023, logs=False)
    ('+5.1 %', '−0.0023')
    """
    if logs:
        return f"{_signed(value * 100, 1)} %"
    return f"{value:+.2g}".replace("-", "−")
