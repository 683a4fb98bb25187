"""`steelyard energy market FUEL --check`: predicted against published, with the errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from steelyard.interfaces.cli.energy_bargain_shown import UNITS
from steelyard.interfaces.cli.energy_discount_shown import _wrapped
from steelyard.interfaces.cli.energy_market_shown import place_name

if TYPE_CHECKING:
    import polars as pl

    from steelyard.vocabulary.estimate import Estimate

ERRORS = ("error", "absolute error", "covered", "error of no discount", "error of the last one")
HEAD = ("mean", "size", "in 90 %", "none", "last")
SEEN = (
    "The model saw the balances of 2019 to 2021, measures and cuts with their dates, fleets, and "
    "freight quoted since early 2023; it saw no price that it is held against, and nothing is "
    "tuned to them.",
    "mean: of all errors, with their signs. size: the same without signs. in 90 %: how many lay in "
    "the interval. none: a forecast of no discount, or of no change of the price. last: the last "
    "published one. Months of one quarter have one prediction.",
)
Row = dict[str, Any]


def _table(fuel: str) -> pl.DataFrame:
    """Rows of the market as it was that the check needs.

    Raises
    ------
    NoData
        If the dataset has none.
    """
    import polars as pl

    from steelyard.dossier.request import DEFAULT_AS_OF
    from steelyard.reference.dataset import load
    from steelyard.vocabulary.errors import NoData

    found = load(DEFAULT_AS_OF).table("energy_market").filter(
        (pl.col("fuel") == fuel) & (pl.col("change") == "")
        & pl.col("about").is_in(["discount", "observed", *ERRORS])
    )  # fmt: skip
    if not found.height:
        raise NoData(
            where="energy market --check", found=f"no simulated market of {fuel} ships.",
            expected="rows of energy_market", remedy="Build them: `steelyard data build-energy`.",
        )  # fmt: skip
    return found


def checked_rows(fuel: str) -> list[Row]:
    """Predictions, observations and errors, one row each."""
    return _table(fuel).to_dicts()


def checked_lines(fuel: str) -> Iterator[str]:
    """Predictions by quarter beside what was published, and the errors."""
    rows = checked_rows(fuel)
    price = UNITS[fuel][0]
    yield f"Market of {fuel}: predicted against published, {price}"
    yield "Table of simulated markets that ships; 90 % intervals"
    yield from _quarter_lines(fuel, rows)
    yield from _error_lines(fuel, rows)
    yield ""
    yield "What this does not say"
    for each in SEEN:
        yield from _wrapped(each, "  ")


def _quarter_lines(fuel: str, rows: list[Row]) -> Iterator[str]:
    """Each observation beside the prediction of its quarter, by place."""
    from steelyard.scenarios.energy.check import quarter

    predicted = {(e["place"], e["period"]): e for e in rows if e["about"] == "discount"}
    observed = [each for each in rows if each["about"] == "observed"]
    for place in dict.fromkeys(each["place"] for each in observed):
        yield ""
        yield f"Discount beyond the usual, {place_name(fuel, place)}"
        yield f"  {'quarter':<9}{'predicted':<20}published (month: error)"
        quarters: dict[str, list[Row]] = {}
        for each in (one for one in observed if one["place"] == place):
            quarters.setdefault(quarter(each["period"]), []).append(each)
        for period in sorted(quarters):
            told = predicted.get((place, period))
            if told is not None:
                yield from _quarter(period, told, quarters[period])


def _quarter(period: str, told: Row, seen: list[Row]) -> Iterator[str]:
    """One quarter; months that sources price alike are named once."""
    parts = dict.fromkeys(
        f"{each['point']:.1f} ({each['period'][5:]}: {told['point'] - each['point']:+.1f})"
        for each in sorted(seen, key=lambda one: one["period"])
    )
    text = _estimate(told).text()
    lines = [each.replace("-", "−") for each in _in_rows(list(parts))]
    if len(text) < 20 and len(lines) == 1 and len(lines[0]) < 48:
        yield f"  {period:<9}{text:<20}{lines[0]}"
        return
    yield f"  {period:<9}{text}"
    yield from (f"{' ' * 11}{each}" for each in lines)


def _in_rows(parts: list[str], width: int = 66) -> Iterator[str]:
    """Parts in as few lines as they need."""
    line = ""
    for part in parts:
        if line and len(line) + len(part) + 2 > width:
            yield f"{line},"
            line = part
        else:
            line = f"{line}, {part}" if line else part
    yield line


def _estimate(row: Row) -> Estimate:
    """A row as an estimate."""
    from steelyard.vocabulary.estimate import Estimate, exact

    if row["low"] is None:
        return exact(row["point"], "simulated once", "simulated")
    low, high = min(row["low"], row["point"]), max(row["high"], row["point"])
    return Estimate(row["point"], low, high, 0.9, "draws", "simulated")


def _error_lines(fuel: str, rows: list[Row]) -> Iterator[str]:
    """Errors by place and span, beside those of naive forecasts."""
    by_span: dict[tuple[str, str], dict[str, Row]] = {}
    for each in rows:
        if each["about"] in ERRORS:
            by_span.setdefault((each["place"], each["period"]), {})[each["about"]] = each
    if not by_span:
        return
    yield ""
    yield "Errors (predicted less published), and sizes of errors of two naive forecasts"
    yield f"  {'':<24}{'number':>6}" + "".join(f"{name:>9}" for name in HEAD)
    for place in sorted({place for place, _ in by_span}):
        yield f"  {place_name(fuel, place)}"
        for (where, span), found in sorted(by_span.items()):
            if where == place:
                count = found["covered"]["high"] if "covered" in found else None
                cells = "".join(f"{_cell(found.get(name), name):>9}" for name in ERRORS)
                yield f"    {span:<22}{'' if count is None else f'{count:.0f}':>6}{cells}"


def _cell(row: Row | None, name: str) -> str:
    """One error."""
    if row is None or row["point"] is None:
        return "-"
    if name == "covered":
        return f"{row['point'] * 100:.0f} %"
    size = 0 if abs(row["point"]) >= 100 else 1
    return f"{row['point']:{'+' if name == 'error' else ''}.{size}f}".replace("-", "−")
