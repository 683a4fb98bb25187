"""The part of the page on the pair as a system: its paragraph and its tables by document."""

from __future__ import annotations

from steelyard.dossier.records import Causal, CausalExpectation, CausalScenario, Dossier
from steelyard.report import words
from steelyard.report.figures.record import Table

HEADS = {
    "causal-taught": "What the data taught",
    "causal-dominance": "Which loops lead when",
    "causal-fans": "Where it goes",
    "causal-effects": "What if",
    "causal-levers": "What would change it most",
}
KINDS = {
    "calibrated": "as calibrated on observed series, with the chance of the years to come",
    "prior": "as held likely before data; nothing is fitted",
}


def intro(causal: Causal) -> str:
    """What the system is, in plain words, and how sure it is."""
    taught = next((each for each in causal.taught if each.kind == "links"), None)
    told = (
        f"Documents that argue about this pair tell of causes and effects. Written down one by "
        f"one they are {len(causal.ties)} links between {len(causal.things)} things that rise and "
        f"fall, and links close into loops: dependence that feeds itself, resentment that holds it "
        "back. A program runs them year by year, holds them against observed series, and says "
        "what follows."
    )
    if taught is not None:
        told += (
            f" Series taught it something of {taught.taught} of the {taught.numbers} links; the "
            "others stay as strong as the documents make them sound, within wide ranges. Read "
            "what follows as what these arguments imply together, not as a forecast."
        )
    return told


def lead(dossier: Dossier) -> str:
    """Two sentences for the head of the part, by rule: where it goes, and what moves it most."""
    from steelyard.report.figures.causal.effects import effects_figure
    from steelyard.report.figures.causal.fans import fans_figure

    found = [make(dossier) for make in (fans_figure, effects_figure)]
    return " ".join(f"{figure.title}." for figure in found if figure is not None)


def scored(dossier: Dossier) -> str:
    """How the system does against naive forecasts, a clause for each; empty before it is scored."""
    told = dossier.forecasts.scores if dossier.forecasts else None
    found = [r for r in (told.ratios if told else ()) if "system" in r.forecaster.casefold()]
    clauses = [
        f"over {each.reference}, {each.first} to {each.last} years ahead, "
        f"{words.show(each.ratio, '')} (better in {each.better} of {each.series} series)"
        for each in found if each.ratio.present
    ]  # fmt: skip
    if not clauses:
        return ""
    return (
        "Mean score (CRPS) of the system fitted to what was known then, below 1 where it is "
        f"better: {'; '.join(clauses)}."
    )


def expected_tables(dossier: Dossier) -> list[tuple[str, Table]]:
    """Rows of each document: what would happen if, and whether it comes out."""
    causal = dossier.causal
    if causal is None:
        return []
    made = []
    for document in causal.documents:
        told = [s for s in causal.scenarios if s.document == document.id]
        rows = [_row(s, e) for s in told for e in s.expectations if e.change.present]
        if rows:
            head = f"{document.author}, {document.title} ({document.said[:4]}): {len(told)} rows"
            made.append((head, Table(
                ("If", "Then", "By", "Comes out", "Change, 90 % of draws"), tuple(rows),
                "Change in standard deviations. “–”: no way of the system leads there.",
            )))  # fmt: skip
    return made


def _row(scenario: CausalScenario, told: CausalExpectation) -> tuple[str, ...]:
    since = f", since {told.since}" if told.since else ""
    chance = "–" if told.probability is None else words.chance(told.probability)
    return (
        f"{scenario.row}: {scenario.question}",
        f"{told.title} {told.direction}. {told.says}",
        f"{told.by}{since}",
        chance,
        told.change.text(),
    )
