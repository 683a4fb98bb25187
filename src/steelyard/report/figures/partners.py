"""Who left and who filled the gap: the partners of each state's exports and imports over time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from steelyard.dossier.records import Dossier, PartnerShare, State
from steelyard.report import words
from steelyard.report.figures.frame import Frame, axes, nice_ticks, tick_letters
from steelyard.report.figures.lines import Label, draw_labels
from steelyard.report.figures.marks import line_chart
from steelyard.report.figures.record import Cell, Drawing, Figure, Hover, Table
from steelyard.report.theme import HEX, SMALL

SHOWN_LAST, SHOWN_FIRST = 5, 3  # the largest partners now, and those of the first year


@dataclass(frozen=True, slots=True)
class Partner:
    """One partner's shares over the years; `tone` marks the other state of the pair."""

    code: str
    name: str
    tone: str
    years: tuple[PartnerShare, ...]


def partner_figures(dossier: Dossier) -> list[Figure]:
    """One figure for each state and direction that the composition covers."""
    figures = []
    for state, other, tone in ((dossier.a, dossier.b, "a"), (dossier.b, dossier.a, "b")):
        for flow in ("exports", "imports"):
            rows = [r for r in dossier.composition if r.state == state.iso3 and r.flow == flow]
            if rows:
                figures.append(_figure(dossier, state, other, flow, rows, tone))
    return figures


def _figure(
    dossier: Dossier, state: State, other: State, flow: str, rows: list[PartnerShare], tone: str
) -> Figure:
    partners = _partners(rows, other, tone)
    first, last = min(r.year for r in rows), max(r.year for r in rows)
    title = _title(rows, state, other, flow, first, last)
    drawing = _draw(SMALL, 300, partners, (first, last))
    return Figure(
        id=words.slug(f"partners {state.iso3} {flow}"),
        kicker=f"Partners in {words.possessive(words.spoken(state))} {flow}",
        title=title,
        subtitle=f"Share of each partner in goods {flow}, per cent: the largest of {first} and of "
        f"{last}.",
        alt=f"Line chart. {title}. In {last}: {_ranking(rows, last)}.",
        size="small",
        wide=drawing,
        narrow=None,
        rows=tuple(_rows(rows)),
        table=_table(partners),
        origins=_origins(dossier, state),
        domain="partners",
        notes=(
            "No interval is drawn: single partners' shares are shown as the source gives them; "
            "that of the other state of the pair has its interval in the figures above.",
            "Hollow points are estimated; dotted stretches bridge years without a figure.",
        ),
    )  # fmt: skip


def _partners(rows: Sequence[PartnerShare], other: State, tone: str) -> list[Partner]:
    """The other state, the largest partners now, and the largest of the first year."""
    first, last = min(r.year for r in rows), max(r.year for r in rows)
    now = sorted((r for r in rows if r.year == last), key=lambda r: r.rank)[:SHOWN_LAST]
    then = sorted((r for r in rows if r.year == first), key=lambda r: r.rank)[:SHOWN_FIRST]
    codes = list(dict.fromkeys([other.iso3, *(r.partner for r in now), *(r.partner for r in then)]))
    found = []
    for code in codes:
        years = tuple(sorted((r for r in rows if r.partner == code), key=lambda r: r.year))
        if years:
            found.append(
                Partner(code, years[-1].partner_name, tone if code == other.iso3 else "line", years)
            )
    return found


def _title(
    rows: Sequence[PartnerShare], state: State, other: State, flow: str, first: int, last: int
) -> str:
    """The other state's place then and now, and who stood first then."""
    own = {r.year: r for r in rows if r.partner == other.iso3}
    leader = next((r for r in rows if r.year == first and r.rank == 1), None)
    if first not in own or last not in own:
        return f"{words.possessive(words.spoken(state, first=True))} {flow} by partner"
    then, now = own[first], own[last]
    name = words.spoken(other, first=True)
    moved = f"{name}: place {then.rank} in {first}, place {now.rank} in {last}"
    if leader and leader.partner != other.iso3 and now.rank == 1:
        return f"{moved}, where {leader.partner_name} once stood"
    return moved


