"""The market of each fuel between the two: flows, discounts, bargains, projects, what-ifs.

Everything is read from tables that ship; nothing is solved here.
"""

from __future__ import annotations

import calendar
from datetime import date

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.fuels import contracts, flows, sentences
from steelyard.dossier.fuels.places import FUELS, Pair, pair_of
from steelyard.dossier.fuels.rows import BARGAINS, MARKET, table
from steelyard.dossier.records import FuelMarket
from steelyard.reference.derived import empty
from steelyard.reference.derived_tables import ENERGY_BARGAINS

KEPT = "fuel markets"


def fuel_markets(basis: Basis) -> tuple[FuelMarket, ...]:
    """Markets of the fuels that link the two; none where none does, or no table ships."""
    if KEPT not in basis.of_all_pairs:
        found = (_market(basis, fuel) for fuel in FUELS)
        basis.of_all_pairs[KEPT] = tuple(each for each in found if each is not None)
    return basis.of_all_pairs[KEPT]


def _market(basis: Basis, fuel: str) -> FuelMarket | None:
    """One fuel; None where the market has no link between the two."""
    rows, told = table(basis.data, MARKET), table(basis.data, BARGAINS)
    pair = pair_of(fuel, basis.asked)
    if rows is None or isinstance(pair, str):
        return None
    rows = rows.filter(fuel=fuel)
    told = empty(ENERGY_BARGAINS) if told is None else told.filter(fuel=fuel)
    when = _newest(rows)
    if when is None:
        return None
    now = rows.filter((pl.col("about") != "flow") | (pl.col("period") == when))
    made = {
        "flows": tuple(flows.flows(pair, now, day_of(when))),
        "prices": tuple(flows.prices(pair, now.filter(period=when))),
        "predicted": tuple(flows.predicted(pair, now)),
        "observed": tuple(flows.observed(pair, now)),
        "errors": tuple(flows.errors(pair, now)),
        "measures": tuple(flows.measures(pair)),
        "what_ifs": tuple(flows.what_ifs(pair, now)),
        **_agreed(pair, told),
    }
    origins = (rows.filter(pl.col("about") != "observed")["origin"], told["origin"])
    return FuelMarket(
        fuel=fuel, when=when, place_a=pair.a, place_b=pair.b, name_a=pair.names[0],
        name_b=pair.names[1], sentences=tuple(_sentences(made, when)),
        origins=tuple(dict.fromkeys(o for each in origins for o in each.unique().sort())), **made,
    )  # fmt: skip


def _newest(rows: pl.DataFrame) -> str | None:
    """The newest period with flows."""
    found = rows.filter((pl.col("about") == "flow") & (pl.col("change") == ""))["period"]
    return None if found.is_empty() else str(found.max())


def day_of(period: str) -> date:
    """The last day of a year, quarter or month.

    Examples
    --------
    >>> day_of("2025-Q3"), day_of("2025-02"), day_of("2025")
    (datetime.date(2025, 9, 30), datetime.date(2025, 2, 28), datetime.date(2025, 12, 31))
    """
    year, _, rest = period.partition("-")
    month = int(rest[1:]) * 3 if rest.startswith("Q") else int(rest[:2] or 12)
    return date(int(year), month, calendar.monthrange(int(year), month)[1])


def _agreed(pair: Pair, told: pl.DataFrame) -> dict:
    """Contracts, power and projects of both directions."""
    every = list(contracts.both_ways(pair, told))
    return {
        name: tuple(row for seller, buyer, held in every for row in make(pair, seller, buyer, held))
        for name, make in (
            ("bargains", contracts.bargains),
            ("powers", contracts.powers),
            ("projects", contracts.projects),
        )
    }


def _sentences(made: dict, when: str):
    """Sentences in the order of the part of the page."""
    yield from sentences.flow_sentence(made["flows"], sentences.quarter(when))
    yield from sentences.discount_sentences(made["predicted"], made["errors"])
    yield from sentences.bargain_sentences(made["bargains"])
    yield from sentences.power_sentences(made["powers"])
    yield from sentences.project_sentences(made["projects"])
    yield from sentences.what_if_sentences(made["what_ifs"])
