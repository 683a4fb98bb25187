"""How the class of each direction moves with the definition: a matrix of probabilities."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from steelyard.dossier.records import ClassDefinition, ClassOdds, Dossier
from steelyard.dossier.words import listed
from steelyard.report import words
from steelyard.report.figures.class_matrix import draw
from steelyard.report.figures.passages import passages_words
from steelyard.report.figures.placing import MAIN
from steelyard.report.figures.record import Cell, Figure, Table
from steelyard.report.figures.sides import PLACE, Side, cells, sides


@dataclass(frozen=True, slots=True)
class Answer:
    """One direction under one definition: now, and about ten years before."""

    side: Side
    now: ClassOdds | None
    before: ClassOdds | None

    @property
    def leading(self) -> tuple[str, float] | None:
        """The likeliest class."""
        if self.now is None or not self.now.probabilities:
            return None
        name, chance, _ = max(self.now.probabilities, key=lambda entry: entry[1])
        return name, chance


Line = tuple[ClassDefinition, tuple[Answer, Answer]]


def classes_figure(dossier: Dossier) -> Figure | None:
    """Definitions down, classes across, both directions beside each other."""
    lines = answers(dossier)
    if not any(answer.leading for _, both in lines for answer in both):
        return None
    title = _title(dossier, lines)
    return Figure(
        id="place-classes",
        kicker="Classes by definition",
        title=title,
        subtitle=(
            "Each row is one way to define the classes, fixed beforehand; the size and strength of "
            "a dot is the probability of the class, per cent. Where the dot moves from row to row, "
            "the answer rests on the definition."
        ),
        alt=f"Matrix of dots. {title}. " + " ".join(_alt(*line) for line in lines),
        size="full",
        wide=draw(dossier, lines, roomy=True),
        narrow=draw(dossier, lines, roomy=False),
        rows=tuple(_rows(dossier)),
        table=_table(lines),
        origins=_origins(dossier),
        domain=PLACE,
        notes=tuple(_notes(lines)),
    )


def answers(dossier: Dossier) -> list[Line]:
    """Both directions under every definition, by trade or by count of domains."""
    comparison = dossier.comparison
    if comparison is None:
        return []
    found = []
    for definition in comparison.definitions:
        one, other = (
            _answer(side, [o for o in comparison.odds if _about(o, definition, side)])
            for side in sides(dossier)
        )
        found.append((definition, (one, other)))
    return found


def _about(odds: ClassOdds, definition: ClassDefinition, side: Side) -> bool:
    return odds.definition == definition.id and odds.measure in (MAIN, "") and side.owns(odds)


def _answer(side: Side, own: Sequence[ClassOdds]) -> Answer:
    ordered = sorted(own, key=lambda odds: -odds.year)
    now, before = (*ordered[:2], None, None)[:2]
    return Answer(side, now, before)


def _title(dossier: Dossier, lines: Sequence[Line]) -> str:
    """Which classes are likeliest under how many definitions, for each direction."""
    told = []
    for place, side in enumerate(sides(dossier)):
        names = [both[place].leading[0] for _, both in lines if both[place].leading]  # type: ignore[index]
        counted = [f"“{name}” by {names.count(name)}" for name in dict.fromkeys(names)]
        if names:
            told.append(f"{side.name}: {listed(counted)} of {len(names)} definitions")
    return "; ".join(told)


def _alt(definition: ClassDefinition, both: Sequence[Answer]) -> str:
    return f"{definition.title}: " + "; ".join(_said(answer) for answer in both) + "."


def _said(answer: Answer) -> str:
    if answer.now is None or not answer.now.probabilities:
        return f"{answer.side.name}: no answer"
    told = [f"{name} {words.chance(chance)}" for name, chance, _ in answer.now.probabilities]
    return f"{answer.side.name} {answer.now.year}: {', '.join(told)}"


def _notes(lines: Sequence[Line]) -> Iterable[str]:
    now = [answer.now for _, both in lines for answer in both if answer.now is not None]
    errors = [error for odds in now for _, _, error in odds.probabilities]
    bases = dict.fromkeys(odds.value.basis for odds in now if odds.value.present)
    yield f"Probabilities go over {'; '.join(bases)}."
    if errors:
        yield f"Error of the simulation: at most {max(errors) * 100:.1f} percentage points."
    yield (
        "A year of passing is that from which the tie stays in the class, or out of it; brackets "
        "hold its 90 % interval."
    )


def _rows(dossier: Dossier) -> Iterable[Mapping[str, Cell]]:
    """Every class of every definition, all measures and both years."""
    comparison = dossier.comparison
    for odds in comparison.odds if comparison else ():
        for name, chance, error in odds.probabilities or (("", None, None),):
            yield {
                "definition": odds.definition,
                "subject": odds.subject,
                "partner": odds.partner,
                "domain": odds.domain,
                "measure": odds.measure,
                "year": odds.year,
                **cells(odds.value),
                "class": name,
                "probability": chance,
                "simulation_error": error,
                "passages": passages_words(odds.passages) if odds.passages else "",
            }


def _table(lines: Sequence[Line]) -> Table:
    """Both directions under every definition, with what was stated about it."""
    names = lines[0][0].names
    header = ("Definition", "Tie", "Year", "Value", *(f"Class {i + 1}" for i in range(len(names))))
    header = (*header, "Passages", "Ten years before")
    rows = [
        (definition.title, *_cells(answer, definition))
        for definition, both in lines
        for answer in both
    ]
    width = max(len(row) for row in rows)
    return Table(header, tuple((*row, *("–",) * (width - len(row))) for row in rows))


def _cells(answer: Answer, definition: ClassDefinition) -> tuple[str, ...]:
    now = answer.now
    if now is None or not now.probabilities:
        why = words.why(now.value) if now else "no figure"
        return (answer.side.name, "–", why, *("–" for _ in definition.names), "–", "–")
    told = [f"{name} {words.chance(chance)}" for name, chance, _ in now.probabilities]
    return (
        answer.side.name,
        str(now.year),
        f"{words.show(now.value, '')} {definition.unit}",
        *told,
        passages_words(now.passages),
        _before(answer.before),
    )


def _before(odds: ClassOdds | None) -> str:
    if odds is None or not odds.probabilities:
        return "–"
    name, chance, _ = max(odds.probabilities, key=lambda entry: entry[1])
    return f"{odds.year}: {name} {words.chance(chance)}"


def _origins(dossier: Dossier) -> tuple[str, ...]:
    """Classes rest on what was placed."""
    comparison = dossier.comparison
    pair = {dossier.a.iso3, dossier.b.iso3}
    return tuple(
        dict.fromkeys(
            origin
            for one in (comparison.placed if comparison else ())
            if {one.subject, one.partner} == pair
            for origin in one.origins
        )
    )
