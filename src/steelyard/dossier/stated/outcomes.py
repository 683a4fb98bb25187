"""Yearly courses that projections are held against, by expressions such as ``trade RUS CHN``.

======================================  =========================================================
``figure NAME REPORTER [PARTNER]``      published figures; the preferred one where several stand
``trade A B``                           goods both ways, reconciled, USD bn
``share BLOC STATE``                    a state's part of the trade of a bloc's members, per cent
``bank NAME STATE``                     World Bank figures of the file beside this one
``ratio NAME STATE STATE``              one state's over the other's, of the same file
``state NAME STATE``                    attributes of states of the dataset, by source, USD trn
``sum YEAR NAME REPORTER PARTNER... +`` figures of one year added up, from one publisher's table
======================================  =========================================================

A figure that a document claims never judges a document.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import polars as pl

from steelyard.dossier.flows import Flows
from steelyard.dossier.request import Request
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.blocs import members
from steelyard.vocabulary.errors import InputError
from steelyard.vocabulary.states.registry import read_rows

FILE = Path(__file__).with_name("world_bank.csv")
BANK = "World Bank, World Development Indicators, values to 2024 (CC BY 4.0)"
MILLION_PER_TRILLION = 1e6


@dataclass(frozen=True, slots=True)
class Ground:
    """What projections are held against: a dataset, its trade, and who asks."""

    data: Dataset
    trade: Flows
    asked: Request


@dataclass(frozen=True, slots=True)
class Course:
    """Values by year on one basis, ascending; `bound` says where they are only a bound."""

    basis: str
    values: dict[int, float]
    origins: tuple[str, ...] = ()
    bound: str = ""


def courses(expression: str, ground: Ground) -> tuple[Course, ...]:
    """What an expression stands for; nothing where the dataset has no such figure.

    Raises
    ------
    InputError
        If no reader knows the expression.
    """
    kind, *words = expression.split()
    reader = READERS.get(kind)
    if reader is None:
        raise InputError(
            where="projections_stated.csv, column 'series'",
            found=f"{expression!r} begins with no known word",
            expected=" or ".join(READERS),
            remedy="Write it as one of these.",
        )
    day = ground.data.as_of.year
    made = []
    for each in reader(ground, *words):
        known = {year: each.values[year] for year in sorted(each.values) if year < day}
        if known:
            made.append(Course(each.basis, known, each.origins, each.bound))
    return tuple(made)


def _figure(ground: Ground, name: str, reporter: str, partner: str = "") -> Iterator[Course]:
    rows = _rows(ground, name, reporter, [partner]).filter(
        pl.col("period").str.len_chars() == 4, pl.col("period") == pl.col("period_end"),
        pl.col("bound") != "forecast",
    ).sort("preferred", "origin", descending=[False, True])  # fmt: skip
    # sorted so that the preferred figure of a year comes last and stands
    values = {int(row["period"]): float(row["value"]) for row in rows.iter_rows(named=True)}
    yield Course("published figures", values, tuple(rows["origin"].unique().sort()))


def _rows(ground: Ground, name: str, reporter: str, partners: list[str]) -> pl.DataFrame:
    """Figures of a series that no document of ours claims."""
    return ground.data.table("figures").filter(
        pl.col("series") == name, pl.col("reporter") == reporter,
        pl.col("partner").is_in(partners), ~pl.col("claim"),
    )  # fmt: skip


def _sum(ground: Ground, period: str, *words: str) -> Iterator[Course]:
    """Parts from one origin each; absent if one of the buyers is."""
    total, origins, buyers = 0.0, set(), []
    for part in " ".join(words).split(" + "):
        name, reporter, *partners = part.split()
        rows = _rows(ground, name, reporter, partners).filter(period=period, period_end=period)
        rows = rows.unique("partner", keep="first", maintain_order=True)
        if set(rows["partner"]) != set(partners):
            return
        total += float(rows["value"].sum())
        origins |= set(rows["origin"])
        buyers += partners
    whole = "WLD" in buyers
    told = "all buyers of liquefied gas" if whole else f"sum of {', '.join(dict.fromkeys(buyers))}"
    bound = "at most" if whole else "at least"
    yield Course(f"published figures, {told}", {int(period): total}, tuple(sorted(origins)), bound)


def _trade(ground: Ground, one: str, other: str) -> Iterator[Course]:
    flows = ground.trade
    if not {one, other} <= set(flows.codes):
        return
    a, b = flows.codes.index(one), flows.codes.index(other)
    both = (flows.values[:, a, b] + flows.values[:, b, a]) / 1e3  # bn; absent if one way is
    yield Course("BACI, reconciled", _known(flows.years, both), _of(flows.origins))


def _share(ground: Ground, bloc: str, state: str) -> Iterator[Course]:
    """Over the world totals of the bloc's members, on the same basis; all must be known."""
    flows = ground.trade
    inside = [code for code in members(bloc, ground.data.as_of.year) if code in flows.codes]
    if not inside or state not in flows.codes:
        return
    at, b = [flows.codes.index(code) for code in inside], flows.codes.index(state)
    part = flows.values[:, at, b].sum(axis=1) + flows.values[:, b, at].sum(axis=1)
    whole = (flows.exports[:, at] + flows.imports[:, at]).sum(axis=1)
    share = 100 * np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole > 0)
    yield Course("BACI, reconciled", _known(flows.years, share), _of(flows.origins))


def _known(years: tuple[int, ...], values: np.ndarray) -> dict[int, float]:
    return {y: float(v) for y, v in zip(years, values, strict=True) if np.isfinite(v)}


def _of(origins: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(origins))


@cache
def _kept() -> dict[tuple[str, str], dict[int, float]]:
    """Figures of the World Bank by series and state."""
    found: dict[tuple[str, str], dict[int, float]] = {}
    for row in read_rows(FILE):
        found.setdefault((row["series"], row["state"]), {})[int(row["year"])] = float(row["value"])
    return found


def _bank(ground: Ground, name: str, state: str) -> Iterator[Course]:
    yield Course(BANK, dict(_kept().get((name, state), {})))


def _ratio(ground: Ground, name: str, over: str, under: str) -> Iterator[Course]:
    top, bottom = _kept().get((name, over), {}), _kept().get((name, under), {})
    yield Course(BANK, {year: top[year] / bottom[year] for year in top if bottom.get(year, 0) > 0})


def _state(ground: Ground, name: str, state: str) -> Iterator[Course]:
    rows = ground.data.table("state_years").filter(indicator=name, state=state)
    for (origin,), same in rows.group_by(["origin"], maintain_order=True):
        values = {
            row["year"]: row["value"] / MILLION_PER_TRILLION
            for row in same.drop_nulls("value").iter_rows(named=True)
        }
        yield Course(ground.data.origin(str(origin)).title, values, (str(origin),))


READERS: dict[str, Callable[..., Iterator[Course]]] = {
    "figure": _figure, "trade": _trade, "share": _share, "bank": _bank, "ratio": _ratio,
    "state": _state, "sum": _sum,
}  # fmt: skip
