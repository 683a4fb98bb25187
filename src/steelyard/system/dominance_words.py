"""Sentences on loop dominance, made by rule."""

from __future__ import annotations

from collections.abc import Iterator

from steelyard.system.dominance_records import Dominance, Flip, LoopPosition, Spread

HEADS = {
    "calibrated": "Calibrated runs, with the chance that no link explains. Scores say how change "
    "came about, not how large it was.",
    "prior": "Prior runs, not calibrated: what the ranges of the tables imply by themselves. "
    "Scores say how change came about, not how large it was.",
}
TURNED = 0.2  # probability from which a turn from one span to the next is told
MOST = 0.9  # part of the flips that lie on one side of now, from which that side is told
SCALE = ((0.9, "very likely"), (0.66, "likely"), (0.33, "about as likely as not"))


def likely(probability: float) -> str:
    """A probability in words and numbers, by the scale of the report."""
    word = next((word for least, word in SCALE if probability >= least), "unlikely")
    shown = f"{probability:.0%}".replace("%", " %")
    shown = "over 99 %" if probability > 0.99 else "under 1 %" if probability < 0.01 else shown
    return f"{word} ({shown})"


def percent(value: float) -> str:
    """A part of a whole in percent: one decimal below 10 %, and what rounds to nothing told."""
    if 0 < abs(value) < 0.0005:
        return "<0.1"
    if value == 0:
        return "0"
    return f"{100 * value:.1f}" if abs(value) < 0.0995 else f"{100 * value:.0f}"


def part(value: Spread) -> str:
    """A part with nine in ten."""
    return f"{percent(value.middle)} % ({percent(value.low)} to {percent(value.high)})"


def balance_told(found: Dominance) -> str:
    """Whether reinforcing or balancing loops outweigh, in the last span seen and at the end."""
    seen = [at for at, each in enumerate(found.spans) if not each.projected]
    places = dict.fromkeys((seen[-1] if seen else 0, len(found.spans) - 1))
    told = []
    for at in places:
        span, share = found.spans[at], found.balance.by_span[at]
        when = f"{'projected for ' if span.projected else ''}{span}"
        told.append(
            f"{when} reinforcing loops make {part(share)} of the change by loops; that they "
            f"outweigh balancing ones is {likely(found.balance.over_half_by_span[at])}"
        )
    return _capital("; ".join(told)) + "."


def turns_told(found: Dominance) -> Iterator[str]:
    """When dominance flips between the two kinds, with its probability."""
    told = []
    for each in found.turns:
        for side, chance in (
            ("reinforcing", each.to_reinforcing),
            ("balancing", each.to_balancing),
        ):
            if chance >= TURNED:
                told.append(f"to {side} loops from {each.before} to {each.after} ({chance:.0%})")
    shown = ", ".join(told).replace("%", " %")
    yield (
        f"The upper hand goes over {shown}." if told
        else f"From no span to the next does the upper hand change in {TURNED:.0%} of draws or "
        "more.".replace("%", " %")
    )  # fmt: skip


def quarrel_told(found: Dominance) -> Iterator[str]:
    """What documents say of the loops, with its probability by span: highest, lowest, last seen."""
    seen = [at for at, each in enumerate(found.spans) if not each.projected]
    at = seen[-1] if seen else 0
    for each in found.positions:
        chances = each.probability
        low, high = (chances.index(end) for end in (min(chances), max(chances)))
        yield (
            (
                f"{', '.join(each.documents)}: {each.rule}: {likely(chances[at])} for "
                f"{found.spans[at]}; between {chances[low]:.0%} ({found.spans[low]}) and "
                f"{chances[high]:.0%} ({found.spans[high]}). {_sizes(each, at)}"
            )
            .replace("%", " %")
            .replace("  %", " %")
        )


def _sizes(each: LoopPosition, at: int) -> str:
    """How much of the change the loops on either side make."""
    if not each.against:
        return f"It makes {part(each.size[at])} of the change by loops then."
    return f"They make {part(each.size[at])} of it then, the others {part(each.against[at])}."


def flip_told(each: Flip) -> str:
    """One threshold."""
    unit = " sd" if each.about == "push" and each.high > 1 else ""
    title = f"lasting push of {each.title}" if each.about == "push" else each.title
    way = "above" if each.rising > MOST else "below" if each.rising < 1 - MOST else "either way, at"
    at, low, high, usual = (
        f"{value:.2g}".replace("-", "−")
        for value in (each.at.middle, each.at.low, each.at.high, each.usual)
    )
    return (
        f"{title}: {way} {at} ({low} to {high}){unit}, now {usual}; {each.distance.middle:.2f} of "
        f"its range away, flips in {100 * each.flips:.0f} % of draws"
    )


def notes(found: Dominance) -> Iterator[str]:
    """What is scored, over what, and how it is to be read."""
    yield (
        f"{found.draws} draws, seed {found.seed}"
        + (f", {found.refused} more refused as an index ran away" if found.refused else "")
        + f"; {found.scored} loops of at most {found.longest} variables in the group of "
        f"{len(found.group)} that act on each other are scored, relative to each other."
    )
    if found.absent:
        yield f"Too long to be scored: {', '.join(found.absent)}."
    yield (
        "A loop leads if it belongs to the smallest set that makes half of a span's change by "
        "loops. Scores are means over a span; those of single years follow events and chance."
        + (f" Years after {found.last} are projections."
           if any(each.projected for each in found.spans) else "")
    )  # fmt: skip
    calm = found.balance.over_half_without_chance
    yield (
        "Without chance from year to year, at the same numbers, reinforcing loops outweigh with "
        f"{min(calm):.0%} to {max(calm):.0%} by span.".replace("%", " %")
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
