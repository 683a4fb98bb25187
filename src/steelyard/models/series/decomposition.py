"""Exact decomposition of a change into factors: Shapley's value for any function.

`lmdi` takes sums of products with any number of terms, `share_change` the share of one partner
among any number. All add up to the change without a residual, but answer different questions
and may differ in the parts, so each result names its method.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import factorial, log
from typing import Any

import numpy as np

from steelyard.measures.checks import refuse_unless
from steelyard.vocabulary.errors import AxisMismatch

MOST_FACTORS = 14  # 16,384 evaluations


@dataclass(frozen=True, slots=True)
class Part:
    """What one factor contributed: to the change (additive) or as a factor (multiplicative)."""

    name: str
    amount: float


@dataclass(frozen=True, slots=True)
class Decomposition:
    """A change and its parts, the largest first.

    Additive: the parts sum to ``end - start``. Multiplicative: they multiply to ``end / start``.
    """

    start: float
    end: float
    parts: tuple[Part, ...]
    method: str
    multiplicative: bool = False

    @property
    def change(self) -> float:
        """Difference, or ratio where multiplicative."""
        return self.end / self.start if self.multiplicative else self.end - self.start

    def amount(self, name: str) -> float:
        """Amount of one part by name."""
        return {part.name: part.amount for part in self.parts}[name]


def shapley_change(
    function: Callable[..., float], start: Mapping[str, Any], end: Mapping[str, Any]
) -> Decomposition:
    r"""Change of any function, averaged over all orders in which its factors may change.

    .. math:: \phi_k = \sum_{S \not\ni k} \frac{|S|!\,(n-|S|-1)!}{n!}
        \left[ f(S \cup k) - f(S) \right]

    :math:`f(S)` has the factors of *S* at their end values, the others at their start values. The
    parts sum to the change, a factor that does not matter gets 0, and no order is preferred.

    Parameters
    ----------
    function : any unit
        Called with the factors by name; must return a finite number for every mixture.
    start, end : any units
        Factors by name, numbers or arrays; the same names in both, at most 14.

    Returns
    -------
    decomposition : Decomposition, unit of the function

    Raises
    ------
    AxisMismatch
        If the names differ.
    InputError
        If there are too many factors, or a mixture has no finite value.

    References
    ----------
    Shapley, L. S. (1953). A value for n-person games. Shorrocks, A. F. (2013). Decomposition
    procedures for distributional analysis: a unified framework based on the Shapley value.
    *Journal of Economic Inequality* 11(1), 99-126.

    Examples
    --------
    >>> revenue = lambda price, volume: price * volume
    >>> shapley_change(revenue, {"price": 2, "volume": 10}, {"price": 3, "volume": 20}).parts
    (Part(name='volume', amount=25.0), Part(name='price', amount=15.0))
    """
    names = list(start)
    if set(names) != set(end):
        raise AxisMismatch(axis="factor", left=sorted(names), right=sorted(end))
    count = len(names)
    refuse_unless(
        1 <= count <= MOST_FACTORS,
        where="shapley_change",
        found=f"{count} factors",
        expected=f"1 to {MOST_FACTORS} (2^n evaluations)",
        remedy="Group factors, or use share_change or lmdi, which take any number.",
    )
    value = _all_mixtures(function, names, start, end)
    sizes = np.array([subset.bit_count() for subset in range(2**count)])
    weights = np.array(
        [factorial(s) * factorial(count - s - 1) / factorial(count) for s in range(count)]
    )
    amounts = {}
    for index, name in enumerate(names):
        without = np.flatnonzero(~np.arange(2**count) >> index & 1)
        gains = value[without | 1 << index] - value[without]
        amounts[name] = float(weights[sizes[without]] @ gains)
    return decomposition(value[0], value[-1], amounts, "Shapley")


def _all_mixtures(
    function: Callable[..., float],
    names: Sequence[str],
    start: Mapping[str, Any],
    end: Mapping[str, Any],
) -> np.ndarray:
    """Value of the function for every subset of factors at their end values."""
    subsets = range(2 ** len(names))
    value = np.array(
        [
            function(**{n: (end if subset >> k & 1 else start)[n] for k, n in enumerate(names)})
            for subset in subsets
        ],
        dtype=float,
    )
    refuse_unless(
        bool(np.isfinite(value).all()),
        where="shapley_change",
        found=f"{int((~np.isfinite(value)).sum())} of {value.size} mixtures have no finite value",
        expected="a finite value for every mixture of start and end factors",
        remedy="Leave out absent factors with a reason; a ratio needs denominators above 0.",
    )
    return value


def refuse_absent(where: str, values: np.ndarray) -> None:
    """Raise if a number is absent: a change from or to the unknown is unknown."""
    refuse_unless(
        not np.isnan(values).any(),
        where=where,
        found=f"{int(np.isnan(values).sum())} absent numbers",
        expected="a number on both sides of every change",
        remedy="Leave those terms out of both years with the reason, or fill them explicitly.",
    )


def decomposition(
    start: float, end: float, amounts: Mapping[str, float], method: str, ratio: bool = False
) -> Decomposition:
    """Record with the parts sorted by size, then name."""
    parts = [Part(name, float(amount)) for name, amount in amounts.items()]
    size = {part: abs(log(part.amount)) if ratio else abs(part.amount) for part in parts}
    parts.sort(key=lambda part: (-size[part], part.name))
    return Decomposition(float(start), float(end), tuple(parts), method, ratio)
