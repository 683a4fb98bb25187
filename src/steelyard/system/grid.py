"""The points in time of a run, and series from outside at these points."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float

from steelyard.system.model import Span, Variable


def points(span: Span) -> Float[np.ndarray, " time"]:
    """All times of a run, the first and the last among them.

    Examples
    --------
    >>> points(Span(2000, 2001, 0.5)).tolist()
    [2000.0, 2000.5, 2001.0]
    """
    return span.start + span.dt * np.arange(span.steps + 1)


def at_points(given: Variable, times: Float[np.ndarray, " time"]) -> Float[np.ndarray, " time"]:
    """A series at these times: linear between its own, level outside them.

    Examples
    --------
    >>> from steelyard.system.model import series
    >>> at_points(series("oil", "USD/bbl", (0, 2), (10, 30)), np.array([-1.0, 1.0, 9.0])).tolist()
    [10.0, 20.0, 30.0]
    """
    return np.interp(times, given.times, given.values)
