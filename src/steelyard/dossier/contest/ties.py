"""Dimensions of the contest other than trade: pacts, bodies, migrants, credit, arms, views.

A source that knows one side only gives a value for it and says why the other is absent: that a
register lists one donor does not mean that the other gave nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from steelyard.dossier.basis import Basis
from steelyard.dossier.contest.entries import cell, ratio_of
from steelyard.dossier.contest.rows import Row, rows
from steelyard.dossier.domains.opinion import sampled
from steelyard.dossier.records import ContestCell
from steelyard.vocabulary.estimate import absent, exact

PACT_LEVELS = ("consultation", "non-aggression", "neutrality", "defence")  # from weak to strong
PACTS_END = 2018  # last year of the publisher's edition
COUNT = "a count from one register"
USED = ("organisations_shared", "migrants", "official_finance")
KEPT = "ties of third states"
Known = tuple[int, float, str]


def tie_cells(basis: Basis, row: Row) -> Iterator[ContestCell]:
    """Every other dimension for which a source has at least one side; states only."""
    if len(row.states) != 1:
        return
    for make in (_pacts, _bodies, _migrants, _credit, _arms, _views):
        found = make(basis, row, row.code)
        if found is not None:
            yield found


def _pacts(basis: Basis, row: Row, state: str) -> ContestCell | None:
    """Strongest obligation of each side towards the state, in the last year of the register."""
    table = basis.data.table("pacts")
    year = min(PACTS_END, basis.asked.years[1])
    if table.filter(pl.col("year") <= year).is_empty():
        return None
    levels, words, origins = [], [], list(table["origin"].unique()[:1])
    for side in basis.asked.codes:
        owed = table.filter(
            (pl.col("a") == side)
            & (pl.col("b") == state)
            & (pl.col("year") <= year)
            & (pl.col("until") >= year)
        )["obligations"]
        kinds = set("; ".join(owed).split("; ")) & set(PACT_LEVELS)
        levels.append(max((1 + PACT_LEVELS.index(kind) for kind in kinds), default=0))
        words.append(PACT_LEVELS[levels[-1] - 1] if levels[-1] else "no pact")
    a, b = basis.asked.a, basis.asked.b
    ahead = None if levels[0] == levels[1] else float(levels[1] > levels[0])
    return cell(
        row, "alliance", "Strongest alliance obligation", "rank", year,
        tuple(exact(float(level), "what a treaty says") for level in levels),  # type: ignore[arg-type]
        (absent("kinds of obligation have an order but no ratio"), ahead), origins,
        note=f"{a.name}: {words[0]}; {b.name}: {words[1]} (0 no pact, 1 consultation, "
        "2 non-aggression, 3 neutrality, 4 defence; the register lists all pacts to "
        f"{PACTS_END})",
    )  # fmt: skip


def _bodies(basis: Basis, row: Row, state: str) -> ContestCell | None:
    """Organisations shared with each side."""
    found = [_newest(basis, "organisations_shared", *sorted((side, state)))
             for side in basis.asked.codes]  # fmt: skip
    return _pair(
        basis, row, "memberships", "Organisations shared", "count", found,
        "the register has no row for this pair", COUNT,
    )  # fmt: skip


def _migrants(basis: Basis, row: Row, state: str) -> ContestCell | None:
    """People from the state who live on each side."""
    found = [_newest(basis, "migrants", side, state) for side in basis.asked.codes]
    return _pair(
        basis, row, "migrants", "Migrants from there on each side", "persons", found,
        "the side gives no origin of its migrants, or never had 10,000 from there",
        "an estimate of the UN, published without an error",
    )  # fmt: skip


def _credit(basis: Basis, row: Row, state: str) -> ContestCell | None:
    """Official finance committed since 2000."""
    known = [_dyads(basis).get(("official_finance", side, state)) for side in basis.asked.codes]
    found = [
        None if not rows else (max(rows)[0], sum(each[1] for each in rows), rows[0][2])
        for rows in known
    ]
    first = min((each[0] for rows in known if rows for each in rows), default=0)
    return _pair(
        basis, row, "credit", f"Official finance committed since {first}", "USD m", found,
        "no register of this side's official finance is in the dataset: absent, not zero",
        "commitments found by one register, not all that was lent",
    )  # fmt: skip


def _arms(basis: Basis, row: Row, state: str) -> ContestCell | None:
    """Deliveries of major arms over five years, from a user's own register."""
    table = basis.data.frames.get("arms")
    if table is None or table.is_empty():
        return None
    until = min(basis.asked.years[1], int(table["year"].max()))  # type: ignore[arg-type]
    rows = table.filter(
        (pl.col("recipient") == state) & pl.col("year").is_between(until - 4, until)
    )
    if rows.is_empty():
        return None
    # where the register has all suppliers, one without a row delivered nothing
    whole = "WLD" in rows["supplier"].to_list()
    found: list[Known | None] = []
    for side in basis.asked.codes:
        ours = rows.filter(pl.col("supplier") == side)
        known = whole or not ours.is_empty()
        found.append((until, float(ours["tiv"].sum()), rows["origin"][0]) if known else None)
    return _pair(
        basis, row, "arms", "Deliveries of major arms over five years", "TIV", found,
        "the files imported do not hold all suppliers of this state", "the register has no error",
    )  # fmt: skip


