"""Third parties on a map: what the end of all trade between the two would do to everyone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from steelyard.dossier.records import Dossier, RegionCost
from steelyard.report import svg, words
from steelyard.report.figures.record import Cell, Drawing, Figure, Table
from steelyard.report.figures.vega import inner_svg
from steelyard.report.figures.world import BORDERS, feature_of, land_chart
from steelyard.report.theme import HEX, NARROW, WIDE
from steelyard.vocabulary.industries import region_of

# Ends of classes in per cent, either side of zero: the two lose tens of times what others do.
LITTLE, MUCH = 0.01, 0.1
CLASSES = (
    ("loss", "loses over 0.1 %"),
    ("loss-soft", "0.01 to 0.1"),
    ("even", "less, or sign unsure"),
    ("gain-soft", "0.01 to 0.1"),
    ("gain", "gains over 0.1 %"),
)
MARK = "#{:06x}"  # a colour no palette has stands for each hatch until it is put in


def cut_map_figure(dossier: Dossier, geometry: dict | None) -> Figure | None:
    """The map; None where no full cut of the two was simulated for all regions, or no outlines."""
    found = [] if dossier.cuts is None else list(dossier.cuts.regions)
    rows = [row for row in found if row.full_cut and row.horizon == "long"]
    rows = [row for row in rows if row.change.point is not None]
    if dossier.cuts is None or not rows or not geometry:
        return None
    rows.sort(key=lambda row: row.change.point or 0.0)
    title = _title(dossier, rows)
    hatched = groups(rows, geometry)
    return Figure(
        id="cut-map",
        kicker=f"Third parties if all trade between the two ended, world of {rows[0].year}",
        title=title,
        subtitle="Change of real income in the long run, per cent, simulated: median of draws.",
        alt=f"World map. {title}. "
        + "; ".join(f"{row.name} {words.show(row.change, '%')}" for row in rows)
        + ".",
        size="wide",
        wide=_draw(WIDE, 366, rows, hatched, geometry),
        narrow=_draw(NARROW, 172, rows, hatched, geometry),
        rows=tuple(_data(rows)),
        table=_table(rows, hatched),
        origins=dossier.cuts.origins,
        domain="cuts",
        notes=(
            "Hatched: states that the table has only as a sum "
            f"({words.listed([row.name for row in rows if row.region in hatched])}). The figure "
            "is that of the group; none of its states has one of its own.",
            f"Intervals: {words.listed(dict.fromkeys(row.change.basis for row in rows))}. A "
            "region whose nine draws in ten hold both losses and gains has the middle colour.",
            BORDERS,
        ),
    )


def groups(rows: Sequence[RegionCost], geometry: dict) -> frozenset[str]:
    """Regions that several outlines share: sums of states."""
    shapes = geometry["objects"][feature_of(geometry)]["geometries"]
    held = [_region(shape, {row.region for row in rows}) for shape in shapes]
    return frozenset(region for region in held if region and held.count(region) > 1)


def class_of(row: RegionCost) -> str:
    """The colour class of a region."""
    change = row.change
    point = change.point or 0.0
    unsure = change.low is not None and change.high is not None and change.low < 0 < change.high
    if unsure or abs(point) < LITTLE:
        return "even"
    return ("loss" if point < 0 else "gain") + ("" if abs(point) > MUCH else "-soft")


def _title(dossier: Dossier, rows: Sequence[RegionCost]) -> str:
    """How many of the others gain, lose, or neither with certainty; and who gains most."""
    pair = {dossier.a.iso3, dossier.b.iso3}
    others = [row for row in rows if row.region not in pair]
    classes = [class_of(row) for row in others]
    gains = sum(name.startswith("gain") for name in classes)
    losses = sum(name.startswith("loss") for name in classes)
    told = (
        f"Of {len(others)} other region{'s' * (len(others) != 1)}, {gains} would gain and "
        f"{losses} lose; {len(others) - gains - losses} hardly or without a sure sign"
    )
    if gains:
        most = next(row for row in reversed(others) if class_of(row).startswith("gain"))
        told += f"; {most.name} would gain most, {words.show(most.change, '%')}"
    return told


def _region(shape: Mapping, known: set[str]) -> str | None:
    """The region of an outline; None where the table has no such region."""
    properties = shape.get("properties", {})
    codes = [properties.get(name) for name in ("isoA3", "adm0A3")]
    code = next((each for each in codes if each and each != "-99"), "")
    region = region_of(code)
    return region if region in known else None


def _draw(
    width: int, height: int, rows: Sequence[RegionCost], hatched: frozenset[str], geometry: dict
) -> Drawing:
    legend = _legend(width, roomy=width > 500)
    tones = {row.region: HEX[class_of(row)] for row in rows}
    marks = {region: MARK.format(at + 1) for at, region in enumerate(sorted(hatched))}
    states = [
        {"id": shape["id"], "tone": marks.get(region, tones[region])}
        for shape in geometry["objects"][feature_of(geometry)]["geometries"]
        if "id" in shape and (region := _region(shape, set(tones))) is not None
    ]
    datasets = {"world": geometry, "states": states}
    land = inner_svg(land_chart(width, height, feature_of(geometry)), 0, legend.height, datasets)
    patterns = legend.body
    for region, mark in marks.items():
        name = f"cut-map-{width}-{region.lower()}"
        patterns += _pattern(name, tones[region])
        land = land.replace(f'"{mark}"', f'"url(#{name})"')
    return Drawing(width, height + legend.height, patterns + land)


def _pattern(name: str, tone: str) -> str:
    """A hatch over a colour."""
    return (
        f'<defs><pattern id="{name}" width="5" height="5" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(45)"><rect width="5" height="5" fill="{tone}"/>'
        f'<path d="M0 0V5" stroke="{HEX["surface"]}" stroke-width="2"/></pattern></defs>'
    )


def _legend(width: int, *, roomy: bool) -> Drawing:
    """Five classes from loss to gain, and the hatch of sums."""
    box, height = (104.0, 48) if roomy else (64.0, 78)
    body = _pattern(f"cut-map-{width}-key", HEX["line"])
    left = 0.0 if roomy else (width - box * 5) / 2
    for at, (tone, name) in enumerate(CLASSES):
        x = left + at * box
        body += svg.rect(x, 2, box - 2, 11, fill=tone)
        told = svg.wrap(name, box - 4, 11)
        body += svg.lines_of_text(
            x + box / 2, 26, told, size=11, tone="muted", anchor="middle", leading=1.1
        )
    x, y = (left + box * 5 + 26, 2) if roomy else (left, height - 16)
    body += f'<rect x="{x:g}" y="{y:g}" width="16" height="11" fill="url(#cut-map-{width}-key)"/>'
    body += svg.text(x + 22, y + 10, "known only as a sum", size=11, tone="muted")
    return Drawing(width, height, body)


def _table(rows: Sequence[RegionCost], hatched: frozenset[str]) -> Table:
    """Every region, those that lose most on top."""
    return Table(
        ("Region", "Change of real income, %", "What it is"),
        tuple(
            (
                row.name,
                words.show(row.change, ""),
                "sum of states" if row.region in hatched else "state",
            )
            for row in rows
        ),
        "Each with nine draws in ten.",
    )


def _data(rows: Sequence[RegionCost]) -> Iterator[Mapping[str, Cell]]:
    for row in rows:
        yield {
            "scenario": row.scenario,
            "region": row.region,
            "name": row.name,
            "change_percent": row.change.point,
            "low": row.change.low,
            "high": row.change.high,
            "level": row.change.level,
            "interval_basis": row.change.basis,
            "class": class_of(row),
            "year": row.year,
        }
