"""Guards: a correction applies only while its source holds what the correction expects."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose

import polars as pl

from steelyard.store.corrections import Correction, matching, place_of
from steelyard.vocabulary.errors import CorrectionMismatch, shorten
from steelyard.vocabulary.tables import Table

_TOLERANCE = 1e-9  # relative: a guard compares what was printed, not what was computed


def check_guards(rows: pl.LazyFrame, table: Table, corrections: Sequence[Correction]) -> None:
    """Refuse corrections whose source no longer holds what they expect."""
    matched = [rows.filter(matching(item, table)).select(item.column) for item in corrections]
    for item, found in zip(corrections, pl.collect_all(matched), strict=True):
        _check_guard(item, found[item.column])


def _check_guard(correction: Correction, found: pl.Series) -> None:
    if found.is_empty():
        raise _mismatch(correction, "no row matches")
    expected = correction.expect
    if expected is None:
        holds = found.null_count() == len(found)
    elif found.dtype.is_numeric():
        holds = isclose(float(found.sum()), float(expected), rel_tol=_TOLERANCE)
        holds = holds and found.null_count() < len(found)
    else:
        holds = found.unique().to_list() == [pl.Series([expected]).cast(found.dtype).item()]
    if not holds:
        raise _mismatch(correction, f"{correction.column} is {_shown(found)}")


def _shown(found: pl.Series) -> str:
    """What the guard compared, in words."""
    if len(found) == 1 or not found.dtype.is_numeric():
        return shorten(repr(value) for value in found.unique(maintain_order=True).to_list())
    return f"{found.sum()!r} in total over {len(found)} rows"


def _mismatch(correction: Correction, found: str) -> CorrectionMismatch:
    return CorrectionMismatch(
        where=place_of(correction),
        found=f"the correction no longer fits its source: {found}",
        expected=f"{correction.column} = {correction.expect!r} in {correction.connector!r}",
        remedy="The publisher may have mended it: withdraw the correction, or enter a new one.",
    )
