"""Research and what it leaves: spending, patents, a stock of knowledge, and the ratios of both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from steelyard.dossier.attributes import UNERRING, Attribute, attributes
from steelyard.dossier.basis import Basis
from steelyard.dossier.records import Point, Series
from steelyard.dossier.series import point, present, series
from steelyard.measures.capability import capability_ratio
from steelyard.measures.knowledge import stock_bounds
from steelyard.vocabulary.estimate import Estimate, exact
from steelyard.vocabulary.states import State

RATES = "depreciation of 10 to 20 % a year, and a start that had grown as later or not at all"
MIDDLE = 2  # of the choices of `stock_bounds`: 15 % a year, a start that had grown


@dataclass(frozen=True, slots=True)
class Kind:
    """A quantity of knowledge: part of the ratio, words, and the measure of its level."""

    part: str
    words: str
    level: str
    factor: float = 1.0


INTENSITY = Kind("research intensity", "spending on research over GDP",
                 "technology.rd_intensity")  # fmt: skip
SPENDING = Kind("research spending", "spending on research", "technology.rd_spending", 1e-3)
PATENTS = Kind("resident patents", "patent applications by residents", "technology.patents", 1e-3)
EXPORTS = Kind("high-technology exports", "high-technology exports",
               "technology.high_tech_exports", 1e-3)  # fmt: skip
STOCK = Kind("knowledge stock", "stock of knowledge", "technology.knowledge_stock", 1e-3)


def knowledge_series(basis: Basis) -> tuple[Series, ...]:
    """Levels of both states and the ratio of the partner to the state, source by source."""
    data, years = basis.data, basis.asked.years
    research = [_as_shares(each) for each in attributes(data, "rd_gdp", years)]
    kinds: list[tuple[Kind, Attribute]] = [(INTENSITY, each) for each in research]
    kinds += [(SPENDING, each) for each in _spending(basis, research, "gdp_ppp")]
    kinds += [(PATENTS, each) for each in attributes(data, "patents", years)]
    kinds += [(EXPORTS, each) for each in attributes(data, "high_tech_exports", years)]
    found: list[Series | None] = []
    for kind, source in kinds:
        found += [_level(kind, source, state) for state in (basis.asked.a, basis.asked.b)]
        found.append(_ratio(basis, kind, source))
    for source in _spending(basis, research, "gdp_ppp_pwt"):
        found += _stocks(basis, source)
    return present(found)


def _as_shares(source: Attribute) -> Attribute:
    """Per cent of GDP as a share."""
    return replace(source, values=source.values / 100)


def _spending(basis: Basis, research: list[Attribute], size: str) -> Iterator[Attribute]:
    """Research in units of output times output at purchasing power, source by source."""
    for output in attributes(basis.data, size, basis.asked.years):
        for source in research:
            years = [source.years.index(y) if y in source.years else -1 for y in output.years]
            rows = np.array([source.of(state) for state in output.states])
            part = np.where(np.array(years) >= 0, rows[:, years], np.nan)
            yield replace(
                output,
                origins=(*output.origins, *source.origins),
                basis=f"{output.basis}; {source.basis}",
                values=part * output.values,
            )


def _level(kind: Kind, source: Attribute, state: State) -> Series | None:
    """One state's course."""
    points = [
        point(year, exact(float(value) * kind.factor, UNERRING), "observed", source.origins)
        for year, value in zip(source.years, source.of(state.iso3), strict=True)
        if np.isfinite(value)
    ]
    title = f"{state.name}: {kind.words}"
    return series(kind.level, state.iso3, None, source.basis, points, title=title)


def _ratio(basis: Basis, kind: Kind, source: Attribute) -> Series | None:
    """The partner over the state; None where a side is absent or zero."""
    a, b = basis.asked.a, basis.asked.b
    ratio = capability_ratio(source.of(b.iso3), source.of(a.iso3))
    points = [
        point(year, exact(float(value), UNERRING), "observed", source.origins)
        for year, value in zip(source.years, ratio, strict=True)
        if np.isfinite(value)
    ]
    return _ratio_series(basis, kind, source, points)


def _ratio_series(
    basis: Basis, kind: Kind, source: Attribute, points: list[Point]
) -> Series | None:
    a, b = basis.asked.a, basis.asked.b
    return series(
        "technology.knowledge_ratio", a.iso3, b.iso3, source.basis, points,
        title=f"{b.name} over {a.sentence_name}: {kind.words}", part=kind.part,
    )  # fmt: skip


def _stocks(basis: Basis, source: Attribute) -> Iterator[Series | None]:
    """Stocks of both states, and their ratio under the same choice on both sides."""
    a, b = basis.asked.a, basis.asked.b
    stocks = {state.iso3: stock_bounds(source.of(state.iso3)) for state in (a, b)}
    for state in (a, b):
        levels = stocks[state.iso3] * STOCK.factor
        yield series(
            STOCK.level, state.iso3, None, source.basis, _points(source, levels),
            title=f"{state.name}: {STOCK.words}",
        )  # fmt: skip
    ratios = capability_ratio(stocks[b.iso3], stocks[a.iso3])
    yield _ratio_series(basis, STOCK, source, _points(source, ratios))


def _points(source: Attribute, choices: np.ndarray) -> list[Point]:
    """The middle choice between the least and greatest of all."""
    return [
        point(year, _between(column), "estimated", source.origins)
        for year, column in zip(source.years, choices.T, strict=True)
        if np.isfinite(column).all()
    ]


def _between(column: np.ndarray) -> Estimate:
    middle, ends = float(column[MIDDLE]), (float(column.min()), float(column.max()))
    return Estimate(middle, *ends, None, f"bounds: {RATES}", "estimated")
