"""Vetoes in the Security Council: one row a draft that was voted down, with who did so."""

from __future__ import annotations

import polars as pl

from steelyard.reference.recipe.built import Recipe, Scan, conform
from steelyard.reference.tables import VETOES
from steelyard.vocabulary.states import find

MEMBERS = ("member_veto1", "member_veto2", "member_veto3")
SEATS = {"SUN": "RUS"}  # one line for the seat, as in the table of votes


def build(scan: Scan) -> pl.DataFrame:
    """Every veto of the list; members by the names in it, whose flags disagree here and there."""
    listed = scan("unsc_vetoes")
    if listed is None:
        return conform(pl.DataFrame(schema=list(VETOES.names)), VETOES)
    frame = listed.collect()
    names = {name for column in MEMBERS for name in frame[column].unique() if name}
    codes = {name: _seat(name) for name in sorted(names)}
    columns = [pl.col(name).replace_strict(codes, return_dtype=pl.String) for name in MEMBERS]
    return conform(
        frame.with_columns(
            members=pl.concat_list(columns).list.drop_nulls().list.sort().list.join(" "),
            date=pl.col("date").dt.to_string("%Y-%m-%d"),
            topic=pl.coalesce("crisis_topic", "agenda_item"),
        ),
        VETOES,
    )


def _seat(name: str) -> str:
    """Code of a permanent member."""
    iso3 = find(name, where="Security Council vetoes").iso3
    return SEATS.get(iso3, iso3)


RECIPE = Recipe(VETOES, ("unsc_vetoes",), build)
