"""Forecasters of the series of a causal system, from earlier years on, against each other.

The shipped table is that of the embedded data; `scored` makes it anew, with any forecaster beside
the baselines.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from steelyard.dossier.records import ForecasterCoverage, ForecasterRatio, ForecasterScores
from steelyard.vocabulary.errors import StoreDamaged
from steelyard.vocabulary.estimate import Estimate, absent
from steelyard.vocabulary.states.registry import read_rows

if TYPE_CHECKING:
    from steelyard.dossier.records import Dossier
    from steelyard.models.series.rolling import Forecaster, Known, Scored
    from steelyard.reference.dataset import Dataset
    from steelyard.system.causal import CausalSystem

FILE = Path(__file__).with_name("forecast_scores.csv")
COLUMNS = (
    "kind", "forecaster", "reference", "first", "last", "cases", "series", "point", "low", "high",
    "better", "refused", "about", "origins",
)  # fmt: skip
BASIS = "ratios of many series; shocks that they share are not in it"


def observed(system: CausalSystem, found: Dossier, data: Dataset) -> dict[str, Known]:
    """Every series that speaks to a variable of a system, by year, on the scale that it names."""
    from steelyard.dossier.causal_forecaster import series_name
    from steelyard.dossier.system_series import observed as by_observation
    from steelyard.models.series.rolling import Known

    values, _ = by_observation(system, found, data)
    return {
        series_name(seen): Known(np.array(sorted(told)), np.array([told[y] for y in sorted(told)]))
        for seen, told in values.items()
    }


def of_pair(found: Dossier) -> dict[str, Known]:
    """Every yearly series of a dossier, for pairs that no causal system is about."""
    from steelyard.models.series.rolling import Known

    made = {}
    for series in found.series:
        points = {
            int(p.period): p.value.point
            for p in series.points
            if len(p.period) == 4 and p.value.point is not None and p.value.kind != "simulated"
        }
        years = sorted(points)
        if years:
            made[series.id] = Known(np.array(years), np.array([points[y] for y in years], float))
    return made


def scored(
    series: Mapping[str, Known],
    about: str,
    more: Mapping[str, Forecaster] | None = None,
    *,
    seed: int = 0,
) -> tuple[Scored, ForecasterScores]:
    """Baselines, and more forecasters where there are, on the same cases."""
    from steelyard.models.series.baselines import BASELINES
    from steelyard.models.series.rolling import each_alone, rolling

    forecasters = {name: each_alone(each) for name, each in BASELINES.items()} | dict(more or {})
    cases = rolling(series, forecasters, seed=seed)
    return cases, summary(cases, about)


def summary(cases: Scored, about: str) -> ForecasterScores:
    """Who beats whom and whose intervals hold, by years ahead."""
    from steelyard.models.series.rolling_summary import comparisons, coverage

    ratios = [
        ForecasterRatio(
            forecaster=each.forecaster, reference=each.reference, first=each.first,
            last=each.last, cases=each.cases, series=each.skill.series if each.skill else 0,
            better=each.skill.better if each.skill else 0,
            ratio=each.skill.ratio if each.skill else absent("fewer than five series"),
        )
        for each in comparisons(cases.cases)
    ]  # fmt: skip
    held = [
        ForecasterCoverage(
            forecaster=each.forecaster, first=each.first, last=each.last, cases=each.cases,
            series=each.series, half=each.half, most=each.most,
        )
        for each in coverage(cases.cases)
    ]  # fmt: skip
    return ForecasterScores(
        about=about,
        series=len({case.series for case in cases.cases}),
        origins=tuple(sorted({case.origin for case in cases.cases})),
        ratios=tuple(ratios),
        coverage=tuple(held),
        refused=len(cases.refused),
    )


def shipped_scores(codes: tuple[str, str]) -> ForecasterScores | None:
    """The table that ships, if the two are the pair that it is about."""
    rows = list(read_rows(FILE)) if FILE.exists() else []
    if not rows or set(rows[0]["about"].split("-")) != set(codes):
        return None
    return from_rows(rows)


def from_rows(rows: list[dict[str, str]]) -> ForecasterScores:
    """Scores from rows of text.

    Raises
    ------
    StoreDamaged
        If the columns are others.
    """
    if tuple(rows[0]) != COLUMNS:
        raise StoreDamaged(
            where=FILE.name, found=f"columns {', '.join(rows[0])}", expected=", ".join(COLUMNS),
            remedy="Reinstall the package.",
        )  # fmt: skip
    ratios = tuple(_ratio(row) for row in rows if row["kind"] == "ratio")
    held = tuple(
        ForecasterCoverage(
            forecaster=row["forecaster"], half=float(row["low"]), most=float(row["high"]),
            **_counts(row),
        )
        for row in rows if row["kind"] == "coverage"
    )  # fmt: skip
    head = rows[0]
    return ForecasterScores(
        about=head["about"], series=int(head["better"]),
        origins=tuple(map(int, head["origins"].split())), ratios=ratios, coverage=held,
        refused=int(head["refused"]),
    )  # fmt: skip


def as_csv(scores: ForecasterScores) -> str:
    """Scores as the table that ships."""
    text = StringIO()
    written = csv.DictWriter(text, list[str](COLUMNS), restval="", lineterminator="\n")
    written.writeheader()
    written.writerow(
        {"kind": "about", "about": scores.about, "better": scores.series,
         "refused": scores.refused, "origins": " ".join(map(str, scores.origins))}
    )  # fmt: skip
    for each in scores.ratios:
        value = each.ratio
        ends = {"point": value.point, "low": value.low, "high": value.high}
        written.writerow(
            {"kind": "ratio", **each.model_dump(exclude={"ratio"}), **{
                name: "" if end is None else f"{end:.6g}" for name, end in ends.items()}}
        )  # fmt: skip
    for each in scores.coverage:
        counts = each.model_dump(exclude={"half", "most"})
        written.writerow(
            {"kind": "coverage", **counts, "low": f"{each.half:.6g}", "high": f"{each.most:.6g}"}
        )
    return text.getvalue()


def _counts(row: dict[str, str]) -> dict[str, int]:
    return {name: int(row[name]) for name in ("first", "last", "cases", "series")}


def _ratio(row: dict[str, str]) -> ForecasterRatio:
    value = absent("fewer than five series")
    if row["point"]:
        point, low, high = (float(row[name]) for name in ("point", "low", "high"))
        value = Estimate(point, low, high, 0.9, BASIS, "estimated")
    return ForecasterRatio(
        forecaster=row["forecaster"], reference=row["reference"], better=int(row["better"]),
        ratio=value, **_counts(row),
    )  # fmt: skip
