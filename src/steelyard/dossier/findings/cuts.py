"""The sentence on what the end of all trade would cost each of the two."""

from __future__ import annotations

from steelyard.dossier.evidence import Evidence, last, origins_of
from steelyard.dossier.records import Finding, Point
from steelyard.dossier.words import share
from steelyard.vocabulary.states import State

MEASURE = "trade.cost_of_full_cut"


def cut(evidence: Evidence) -> Finding | None:
    """Losses of both, the larger first: long run, then short run."""
    both = [
        (state, long, short)
        for state in (evidence.asked.a, evidence.asked.b)
        if (long := evidence.get(MEASURE, state.iso3, part="long run")) is not None
        and (short := evidence.get(MEASURE, state.iso3, part="short run")) is not None
    ]
    if len(both) < 2:
        return None
    both.sort(key=lambda each: -(last(each[1]).value.point or 0.0))
    (first, long, short), (second, other_long, other_short) = both
    points = [last(item) for item in (long, short, other_long, other_short)]
    if any((point.value.point or 0.0) <= 0 for point in points):
        return None  # a gain by a cut needs more words than a sentence has
    return Finding(
        id="cut",
        sentence=(
            f"If all trade between them ended, {_part(first, points[0])} of its real income in the "
            f"long run and {second.sentence_name} {share(points[2].value)}; before either could "
            f"turn elsewhere {share(points[1].value)} and {share(points[3].value)}."
        ),
        kind="simulated",
        value=points[0].value,
        unit="1",
        robustness=_robustness(points[0]),
        figure="cut-costs",
        series=tuple(item.id for item in (long, short, other_long, other_short)),
        origins=origins_of(*points),
    )


def _part(state: State, point: Point) -> str:
    return f"{state.sentence_name} would lose {share(point.value)}"


def _robustness(point: Point) -> str:
    """What the numbers rest on."""
    return (
        f"Simulated in a trade model on the world of {point.period}; intervals over elasticities "
        "that published studies disagree on and the error of the table. Products that cannot "
        "replace each other share a sector, so that losses are rather too small."
    )
