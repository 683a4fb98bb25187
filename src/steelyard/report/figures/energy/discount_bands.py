"""What was predicted off a port's price, as a band, beside what was observed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby, pairwise

from steelyard.dossier.fuels.sentences import WORLD, quarter
from steelyard.dossier.records import (
    Dossier,
    Event,
    ForecastError,
    FuelMarket,
    ObservedDiscountPoint,
    PredictedDiscount,
)
from steelyard.report import svg, words
from steelyard.report.figures.energy.markers import SHAPES, marker
from steelyard.report.figures.frame import Frame, axes, nice_ticks, tick_letters
from steelyard.report.figures.marks import line_chart
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.theme import HEX, NARROW, WIDE

TONE = "pipe"  # of the prediction; observed points are in ink
FELT = 0.02  # part of the largest discount: smaller ones have no panel
HEIGHT = 250  # of a panel
QUARTER = 0.25
MARKS = " Marks: the observed gap, less what was usual before 2022, with its interval."
TOGETHER = 0.12  # years: measures nearer to each other share a mark


def discount_bands(dossier: Dossier, market: FuelMarket) -> Figure | None:
    """A panel for each port with predictions; None where there are none."""
    ports = _ports(market)
    if not ports:
        return None
    unit = market.predicted[0].unit
    shapes = _shapes(market.observed)
    last = max(each.x for each in market.predicted) + QUARTER
    measures = tuple(_joined([each for each in market.measures if each.x <= last]))
    title = _title(market, ports)
    return Figure(
        id=f"energy-discount-{words.slug(market.fuel)}",
        kicker=f"{market.fuel.capitalize()}: discount beyond the usual one, predicted"
        f"{' and observed' * bool(market.observed)}",
        title=title,
        subtitle=f"{unit} by which measures widen the gap to {WORLD[market.fuel]}. Band: nine "
        f"draws in ten.{MARKS * bool(market.observed)}",
        alt=f"Line chart with bands. {title}. {_told(market, ports)}",
        size="wide",
        wide=_draw(WIDE, market, ports, shapes, measures),
        narrow=_draw(NARROW, market, ports, shapes, measures),
        rows=tuple(_data(market)),
        table=_table(market),
        origins=tuple(
            dict.fromkeys((*market.origins, *(o for e in market.observed for o in e.origins)))
        ),
        domain="fuels",
        events=measures,
        notes=(*_errors(market.errors, unit), *_notes(market)),
    )


def _ports(market: FuelMarket) -> list[str]:
    """Places whose discount was ever felt, the largest first."""
    largest: dict[str, float] = {}
    for each in market.predicted:
        high = each.value.high if each.value.high is not None else each.value.point
        largest[each.place] = max(largest.get(each.place, 0.0), high or 0.0)
    seen = {each.place for each in market.observed}
    most = max(largest.values(), default=0.0)
    felt = [place for place in largest if largest[place] > FELT * most or place in seen]
    return sorted(felt, key=lambda place: -largest[place]) if most > 0 else []


def _title(market: FuelMarket, ports: Sequence[str]) -> str:
    """When the predicted discount was largest, and what it is now."""
    of = [each for each in market.predicted if each.place == ports[0] and each.value.present]
    most = max(of, key=lambda each: each.value.point or 0.0)
    now = of[-1]
    told = f"{most.name}: {words.show(most.value, most.unit)} in {quarter(most.period)}"
    if now is most:
        return told
    return f"{told}, {words.show(now.value, now.unit)} in {quarter(now.period)}, by the model"


def _told(market: FuelMarket, ports: Sequence[str]) -> str:
    """All predictions in words, by port."""
    return " ".join(
        f"{_port(market, port)}: "
        + "; ".join(
            f"{each.period} {words.show(each.value, '')}"
            for each in market.predicted
            if each.place == port
        )
        + "."
        for port in ports
    )


def _port(market: FuelMarket, port: str) -> str:
    return next(each.name for each in market.predicted if each.place == port)


def _shapes(observed: Sequence[ObservedDiscountPoint]) -> dict[tuple[str, str], str]:
    """A shape for each thing and source; the last one for all that are too many."""
    kinds = dict.fromkeys((each.what, each.basis) for each in observed)
    return {kind: SHAPES[min(at, len(SHAPES) - 1)] for at, kind in enumerate(kinds)}


def _joined(measures: Sequence[Event]) -> Iterator[Event]:
    """Measures of nearly one day as one mark."""
    held: list[Event] = []
    for event in (*sorted(measures, key=lambda each: each.x), None):
        if event is not None and (not held or event.x - held[0].x < TOGETHER):
            held.append(event)
            continue
        if held:
            text = "; ".join(dict.fromkeys(each.text for each in held))
            yield held[0].model_copy(update={"text": text})
        held = [event] if event is not None else []


def _draw(
    width: int, market: FuelMarket, ports: Sequence[str], shapes: Mapping, measures: Sequence[Event]
) -> Drawing:
    """Panels beside each other on a desk, below each other on a phone."""
    roomy, body = width > NARROW, ""
    hovers: list[Hover] = []
    across = len(ports) if roomy else 1
    wide = (width - 24 * (across - 1)) / across
    span = _span(market)
    for at, port in enumerate(ports):
        x, y = (at * (wide + 24), 0.0) if roomy else (0.0, at * (HEIGHT + 14.0))
        panel = _panel(wide, market, port, shapes, measures, span, hovers, (x, y))
        body += f'<g transform="translate({svg.num(x)} {svg.num(y)})">{panel}</g>'
    floor = HEIGHT + 12.0 if roomy else len(ports) * (HEIGHT + 14.0)
    key, height = _key(width, market, shapes, floor)
    return Drawing(width, round(floor + height), body + key, tuple(hovers))


def _span(market: FuelMarket) -> tuple[float, float]:
    """Lowest and highest end of all panels, so that they have one scale."""
    every = [each.value for each in (*market.predicted, *market.observed)]
    ends = [e for v in every for e in (v.low, v.point, v.high) if e is not None]
    return min(0.0, *ends), max(0.0, *ends)


def _panel(
    width: float,
    market: FuelMarket,
    port: str,
    shapes: Mapping,
    measures: Sequence[Event],
    span: tuple[float, float],
    hovers: list[Hover],
    offset: tuple[float, float],
) -> str:
    """One port: band and line by quarter, marks of what was observed."""
    predicted = [each for each in market.predicted if each.place == port and each.value.present]
    observed = [each for each in market.observed if each.place == port and each.value.present]
    ticks = nice_ticks(*span)
    first = int(min(each.x for each in predicted))
    frame = Frame(round(width), HEIGHT, 30, 16, 42, 26,
                  (float(first), max(each.x for each in (*predicted, *observed)) + QUARTER),
                  (ticks[0], ticks[-1]))  # fmt: skip
    body = svg.text(0, 13, _port(market, port), size=12.5, tone="ink", bold=True)
    body += axes(frame, ticks, tick_letters(ticks, ""))
    body += line_chart(
        frame, bands=_rows(predicted, band=True), lines=_rows(predicted, band=False),
        rules=[{"x": event.x} for event in measures],
        bars=[
            {"x": each.x, "low": each.value.low, "high": each.value.high, "colour": HEX["ink"]}
            for each in observed
            if each.value.low is not None
        ],
    )  # fmt: skip
    for number, event in enumerate(measures, start=1):
        body += svg.text(frame.px(event.x), frame.top - 5, str(number), size=10, tone="muted",
                         anchor="middle")  # fmt: skip
    for each in observed:
        x, y = frame.px(each.x), frame.py(each.value.point or 0.0)
        body += marker(shapes[each.what, each.basis], x, y, "ink")
        hovers.append(Hover(x + offset[0], y + offset[1], _said(each)))
    for each in predicted:
        x, y = frame.px(each.x), frame.py(each.value.point or 0.0)
        said = f"{each.name}, {quarter(each.period)}: {words.show(each.value, each.unit)}"
        hovers.append(Hover(x + offset[0], y + offset[1], f"{said}, predicted"))
    return body


def _said(each: ObservedDiscountPoint) -> str:
    return (
        f"{each.what}, {words.period(each.period)}: {words.show(each.value, each.unit)}, "
        f"observed, {each.basis}"
    )


def _rows(predicted: Sequence[PredictedDiscount], *, band: bool) -> list[dict]:
    """Rows of a band or a line; a missing quarter parts two stretches."""
    found, run, before = [], 0, None
    step = min((b.x - a.x for a, b in pairwise(predicted)), default=QUARTER)
    for each in predicted:
        run += before is not None and each.x - before > 1.5 * step
        before, value = each.x, each.value
        row = {"x": each.x, "run": f"{each.place}/{run}", "colour": HEX[TONE]}
        if not band:
            found.append({**row, "y": value.point, "width": 2.2, "dash": []})
        elif value.low is not None:
            found.append({**row, "low": value.low, "high": value.high})
    return found


def _key(
    width: int, market: FuelMarket, shapes: Mapping[tuple[str, str], str], top: float
) -> tuple[str, float]:
    """What the shapes of observed points stand for."""
    entries = [("", "predicted")]
    for shape, kinds in groupby(shapes, key=lambda kind: shapes[kind]):
        named = list(kinds)
        more = f" and {len(named) - 1} more" if len(named) > 1 else ""
        entries.append((shape, f"{', '.join(dict.fromkeys(named[0]))}{more}"))
    body, x, y = "", 0.0, top + 12
    for shape, name in entries:
        told = svg.wrap(name, width - 24, 11.5, most=1)[0]
        wide = svg.text_width(told, 11.5) + 36
        if x and x + wide - 18 > width:
            x, y = 0.0, y + 18
        if shape:
            body += marker(shape, x + 6, y - 4, "ink")
        else:
            body += f'<rect x="{svg.num(x)}" y="{svg.num(y - 9)}" width="16" height="10" ' \
                f'fill="{HEX[TONE]}" fill-opacity="0.2"/>'  # fmt: skip
            body += svg.line(x, y - 4, x + 16, y - 4, tone=TONE, width=2.2)
        body += svg.text(x + 22, y, told, size=11.5, tone="ink-soft")
        x += wide
    return body, y - top + 8


def _errors(errors: Sequence[ForecastError], unit: str) -> tuple[str, ...]:
    """How far the predictions were off: the error is part of the figure."""
    told = []
    for each in errors:
        if not each.whole or each.covered is None:
            continue
        naive = []
        if each.none_absolute is not None:
            naive.append(f"{each.none_absolute:.1f} if no discount is predicted")
        if each.last_absolute is not None:
            naive.append(f"{each.last_absolute:.1f} if the last observed one is")
        beside = f" (against {words.listed(naive)})" if naive else ""
        told.append(
            f"{each.what}: off by {each.absolute:.1f} {unit} on average{beside}, "
            f"{_tendency(each.mean, unit)}; {each.covered * 100:.0f} % of {each.seen} "
            "observations lie within the band."
        )
    return tuple(told)


def _tendency(mean: float, unit: str) -> str:
    """Which way the predictions err on average."""
    if abs(mean) < 0.05:
        return "neither too high nor too low"
    return f"too {'high' if mean > 0 else 'low'} by {abs(mean):.1f} {unit}"


def _notes(market: FuelMarket) -> tuple[str, ...]:
    basis = dict.fromkeys(each.value.basis for each in market.predicted if each.value.present)
    seen = ("No number of the model was fitted to these observations.",)
    return (
        *(seen if market.observed else ()),
        f"Band: {words.listed(basis)}.",
    )


def _table(market: FuelMarket) -> Table:
    """Predicted and observed, by port and time."""
    rows = [
        (each.x, each.name, each.period, words.show(each.value, ""), "predicted")
        for each in market.predicted
    ] + [
        (each.x, _name(market, each), each.period, words.show(each.value, ""),
         f"observed: {each.what}, {each.basis}")
        for each in market.observed
    ]  # fmt: skip
    rows.sort(key=lambda row: (row[1], row[0]))
    return Table(
        ("Place", "Period", f"Below, {market.predicted[0].unit}", "What"),
        tuple(row[1:] for row in rows),
        "Each with its 90 % interval.",
    )


def _name(market: FuelMarket, each: ObservedDiscountPoint) -> str:
    known = {one.place: one.name for one in market.predicted}
    return known.get(each.place, each.what)


def _data(market: FuelMarket) -> Iterator[Mapping[str, Cell]]:
    for kind, rows in (("predicted", market.predicted), ("observed", market.observed)):
        for each in rows:
            yield {
                "kind": kind,
                "fuel": each.fuel,
                "place": each.place,
                "what": getattr(each, "what", getattr(each, "name", "")),
                "period": each.period,
                "discount": each.value.point,
                "low": each.value.low,
                "high": each.value.high,
                "unit": each.unit,
                "interval_basis": each.value.basis,
                "basis": getattr(each, "basis", "simulated"),
            }
