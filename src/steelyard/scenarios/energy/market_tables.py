"""The derived table of fuel markets: discounts by quarter, flows and prices, what-ifs, errors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import polars as pl

from steelyard.reference.dataset import Dataset
from steelyard.scenarios.energy.check import Missed, Seen, errors, missed
from steelyard.scenarios.energy.levels import level
from steelyard.scenarios.energy.links import side_of_node
from steelyard.scenarios.energy.outcome import (
    REFUSED,
    Key,
    Outcome,
    Progress,
    estimate,
    outcome,
)
from steelyard.scenarios.energy.table_rows import rounded
from steelyard.scenarios.energy.whatifs import Difference, WhatIf, what_if, what_ifs
from steelyard.scenarios.energy.world import ANCHOR, Worlds, world, worlds
from steelyard.vocabulary.estimate import Estimate

YEARS = tuple(range(2019, 2026))
PRICE = {"gas": "USD/1000 m3", "crude oil": "USD/bbl"}
AMOUNT = {"gas": "bcm", "crude oil": "Mbbl"}
SMALL = 5e-3  # of the largest of its kind: what is left out
Row = dict[str, Any]


def periods(fuel: str) -> Iterator[tuple[str, date, date]]:
    """Periods of a fuel with their first day and the day after their last.

    Oil by quarter, since measures and freight changed within years; gas by year.
    """
    for year in YEARS:
        if fuel == "gas":
            yield str(year), date(year, 1, 1), date(year + 1, 1, 1)
            continue
        for at in range(4):
            end = date(year + (at == 3), (3 * at + 3) % 12 + 1, 1)
            yield f"{year}-Q{at + 1}", date(year, 3 * at + 1, 1), end


def build_market(
    data: Dataset, seen: Iterable[Seen], *, draws: int, seed: int = 0, work: Path,
    progress: Progress,
) -> dict[str, pl.DataFrame]:  # fmt: skip
    """All rows of the table; what is already in `work` is not solved again.

    `seen` are published discounts: they enter rows of their own and of errors, and no prediction.
    """
    rows: list[Row] = []
    for fuel in PRICE:
        of = worlds(data, fuel, draws=draws, seed=seed)
        kept = work / f"{fuel.replace(' ', '-')}-{draws}-{seed}"
        kept.mkdir(parents=True, exist_ok=True)
        for period, start, end in periods(fuel):
            made = partial(_of_period, data, of, period, start, end, progress)
            rows += _kept(kept / f"{period}.json", made)
        rows += _what_ifs(data, of, draws, seed, kept, progress)
        if fuel == "gas":
            rows += _kept(kept / "unmet.json", partial(_unmet, data, of, progress))
    rows += list(_checked(tuple(seen), rows))
    origin = next(iter(data.table("energy_regions")["origin"]))
    frame = pl.DataFrame([{"origin": origin, **row} for row in rows], infer_schema_length=None)
    return {"energy_market": frame}


def _kept(file: Path, make: Any) -> list[Row]:
    """Rows of a file, or made and written."""
    if not file.is_file():
        file.write_text(json.dumps(make()), encoding="utf-8")
    return json.loads(file.read_text(encoding="utf-8"))


def row(
    fuel: str, about: str, place: str, period: str, found: Estimate, unit: str, *, end: str = "",
    carrier: str = "", change: str = "", source: str = "", holds: float | None = None,
) -> Row:  # fmt: skip
    """One row."""
    return {
        "fuel": fuel, "about": about, "change": change, "place": place, "end": end,
        "carrier": carrier, "period": period, "source": source, "point": rounded(found.point),
        "low": rounded(found.low), "high": rounded(found.high), "holds": holds, "unit": unit,
    }  # fmt: skip


def ports(of: Worlds) -> tuple[str, ...]:
    """Places from which a measure ever kept a lane."""
    start = {lane.lane: lane.start for lane in of.network.lanes}
    kinds = ("embargo", "price cap", "cut")
    held = [policy for policy in of.network.policies if policy.kind in kinds]
    return tuple(sorted({start[name] for policy in held for name in policy.lanes}))


def _of_period(
    data: Dataset, of: Worlds, period: str, start: date, end: date, progress: Progress
) -> list[Row]:  # fmt: skip
    """Discounts of a period; of the last one also flows, prices and revenue."""
    middle = start + (end - start) / 2
    found = outcome(of, middle, level(data, of.fuel, start, end), progress=progress)
    told = [
        row(of.fuel, "discount", place, period, found.numbers["discount", place], PRICE[of.fuel])
        for place in ports(of)
    ]
    last = end > date(YEARS[-1], 12, 31)
    return [*told, *_latest(found, period)] if last else told


def _latest(found: Outcome, period: str) -> Iterator[Row]:
    """Flows, prices and revenue of one day."""
    numbers, fuel = found.numbers, found.fuel
    for key, value in numbers.items():
        if key[0] == "price":
            yield row(fuel, "price", key[1], period, value, PRICE[fuel])
        elif key[0] in ("flow", "revenue") and _counts(numbers, key):
            end, carrier = (key[2], key[3]) if key[0] == "flow" else ("", "")
            unit = AMOUNT[fuel] if key[0] == "flow" else "USD bn"
            yield row(fuel, key[0], key[1], period, value, unit, end=end, carrier=carrier)


def _counts(numbers: Any, key: Key) -> bool:
    """Whether a number is more than a trace of the largest of its kind."""
    sizes = [abs(v.point or 0.0) for k, v in numbers.items() if k[0] == key[0]]
    ends = numbers[key].point or 0.0, numbers[key].low or 0.0, numbers[key].high or 0.0
    return max(map(abs, ends)) >= SMALL * max(sizes)


def _what_ifs(
    data: Dataset, of: Worlds, draws: int, seed: int, kept: Path, progress: Progress
) -> Iterator[Row]:  # fmt: skip
    """What-ifs of a fuel at the last period."""
    period, start, end = list(periods(of.fuel))[-1]
    when, at = start + (end - start) / 2, level(data, of.fuel, start, end)
    for what in what_ifs():
        if what.fuel != of.fuel:
            continue

        far = what.horizon != of.horizon
        market = worlds(data, of.fuel, draws=draws, seed=seed, horizon=what.horizon) if far else of
        made = partial(_one_change, market, what, (period, when, at), progress)
        yield from _kept(kept / f"{what.name}.json", made)


def _one_change(
    of: Worlds, what: WhatIf, day: tuple[str, date, float], progress: Progress
) -> list[Row]:  # fmt: skip
    """Rows of one what-if on a day, at its world price."""
    period, when, at = day
    return list(_changes(of, what_if(of, what, when, at, progress=progress), period))


def _changes(of: Worlds, found: Difference, period: str) -> Iterator[Row]:
    """Rows of a what-if: discounts and prices of ports, revenue of sides, gains of all places."""
    fuel, title = of.fuel, found.what.title
    for key, value in found.change.items():
        about, place = key[0], key[1] if len(key) > 1 else ""
        port = place in (*ports(of), ANCHOR)
        if (about in ("discount", "price") and port) or (
            about in ("revenue", "gain") and _counts(found.change, key)
        ):
            unit = "USD bn" if about in ("revenue", "gain") else PRICE[fuel]
            side = side_of_node(fuel, place)
            if about == "revenue" and side != place:
                continue
            yield row(fuel, about, place, period, value, unit, change=title,
                      holds=rounded(found.holds[key]))  # fmt: skip


def _unmet(data: Dataset, of: Worlds, progress: Progress) -> list[Row]:
    """Errors of the European price of gas where the model does not know it (USD/1000 m3).

    From the balances and the price of the last year known, and the cuts since.
    """
    base = of.years[-1]
    told: list[Row] = []
    last, start = of.levels[base], of.levels[base]
    for year in range(base + 1, YEARS[-1] + 1):
        drawn = []
        for draw in range(of.draws):
            progress(f"gas, price of {year} unknown", draw / of.draws)
            try:
                found = world(of, date(year, 7, 1), start, draw=draw, met=False)
            except REFUSED:
                continue
            drawn.append(found.solved.equilibrium.price_of(ANCHOR))
        predicted, hub = estimate(drawn), level(data, "gas", date(year, 1, 1), date(year + 1, 1, 1))
        off, inside = (
            (predicted.point or 0.0) - hub,
            float((predicted.low or 0.0) <= hub <= (predicted.high or 0.0)),
        )
        told += _error_rows("gas", ANCHOR, f"{year}, only cuts known", 1, off, abs(off),
                            inside, abs(start - hub), abs(last - hub))  # fmt: skip
        last = hub
    return told


def _error_rows(
    fuel: str, place: str, span: str, count: int, mean: float, absolute: float,
    covered: float | None, none: float, last: float | None,
) -> list[Row]:  # fmt: skip
    """Five rows of one span; the high end of `covered` is the count of observations."""
    values = {"error": mean, "absolute error": absolute, "error of no discount": none,
              "error of the last one": last}  # fmt: skip
    rows = [
        row(fuel, about, place, span, _plain(value), PRICE[fuel])
        for about, value in values.items() if value is not None
    ]  # fmt: skip
    blank = row(fuel, "covered", place, span, _plain(covered or 0.0), "1")
    return [*rows, {**blank, "point": covered, "high": float(count)}]


def _plain(value: float) -> Estimate:
    """A number alone."""
    return Estimate(value, None, None, None, "none: a summary of errors", "estimated")


def _checked(seen: tuple[Seen, ...], rows: list[Row]) -> Iterator[Row]:
    """Observed discounts of oil, and how far predictions were off."""
    predicted = {
        (each["place"], each["period"]): _read(each) for each in rows
        if each["about"] == "discount" and each["fuel"] == "crude oil" and not each["change"]
    }  # fmt: skip
    off = missed(seen, predicted)
    for each in _once(off):
        told = row("crude oil", "observed", each.seen.place, each.seen.period, each.seen.value,
                   PRICE["crude oil"], source=each.seen.what)  # fmt: skip
        yield {**told, "origin": each.seen.origin}
    for each in errors(off):
        numbers = (each.count, each.mean, each.absolute, each.covered, each.no_discount, each.last)
        yield from _error_rows("crude oil", each.place, each.span, *numbers)


def _once(off: Iterable[Missed]) -> Iterable[Missed]:
    """One observation for each place, source and month."""
    return {(e.seen.place, e.seen.what, e.seen.period): e for e in off}.values()


def _read(each: Row) -> Estimate:
    """A row as an estimate."""
    if each["low"] is None:
        return _plain(each["point"])
    low, high = min(each["low"], each["point"]), max(each["high"], each["point"])
    return Estimate(each["point"], low, high, 0.9, "draws", "simulated")
