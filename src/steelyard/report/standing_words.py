"""The answer about classes, parted into one claim for each direction and what follows it."""

from __future__ import annotations

from steelyard.dossier.records import Dossier
from steelyard.report.figures.sides import sides


def said_by_direction(dossier: Dossier) -> list[tuple[str, str, str]]:
    """Tone, claim and rest of each direction of the sentence, or the whole where it has no parts.

    The claim is the answer by the main definition; the rest says what other definitions give.
    """
    comparison = dossier.comparison
    if comparison is None or not comparison.sentence:
        return []
    text = comparison.sentence
    starts = sorted(
        (place, side.tone)
        for side in sides(dossier)
        if (place := text.find(f"{side.name} in ")) >= 0
    )
    if not starts or starts[0][0]:
        return [("ink", text, "")]
    ends = [*(place for place, _ in starts[1:]), len(text)]
    parts = [(tone, text[place:end]) for (place, tone), end in zip(starts, ends, strict=True)]
    return [(tone, *_claim(dossier, part.strip())) for tone, part in parts]


def _claim(dossier: Dossier, part: str) -> tuple[str, str]:
    """What stands before the sentence on the highest class, and that sentence."""
    assert dossier.comparison is not None
    main = next((one for one in dossier.comparison.definitions if one.main), None)
    highest = main.names[-1] if main else ""
    claim, found, rest = part.partition(f". {highest[:1].upper()}{highest[1:]}: ")
    return (f"{claim}.", f"{found[2:]}{rest}") if found else (part, "")
