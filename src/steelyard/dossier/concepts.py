"""Published figures that sound alike and measure different things, with the reason why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl

from steelyard.dossier.domains.quotes import WORDS
from steelyard.dossier.records import Disagreement
from steelyard.dossier.request import Request
from steelyard.reference.dataset import Dataset
from steelyard.vocabulary.errors import BadRows
from steelyard.vocabulary.states.registry import read_rows

FILE = Path(__file__).with_name("concepts.csv")


@dataclass(frozen=True, slots=True)
class Sense:
    """One figure of a group: which series, of which period (the last one if empty), in words.

    The first of a group carries its title and the reason why the figures differ.
    """

    group: str
    title: str
    series: str
    reporter: str
    partner: str
    period: str
    label: str
    reason: str


COLUMNS = tuple(Sense.__dataclass_fields__)


@cache
def senses() -> dict[str, tuple[Sense, ...]]:
    """All groups of the package, in the order of the file."""
    return read(read_rows(FILE), FILE.name)


def read(rows: Iterable[Mapping[str, str]], where: str) -> dict[str, tuple[Sense, ...]]:
    """Groups from rows of text.

    Raises
    ------
    BadRows
        Naming row and column, where a column is missing or a word is not allowed, or where a
        group has no title, no reason, or one figure alone.
    """
    found: dict[str, tuple[Sense, ...]] = {}
    for line, row in enumerate(rows, 2):
        if tuple(row) != COLUMNS:
            raise _bad(f"{where}, line {line}", "columns", ", ".join(row), ", ".join(COLUMNS))
        sense = Sense(**row)
        for column in ("reporter", "partner"):
            if row[column] not in WORDS[column]:
                raise _bad(f"{where}, line {line}", column, row[column], str(WORDS[column]))
        found[sense.group] = (*found.get(sense.group, ()), sense)
    for group, members in found.items():
        if len(members) < 2 or not (members[0].title and members[0].reason):
            raise _bad(where, "group", group, "two figures or more, a title and a reason")
    return found


def concept_differences(data: Dataset, asked: Request) -> tuple[Disagreement, ...]:
    """Every group of which at least two figures exist for the pair, in either direction."""
    figures = data.table("figures").filter(
        pl.col("reporter").is_in(list(asked.codes)) & pl.col("preferred") & ~pl.col("claim")
        & pl.col("period").str.slice(0, 4).cast(pl.Int32).is_between(*asked.years)
    )  # fmt: skip
    known: dict[tuple[str, str, str], list[dict]] = {}
    for row in figures.sort("period").iter_rows(named=True):
        known.setdefault((row["series"], row["reporter"], row["partner"]), []).append(row)
    made = []
    for subject, partner in asked.directions():
        codes = {"S": subject.iso3, "P": partner.iso3}
        for members in senses().values():
            told = [(each, _row(known, each, codes)) for each in members]
            present = [(each, row) for each, row in told if row is not None]
            if len({row["value"] for _, row in present}) > 1:
                made.append(_record(members[0], present))
    return tuple(made)


def _row(
    known: Mapping[tuple[str, str, str], list[dict]], sense: Sense, codes: Mapping[str, str]
) -> dict | None:
    """The figure of one sense, the last one where no period is named."""
    name = sense.series.format(s=codes["S"].lower(), p=codes["P"].lower())
    reporter, partner = (codes.get(each, each) for each in (sense.reporter, sense.partner))
    rows = [
        row
        for row in known.get((name, reporter, partner), [])
        if sense.period in ("", row["period"])
    ]
    return rows[-1] if rows else None


def _record(first: Sense, told: list[tuple[Sense, dict]]) -> Disagreement:
    """The figures side by side; their spread is told, never their mean."""
    values = [row["value"] for _, row in told]
    periods = sorted({row["period"] for _, row in told})
    units = {row["unit"] for _, row in told}
    if len(units) > 1:
        raise _bad(FILE.name, "series", str(sorted(units)), "one unit in a group")
    return Disagreement(
        title=first.title,
        period=periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}",
        unit=units.pop(),
        figures=tuple((sense.label, row["value"], row["origin"]) for sense, row in told),
        spread=round(max(values) / min(values), 4) if min(values) > 0 else 1.0,
        comment=first.reason,
    )


def _bad(where: str, column: str, found: str, expected: str) -> BadRows:
    return BadRows(
        where=f"{where}, column {column!r}", found=f"{found!r}", expected=expected,
        remedy="Correct the row.",
    )  # fmt: skip
