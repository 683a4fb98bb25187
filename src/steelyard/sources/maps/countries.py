"""Natural Earth countries at 1:110 million, from TopoJSON to one GeoJSON geometry per row."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path
from typing import Any

import polars as pl

from steelyard.sources.connector import Connector
from steelyard.sources.reading import finish, read_text, readable
from steelyard.sources.shaping import origin
from steelyard.vocabulary.tables import Column, Table

ORIGIN = origin(
    id="countries_110m",
    producer="Natural Earth",
    title="Admin 0 Countries, 1:110m",
    version="UN view of boundaries",
    citation="Made with Natural Earth.",
    url="https://www.naturalearthdata.com/",
    licence="Public domain",
    terms="ship",
)

PROPERTIES = {"name": "name", "isoA3": "iso3", "type": "type", "boundaryView": "boundary_view"}

TABLE = Table(
    "countries_110m",
    "Outlines of countries for small maps",
    (
        Column("m49", pl.String, "key", meaning="three digits, zeros in front kept"),
        Column("name", pl.String, "label", nullable=False),
        Column("iso3", pl.String, "label"),
        Column("type", pl.String, "label"),
        Column("boundary_view", pl.String, "label", meaning="whose view of disputed borders"),
        Column("geometry", pl.String, "label", nullable=False, meaning="GeoJSON, degrees"),
    ),
)

LAYOUT = "TopoJSON with the object `countries`, whose geometries have an ISO numeric id"
Ring = list[list[float]]


def recognise(path: Path, head: bytes) -> bool:
    """Whether this is a topology of countries."""
    start = head.lstrip()[:400]
    return start.startswith(b"{") and b'"Topology"' in start and b'"countries"' in start


def parse(path: Path) -> pl.LazyFrame:
    """Every country with its outline; lines show no opinion on any border."""
    text = read_text(path)
    with readable(path, LAYOUT):
        topology = json.loads(text)
        arcs = _arcs(topology)
        rows = [_row(shape, arcs) for shape in topology["objects"]["countries"]["geometries"]]
        frame = pl.DataFrame(rows, schema=dict.fromkeys(TABLE.names, pl.String), orient="row")
    return finish(frame, TABLE)


def _arcs(topology: dict[str, Any]) -> list[Ring]:
    """Lines in degrees: quantised steps are summed, then scaled and moved."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    return [
        [
            [round(x * kx + dx, 4), round(y * ky + dy, 4)]
            for x, y in accumulate(arc, lambda at, step: [at[0] + step[0], at[1] + step[1]])
        ]
        for arc in topology["arcs"]
    ]


def _row(shape: dict[str, Any], arcs: list[Ring]) -> tuple[str | None, ...]:
    """One country: number, names, outline."""
    texts = [shape["properties"].get(name) for name in PROPERTIES]
    return (shape.get("id"), *texts, json.dumps(_geometry(shape, arcs)))


def _geometry(shape: dict[str, Any], arcs: list[Ring]) -> dict[str, Any]:
    """Polygon or multipolygon whose rings are joined from arcs."""
    if shape["type"] == "Polygon":
        rings: list[Any] = [_ring(ring, arcs) for ring in shape["arcs"]]
    elif shape["type"] == "MultiPolygon":
        rings = [[_ring(ring, arcs) for ring in polygon] for polygon in shape["arcs"]]
    else:
        raise ValueError(f"geometry of type {shape['type']!r}")
    return {"type": shape["type"], "coordinates": rings}


def _ring(numbers: list[int], arcs: list[Ring]) -> Ring:
    """Arcs end to end; ~n is arc n backwards, and joints stand once."""
    ring: Ring = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += line[1:] if ring else line
    return ring


COUNTRIES_110M = Connector("countries_110m", ORIGIN, TABLE, recognise, parse, LAYOUT)
