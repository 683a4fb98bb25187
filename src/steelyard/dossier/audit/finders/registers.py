"""Evidence from registers of cases: dated events, treaties, vetoes, ties of two states.

A register that holds every case of its kind says by what it lacks that there was none; one that
does not says nothing by it.
"""

from __future__ import annotations

import re

import polars as pl

from steelyard.claims.course import Course, Dot, nothing
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World, named
from steelyard.vocabulary.estimate import Estimate, exact

ONE = Estimate(1.0, 1.0, 1.0, 0.9, "a case in a register")


def find_event(ask: Ask, world: World) -> Course:
    """Dated events whose words match `source`, a regular expression, and that name the actors.

    The list of events is a choice of some, not a register of all: what it lacks says nothing.
    """
    actors = {code for code in (ask.subject, ask.partner) if code}
    dots = tuple(
        Dot(row["date"], ONE, (row["origin"],))
        for row in world.data.table("events").sort("date").iter_rows(named=True)
        if re.search(ask.source, row["event"], re.IGNORECASE)
        and actors <= set(row["actors"].split(";"))
    )
    title = "dated events"
    if not dots:
        return nothing(title, "no such event in the list, which does not hold every event")
    return Course(title, "count", dots, ("events",), "count")


def find_pact(ask: Ask, world: World) -> Course:
    """Years in which `subject` owed `partner` an obligation that matches `source` (ATOP)."""
    table = world.data.table("pacts")
    rows = table.filter((pl.col("a") == ask.subject) & (pl.col("b") == ask.partner))
    first = int(table["year"].min())  # type: ignore[arg-type]
    last = int(table["until"].max())  # type: ignore[arg-type]
    origin = tuple(table["origin"].unique())
    dots = tuple(
        Dot(str(year), ONE, origin)
        for row in rows.iter_rows(named=True)
        if re.search(ask.source, row["obligations"], re.IGNORECASE)
        for year in range(row["year"], min(row["until"], last) + 1)
    )
    title = f"obligations of {named(ask.subject)} towards {named(ask.partner)} (ATOP, to {last})"
    return Course(title, "count", dots, ("pacts",), "count", complete=True,
                  origins=origin, reach=(first, last))  # fmt: skip


def find_veto(ask: Ask, world: World) -> Course:
    """Vetoes in the Security Council by `subject`: ``all``, ``alone``, or ``joint`` with `partner`.

    The register is complete from 1946 to September 2022.
    """
    dots = []
    table = world.data.table("vetoes").sort("date")
    for row in table.iter_rows(named=True):
        members = set(row["members"].split())
        if (
            ask.subject in members
            and {
                "all": True,
                "alone": members == {ask.subject},
                "joint": ask.partner in members,
            }[ask.source]
        ):
            dots.append(Dot(row["date"], ONE, (row["origin"],)))
    how = {"all": "", "alone": ", alone", "joint": f" together with {named(ask.partner)}"}
    title = f"vetoes of {named(ask.subject)}{how[ask.source]} in the Security Council"
    years = int(str(table["date"][0])[:4]), int(str(table["date"][-1])[:4])
    return Course(title, "count", tuple(dots), ("vetoes",), "count", complete=True,
                  origins=tuple(table["origin"].unique()), reach=years)  # fmt: skip


def find_dyad(ask: Ask, world: World) -> Course:
    """A tie of two states by year, such as official finance or shared organisations."""
    rows = world.data.table("dyads").filter(
        (pl.col("indicator") == ask.source)
        & (pl.col("a") == ask.subject)
        & (pl.col("b") == ask.partner)
    )
    from steelyard.reference.attributes import INDICATORS

    why = "published without an error"
    dots = tuple(
        Dot(str(row["year"]), exact(row["value"], why), (row["origin"],))
        for row in rows.sort("year").iter_rows(named=True)
        if row["value"] is not None
    )
    title = f"{ask.source.replace('_', ' ')} of {ask.subject} and {ask.partner}"
    if not dots:
        return nothing(title, f"no {title} in the data")
    unit = INDICATORS[ask.source][1]
    return Course(title, unit, dots, (f"{ask.source}.{ask.subject}.{ask.partner}",),
                  "count" if unit == "count" else "official")  # fmt: skip
