"""Evidence from single published figures, never from a document under audit."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from steelyard.claims.course import Course, Dot, nothing
from steelyard.claims.thresholds import ALLOWANCE
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World
from steelyard.dossier.domains.quoted import Figure, estimate_of
from steelyard.vocabulary.estimate import Estimate

CLASSES = {"official": "official", "compiled": "press", "press": "press", "estimate": "loose"}
COUNTED = ("rank", "count", "votes", "-1/0/1", "warheads (stockpile)")


def find_figure(ask: Ask, world: World) -> Course:
    """A series of figures: `source` its name, `subject` the reporter, `partner` as there.

    Several figures for a period are one value with their range; `basis`, where given, is how
    the publisher's name begins.
    """
    name = ask.source.lower()  # names of states inside of it come as codes
    by_period: dict[str, list[Figure]] = {}
    for row in _by_name(world).get((name, ask.subject, ask.partner), ()):
        names = (row["origin"],)
        if not world.own(names) and _producer(world, row).startswith(ask.basis):
            by_period.setdefault(row["period"], []).append(row)
    if not by_period:
        known = (name, ask.subject, ask.partner) in _by_name(world)
        return nothing(
            ask.source,
            "the only figure for it is the document's own" if known else "no figure for it",
        )
    unit = next(iter(by_period.values()))[0]["unit"]
    ranked = {
        period: sorted(rows, key=lambda row: not row["preferred"])
        for period, rows in by_period.items()
    }
    dots = tuple(
        Dot(period, estimate_of(rows, "1" if unit == "%" else unit),
            tuple(dict.fromkeys(row["origin"] for row in rows)))
        for period, rows in sorted(ranked.items())
    )  # fmt: skip
    worst = max((rows[0]["quality"] for rows in ranked.values()), key=list(CLASSES).index)
    error = "count" if unit in COUNTED else CLASSES[worst]
    title = name.replace("_", " ")
    return Course(f"published figures: {title}", "1" if unit == "%" else unit, dots,
                  (f"figures.{name}",), error)  # fmt: skip


def find_figure_sum(ask: Ask, world: World) -> Course:
    """Several series of figures added up, where all have a period; `source` joins their names.

    Their errors are taken to last: ends are added to ends.
    """
    parts = [find_figure(replace(ask, source=name), world) for name in ask.source.split()]
    title = " and ".join(part.title.removeprefix("published figures: ") for part in parts)
    lacking = next((part for part in parts if not part.dots), None)
    if lacking is not None or len({part.unit for part in parts}) > 1:
        return nothing(title, "no figure for a part" if lacking else "parts in several units")
    known = [{dot.period: dot for dot in part.dots} for part in parts]
    shared = sorted(set.intersection(*(set(each) for each in known)))
    dots = tuple(_added([each[period] for each in known]) for period in shared)
    series = tuple(name for part in parts for name in part.series)
    worst = max((part.error for part in parts), key=lambda name: ALLOWANCE[name])
    why = "" if dots else "the parts have no period in common"
    return Course(f"published figures: {title}", parts[0].unit, dots, series, worst, why=why)


def _added(dots: list[Dot]) -> Dot:
    """One period's sum."""
    values = [dot.value for dot in dots]
    point, low, high = (
        None if any(end is None for end in ends) else sum(end for end in ends if end is not None)
        for ends in (
            [value.point for value in values],
            [value.low for value in values],
            [value.high for value in values],
        )
    )
    origins = tuple(dict.fromkeys(name for dot in dots for name in dot.origins))
    whole = Estimate(point, low, high, values[0].level, values[0].basis, values[0].kind)
    return Dot(dots[0].period, whole, origins)


def _by_name(world: World) -> dict[tuple[str, str, str], list[Figure]]:
    """All figures that no document gave, by series and states; read once."""
    if "figures" not in world.made:
        known: dict[tuple[str, str, str], list[Figure]] = {}
        for row in world.data.table("figures").filter(~pl.col("claim")).iter_rows(named=True):
            known.setdefault((row["series"], row["reporter"], row["partner"]), []).append(row)
        world.made["figures"] = known
    return world.made["figures"]


def _producer(world: World, row: Figure) -> str:
    """Who published a figure."""
    origin = world.data.origins.get(row["origin"])
    return "" if origin is None else origin.producer
