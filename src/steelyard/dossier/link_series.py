"""The observed series at the two ends of each link of a causal system, and what they say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from jaxtyping import Float

from steelyard.dossier.records import Dossier, Series
from steelyard.reference.dataset import Dataset
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_records import CausalLink, Evidence, Observation
from steelyard.system.link_test import LinkReading, PairReading, read_link, read_pair
from steelyard.vocabulary.errors import InputError

Values = Mapping[int, float]  # by year


@dataclass(frozen=True, slots=True)
class ReadLink:
    """A link, the pairs of series that speak to it, and what they say.

    `pairs` are those that could be compared, `silent` the others with the reason. `shared` is
    whether both series of the deciding pair rest on a table of one publisher, whose errors and
    definitions may tie the two together.
    """

    link: CausalLink
    pairs: tuple[tuple[Evidence, PairReading], ...]
    silent: tuple[tuple[Evidence, str], ...]
    reading: LinkReading
    shared: bool

    @property
    def deciding(self) -> Evidence | None:
        """The pair of series that lies farthest from 0 in its standard errors."""
        return None if self.reading.best is None else self.pairs[self.reading.best[0]][0]


def pair_of(system: CausalSystem) -> tuple[str, str]:
    """The two states that a system is about: the side, such as RUS-CHN, of most of its variables.

    Raises
    ------
    InputError
        If no variable belongs to a pair of states.
    """
    sides = Counter(each.side for each in system.variables if each.side.count("-") == 1)
    if not sides:
        raise InputError(
            where="variables.csv, column 'side'", found="no variable belongs to a pair of states.",
            expected="sides such as RUS-CHN", remedy="Name the pair as the side that they share.",
        )  # fmt: skip
    first, second = max(sorted(sides), key=lambda side: sides[side]).split("-")
    return first, second


def read_links(system: CausalSystem, found: Dossier, data: Dataset) -> tuple[ReadLink, ...]:
    """Every link of a system against the series of a dossier.

    Where documents differ on a sign there is a row for each of them. Notes of units, lags, levels
    and chance: `steelyard.system.link_test`.
    """
    seen = {each for variable in system.variables for each in variable.observed}
    values = {each: yearly(each, found, data) for each in seen}
    origins = {each: origins_of(each, found, data) for each in seen}
    return tuple(_read(each, system.evidence(each), values, origins) for each in system.links)


def _read(
    link: CausalLink,
    evidence: tuple[Evidence, ...],
    values: Mapping[Observation, Values],
    origins: Mapping[Observation, frozenset[str]],
) -> ReadLink:
    """One link with all its pairs of series."""
    pairs: list[tuple[Evidence, PairReading]] = []
    silent: list[tuple[Evidence, str]] = []
    for each in evidence:
        told = _pair(each, values[each.cause], values[each.effect])
        if told.lags:
            pairs.append((each, told))
        else:
            silent.append((each, told.why))
    if pairs or not silent:
        reading = read_link([told for _, told in pairs], [each.expected for each, _ in pairs])
    else:
        reading = read_link([PairReading((), why) for _, why in silent], [1] * len(silent))
    best = None if reading.best is None else pairs[reading.best[0]][0]
    shared = best is not None and bool(origins[best.cause] & origins[best.effect])
    return ReadLink(link, tuple(pairs), tuple(silent), reading, shared)


def origins_of(seen: Observation, found: Dossier, data: Dataset) -> frozenset[str]:
    """Where the figures of a series come from."""
    if seen.source == "measure":
        points = [] if (each := _series(seen, found)) is None else each.points
        return frozenset(name for point in points for name in point.origins)
    return frozenset(_rows(seen, data)["origin"].to_list())


def _pair(evidence: Evidence, cause: Values, effect: Values) -> PairReading:
    """Two series over the years of both."""
    if _same(evidence.cause, evidence.effect):
        return PairReading((), "the same series stands at both ends")
    if not cause or not effect:
        side = evidence.cause if not cause else evidence.effect
        return PairReading((), f"{side.series} has no figures on this scale")
    years = range(min(*cause, *effect), max(*cause, *effect) + 1)
    return read_pair(_array(cause, years), _array(effect, years))


def _same(one: Observation, other: Observation) -> bool:
    """Whether two observations are of one series."""
    keys = ("source", "series", "subject", "partner", "basis", "part")
    return all(getattr(one, key) == getattr(other, key) for key in keys)


def _array(values: Values, years: range) -> Float[np.ndarray, " year"]:
    """Values by year, NaN where there is none."""
    return np.array([values.get(year, np.nan) for year in years])


def yearly(seen: Observation, found: Dossier, data: Dataset) -> dict[int, float]:
    """A series as the system sees it: by year, on the scale that the observation names.

    A year's own figure goes before those of its months, whose mean stands for it otherwise. Logs
    are of positive figures only: others, 0 among them, are absent from a series of logs. A figure
    that a document of the system claims never judges that document.
    """
    told = _raw(seen, found, data)
    if seen.transform == "level":
        return told
    logs = {year: float(np.log(value)) for year, value in told.items() if value > 0}
    if seen.transform == "log":
        return logs
    return {year: logs[year] - logs[year - 1] for year in logs if year - 1 in logs}


def _raw(seen: Observation, found: Dossier, data: Dataset) -> dict[int, float]:
    """A series by year as it was published."""
    if seen.source == "measure":
        points = [] if (each := _series(seen, found)) is None else each.points
        return _by_year([(point.period, point.value.point) for point in points])
    return _by_year(list(_rows(seen, data).select("period", "value").iter_rows()))


def _series(seen: Observation, found: Dossier) -> Series | None:
    """The series of the dossier that an observation names."""
    key = (seen.series, seen.subject, seen.partner, seen.basis, seen.part)
    for each in found.series:
        if (each.measure, each.subject, each.partner or "", each.basis, each.part) == key:
            return each
    return None


def _rows(seen: Observation, data: Dataset) -> pl.DataFrame:
    """The rows of the embedded dataset that an observation names."""
    if seen.source == "price":
        return data.table("prices").filter(commodity=seen.series)
    return data.table("figures").filter(
        series=seen.series, reporter=seen.subject, partner=seen.partner, claim=False
    )


def _by_year(points: list[tuple[str, float | None]]) -> dict[int, float]:
    """Figures of years, and means of months for years without one."""
    whole: dict[int, list[float]] = {}
    months: dict[int, list[float]] = {}
    for period, value in points:
        if value is not None:
            (months if "-" in period else whole).setdefault(int(period[:4]), []).append(value)
    return {year: float(np.mean(values)) for year, values in sorted((months | whole).items())}
