"""Contracts of a pair by year, the seller's power, and lines that could be built."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product

import polars as pl

from steelyard.dossier.fuels.places import Pair, side_called
from steelyard.dossier.fuels.rows import Row, by, estimate, plain
from steelyard.dossier.records import BargainYear, FuelProject, PaidPrice, PowerReading
from steelyard.vocabulary.estimate import Estimate, absent, exact

TIE, BEFORE, PAID, POWER = "tie", "before the line was built", "at the price paid, ", "power, "
READINGS = {"bargained anew": "bargained anew each year", "contract": "a contract that follows oil"}
UNSURE = "ends of both reservation prices taken together"
QUOTED = "a single published figure, or a value over an amount: its error is not known"
Key = tuple[int, str, str]
Held = Mapping[Key, Row]


def both_ways(pair: Pair, rows: pl.DataFrame) -> Iterator[tuple[str, str, Held]]:
    """Seller, buyer and rows of what A sells to B, and B to A."""
    for seller, buyer in ((pair.a, pair.b), (pair.b, pair.a)):
        found = rows.filter((pl.col("seller") == seller) & (pl.col("buyer") == buyer))
        if not found.is_empty():
            held = by(found.iter_rows(named=True), "year", "part", "quantity")
            yield seller, buyer, held  # pyright: ignore[reportReturnType]


def bargains(pair: Pair, seller: str, buyer: str, held: Held) -> Iterator[BargainYear]:
    """Years with reservation prices of both."""
    years = sorted({year for year, part, name in held if part == TIE and name == "least"})
    first = _order(held)
    for year in years:
        least, highest = (held[year, TIE, name] for name in ("least", "highest"))
        found = sorted(_paid(held, year), key=lambda each: each.price.point != first.get(year))
        now = found[0] if found else None
        low, high = estimate(least), estimate(highest)
        yield BargainYear(
            fuel=pair.fuel, seller=seller, buyer=buyer, seller_name=side_called(pair.fuel, seller),
            buyer_name=side_called(pair.fuel, buyer), year=year, least=low, highest=high,
            least_before=_or_absent(held.get((year, BEFORE, "least")), "no cost of its own known"),
            paid=now, others=tuple(found[1:]), foretold=_foretold(held, year),
            seller_share=_share(held, year, now, low, high),
            amount=estimate(held.get((year, TIE, "amount"))), unit=least["unit"],
        )  # fmt: skip


def _order(held: Held) -> dict[int, float]:
    """The price of each year that the first source of prices has."""
    parts = list(dict.fromkeys(part for _, part, name in held if name == "price paid"))
    return {
        year: plain(row["point"])
        for (year, part, name), row in held.items()
        if name == "price paid" and part == parts[0]
    }


def _paid(held: Held, year: int) -> Iterator[PaidPrice]:
    """Prices of a year by source, and who gained what by them."""
    for (when, part, name), row in held.items():
        if when == year and part.startswith(PAID) and name == "price":
            yield PaidPrice(
                source=part.removeprefix(PAID),
                price=estimate(row, kind="observed") if row["low"] is not None
                else exact(plain(row["point"]), QUOTED),
                seller_gain=estimate(held.get((year, part, "seller gain"))),
                buyer_gain=estimate(held.get((year, part, "buyer gain"))),
            )  # fmt: skip


def _foretold(held: Held, year: int) -> Estimate:
    """A year's price from all others, by the reading that foretells better."""
    parts = list(dict.fromkeys(part for _, part, name in held if part.startswith(POWER)))
    if not parts:
        return absent("no price of this contract is published")
    reading = next(name for name in READINGS if _chosen(held, parts[0], name))
    return _or_absent(held.get((year, parts[0], f"foretold, {reading}")), "no price to hold it to")


def _or_absent(row: Row | None, why: str) -> Estimate:
    return absent(why) if row is None else estimate(row)