def _draw(width: int, height: int, partners: Sequence[Partner], years: tuple[int, int]) -> Drawing:
    shares = [r.share for partner in partners for r in partner.years]
    ticks = [tick for tick in nice_ticks(0, max(shares), 4) if tick <= 1]
    frame = Frame(
        width=width,
        height=height,
        left=40,
        right=118,
        top=12,
        bottom=26,
        x=(float(years[0]), float(years[1])),
        y=(0.0, max(ticks)),
    )
    lines = [row for partner in reversed(partners) for row in _lines(partner)]
    dots = [row for partner in reversed(partners) for row in _dots(partner)]
    labels = [_label(frame, partner) for partner in partners]
    body = (
        axes(frame, ticks, tick_letters(ticks, words.SHARE))
        + line_chart(frame, lines=lines, dots=dots)
        + draw_labels(frame, labels)
    )
    return Drawing(width, height, body, tuple(_hovers(frame, partners)))


def _runs(partner: Partner) -> list[list[PartnerShare]]:
    """Stretches of years without a gap."""
    runs: list[list[PartnerShare]] = []
    for row in partner.years:
        if runs and row.year - runs[-1][-1].year == 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return runs


def _lines(partner: Partner) -> Iterable[dict]:
    """Solid stretches, and dotted bridges over years without a figure."""
    runs, main = _runs(partner), partner.tone != "line"
    solid = {"width": 2.6 if main else 1.2, "dash": []}
    bridge = {"width": 1.4 if main else 0.9, "dash": [1, 3]}
    for index, run in enumerate(runs):
        yield from _stretch(partner, run, f"{partner.code}/{index}", solid)
    for index, (before, after) in enumerate(pairwise(runs)):
        ends = [before[-1], after[0]]
        yield from _stretch(partner, ends, f"{partner.code}/gap{index}", bridge)


def _stretch(
    partner: Partner, rows: Iterable[PartnerShare], run: str, style: dict
) -> Iterable[dict]:
    for row in rows:
        yield {"x": row.year, "y": row.share, "run": run, "colour": HEX[partner.tone], **style}


def _dots(partner: Partner) -> Iterable[dict]:
    """Years that stand alone; hollow where estimated."""
    for run in _runs(partner):
        if len(run) == 1:
            colour = HEX[partner.tone]
            fill = HEX["surface"] if run[0].status == "estimated" else colour
            yield {"x": run[0].year, "y": run[0].share, "colour": colour, "fill": fill}


def _label(frame: Frame, partner: Partner) -> Label:
    last = partner.years[-1]
    ours = partner.tone != "line"
    late = "" if last.year == frame.x[1] else f" ({last.year})"
    name = f"{partner.name} {_percent(last.share)}{late}"
    return Label(
        frame.px(last.year),
        frame.py(last.share),
        (name,),
        f"{partner.tone}-ink" if ours else "muted",
        ours,
        12 if ours else 11,
    )


def _hovers(frame: Frame, partners: Sequence[Partner]) -> Iterable[Hover]:
    for partner in partners:
        for row in partner.years:
            told = f"{row.year} {partner.name}: {_percent(row.share)}, {words.STATUS[row.status]}"
            yield Hover(frame.px(row.year), frame.py(row.share), told)


def _percent(share: float) -> str:
    """A share without an interval: whole per cents, one decimal under ten."""
    return f"{share * 100:.0f} %" if share >= 0.0995 else f"{share * 100:.1f} %"


def _ranking(rows: Sequence[PartnerShare], year: int) -> str:
    top = sorted((r for r in rows if r.year == year), key=lambda r: r.rank)[:SHOWN_LAST]
    return ", ".join(f"{r.partner_name} {_percent(r.share)}" for r in top)


def _table(partners: Sequence[Partner]) -> Table:
    years = sorted({r.year for partner in partners for r in partner.years}, reverse=True)
    by_key = {(p.code, r.year): r for p in partners for r in p.years}
    rows = []
    for year in years:
        found = [by_key.get((partner.code, year)) for partner in partners]
        rows.append((str(year), *(_percent(r.share) if r else "–" for r in found)))
    return Table(("Year", *(partner.name for partner in partners)), tuple(rows),
                 "All partners are in the data files.")  # fmt: skip


def _rows(rows: Iterable[PartnerShare]) -> Iterable[Mapping[str, Cell]]:
    for row in sorted(rows, key=lambda r: (r.year, r.rank, r.partner)):
        yield row.model_dump()


def _origins(dossier: Dossier, state: State) -> tuple[str, ...]:
    """The composition names no origins: those of the state's first trade series stand for them."""
    first = next(
        (s for s in dossier.series if s.domain == "trade" and s.subject == state.iso3), None
    )
    points = first.points if first else ()
    return tuple(dict.fromkeys(origin for point in points for origin in point.origins))
