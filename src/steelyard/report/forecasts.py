"""The part of the page on forecasts: the present course of open ones, and forecasters compared."""

from __future__ import annotations

from steelyard.dossier.records import Dossier
from steelyard.report import words
from steelyard.report.figures.record import Table


def now_table(dossier: Dossier) -> Table | None:
    """What naive forecasts from today give to projections that are still open."""
    told = dossier.forecasts
    rows = [
        (one.text, each.name, words.show(each.value, one.unit), words.chance(each.holds))
        for one in (told.stated if told else ())
        for each in one.now
        if each.holds is not None
    ]
    if not rows:
        return None
    header = ("What was said", "Forecaster", "In that year, 90 % interval", "It comes true")
    return Table(header, tuple(rows), "No forecaster here knows anything but the series itself.")


def score_tables(dossier: Dossier) -> tuple[Table, Table] | None:
    """Who beats whom, and whether intervals hold; None where no scores ship for the pair."""
    told = dossier.forecasts
    if told is None or told.scores is None:
        return None
    ratios = tuple(
        (
            f"{each.forecaster} over {each.reference}", _ahead(each.first, each.last),
            words.show(each.ratio, "") if each.ratio.present else words.why(each.ratio),
            f"{each.better} of {each.series}", str(each.cases),
        )
        for each in told.scores.ratios
    )  # fmt: skip
    held = tuple(
        (
            each.forecaster, _ahead(each.first, each.last), f"{each.half * 100:.0f} %",
            f"{each.most * 100:.0f} %", str(each.cases),
        )
        for each in told.scores.coverage
    )  # fmt: skip
    origins = words.listed(map(str, told.scores.origins))
    return (
        Table(
            ("Forecaster over another", "Years ahead", "Ratio of CRPS", "Better in", "Cases"),
            ratios,
            f"Below 1 the first is better. {told.scores.series} observed series, forecast as if in "
            f"{origins}; shocks that series share make intervals too narrow.",
        ),
        Table(
            ("Forecaster", "Years ahead", "Inside the 50 % interval", "Inside the 90 %", "Cases"),
            held,
        ),
    )  # fmt: skip


def _ahead(first: int, last: int) -> str:
    return str(first) if first == last else f"{first} to {last}"
