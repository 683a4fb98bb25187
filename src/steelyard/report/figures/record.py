"""A finished figure: drawings, words, data and origins in one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from steelyard.dossier.records import Event

Cell = str | float | int | None
Size = Literal["full", "wide", "small"]


@dataclass(frozen=True, slots=True)
class Hover:
    """A place in a drawing that answers the pointer with a sentence."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """One SVG: its size, what is inside, and where it answers the pointer."""

    width: int
    height: int
    body: str
    hovers: tuple[Hover, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of a figure as a reader sees them: header and rows of text."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of the page and of the download folder.

    `title` states the finding, `subtitle` the definition. `narrow` is None where the one drawing
    serves both widths. `rows` are the raw numbers behind the figure, one mapping per number.
    """

    id: str
    kicker: str
    title: str
    subtitle: str
    alt: str
    size: Size
    wide: Drawing
    narrow: Drawing | None
    rows: tuple[Mapping[str, Cell], ...]
    table: Table
    origins: tuple[str, ...]
    domain: str = ""
    notes: tuple[str, ...] = ()
    events: tuple[Event, ...] = ()
    series: tuple[str, ...] = field(default=())
