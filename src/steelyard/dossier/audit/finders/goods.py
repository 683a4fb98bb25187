"""Evidence on goods: prices of raw materials, and the part of some products in exports."""

from __future__ import annotations

import numpy as np
import polars as pl

from steelyard.claims.course import Course, Dot, nothing
from steelyard.dossier.audit.rows import Ask
from steelyard.dossier.audit.world import World, named
from steelyard.dossier.noise import BASIS as NOISE_BASIS
from steelyard.vocabulary.estimate import Estimate, exact

UNITS = {"$/bbl": "USD/bbl", "$/mt": "USD/t", "$/mmbtu": "USD/MMBtu"}


def find_price(ask: Ask, world: World) -> Course:
    """The monthly price of a raw material on the world market; `source` is its code."""
    rows = world.data.table("prices").filter(pl.col("commodity") == ask.source).sort("period")
    title = f"price, {ask.source}"
    if rows.is_empty():
        return nothing(title, f"no price of {ask.source!r} in the data")
    dots = tuple(
        Dot(row["period"], exact(row["value"], "a price as published"), (row["origin"],))
        for row in rows.iter_rows(named=True)
    )
    unit = str(rows["unit"][0])
    return Course(title, UNITS.get(unit, unit), dots, (f"prices.{ask.source}",), "count")


def find_product_share(ask: Ask, world: World) -> Course:
    """The part of some products in what `subject` sells to `partner`.

    `part` holds beginnings of codes of the Harmonized System, joined by spaces. With
    ``s = x / (x + r)`` the log odds err as ``ln x - ln r``, whose noises are independent.
    """
    beginnings = ask.part.split()
    pick = pl.any_horizontal(pl.col("hs4").str.starts_with(each) for each in beginnings)
    table = world.data.table("products").filter(
        (pl.col("exporter") == ask.subject) & (pl.col("importer") == ask.partner)
    )
    title = f"part of goods {', '.join(beginnings)} in sales of {named(ask.subject)} to "
    title += named(ask.partner)
    dots = []
    origin = tuple(table["origin"].unique())
    for (year,), rows in table.group_by(["year"]):
        inside = float(rows.filter(pick)["value"].sum())
        rest = float(rows["value"].sum()) - inside
        if inside > 0 and rest > 0:
            dots.append(Dot(str(year), _share(inside, rest, world), origin))
    dots.sort(key=lambda dot: dot.period)
    why = "" if dots else "no products of the two in the data"
    return Course(title, "1", tuple(dots), ("products",), "count", why=why)


def _share(inside: float, rest: float, world: World) -> Estimate:
    """A part of a whole with the noise of both."""
    spread = float(np.hypot(world.noise.flow(inside), world.noise.flow(rest)))
    factor = float(np.exp(spread * world.noise.half_range))
    low, high = inside / factor, inside * factor
    return Estimate(
        inside / (inside + rest), low / (low + rest), high / (high + rest), 0.9, NOISE_BASIS
    )
