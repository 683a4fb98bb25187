"""A user's own data over the embedded dataset: the same recipes, run on the user's store.

A recipe that finds its product in the store makes rows in the shape of the embedded table. Where
both have rows, the user's stand in place of the embedded ones: of whole years for trade, of
single keys elsewhere. Nothing embedded is lost silently: what was replaced is counted.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from steelyard.reference.dataset import Dataset, load, page_origins
from steelyard.reference.recipe.built import Recipe, Scan
from steelyard.reference.tables import PAGES
from steelyard.vocabulary.provenance import Origin

# What the user's rows replace: the columns on which an embedded row must match to give way.
REPLACED_BY = {
    "trade": ("year",),
    "products": ("year", "exporter", "importer"),
    "roll_calls": ("session",),
    "votes": ("session",),
    "vetoes": ("year",),
}

# What one layout of a product does not say and another does, by the key that both give. Votes in
# Voeten's original layout have neither titles nor paragraphs; repetitions are a file of their own.
SAID_ELSEWHERE = {"roll_calls": (("session", "call"), ("title", "part", "repeats"))}


def dataset(as_of: date, store: Path | None) -> Dataset:
    """The embedded dataset as of a day, with what the user's store adds.

    `store` None means the default store, where there is one.
    """
    from steelyard.store import Store, default_folder, is_store

    known = load(as_of)
    folder = store if store is not None else default_folder()
    if store is None and not is_store(folder):
        return known
    opened = Store.open(folder)
    tables = set(opened.tables())
    if not tables:
        return known

    def scan(name: str) -> pl.LazyFrame | None:
        return opened.scan(name, as_of=as_of) if name in tables else None

    return overlaid(known, scan, tables, opened.origins())


def overlaid(known: Dataset, scan: Scan, tables: set[str], origins: dict[str, Origin]) -> Dataset:
    """The dataset with every recipe run whose product is in the store."""
    from steelyard.reference.recipes import RECIPES

    frames, sources = dict(known.frames), dict(known.origins)
    for recipe in RECIPES:
        if {*recipe.needs, *recipe.own} & tables:
            made = _made(recipe, scan)
            if not made.is_empty():
                frames[recipe.table.name] = _replaced(known, recipe, made)
                if recipe.table is PAGES:
                    sources |= page_origins(made)
                if recipe.origins is not None:
                    sources |= recipe.origins(scan, origins)
    return Dataset(known.as_of, frames, sources | origins)


def _made(recipe: Recipe, scan: Scan) -> pl.DataFrame:
    """What the recipe makes of the user's imports."""
    return recipe.build(scan)


def _replaced(known: Dataset, recipe: Recipe, made: pl.DataFrame) -> pl.DataFrame:
    """Embedded rows that nothing replaces, and the user's."""
    name = recipe.table.name
    made = _completed(known, name, made)
    key = list(REPLACED_BY.get(name, recipe.table.key))
    kept = known.frames[name].join(made.select(key).unique(), on=key, how="anti")
    return pl.concat([kept, made]).sort(list(recipe.table.key))


def _completed(known: Dataset, name: str, made: pl.DataFrame) -> pl.DataFrame:
    """The user's rows, with what no row of theirs says taken from embedded rows of the same key.

    A column in which the user's files say anything is theirs throughout.
    """
    if name not in SAID_ELSEWHERE:
        return made
    key, columns = SAID_ELSEWHERE[name]
    unsaid = [column for column in columns if made[column].null_count() == made.height]
    said = known.frames[name].select(*key, *unsaid)
    order = made.columns
    return made.drop(unsaid).join(said, on=list(key), how="left").select(order)
