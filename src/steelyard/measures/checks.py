"""What every measure refuses before it calculates, and division that passes absence on."""

from __future__ import annotations

import numpy as np

from steelyard.vocabulary.errors import InputError, shorten

SLACK = 1e-9  # relative: what rounding in a file may add to a part over its whole


def refuse_negative(where: str, **arrays: object) -> None:
    """Raise, naming the array, if a present value is below zero or infinite."""
    for name, values in arrays.items():
        values = np.asarray(values, dtype=float)
        astray = (values < 0) | np.isinf(values)
        if astray.any():
            wrong = values[astray]
            raise InputError(
                where=f"{where}, argument {name!r}",
                found=f"{wrong.size} values below zero or infinite: {shorten(wrong.tolist())}",
                expected="finite values of at least 0, NaN where nothing is known",
                remedy="Correct the values, or set those that are unknown to NaN.",
            )


def refuse_parts_over_whole(where: str, part: np.ndarray, whole: np.ndarray) -> None:
    """Raise if a part exceeds its whole, which happens when two bases are mixed."""
    part, whole = np.broadcast_arrays(part, whole)
    wrong = part > whole * (1 + SLACK)  # False where either is absent
    if wrong.any():
        pairs = [f"{p:g} of {w:g}" for p, w in zip(part[wrong], whole[wrong], strict=True)]
        raise InputError(
            where=where,
            found=f"{len(pairs)} parts exceed their whole: {shorten(pairs)}",
            expected="part and whole from one source on one basis",
            remedy="Take both from the same source; never mix bases inside one share.",
        )


def refuse_unless(holds: bool, *, where: str, found: str, expected: str, remedy: str) -> None:
    """Raise an `InputError` with these four parts, unless the condition holds."""
    if not holds:
        raise InputError(where=where, found=found, expected=expected, remedy=remedy)


def divide(numerator: object, denominator: object) -> np.ndarray:
    """Quotient; NaN where either side is absent or the denominator is zero."""
    numerator, denominator = np.broadcast_arrays(
        np.asarray(numerator, dtype=float), np.asarray(denominator, dtype=float)
    )
    known = np.isfinite(numerator) & np.isfinite(denominator) & (denominator != 0)
    return np.divide(numerator, denominator, out=np.full(known.shape, np.nan), where=known)


def total_of_known(values: np.ndarray, axis: int) -> np.ndarray:
    """Sum of what is present along an axis; NaN where nothing at all is present."""
    return np.where(np.isfinite(values).any(axis=axis), np.nansum(values, axis=axis), np.nan)


def refuse_disorder(where: str, years: np.ndarray) -> None:
    """Raise InputError unless each year stands once, in ascending order."""
    refuse_unless(
        bool((np.diff(years) > 0).all()),
        where=where,
        found=f"years that do not ascend: {years.tolist()}",
        expected="each year once, in ascending order",
        remedy="Sort the series by year and keep one value for each.",
    )
