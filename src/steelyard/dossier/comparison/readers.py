"""Reads each measure for all pairs of states at once, year by year."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.comparison.matrices import Matrix
from steelyard.measures.checks import divide
from steelyard.measures.shares import export_share, import_share, trade_share
from steelyard.measures.support import SupportCounts, support_counts
from steelyard.reference.roll_calls import roll_calls
from steelyard.reference.tables import WORLD
from steelyard.vocabulary.states import by_iso3

FEWEST_OCCASIONS = 10  # minority votes of a member of the class: below it a share is mostly noise
WINDOW = 5  # years of commitments or deliveries taken together: both come in lumps

Read = Callable[[Basis], Iterator[Matrix]]


def trade(way: str) -> Read:
    """Shares of exports, imports or both, on the basis and with the totals of the pair's own."""

    def read(basis: Basis) -> Iterator[Matrix]:
        for place, year in basis.years():
            values = _shares(basis, place, way)
            yield _trade_matrix(basis, place, year, f"trade.{way}_share", values)

    return read


def _shares(basis: Basis, place: int, way: str) -> np.ndarray:
    """Of every state, the share of each partner; imputed flows stand in completed years."""
    flows = basis.completed.complete(place)
    totals = (None, None)
    if place not in basis.completed.places:
        totals = (_usable(basis.trade.exports[place]), _usable(basis.trade.imports[place]))
    if way == "export":
        return export_share(flows, totals[0])
    if way == "import":
        return import_share(flows, totals[1])
    return trade_share(flows, *totals)


def _usable(totals: np.ndarray) -> np.ndarray:
    """Totals above 0; a total of 0 has no shares."""
    return np.where(totals > 0, totals, np.nan)


def dependence(basis: Basis) -> Iterator[Matrix]:
    """Trade with each partner over own GDP; completed years are left out, as for the pair."""
    gdp = yearly(basis, "gdp")
    for place, year in basis.years():
        if place in basis.completed.places or year not in gdp:
            continue
        flows = basis.trade.values[place]
        own, origin = gdp[year]
        size = np.array([own.get(code, np.nan) for code in basis.trade.codes])
        values = divide(flows + flows.T, size[:, None])
        yield _trade_matrix(basis, place, year, "trade.dependence", values, origin)


def _trade_matrix(
    basis: Basis, place: int, year: int, measure: str, values: np.ndarray, *origins: str
) -> Matrix:
    """Values on the trade table's states, without the diagonal."""
    kept = values.copy()
    np.fill_diagonal(kept, np.nan)
    sources = (basis.trade.origins[place], *origins)
    return Matrix(
        measure, year, basis.trade.codes, kept, sources, place in basis.completed.places
    )  # fmt: skip


def yearly(basis: Basis, indicator: str) -> dict[int, tuple[dict[str, float], str]]:
    """An attribute of all states by year; of two sources the first in alphabetical order."""
    rows = (
        basis.data.table("state_years")
        .filter((pl.col("indicator") == indicator) & pl.col("value").is_not_null())
        .sort("origin", descending=True)
        .group_by("year", maintain_order=True)
        .agg("state", "value", pl.col("origin").first())
    )
    return {
        year: (dict(zip(states, values, strict=True)), origin)
        for year, states, values, origin in rows.iter_rows()
    }


def ballots(basis: Basis) -> dict[int, SupportCounts]:
    """Minority votes of all pairs by the year in which a session opened."""
    key = f"ballots {basis.asked.years}"  # the same for every pair
    if key not in basis.data.made:
        known = roll_calls(basis.data)
        inside = known.within(basis.asked.years)
        basis.data.made[key] = {
            year: support_counts(known.votes[inside & (known.years == year)])
            for year in np.unique(known.years[inside]).tolist()
        }
    return basis.data.made[key]


def votes(basis: Basis) -> Iterator[Matrix]:
    """Share of a state's minority votes that each other state shared."""
    known = roll_calls(basis.data)
    states, origin = known.states, known.origins[0] if known.origins else ""
    for year, counts in ballots(basis).items():
        enough = np.where(counts.minority >= FEWEST_OCCASIONS, counts.share, np.nan)
        yield Matrix("votes.support", year, states, enough, (origin,))


