"""Published figures that stand beside ours, with the reason why they differ."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from steelyard.scenarios.result import Published
from steelyard.vocabulary.states.registry import read_rows

FILE = Path(__file__).with_name("published.csv")


@cache
def published_for(name: str) -> tuple[Published, ...]:
    """Figures for a scenario by name; none where nobody we read asked the question.

    Examples
    --------
    >>> [each.value for each in published_for("doubled-barriers")]
    ['-4.8 %', '-9.7 %']
    """
    return tuple(
        Published(**{key: value for key, value in row.items() if key != "scenario"})
        for row in read_rows(FILE)
        if row["scenario"] == name
    )
