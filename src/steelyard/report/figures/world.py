"""The map of third parties: which of the two states each other state leans on more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from steelyard.dossier.records import Dossier, MapValue
from steelyard.report import svg, words
from steelyard.report.figures.record import Cell, Drawing, Figure, Table
from steelyard.report.figures.vega import inner_svg
from steelyard.report.theme import HEX, NARROW, WIDE

ANTARCTICA = "010"
# Log ratios that part the classes: within a quarter is about even, beyond three times is much more.
EVEN, MUCH = 0.2231, 1.0986
CLASSES = ("a", "a-soft", "even", "b-soft", "b")
BORDERS = (
    "Borders are those of Natural Earth's generalised 1:110 million picture; they show where "
    "figures belong and take no position on any claim. Small states are not visible: see the "
    "ranking and the data."
)


def map_figure(dossier: Dossier, geometry: dict | None) -> Figure | None:
    """The world, or nothing without values or geometry."""
    if not dossier.map or not geometry:
        return None
    a, b = words.spoken(dossier.a), words.spoken(dossier.b)
    title = _title(dossier)
    years = sorted({value.year for value in dossier.map})
    when = str(years[0]) if len(years) == 1 else f"{years[0]} to {years[-1]}"
    return Figure(
        id="map",
        kicker=f"Third parties, {when}",
        title=title,
        subtitle=f"Share of {a} in each state's goods trade set against the share of {b}.",
        alt=f"World map. {title}. {_alt(dossier)}",
        size="wide",
        wide=_draw(WIDE, 366, dossier, geometry),
        narrow=_draw(NARROW, 172, dossier, geometry),
        rows=tuple(map_rows(dossier)),
        table=map_table(dossier),
        origins=map_origins(dossier),
        domain="third",
        notes=(
            "The map holds best estimates.",
            *interval_notes(dossier.map),
            BORDERS,
        ),
    )


def class_of(value: MapValue) -> str:
    """The colour class of one state."""
    ratio = value.log_ratio
    if ratio is None:
        return "void"
    if abs(ratio) <= EVEN:
        return "even"
    side = "a" if ratio > 0 else "b"
    return side if abs(ratio) > MUCH else f"{side}-soft"


def _title(dossier: Dossier) -> str:
    classes = [class_of(value) for value in dossier.map]
    known = len([name for name in classes if name != "void"])
    on_a = sum(name in ("a", "a-soft") for name in classes)
    on_b = sum(name in ("b", "b-soft") for name in classes)
    return (
        f"Of {known} states, {on_b} lean more on {words.spoken(dossier.b)}, {on_a} more on "
        f"{words.spoken(dossier.a)}, {known - on_a - on_b} about equally on both"
    )


def _alt(dossier: Dossier) -> str:
    names = [v.state_name for v in dossier.map if class_of(v) in ("a", "a-soft")]
    return f"Leaning more on {dossier.a.name}: {words.listed(names) or 'none'}."


def _draw(width: int, height: int, dossier: Dossier, geometry: dict) -> Drawing:
    roomy = width > 500
    legend = _legend(width, dossier, roomy=roomy)
    datasets = {"world": geometry, "states": _states(dossier, geometry)}
    land = inner_svg(land_chart(width, height, feature_of(geometry)), 0, legend.height, datasets)
    return Drawing(width, height + legend.height, legend.body + land)


def feature_of(geometry: dict) -> str:
    """The name of the object that holds the states."""
    names = list(geometry["objects"])
    return "countries" if "countries" in names else names[0]


def _states(dossier: Dossier, geometry: dict) -> list[dict[str, str]]:
    """Numeric code and colour of each state; the two themselves in grey."""
    tones = {value.m49.zfill(3): HEX[class_of(value)] for value in dossier.map}
    pair = {dossier.a.iso3, dossier.b.iso3}
    for shape in geometry["objects"][feature_of(geometry)]["geometries"]:
        if pair & {shape.get("properties", {}).get(name) for name in ("isoA3", "adm0A3")}:
            tones[shape["id"]] = HEX["line"]
    return [{"id": code, "tone": tone} for code, tone in sorted(tones.items())]


def land_chart(width: int, height: int, feature: str) -> dict[str, Any]:
    """The map in the grammar of Vega-Lite: shapes in an equal-area projection, a tone for each."""
    lookup = {"key": "id", "fields": ["tone"], "data": {"name": "states"}}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "autosize": {"type": "none"},
        "padding": 0,
        "background": None,
        "config": {"view": {"stroke": None}},
        "data": {"name": "world", "format": {"type": "topojson", "feature": feature}},
        "transform": [
            {"filter": f"datum.id != '{ANTARCTICA}'"},
            {"lookup": "id", "from": lookup, "default": HEX["void"]},
        ],
        "projection": {"type": "equalEarth"},
        "mark": {
            "type": "geoshape",
            "stroke": HEX["surface"],
            "strokeWidth": 0.5,
            "aria": False,
        },
        "encoding": {"fill": {"field": "tone", "type": "nominal", "scale": None}},
    }


def _legend(width: int, dossier: Dossier, *, roomy: bool) -> Drawing:
    """A key above the map: five classes between the two names, and no figure."""
    a, b = dossier.a.name, dossier.b.name
    box, height = (82.0, 64) if roomy else (50.0, 98)
    left = 0.0 if roomy else (width - box * 5) / 2
    body = svg.pointer(left, 14, f"leans more on {a}", size=12, tone="a-ink", left=True)
    body += svg.pointer(left + box * 5, 14, f"on {b}", size=12, tone="b-ink", left=False)
    names = ("over 3 times", "more", "about even", "more", "over 3 times")
    for index, (tone, name) in enumerate(zip(CLASSES, names, strict=True)):
        x = left + index * box
        body += svg.rect(x, 22, box - 2, 11, fill=tone)
        words_ = svg.wrap(name, box, 11)
        body += svg.lines_of_text(
            x + box / 2, 46, words_, size=11, tone="muted", anchor="middle", leading=1.1
        )
    x, y = (left + box * 5 + 34, 22) if roomy else (left, height - 24)
    for tone, name in (("line", f"{a} and {b}"), ("void", "no figure")):
        body += svg.rect(x, y, 16, 11, fill=tone)
        body += svg.text(x + 22, y + 10, name, size=11, tone="muted")
        x += svg.text_width(name, 11) + 44
    return Drawing(width, height, body)


def interval_notes(values: Iterable[MapValue]) -> tuple[str, ...]:
    """What the intervals of third states are, or why there are none."""
    shares = [s for value in values for s in (value.share_a, value.share_b) if s.present]
    levels = dict.fromkeys(words.level(share) for share in shares if share.low is not None)
    reasons = dict.fromkeys(words.why(share) for share in shares if share.low is None)
    notes = [f"Intervals: {words.listed(levels)}."] if levels else []
    return (*notes, *([f"No interval: {'; '.join(reasons)}."] if reasons else []))


def map_rows(dossier: Dossier) -> Iterable[Mapping[str, Cell]]:
    """One row per state."""
    for value in dossier.map:
        yield {
            "state": value.state,
            "name": value.state_name,
            "m49": value.m49,
            "year": value.year,
            "share_a": value.share_a.point,
            "share_a_low": value.share_a.low,
            "share_a_high": value.share_a.high,
            "share_b": value.share_b.point,
            "share_b_low": value.share_b.low,
            "share_b_high": value.share_b.high,
            "log_ratio": value.log_ratio,
            "a": dossier.a.iso3,
            "b": dossier.b.iso3,
        }


def map_table(dossier: Dossier) -> Table:
    """One row per state, those leaning most on the first state on top."""
    a, b = dossier.a.name, dossier.b.name
    ordered = sorted(
        dossier.map, key=lambda v: (v.log_ratio is None, -(v.log_ratio or 0), v.state_name)
    )
    rows = tuple(
        (
            value.state_name,
            words.show(value.share_a, words.SHARE),
            words.show(value.share_b, words.SHARE),
            f"{value.log_ratio:.2f}".replace("-", "−") if value.log_ratio is not None else "–",
            str(value.year),
        )
        for value in ordered
    )
    return Table(("State", f"Share of {a}", f"Share of {b}", "Log ratio", "Year"), rows)


def map_origins(dossier: Dossier) -> tuple[str, ...]:
    """Map values name no origins: those of the newest trade arm stand for them."""
    arms = [arm for balance in dossier.balances[:1] for arm in balance.arms]
    return next((arm.origins for arm in arms if arm.domain == "trade"), ())
