"""The 61 columns of a GDELT 2.0 event, in the order of the export."""

from __future__ import annotations

import polars as pl

from steelyard.vocabulary.tables import Column

ACTOR = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code"),
    *("Religion2Code", "Type1Code", "Type2Code", "Type3Code"),
)
PLACE = (*("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"),)


def _actor(which: str) -> tuple[Column, ...]:
    """One actor: CAMEO codes, three letters for states."""
    return tuple(Column(f"{which}{part}", pl.String, "label") for part in ACTOR)


def _place(which: str) -> tuple[Column, ...]:
    """One place: FIPS codes, two letters for states (RS is Russia, CH China)."""
    bounds = {"Lat": 90.0, "Long": 180.0}
    return tuple(
        Column(f"{which}_{part}", pl.Float64, "label", "degree", -bounds[part], bounds[part])
        if part in bounds
        else Column(f"{which}_{part}", pl.String, "label")
        for part in PLACE
    )


def _count(name: str) -> Column:
    """How often the event was written about in the first 15 minutes."""
    return Column(name, pl.Int32, "extensive", "1", minimum=0)


COLUMNS: tuple[Column, ...] = (
    Column("GLOBALEVENTID", pl.Int64, "key"),
    Column("SQLDATE", pl.Date, "label", nullable=False, meaning="day of the event"),
    Column("MonthYear", pl.Int32, "label"),
    Column("Year", pl.Int16, "label"),
    Column("FractionDate", pl.Float64, "label", "year"),
    *_actor("Actor1"),
    *_actor("Actor2"),
    Column("IsRootEvent", pl.Int8, "label"),
    Column("EventCode", pl.String, "label", nullable=False, meaning="CAMEO, zeros in front kept"),
    Column("EventBaseCode", pl.String, "label"),
    Column("EventRootCode", pl.String, "label"),
    Column("QuadClass", pl.Int8, "label", minimum=1, maximum=4),
    Column("GoldsteinScale", pl.Float64, "intensive", "1", -10.0, 10.0),
    *(_count(name) for name in ("NumMentions", "NumSources", "NumArticles")),
    Column("AvgTone", pl.Float64, "intensive", "1", -100.0, 100.0),
    *_place("Actor1Geo"),
    *_place("Actor2Geo"),
    *_place("ActionGeo"),
    Column("DATEADDED", pl.Int64, "label", meaning="YYYYMMDDHHMMSS"),
    Column("SOURCEURL", pl.String, "label", nullable=False),
)