def organisations(basis: Basis) -> Iterator[Matrix]:
    """Each partner's part of all the memberships that a state shares with anybody."""
    rows = basis.data.table("dyads").filter(
        (pl.col("indicator") == "organisations_shared") & _asked(basis)
    )
    for year, counts, codes, origin in _by_year(rows):
        both = np.where(np.isnan(counts), counts.T, counts)
        np.fill_diagonal(both, np.nan)
        values = divide(both, np.nansum(both, axis=1)[:, None])
        yield Matrix("institutions.shared_weight", year, codes, values, (origin,))


def official_finance(basis: Basis) -> Iterator[Matrix]:
    """Commitments of five years to each recipient over its GDP of the same years."""
    rows = basis.data.table("dyads").filter(pl.col("indicator") == "official_finance")
    gdp = yearly(basis, "gdp_constant")
    known = {year: (counts, codes, origin) for year, counts, codes, origin in _by_year(rows)}
    for year, (_, codes, origin) in known.items():
        window = [back for back in range(year - WINDOW + 1, year + 1) if back in known]
        if len(window) < WINDOW or not set(window) <= set(gdp) or not _inside(basis, year):
            continue
        lent = np.stack([known[back][0] for back in window])
        total = np.where(np.isnan(lent).all(axis=0), np.nan, np.nansum(lent, axis=0))
        size = np.sum([[gdp[back][0].get(code, np.nan) for code in codes] for back in window], 0)
        values = divide(total.T, size[:, None])  # who depends is the recipient
        sources = (origin, gdp[year][1])
        yield Matrix("finance.official_finance_gdp", year, codes, values, sources)


def reliance(basis: Basis) -> Iterator[Matrix]:
    """Part of manufacturers' inputs that comes from each other state, looked through."""
    rows = basis.data.table("reliance").filter(
        (pl.col("reading") == "through")
        & (pl.col("users") == "manufacturing")
        & (pl.col("user") != pl.col("supplier"))
        & pl.col("user").is_in(list(by_iso3()))  # the rest of the world is no partner
        & pl.col("supplier").is_in(list(by_iso3()))
        & _asked(basis)
    )
    newest = rows.filter(pl.col("origin") == pl.col("origin").max())  # never two tables in one year
    ties = newest.select("year", "value", "origin", a="user", b="supplier")
    for year, values, codes, origin in _by_year(ties) if not ties.is_empty() else ():
        yield Matrix("trade.input_reliance", year, codes, values.astype(float), (origin,))


def arms(basis: Basis) -> Iterator[Matrix]:
    """Share of a supplier in the deliveries of five years, where a user's store has them."""
    table = basis.data.frames.get("arms")
    if table is None or table.is_empty():
        return
    rows = table.filter((pl.col("supplier") != WORLD) & (pl.col("recipient") != WORLD)).select(
        a="recipient", b="supplier", year="year", value="tiv", origin="origin"
    )
    for year in sorted(rows["year"].unique()):
        window = rows.filter(pl.col("year").is_between(year - WINDOW + 1, year))
        if not _inside(basis, year) or window["year"].n_unique() < WINDOW:
            continue
        summed = window.group_by("a", "b").agg(pl.col("value").sum(), pl.col("origin").first())
        [(_, bought, codes, origin)] = _by_year(summed.with_columns(year=pl.lit(year)))
        values = divide(bought, np.nansum(bought, axis=1)[:, None])
        yield Matrix("arms.supplier_share", year, codes, values, (origin,))


def _asked(basis: Basis) -> pl.Expr:
    """Rows of the years asked for."""
    return pl.col("year").is_between(*basis.asked.years)


def _inside(basis: Basis, year: int) -> bool:
    """Whether a year is asked for."""
    return basis.asked.years[0] <= year <= basis.asked.years[1]


def _by_year(rows: pl.DataFrame) -> Iterator[tuple[int, np.ndarray, tuple[str, ...], str]]:
    """Values of each year as a square with `a` in rows and `b` in columns, states alike."""
    codes = tuple(pl.concat([rows["a"], rows["b"]]).unique().sort())
    first, second = (rows[side].cast(pl.Enum(codes)).to_physical().to_numpy() for side in "ab")
    values, years = rows["value"].to_numpy(), rows["year"].to_numpy()
    for year in np.unique(years).tolist():
        chosen = np.flatnonzero(years == year)
        square = np.full((len(codes), len(codes)), np.nan)
        square[first[chosen], second[chosen]] = values[chosen]
        yield year, square, codes, rows["origin"][int(chosen[0])]
