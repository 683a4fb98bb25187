"""Composites of both sides: score and rank, what each indicator counts, which choice matters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from steelyard.dossier.records import Composite, Dossier
from steelyard.report import words
from steelyard.report.figures import composite_bars
from steelyard.report.figures.record import Cell, Figure, Table
from steelyard.report.figures.sides import PLACE, cells
from steelyard.report.theme import NARROW, SMALL, WIDE

OPINION = (
    "A composite is an opinion about weights: it says in one number what somebody chose to count, "
    "and how much. Read it after the rows above, never instead of them."
)


def composite_figures(dossier: Dossier) -> Iterator[Figure]:
    """Scores with ranks, then weights, then choices; nothing where none were asked for."""
    found = dossier.comparison.composites if dossier.comparison else ()
    if not found:
        return
    yield _scores(dossier, found)
    if any(weight.effective is not None for one in found for weight in one.weights):
        yield _weights(found)
    if any(one.importance for one in found):
        yield _choices(dossier, found)


def tone(dossier: Dossier, one: Composite) -> str:
    """The colour of the side that a score is about."""
    return "a" if one.subject == dossier.a.iso3 else "b"


def name(dossier: Dossier, one: Composite) -> str:
    """Whom a score is about: a tie or a state."""
    names = {state.iso3: state.name for state in (dossier.a, dossier.b)}
    subject = names.get(one.subject, one.subject)
    return f"{subject} on {names.get(one.partner, one.partner)}" if one.partner else subject


def grouped(found: Iterable[Composite]) -> dict[str, list[Composite]]:
    """Both sides of each composite together."""
    groups: dict[str, list[Composite]] = {}
    for one in found:
        groups.setdefault(one.id, []).append(one)
    return groups


def _scores(dossier: Dossier, found: Sequence[Composite]) -> Figure:
    title = _title(dossier, found)
    told = [(name(dossier, one), tone(dossier, one), one) for one in found]
    definitions = dict.fromkeys(one.definition.rstrip(".") for one in found)
    return Figure(
        id="place-composite",
        kicker=f"Composite scores, {max(one.year for one in found)}",
        title=title,
        subtitle=f"{OPINION} {'. '.join(definitions)}.",
        alt=f"Dot plot. {title}. " + " ".join(_alt(dossier, one) for one in found),
        size="wide",
        wide=composite_bars.scores(WIDE, told),
        narrow=composite_bars.scores(NARROW, told),
        rows=tuple(_score_rows(found)),
        table=_score_table(dossier, found),
        origins=_origins(found),
        domain=PLACE,
        notes=tuple(_notes(found)),
    )


def _title(dossier: Dossier, found: Sequence[Composite]) -> str:
    told = []
    for members in grouped(found).values():
        each = [f"{name(dossier, one)} {one.score.text()}" for one in members]
        told.append(f"{members[0].title}: {words.listed(each)}")
    return "; ".join(told)


def _alt(dossier: Dossier, one: Composite) -> str:
    return (
        f"{one.title}, {name(dossier, one)}: {one.score.text()}, "
        f"rank {one.rank.text()} of {one.units}."
    )


def _notes(found: Sequence[Composite]) -> Iterable[str]:
    levels = dict.fromkeys(words.level(one.score) for one in found if one.score.low is not None)
    bases = dict.fromkeys(one.score.basis for one in found if one.score.low is not None)
    if levels:
        draws = max(one.draws for one in found)
        ways = f"over {draws:,} ways to make the score"
        yield f"Bars: {words.listed(levels)} {ways}; {'; '.join(bases)}."
    yield "Rank 1 is the highest score."


def _score_rows(found: Iterable[Composite]) -> Iterable[Mapping[str, Cell]]:
    for one in found:
        yield {
            "composite": one.id,
            "subject": one.subject,
            "partner": one.partner,
            "year": one.year,
            "unit": "points",
            **cells(one.score),
            **cells(one.rank, "rank"),
            "units": one.units,
            "draws": one.draws,
            "origins": ";".join(one.origins),
        }


def _score_table(dossier: Dossier, found: Iterable[Composite]) -> Table:
    rows = [
        (
            one.title,
            name(dossier, one),
            str(one.year),
            words.show(one.score, ""),
            words.show(one.rank, "rank"),
            str(one.units),
        )
        for one in found
    ]
    return Table(("Composite", "Of", "Year", "Score, 0 to 100", "Rank", "Among"), tuple(rows))


def _weights(found: Sequence[Composite]) -> Figure:
    """Nominal against effective weights: alike for both sides, so once for each composite."""
    first = [members[0] for members in grouped(found).values()]
    most = [
        f"“{max(one.weights, key=lambda w: w.effective or 0).title}” in {one.title.lower()}"
        for one in first
        if any(weight.effective is not None for weight in one.weights)
    ]
    title = f"What counts in fact: most of all {words.listed(most)}"
    return Figure(
        id="place-weights",
        kicker="Weights meant and in fact",
        title=title,
        subtitle=(
            "Hollow: the nominal weight. Solid: the share of the score’s variation among all "
            "units that goes with the indicator, per cent; indicators overlap, so these shares "
            "do not add up to 100."
        ),
        alt=f"Bars. {title}. " + " ".join(_weights_said(one) for one in first),
        size="small",
        wide=composite_bars.weights(SMALL, first),
        narrow=None,
        rows=tuple(
            {
                "composite": one.id,
                "indicator": weight.indicator,
                "title": weight.title,
                "nominal": weight.nominal,
                "effective": weight.effective,
            }
            for one in first
            for weight in one.weights
        ),
        table=Table(
            ("Composite", "Indicator", "Nominal", "In fact"),
            tuple(
                (one.title, w.title, _percent(w.nominal), _percent(w.effective))
                for one in first
                for w in one.weights
            ),
        ),
        origins=_origins(found),
        domain=PLACE,
        notes=("No interval: computed once, from all units and the nominal recipe.",),
    )


def _weights_said(one: Composite) -> str:
    told = [
        f"{w.title} nominal {_percent(w.nominal)}, in fact {_percent(w.effective)}"
        for w in one.weights
    ]
    return f"{one.title}: {'; '.join(told)}."


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{value * 100:.0f} %".replace("-", "−")


def _choices(dossier: Dossier, found: Sequence[Composite]) -> Figure:
    """Which choice spreads each side's score."""
    told = [(name(dossier, one), tone(dossier, one), one) for one in found if one.importance]
    most = dict.fromkeys(max(one.importance, key=lambda i: i.total).title for _, _, one in told)
    title = f"What moves the scores most: {words.listed(most)}"
    return Figure(
        id="place-choices",
        kicker="Which choice matters",
        title=title,
        subtitle=(
            "Share of a score’s spread that one choice explains, per cent. Solid: alone. Light: "
            "with all that it does together with other choices (Sobol indices)."
        ),
        alt=f"Bars. {title}. " + " ".join(_choices_said(label, one) for label, _, one in told),
        size="small",
        wide=composite_bars.choices(SMALL, told),
        narrow=None,
        rows=tuple(
            {
                "composite": one.id,
                "subject": one.subject,
                "partner": one.partner,
                "choice": item.choice,
                "title": item.title,
                "alone": item.alone,
                "total": item.total,
            }
            for _, _, one in told
            for item in one.importance
        ),
        table=Table(
            ("Composite", "Of", "Choice", "Alone", "In all"),
            tuple(
                (one.title, label, item.title, _percent(item.alone), _percent(item.total))
                for label, _, one in told
                for item in one.importance
            ),
        ),
        origins=_origins(found),
        domain=PLACE,
        notes=(
            "Estimated by simulation: what falls below 0 or above 100 % is error, and is drawn at "
            "the end of the scale; the table keeps it.",
        ),
    )


def _choices_said(label: str, one: Composite) -> str:
    told = [
        f"{item.title} alone {_percent(item.alone)}, in all {_percent(item.total)}"
        for item in one.importance
    ]
    return f"{one.title}, {label}: {'; '.join(told)}."


def _origins(found: Iterable[Composite]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(origin for one in found for origin in one.origins))
