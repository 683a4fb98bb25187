"""Words for numbers: one scale of likelihood, times and shares as people say them."""

from __future__ import annotations

from math import exp

from steelyard.vocabulary.estimate import Estimate

# Probabilities in words, by one scale (IPCC, AR6 guidance note, shortened).
SCALE = (
    (0.9, "very likely"),
    (0.66, "likely"),
    (0.33, "about as likely as not"),
    (0.0, "unlikely"),
)


def likelihood(probability: float) -> str:
    """A probability in words and numbers.

    Examples
    --------
    >>> likelihood(0.97), likelihood(0.4)
    ('very likely (97 %)', 'about as likely as not (40 %)')
    """
    words = next(text for floor, text in SCALE if probability >= floor)
    if probability >= 0.995:
        return f"{words} (over 99 %)"
    return f"{words} ({probability * 100:.0f} %)"


def share(value: Estimate) -> str:
    """A share as per cent with its interval.

    Examples
    --------
    >>> share(Estimate(0.34, 0.29, 0.41, 0.9, "bounds"))
    '34 % (29 to 41)'
    """
    return value.text(percent=True)


def times(ratio: Estimate) -> str:
    """A log ratio as "x times", with its interval.

    Examples
    --------
    >>> times(Estimate(2.0, 1.8, 2.2, 0.9, "draws"))
    '7.4 times (6.0 to 9.0)'
    """
    if ratio.point is None:
        return ratio.text()
    middle = _factor(exp(ratio.point))
    if ratio.low is None or ratio.high is None:
        return f"{middle} times"
    return f"{middle} times ({_factor(exp(ratio.low))} to {_factor(exp(ratio.high))})"


def _factor(value: float) -> str:
    """Two or three digits."""
    return f"{value:,.0f}" if value >= 20 else f"{value:.1f}" if value >= 0.1 else f"{value:.2f}"


def listed(parts: list[str]) -> str:
    """Parts joined as in a sentence.

    Examples
    --------
    >>> listed(["a", "b", "c"])
    'a, b and c'
    """
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1]))) if parts else ""


def factor_text(ratio: Estimate) -> str:
    """A log ratio as a bare factor with its interval, a dash where it is absent.

    Examples
    --------
    >>> factor_text(Estimate(2.0, 1.8, 2.2, 0.9, "draws"))
    '7.4 (6.0 to 9.0)'
    """
    return "–" if ratio.point is None else times(ratio).replace(" times", "")


def possessive(name: str) -> str:
    """A name with its apostrophe.

    Examples
    --------
    >>> possessive("China"), possessive("the United States")
    ('China’s', 'the United States’')
    """
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def rank_text(percentile: Estimate) -> str:
    """A percentile in words, with its interval.

    Examples
    --------
    >>> rank_text(Estimate(80.2, 49.0, 90.0, 0.9, "draws"))
    'the 80th percentile (49 to 90)'
    """
    if percentile.point is None:
        return percentile.text()
    rank = round(percentile.point)
    last = 0 if 10 <= rank % 100 <= 20 else rank % 10
    ending = {1: "st", 2: "nd", 3: "rd"}.get(last, "th")
    ends = (percentile.low, percentile.high)
    span = "" if None in ends else f" ({ends[0]:.0f} to {ends[1]:.0f})"
    return f"the {rank}{ending} percentile{span}"