def _share(
    held: Held, year: int, now: PaidPrice | None, least: Estimate, highest: Estimate
) -> Estimate:
    """The seller's part at the price paid: by draws where they were kept, else between bounds."""
    if now is None:
        return absent("price not known")
    bounded = share(now.price.point or 0.0, least, highest)
    row = held.get((year, PAID + now.source, "seller share"))
    if not bounded.present or row is None or row["low"] is None:
        return bounded
    return estimate(row)


def share(paid: float, least: Estimate, highest: Estimate) -> Estimate:
    """The seller's part of what both gain: (paid - least) / (highest - least).

    It falls in both reservation prices, so that its bounds are reached at their ends. Absent
    where the price lies outside of both, since one side then lost.

    Examples
    --------
    >>> least, highest = (exact(v, "one draw") for v in (100.0, 300.0))
    >>> share(150.0, least, highest).point
    0.25
    """
    low, high = least.point, highest.point
    if low is None or high is None:
        return absent("no reservation price")
    if high <= low:
        return absent("no price serves both")
    if not low <= paid <= high:
        return absent("the price lies outside of both reservation prices")
    point = (paid - low) / (high - low)
    ends = [
        (paid - one) / (other - one)
        for one, other in product((least.low, least.high), (highest.low, highest.high))
        if one is not None and other is not None and other > one
    ]
    if not ends:
        return exact(point, "reservation prices without intervals", "simulated")
    return Estimate(point, min(*ends, point), max(*ends, point), None, UNSURE, "simulated")


def powers(pair: Pair, seller: str, buyer: str, held: Held) -> Iterator[PowerReading]:
    """The seller's power by every source of prices and reading."""
    for part in dict.fromkeys(part for _, part, _ in held if part.startswith(POWER)):
        for name, said in READINGS.items():
            row = held.get((0, part, f"power, {name}"))
            if row is None:
                continue
            anew = name == "bargained anew"
            of = {key: held.get((0, part, key)) for key in (
                "power before 2022", "power from 2022", "probability that it fell",
                f"mean absolute error, {name}", f"coverage, {name}")}  # fmt: skip
            values = list(of.values())
            absolute = values[3]
            yield PowerReading(
                fuel=pair.fuel, seller=seller, buyer=buyer, source=part.removeprefix(POWER),
                reading=said, power=estimate(row, "posterior", "estimated"),
                before=_regime(values[0], anew), after=_regime(values[1], anew),
                fell=_point(values[2]) if anew else None, absolute=_point(absolute),
                covered=_point(values[4]), chosen=_chosen(held, part, name),
                unit="" if absolute is None else absolute["unit"],
            )  # fmt: skip


def _regime(row: Row | None, anew: bool) -> Estimate:
    """Power in a span of years, which the first reading alone has."""
    if not anew or row is None:
        return absent("not told apart by years")
    return estimate(row, "posterior", "estimated")


def _chosen(held: Held, part: str, name: str) -> bool:
    """Whether a reading foretells years that it has not seen better: beyond the error of that."""
    gain = held.get((0, part, "gain of the contract's score"))
    better = gain is not None and gain["low"] is not None and gain["low"] > 0
    return better == (name == "contract")


def _point(row: Row | None) -> float | None:
    return None if row is None or row["point"] is None else plain(row["point"])


def projects(pair: Pair, seller: str, buyer: str, held: Held) -> Iterator[FuelProject]:
    """Lines between the two that could be built, case by case."""
    for (year, part, name), row in held.items():
        if name != "signed" or part == BEFORE:
            continue
        line, _, case = part.partition(": ")
        values = {n: held.get((year, part, n)) for n in ("least", "highest", "price")}
        unit = next((v["unit"] for v in values.values() if v is not None), "")
        yield FuelProject(
            fuel=pair.fuel, title=f"{line}: {case}" if case else line, when=str(year),
            seller=seller, buyer=buyer, probability=estimate(row), unit=unit,
            **{n: _or_absent(v, "no price serves both" if n == "price" else "not simulated")
               for n, v in values.items()},
        )  # fmt: skip
