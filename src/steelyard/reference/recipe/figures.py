"""Single published figures: what may be cited, each with its own source."""

from __future__ import annotations

from hashlib import sha256

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import EVENTS, FIGURES, PAGES

# Restricted series of which a few figures are cited, both directions in the same years: the
# arms register may not be redistributed, single cited figures may.
CITED_ARMS = ("share_chn_in_rus_arms_exports_window", "share_rus_in_chn_arms_imports_window")
CITED_ARMS_YEARS = ("2000", "2010", "2020")

_SOURCE = ("publisher", "source_title", "source_url")


def _citable(scan: Scan) -> pl.DataFrame | None:
    """Figures that may leave the publisher's site as single cited figures."""
    facts = scan("facts")
    if facts is None:
        return None
    arms = (
        pl.col("series_id").is_in(CITED_ARMS)
        & pl.col("period").is_in(CITED_ARMS_YEARS)
        & pl.col("publisher").str.contains("computed")
    )
    kept = facts.filter((pl.col("terms") == "cite") | arms).collect()
    return kept.with_columns(
        origin=pl.concat_str(
            [pl.lit("fact:"), pl.struct(_SOURCE).map_elements(_digest, return_dtype=pl.String)]
        )
    )


def _digest(source: dict[str, str | None]) -> str:
    """A short stable id of one source page."""
    text = "\n".join(source[name] or "" for name in _SOURCE)
    return sha256(text.encode()).hexdigest()[:10]


def build(scan: Scan) -> pl.DataFrame:
    """All citable figures; the same figure given twice by one source is kept once."""
    facts = _citable(scan)
    if facts is None:
        return conform(pl.DataFrame(schema=[c.name for c in FIGURES.columns]), FIGURES)
    rows = facts.select(
        series="series_id",
        reporter="reporter",
        partner=pl.col("partner").fill_null(""),
        period="period",
        period_end=pl.coalesce("period_end", "period"),
        value="value",
        unit="unit",
        bound="bound",
        preferred=pl.col("preferred") == "yes",
        claim=pl.col("role") == "claim",
        quality="quality",
        origin="origin",
    )
    # The same page may print a number twice, rounded and in full: the preferred one stands.
    first = rows.sort("preferred", descending=True).unique(
        list(FIGURES.key), keep="first", maintain_order=True
    )
    return conform(first, FIGURES)


def build_pages(scan: Scan) -> pl.DataFrame:
    """One row for each source page."""
    facts = _citable(scan)
    if facts is None:
        return conform(pl.DataFrame(schema=list(PAGES.names)), PAGES)
    pages = facts.unique("origin", keep="first", maintain_order=True)
    on_the_web = pl.col("source_url").str.starts_with("http")  # else a document without address
    return conform(
        pages.select(
            "origin",
            "publisher",
            title="source_title",
            url=pl.when(on_the_web).then("source_url").otherwise(pl.lit("")),
        ),
        PAGES,
    )


RECIPE = Recipe(FIGURES, ("facts",), build)
PAGES_RECIPE = Recipe(PAGES, ("facts",), build_pages)


# Documents that some events were taken from, by the number in the register.
DOCUMENTS = {
    "000": "Essay on the dependence of Russia on China, undated",
    "001": "CSIS ChinaPower (2022), What are the weaknesses of the China-Russia relationship?",
    "002": "Umland, A. (2015), on why China cannot replace the West for Russia",
    "003": "Trenin, D. (2012), True partners? Centre for European Reform",
    "004": "Commentary on whether China is changing course, early 2022",
}
REMARK = r"; the number comes from the brief, not from the source"  # the compilers' own note


def build_events(scan: Scan) -> pl.DataFrame:
    """Dated events as registered; the address, or the document's name, is the origin."""
    events = scan("dated_events")
    if events is None:
        return conform(pl.DataFrame(schema=[c.name for c in EVENTS.columns]), EVENTS)
    number = pl.col("source_url").str.extract(r"^seed:(\d{3})")
    rows = events.select(
        "date",
        "actors",
        "domain",
        event=pl.col("event").str.replace(REMARK, ""),
        origin=pl.coalesce(
            number.replace_strict(DOCUMENTS, default=None, return_dtype=pl.String), "source_url"
        ),
    )
    return conform(rows.collect(), EVENTS)


EVENTS_RECIPE = Recipe(EVENTS, ("dated_events",), build_events)
