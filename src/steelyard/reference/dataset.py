"""The embedded dataset, read from the package, and what a user's store adds to it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import polars as pl

from steelyard.reference.tables import TABLES
from steelyard.vocabulary.errors import StoreDamaged
from steelyard.vocabulary.provenance import Origin

FORMAT = 1
MANIFEST = "manifest.json"
# parts of an address that are a day: /2025/01/09/, /2008-01/12/, /20170629/
DATED = re.compile(r"(?<=/)(20\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=[/-])")
COMPILED = date(2026, 11, 20)  # when the single figures were gathered


@dataclass(frozen=True, slots=True)
class Dataset:
    """Canonical tables as they were known on one day (law 6), and the origins of their rows.

    Rows of an origin that was published later are left out; where the day of publication is not
    known, rows are left out that speak of a later year than that of the day. `made` keeps what
    several readers make of these tables, under a name each.
    """

    as_of: date
    frames: Mapping[str, pl.DataFrame]
    origins: Mapping[str, Origin]
    made: dict[str, Any] = field(init=False, default_factory=dict, compare=False, repr=False)

    def table(self, name: str) -> pl.DataFrame:
        """The table called `name`; see `steelyard.reference.tables`."""
        return self.frames[name]

    def origin(self, origin_id: str) -> Origin:
        """The origin with this id."""
        return self.origins[origin_id]


def folder() -> Any:
    """Where the package keeps its tables."""
    return files("steelyard.reference") / "embedded"


@cache
def manifest() -> dict[str, Any]:
    """What the package ships: origins, inputs with their hashes, tables with their sizes."""
    try:
        return json.loads((folder() / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise StoreDamaged(
            where="embedded reference dataset",
            found=f"its manifest cannot be read ({error}).",
            expected=f"{MANIFEST} beside the Parquet tables inside the package",
            remedy="Reinstall the package, or rebuild with `steelyard data build-reference`.",
        ) from error


def origin_from(record: Mapping[str, Any]) -> Origin:
    """An origin from its entry in the manifest."""
    dates = {
        name: date.fromisoformat(record[name]) if record.get(name) else None
        for name in ("accessed", "published")
    }
    return Origin(**{**record, **dates})


@cache
def embedded_origins() -> dict[str, Origin]:
    """All origins of the embedded tables by id."""
    products = {record["id"]: origin_from(record) for record in manifest()["origins"]}
    return products | page_origins(_frame("pages"))


def page_origins(pages: pl.DataFrame) -> dict[str, Origin]:
    """Origins of single figures: the pages on which they were published."""
    return {
        row["origin"]: Origin(
            id=row["origin"],
            producer=row["publisher"] or "publisher not stated",
            title=row["title"] or "title not stated",
            version="",
            citation=f"{row['publisher'] or 'Publisher not stated'}: {row['title'] or ''}",
            url=row["url"],
            licence="single figure, cited",
            accessed=COMPILED,
            terms="figures",
            published=address_day(row["url"]),
        )
        for row in pages.iter_rows(named=True)
    }


def address_day(url: str) -> date | None:
    """The day on which a page came out, where its address says so, as those of news do.

    Examples
    --------
    >>> address_day("https://example.org/world/2025/01/09/965376.html")
    datetime.date(2025, 1, 9)
    >>> address_day("https://example.org/content_1239165.htm") is None
    True
    """
    for year, month, day in DATED.findall(url):
        try:
            found = date(int(year), int(month), int(day))
        except ValueError:
            continue
        if found <= COMPILED:
            return found
    return None


@cache
def geometry() -> dict[str, Any]:
    """State outlines as TopoJSON (Natural Earth 1:110m, public domain), ids are M49 codes."""
    import gzip

    with (folder() / "countries.json.gz").open("rb") as packed:
        return json.loads(gzip.decompress(packed.read()))


@cache
def _frame(name: str) -> pl.DataFrame:
    """One embedded table, whole."""
    with (folder() / f"{name}.parquet").open("rb") as file:
        return pl.read_parquet(file)


def _known(frame: pl.DataFrame, origins: Mapping[str, Origin], as_of: date) -> pl.DataFrame:
    """Rows whose origin was out on the day `as_of`."""
    late = [
        origin.id
        for origin in origins.values()
        if origin.published is not None and origin.published > as_of
    ]
    kept = frame
    if late and "origin" in frame.columns:
        kept = frame.filter(~pl.col("origin").is_in(late))
    if late and "origins" in frame.columns:
        kept = frame.filter(
            pl.col("origins").str.split(";").list.set_intersection(late).list.len() == 0
        )
    # Most sources do not say on which day they came out; nothing is known before its own time.
    for column in ("period_end", "period", "date"):
        if column in kept.columns:
            return kept.filter(pl.col(column).str.slice(0, 4).cast(pl.Int32) <= as_of.year)
    return kept.filter(pl.col("year") <= as_of.year) if "year" in kept.columns else kept


@lru_cache(maxsize=4)  # so that what readers make of it is made once, however often it is asked for
def load(as_of: date) -> Dataset:
    """The embedded dataset as known on the day `as_of`.

    Examples
    --------
    >>> from datetime import date
    >>> load(date(2026, 1, 1)).table("trade").height > 100_000
    True
    """
    origins = embedded_origins()
    frames = {name: _known(_frame(name), origins, as_of) for name in TABLES}
    return Dataset(as_of, frames, origins)
