"""Observed against expected: shares beside those of states alike, flows beside gravity."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from steelyard.dossier.explanation.expected import NO_TURN
from steelyard.dossier.explanation.sentences import UNUSUAL
from steelyard.dossier.explanation.words import factor, points
from steelyard.dossier.records import Counterfactual, Dossier, Explanation
from steelyard.report import words
from steelyard.report.figures.panels import Panel, panel_grid
from steelyard.report.figures.paths import runs
from steelyard.report.figures.record import Cell, Figure, Table
from steelyard.report.figures.sides import CHANGE, cells
from steelyard.report.theme import HALF, NARROW
from steelyard.vocabulary.estimate import Estimate
from steelyard.vocabulary.states import find

WAYS = ("export", "import", "trade")
PLURAL = {"export": "exports", "import": "imports", "trade": "trade"}


def expected_figures(dossier: Dossier, why: Explanation) -> Iterator[Figure]:
    """One figure for each turning year, then one for trade against gravity."""
    controls = [one for one in why.counterfactuals if one.id.startswith("synthetic")]
    for year in dict.fromkeys(one.event_year for one in controls):
        yield _control_figure(dossier, year, [one for one in controls if one.event_year == year])
    gravity = [one for one in why.counterfactuals if one.id.startswith("gravity")]
    if gravity:
        yield _gravity_figure(dossier, gravity)


def unusual(found: Iterable[Counterfactual]) -> list[Counterfactual]:
    """Those that few placebos match."""
    return [one for one in found if one.p_value is not None and one.p_value <= UNUSUAL]


def _control_figure(dossier: Dossier, year: int, found: Sequence[Counterfactual]) -> Figure:
    """Both directions of exports, imports and trade around one turning year."""
    panels = [_share_panel(dossier, one) for one in found]
    title = _control_title(year, found)
    return Figure(
        id=f"expected-{year}",
        kicker=f"Against states that moved alike before {year}",
        title=title,
        subtitle=(
            f"Share of the other state in exports, imports and trade, per cent: observed (line) "
            f"and expected from states that resemble the two (dashed). {year}: {found[0].event}."
        ),
        alt=f"Small multiples. {title}. " + " ".join(one.sentence for one in found),
        size="small",
        wide=panel_grid(HALF, 3, _by_way(panels, across=True), words.SHARE),
        narrow=panel_grid(NARROW, 2, _by_way(panels, across=False), words.SHARE),
        rows=tuple(row for one in found for row in _rows(one)),
        table=_control_table(panels),
        origins=tuple(dict.fromkeys(o for one in found for o in one.origins)),
        domain=CHANGE,
        notes=tuple(_control_notes(found)),
    )


def _control_title(year: int, found: Sequence[Counterfactual]) -> str:
    """How many shares moved more than placebos do, or that none did."""
    told = unusual(found)
    ranked = [one for one in found if one.p_value is not None]
    if not ranked:
        return f"{year}: no placebo fits well enough to say whether anything is unusual"
    if not told:
        return (
            f"{year}: nothing unusual. All {len(ranked)} shares moved as those of similar states "
            "did, as far as placebos can tell"
        )
    first = min(told, key=lambda one: one.p_value or 0.0)
    most = ", most of all" if len(told) > 1 else ":"
    count = f"{len(told)} of {len(ranked)} shares"
    return f"{year}: {count} moved more than placebos do{most} {first.title}"


def _share_panel(dossier: Dossier, one: Counterfactual) -> Panel:
    """Whose share, and by how much it is off."""
    state = dossier.b if one.subject == dossier.b.iso3 else dossier.a
    heading = f"{state.adjective} {PLURAL[way_of(one)]}"
    verdict = points(one.effect, unit=False).split(" (")[0]
    if one.p_value is not None:
        verdict += f", p = {one.p_value:.2f}"
    return Panel(one, "b" if state is dossier.b else "a", heading, verdict)


def way_of(one: Counterfactual) -> str:
    """Exports, imports or trade."""
    return one.measure.removeprefix("trade.").removesuffix("_share")


def _by_way(panels: Sequence[Panel], *, across: bool) -> list[list[Panel]]:
    """Rows of panels: directions below each other, or the three shares."""
    if across:
        tones = dict.fromkeys(panel.tone for panel in panels)
        return [
            [p for way in WAYS for p in panels if p.tone == tone and way_of(p.found) == way]
            for tone in tones
        ]
    grouped = ([p for p in panels if way_of(p.found) == way] for way in WAYS)
    return [row for row in grouped if row]


def donors_said(one: Counterfactual, most: int = 99) -> str:
    """Donors with their weights in per cent.

    Weights under a half per cent are left to the data.
    """
    heavy = [(code, weight) for code, weight in one.donors if weight >= 0.005][:most]
    return ", ".join(f"{find(code).name} {weight * 100:.0f} %" for code, weight in heavy)


def _control_notes(found: Sequence[Counterfactual]) -> Iterable[str]:
    ends = [value for one in found for value in one.expected if value.low is not None]
    if ends:
        bases = list(dict.fromkeys(value.basis for value in ends))
        yield f"Grey: {words.listed(dict.fromkeys(map(words.level, ends)))} ({bases[0]})."
    if any(value.low is not None and value.low < 0 for value in ends):
        yield "Ends below zero are drawn at zero, which no share can pass; the data hold them."
    reasons = dict.fromkeys(
        words.why(value) for one in found for value in one.expected if value.low is None
    )
    if reasons:
        yield f"No interval where it is not drawn: {'; '.join(reasons)}."
    yield (
        "Numbers: mean points of share off what was expected; p: the part of placebo states "
        "whose gap is at least as large."
    )
    yield from dict.fromkeys(one.limits for one in found)


def _control_table(panels: Sequence[Panel]) -> Table:
    rows = []
    for panel in panels:
        one = panel.found
        early = max((abs(gap) for _, gap in one.time_placebos), default=None)
        rows.append(
            (
                panel.heading,
                points(one.effect, unit=False),
                "not ranked" if one.p_value is None else f"{one.p_value:.2f}",
                str(one.placebos),
                "–" if one.error_before is None else f"{one.error_before * 100:.1f}",
                "–" if early is None else f"{early * 100:.1f}",
                donors_said(one),
            )
        )
    return Table(
        (
            "Share of the other in",
            "Points off",
            "p",
            "Placebos",
            "Missed before",
            "Largest gap if dated too early",
            "States it is made of, weights",
        ),
        tuple(rows),
        "Points of share. Which states were left out, and why, is in the data.",
    )


def _rows(one: Counterfactual) -> Iterable[Mapping[str, Cell]]:
    """One row for each year, then one for the effect."""
    shared = {
        "counterfactual": one.id,
        "title": one.title,
        "measure": one.measure,
        "subject": one.subject,
        "partner": one.partner,
        "unit": one.unit,
        "event_year": one.event_year,
    }
    about = {
        "p_value": one.p_value,
        "placebos": one.placebos,
        "error_before": one.error_before,
        "donors": ";".join(f"{code} {weight:.4f}" for code, weight in one.donors),
        "dated_too_early": ";".join(f"{year} {gap:.5f}" for year, gap in one.time_placebos),
        "left_out": ";".join(f"{code} {reason}" for code, reason in one.left_out),
        "method": one.method,
        "origins": ";".join(one.origins),
    }
    for year, seen, value in zip(one.years, one.observed, one.expected, strict=True):
        yield {**shared, "year": year, "observed": seen, **cells(value, "expected"), **about}
    yield {**shared, "year": None, "observed": None, **cells(one.effect, "expected"), **about} | {
        "title": f"{one.title}: effect"
    }


def _gravity_figure(dossier: Dossier, found: Sequence[Counterfactual]) -> Figure:
    """Both flows beside what size and closeness lead to expect."""
    panels = [_flow_panel(dossier, one) for one in found]
    title = _gravity_title(found)
    return Figure(
        id="expected-gravity",
        kicker="Against size and closeness",
        title=title,
        subtitle="Exports, bn USD: observed (line) and expected by gravity from both states’ trade "
        "with all others, distance, border, language and colonial ties (dashed).",
        alt=f"Two line charts. {title}. " + " ".join(one.sentence for one in found),
        size="small",
        wide=panel_grid(HALF, 2, [panels], "USD bn"),
        narrow=panel_grid(NARROW, 1, [[panel] for panel in panels], "USD bn"),
        rows=tuple(row for one in found for row in _rows(one)),
        table=_gravity_table(found),
        origins=tuple(dict.fromkeys(o for one in found for o in one.origins)),
        domain=CHANGE,
        notes=tuple(_gravity_notes(found)),
    )


def _flow_panel(dossier: Dossier, one: Counterfactual) -> Panel:
    """Amounts in bn, for a scale that can be read."""
    verdict = "" if one.effect.point is None else f"moved {factor(one.effect).split(' (')[0]}"
    if one.p_value is not None:
        verdict += f", p = {one.p_value:.2f}"
    in_bn = one.model_copy(
        update={
            "observed": tuple(value / 1e3 for value in one.observed),
            "expected": tuple(_in_bn(value) for value in one.expected),
        }
    )
    return Panel(in_bn, "b" if one.subject == dossier.b.iso3 else "a", one.title, verdict)


def _gravity_title(found: Sequence[Counterfactual]) -> str:
    """How far each flow stands from what is expected in the last year, both directions."""
    return "; ".join(one.sentence.rstrip(".").partition(", and ")[0] for one in found)


def _in_bn(value: Estimate) -> Estimate:
    """An amount in USD m as billions: a change of scale for reading."""
    point, low, high = (
        None if end is None else end / 1e3 for end in (value.point, value.low, value.high)
    )
    return replace(value, point=point, low=low, high=high)


def _gravity_notes(found: Sequence[Counterfactual]) -> Iterable[str]:
    ends = [value for one in found for value in one.expected if value.low is not None]
    if ends:
        bases = dict.fromkeys(value.basis for value in ends)
        yield f"Band: {words.listed(dict.fromkeys(map(words.level, ends)))} ({'; '.join(bases)})."
    for one in found:
        if one.effect.point is not None:
            yield f"{one.title} over expected moved {factor(one.effect)} ({one.effect.basis})."
    if found[0].event == NO_TURN:
        yield "No turning year is registered: the last year stands against the first."
    else:
        yield f"Broken line: {found[0].event_year}, {found[0].event}; it is not claimed as a cause."
    if any(len(runs(one.years)) > 1 for one in found):
        yield "Dots bridge years without a figure."
    yield f"Fitted by {found[0].method}."
    yield from dict.fromkeys(one.limits for one in found)


def _gravity_table(found: Sequence[Counterfactual]) -> Table:
    """Years down, both flows across."""
    years = sorted({year for one in found for year in one.years}, reverse=True)
    rows = []
    for year in years:
        row = [str(year)]
        for one in found:
            if year not in one.years:
                row += ["–", "–"]
                continue
            place = one.years.index(year)
            row += [
                f"{one.observed[place] / 1e3:,.1f}",
                words.show(_in_bn(one.expected[place]), ""),
            ]
        rows.append(tuple(row))
    header = [name for one in found for name in (one.title, "expected")]
    return Table(("Year", *header), tuple(rows), "bn USD")
