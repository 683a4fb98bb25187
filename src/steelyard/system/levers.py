"""What a user sets: a variable on a path of its own from a year on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from steelyard.measures.ranges import shares, triangular
from steelyard.system.causal import CausalSystem
from steelyard.vocabulary.errors import InputError

LARGEST = 6.0
"""Standard deviations: of 33 yearly values none lies further from their mean than 32/sqrt(33)."""
ONE_YEAR = re.compile(r"^(\w+)=([^@:,]+)@(\d+)$")
SOME_YEARS = re.compile(r"^(\w+)=(\d+:[^:,@]+(?:,\d+:[^:,@]+)*)$")
EXPECTED = "VARIABLE=SIZE@YEAR or VARIABLE=YEAR:SIZE,YEAR:SIZE"


@dataclass(frozen=True, slots=True)
class Lever:
    """A variable that follows a path from the first of its years on, whatever acts on it.

    Between years the path is straight, after the last it stays. Where sizes are uncertain, `low`
    and `high` hold the ends of their ranges, one for each year, and `sizes` the usual ones.
    """

    variable: str
    years: tuple[int, ...]
    sizes: tuple[float, ...]
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()

    def over(self, years: Float[np.ndarray, " year"]) -> Float[np.ndarray, " year"]:
        """The path in these years; before its first year, the size of that year."""
        return np.interp(years, self.years, self.sizes)

    @property
    def uncertain(self) -> bool:
        """Whether some size is known as a range only."""
        return bool(self.low) and (self.low, self.high) != (self.sizes, self.sizes)

    def drawn(
        self, years: Float[np.ndarray, " year"], draws: int, seed: int, first: int = 0
    ) -> Float[np.ndarray, "draw year"]:
        """The path in these years, drawn: draw 0 is the usual one; with `first`, from there on.

        Ranges are triangular; all sizes of a path are high or low together.

        Examples
        --------
        >>> Lever("x", (2027,), (1.0,), (0.0,), (2.0,)).drawn(np.array([2030.0]), 2, 0)[0].tolist()
        [1.0]
        """
        told = zip(self.low or self.sizes, self.sizes, self.high or self.sizes, strict=True)
        part = shares(f"lever {self.variable}", draws, seed, first)
        sizes = np.column_stack([triangular(part, *each) for each in told])
        if first == 0:
            sizes[0] = self.sizes
        at = np.clip(years, self.years[0], self.years[-1])
        after = np.clip(np.searchsorted(self.years, at, side="right") - 1, 0, len(self.years) - 1)
        last = np.minimum(after + 1, len(self.years) - 1)
        known = np.array(self.years, dtype=float)
        span = np.where(last > after, known[last] - known[after], 1.0)
        part_of = (at - known[after]) / span
        return sizes[:, after] * (1 - part_of) + sizes[:, last] * part_of

    def __str__(self) -> str:
        if len(self.years) == 1:
            return f"{self.variable} at {self.sizes[0]:g} from {self.years[0]}"
        points = zip(self.years, self.sizes, strict=True)
        return f"{self.variable} " + ", ".join(f"{size:g} in {year}" for year, size in points)


def read_lever(text: str) -> Lever:
    """A lever from the words of a user.

    Raises
    ------
    InputError
        If the words are none of the two forms, or years do not rise.

    Examples
    --------
    >>> print(read_lever("course_revision=1@2027"))
    course_revision at 1 from 2027
    >>> read_lever("energy_price=2026:0,2030:-1.5").over(np.array([2020.0, 2028.0, 2040.0]))
    array([ 0.  , -0.75, -1.5 ])
    """
    one, some = ONE_YEAR.match(text.replace(" ", "")), SOME_YEARS.match(text.replace(" ", ""))
    try:
        if one is not None:
            return Lever(one[1], (int(one[3]),), (float(one[2]),))
        if some is not None:
            pairs = [each.split(":") for each in some[2].split(",")]
            years = tuple(int(year) for year, _ in pairs)
            if all(first < then for first, then in pairwise(years)):
                return Lever(some[1], years, tuple(float(size) for _, size in pairs))
    except ValueError:
        pass
    raise InputError(
        where="--set",
        found=f"{text!r}.",
        expected=f"{EXPECTED}, years rising",
        remedy="Such as course_revision=1@2027 or energy_price=2026:0,2030:-1.",
    )


def need_levers(system: CausalSystem, levers: Iterable[Lever], first: int, last: int) -> None:
    """Refuse levers on unknown variables, off their scale, outside the run, or set twice.

    Raises
    ------
    UnknownName
        With the nearest names.
    InputError
    """
    met: set[str] = set()
    for each in levers:
        variable = system[each.variable]
        least, most = bounds(variable.unit)
        told = (*each.sizes, *each.low, *each.high)
        if not all(np.isfinite(size) and least <= size <= most for size in told):
            raise _refused(each, f"sizes between {least:g} and {most:g} ({variable.unit})")
        if not first <= each.years[0] <= last:
            raise _refused(each, f"a first year from {first} to {last}")
        if each.variable in met:
            raise _refused(each, "each variable once")
        met.add(each.variable)


def bounds(unit: str) -> tuple[float, float]:
    """Least and greatest value that a scale allows.

    Examples
    --------
    >>> bounds("index: 0 as it is, 1 revised")
    (0.0, 1.0)
    """
    return (0.0, 1.0) if unit.startswith("index: 0 ") else (-LARGEST, LARGEST)


def _refused(lever: Lever, expected: str) -> InputError:
    return InputError(
        where=f"--set {lever.variable}",
        found=f"{lever}.",
        expected=expected,
        remedy="Correct it; `steelyard system why VARIABLE` says what it is.",
    )
