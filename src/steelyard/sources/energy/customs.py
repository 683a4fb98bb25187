"""Chinese customs: monthly energy imports from Russia, as a terminal's export (via CREA)."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.finishing import NOT_A_NUMBER
from steelyard.sources.reading import finish, head_text, read_ragged, require_columns, unreadable
from steelyard.sources.shaping import as_date, origin, without_commas
from steelyard.vocabulary.errors import WrongProduct
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="china_customs_energy",
    producer="General Administration of Customs of China",
    title="Monthly imports of energy from the Russian Federation",
    version="2022-07, months 1995-04 to 2022-06",
    citation=(
        "General Administration of Customs of China, monthly energy imports, via Wind and the "
        "Centre for Research on Energy and Clean Air (CREA), Russia Fossil Tracker."
    ),
    url="https://github.com/energyandcleanair/fossil_shipment_tracker_r",
    licence="customs data through a commercial terminal; figures may be quoted",
    terms="figures",
)

TABLE = Table(
    "china_customs_energy",
    "Imports of energy by China, by month, fuel and where they come from",
    (
        Column("month", pl.Date, "key", meaning="first day of the month"),
        # Coal holds steam and coking coal: never add the three up.
        Column("commodity", pl.String, "key"),
        Column("partner", pl.String, "key", meaning="Russian Federation, or World for totals"),
        Column("volume", pl.Float64, "extensive", "t", minimum=0),
        Column("value", pl.Float64, "extensive", "USD", minimum=0),
    ),
)

HEADER_ROWS = ("Name", "ID", "Frequency", "Unit", "Source", "Time Period", "Update")
_TO_TONNES = {"ton": 1.0, "kg": 1e-3}
_COMMODITIES = {
    "Steam Coal": "steam coal",
    "Coking Coal": "coking coal",
    "Coal": "coal",
    "Natural Gas(271121)": "pipeline gas",
    "Liquified Natural Gas(271111)": "lng",
    "Liquified Natural Gas (LNG)": "lng",
    "Pipeline Carried Natural Gas (Gaseous State)": "pipeline gas",
    "Crude Oil": "crude oil",
}
_FOOTER = "Source: Wind"
_LAYOUT = f"seven header rows ({', '.join(HEADER_ROWS)}), months, and a last row {_FOOTER!r}"


def recognise(path: Path, head: bytes) -> bool:
    """Whether the seven header rows are there and the first names imports."""
    starts = [line.split(",", 1)[0] for line in head_text(head).splitlines()[: len(HEADER_ROWS)]]
    return tuple(starts) == HEADER_ROWS and "of Imports: " in head_text(head[:2000])


def parse(path: Path) -> pl.LazyFrame:
    """Read all series, weights in tonnes. A fuel has its volume and value in one row.

    Coal is published in tonnes, crude oil and gas in kilograms. The two value columns of gas
    that name no country are imports from the world, and carry the partner `World`.
    """
    frame = read_ragged(path)
    _require_layout(path, frame)
    data = _data(path, frame)
    series = [name for name in frame.columns if name not in ("line", "c0")]
    long = pl.concat([_series(path, frame, data, name) for name in series])
    return finish(_side_by_side(long), TABLE, [(pl.col("broken"), NOT_A_NUMBER)])


def _require_layout(path: Path, frame: pl.DataFrame) -> None:
    """Refuse a file without the header rows or without the footer."""
    if frame.width < 3:
        require_columns(path, frame.columns, HEADER_ROWS)
    found = [str(text) for text in frame["c0"].head(len(HEADER_ROWS))]
    require_columns(path, [text.strip() for text in found], HEADER_ROWS)
    if frame["c0"][-1] != _FOOTER:
        raise unreadable(path, f"lacks the last row {_FOOTER!r}, so it was cut", _LAYOUT)


def _data(path: Path, frame: pl.DataFrame) -> pl.DataFrame:
    """Take the rows of months, numbered, so that a month given twice stays two rows."""
    data = frame.slice(len(HEADER_ROWS), frame.height - len(HEADER_ROWS) - 1)
    if data.is_empty():
        raise unreadable(path, "has no months", _LAYOUT)
    return data.rename({"c0": "month"}).with_row_index("row")


def _series(path: Path, frame: pl.DataFrame, data: pl.DataFrame, name: str) -> pl.DataFrame:
    """One series with its fuel and partner, in the column of its measure, scaled."""
    label, unit = str(frame[name][0]), str(frame[name][HEADER_ROWS.index("Unit")])
    measure, _, rest = label.partition(" of Imports: ")
    fuel, _, partner = rest.partition(": ")
    scale = _TO_TONNES.get(unit) if measure == "Volume" else {"USD": 1.0}.get(unit)
    if scale is None or fuel not in _COMMODITIES:
        raise WrongProduct(
            where=path.name,
            found=f"series {label!r} in unit {unit!r}",
            expected="volumes in ton or kg and values in USD of coal, crude oil and gas",
            remedy="Use the export with the fourteen columns of the Russia Fossil Tracker.",
        )
    text = without_commas(name)
    amount = text.cast(pl.Float64, strict=False) * scale
    return data.select(
        "row",
        as_date("month", "%Y-%m"),
        pl.lit(_COMMODITIES[fuel]).alias("commodity"),
        pl.lit(partner or "World").alias("partner"),
        pl.lit(measure.lower()).alias("measure"),
        amount.alias("amount"),
        (text.is_not_null() & amount.is_null()).alias("broken"),
    )


def _side_by_side(long: pl.DataFrame) -> pl.DataFrame:
    """Volume and value of one fuel and partner in one row."""

    def measured(name: str) -> pl.Expr:
        return pl.col("amount").filter(pl.col("measure") == name).first().alias(name)

    grouped = long.group_by("row", "month", "commodity", "partner", maintain_order=True)
    return grouped.agg(measured("volume"), measured("value"), pl.col("broken").any())


CUSTOMS = Connector("china_customs_energy", ORIGIN, TABLE, recognise, parse, _LAYOUT)