def _views(basis: Basis, row: Row, state: str) -> ContestCell | None:
    """Favourable views of each side, in the last year in which both were asked about."""
    table = basis.data.table("opinion").filter(
        (pl.col("respondent") == state)
        & pl.col("target").is_in(list(basis.asked.codes))
        & pl.col("year").is_between(*basis.asked.years)
        & pl.col("favourable").is_not_null()
    )
    by_year = {
        year: {row["target"]: row for row in rows.iter_rows(named=True)}
        for (year,), rows in table.group_by("year")
    }
    both = [year for year, rows in by_year.items() if set(basis.asked.codes) <= set(rows)]
    if not both:
        return None
    rows = by_year[max(both)]
    a, b = (sampled(rows[side]["favourable"] / 100, rows[side]["n"]) for side in basis.asked.codes)
    return cell(
        row, "opinion", "Favourable views", "1", max(both), (a, b),
        ratio_of(a, b, basis.asked.seed), [rows[side]["origin"] for side in basis.asked.codes],
        note="the same persons were asked about both; their answers are taken as independent",
    )  # fmt: skip


def _newest(basis: Basis, indicator: str, a: str, b: str) -> Known | None:
    """Year, value and origin of the last row of a dyad within the years asked for."""
    rows = _dyads(basis).get((indicator, a, b))
    return max(rows) if rows else None


def _dyads(basis: Basis) -> dict[tuple[str, str, str], list[Known]]:
    """Ties of the sides with third states within the years asked for; read once."""
    if KEPT not in basis.of_all_pairs:
        codes = list(basis.asked.codes)
        between = [state for row in rows(basis) for state in row.states]
        table = basis.data.table("dyads").filter(
            pl.col("indicator").is_in(USED)
            & pl.col("year").is_between(*basis.asked.years)
            & (
                (pl.col("a").is_in(codes) & pl.col("b").is_in(between))
                | (pl.col("b").is_in(codes) & pl.col("a").is_in(between))
            )
        )
        found: dict[tuple[str, str, str], list[Known]] = {}
        for indicator, a, b, *known in table.select(
            "indicator", "a", "b", "year", "value", "origin"
        ).iter_rows():
            found.setdefault((indicator, a, b), []).append(tuple(known))
        basis.of_all_pairs[KEPT] = found
    return basis.of_all_pairs[KEPT]


def _pair(
    basis: Basis,
    row: Row,
    dimension: str,
    title: str,
    unit: str,
    found: list[Known | None],
    missing: str,
    why: str,
) -> ContestCell | None:
    """A cell of two numbers without an error, either of which may be absent with its reason."""
    known = [each for each in found if each is not None]
    if not known:
        return None
    a, b = (absent(missing) if each is None else exact(float(each[1]), why) for each in found)
    years = sorted({each[0] for each in known})
    chance = None
    if a.point is not None and b.point is not None and a.point != b.point:
        chance = float(b.point > a.point)
    ratio, _ = ratio_of(a, b, basis.asked.seed)
    return cell(
        row, dimension, title, unit, years[-1], (a, b), (ratio, chance),
        [each[2] for each in known],
        note="" if len(years) == 1 else f"years {years[0]} and {years[-1]}",
    )  # fmt: skip
