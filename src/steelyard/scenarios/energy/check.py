"""Predicted discounts held against what was published: errors, coverage, naive forecasts.

What the model saw: balances of 2019 to 2021, measures with their dates, fleets, and freight
quotations of early 2023 and later (the premium of tankers outside Western services is derived
from them). What it did not see: any price of Urals or ESPO. Nothing is tuned to these prices.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from steelyard.vocabulary.estimate import Estimate

WHOLE = "2019 to 2025"
SPANS: Mapping[str, tuple[str, str]] = {
    WHOLE: ("2019-01", "2025-12"),
    "2022, onset": ("2022-03", "2022-12"),
    "2023, fall": ("2023-01", "2023-12"),
}


@dataclass(frozen=True, slots=True)
class Seen:
    """A published discount beyond the usual one at a place, by month; `what` names the source."""

    place: str
    period: str
    what: str
    value: Estimate
    origin: str


@dataclass(frozen=True, slots=True)
class Missed:
    """One prediction less what was observed, and the same for two naive forecasts."""

    seen: Seen
    predicted: Estimate
    error: float
    covered: bool | None
    no_discount: float
    last: float | None


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors of a place and a span of time; None where nothing was observed."""

    place: str
    span: str
    count: int
    mean: float
    absolute: float
    covered: float | None
    no_discount: float
    last: float | None


def quarter(month: str) -> str:
    """The quarter of a month.

    Examples
    --------
    >>> quarter("2022-12")
    '2022-Q4'
    """
    return f"{month[:4]}-Q{(int(month[5:7]) + 2) // 3}"


def missed(
    seen: Iterable[Seen], predicted: Mapping[tuple[str, str], Estimate]
) -> tuple[Missed, ...]:
    """Errors of all observations for which there is a prediction, by place and quarter.

    The last observed discount is that of the same source, the naive forecast of its next one.
    """
    before: dict[tuple[str, str], float] = {}
    found = []
    for one in sorted(seen, key=lambda each: (each.place, each.what, each.period)):
        told, value = predicted.get((one.place, quarter(one.period))), one.value.point
        if told is None or told.point is None or value is None:
            continue
        last = before.get((one.place, one.what))
        covered = None if told.low is None or told.high is None else told.low <= value <= told.high
        found.append(Missed(one, told, told.point - value, covered, -value,
                            None if last is None else last - value))  # fmt: skip
        before[one.place, one.what] = value
    return tuple(found)


def errors(found: Sequence[Missed]) -> tuple[Errors, ...]:
    """Mean and mean absolute errors, and coverage of the 90 %, by place and span."""
    told = []
    for place in sorted({each.seen.place for each in found}):
        for span, (start, end) in SPANS.items():
            part = [e for e in found if e.seen.place == place and start <= e.seen.period <= end]
            if part:
                told.append(_errors(place, span, part))
    return tuple(told)


def _errors(place: str, span: str, part: Sequence[Missed]) -> Errors:
    """Errors of one part."""
    off = np.array([each.error for each in part])
    inside = [each.covered for each in part if each.covered is not None]
    last = [abs(each.last) for each in part if each.last is not None]
    return Errors(
        place, span, len(part), float(off.mean()), float(np.abs(off).mean()),
        float(np.mean(inside)) if inside else None,
        float(np.mean([abs(each.no_discount) for each in part])),
        float(np.mean(last)) if last else None,
    )  # fmt: skip
