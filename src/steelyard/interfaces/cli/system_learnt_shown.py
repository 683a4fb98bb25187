"""What a calibration taught, as lines of 80 columns and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from steelyard.interfaces.cli.system_words import wrapped

if TYPE_CHECKING:
    from steelyard.system.calibration import Learnt
    from steelyard.system.causal import CausalSystem
    from steelyard.system.sampler import Plan

EXPLAINED = (
    "Contraction: 1 less the variance after data over that before, on a scale that is normal "
    "before data. 0: data said nothing, the number is assumption; 1: they settled it. Shift: how "
    "far the middle moved, in standard deviations of what was held before."
)
WORDS = {
    "slope": "links", "decay": "rates of forgetting", "drift": "drifts", "size": "events",
    "start": "starts", "spread": "chance from year to year", "variant": "signs in dispute",
    "intercept": "intercepts of series", "loading": "loadings", "error": "errors of series",
}  # fmt: skip
TAUGHT = 0.2  # contraction from which a number is said to be taught
MOST, BAR = 12, 20


def lines_of(
    system: CausalSystem,
    found: Sequence[Learnt],
    plan: Plan,
    divergent: int,
    names: Sequence[str],
) -> Iterator[str]:
    """The answer line by line."""
    yield from wrapped(EXPLAINED)
    yield ""
    if names:
        yield from _asked(found, names)
        return
    yield from _by_kind(found)
    slopes = sorted(_of(found, "slope"), key=lambda each: -each.contraction)
    yield ""
    yield "Links that data taught most"
    for each in slopes[:MOST]:
        yield _line(each)
    silent = [each for each in slopes if each.contraction < 0.05]
    yield ""
    yield from wrapped(
        f"{len(silent)} of {len(slopes)} links were taught next to nothing (contraction below "
        "0.05): what runs say through them is assumption."
    )
    yield ""
    yield from wrapped(_sampler(found, plan, divergent))


def _by_kind(found: Sequence[Learnt]) -> Iterator[str]:
    """How much was taught of each kind of number."""
    yield f"{'numbers':<26}{'all':>5}{'taught':>8}   mean contraction"
    for about, word in WORDS.items():
        told = _of(found, about)
        if told:
            mean = sum(max(each.contraction, 0.0) for each in told) / len(told)
            taught = sum(each.contraction >= TAUGHT for each in told)
            bar = "█" * round(mean * BAR)
            yield f"{word:<26}{len(told):>5}{taught:>8}   {mean:4.2f} {bar}"


def _asked(found: Sequence[Learnt], names: Sequence[str]) -> Iterator[str]:
    """Numbers whose names hold one of the words."""
    from steelyard.vocabulary.errors import UnknownName

    for name in names:
        told = [each for each in found if _speaks(each, name)]
        if not told:
            raise UnknownName(where="steelyard system learnt", kind="number", name=name, nearest=[])
        yield f"{name}"
        for each in sorted(told, key=lambda each: -each.contraction):
            yield _line(each)


def _speaks(each: Learnt, name: str) -> bool:
    """Whether a number belongs to what was asked for."""
    ends = name.replace("->", "-").split("-")
    told = each.coordinate
    if len(ends) == 2 and told.about == "slope":
        return told.of == f"{ends[0].strip()} -> {ends[1].strip()}"
    return name in told.name or name in told.of


def _line(each: Learnt) -> str:
    """One number in two lines."""
    told = each.coordinate
    what = told.of if told.about == "slope" else told.name
    bar = "█" * round(max(each.contraction, 0.0) * BAR)
    first = f"  {what[:74]}"
    numbers = f"{each.usual:.3g} ({each.low:.3g} to {each.high:.3g})"
    return f"{first}\n    {each.contraction:5.2f} {bar:<{BAR}} shift {each.shift:+.1f}  {numbers}"


def _sampler(found: Sequence[Learnt], plan: Plan, divergent: int) -> str:
    """How well the sampler did."""
    worst = max(each.rhat for each in found)
    least = min(each.effective for each in found)
    return (
        f"{plan.chains} chains of {plan.draws} draws after {plan.adapting} to adapt; largest "
        f"R-hat {worst:.3f}, fewest independent draws {least:.0f}, {divergent} steps on which "
        "the sampler failed."
    )


def _of(found: Sequence[Learnt], about: str) -> list[Learnt]:
    """The numbers of one kind."""
    return [each for each in found if each.coordinate.about == about]


def told_as_json(system: CausalSystem, found: Sequence[Learnt]) -> str:
    """All of it as JSON."""
    rows = [
        {
            "name": each.coordinate.name, "about": each.coordinate.about, "of": each.coordinate.of,
            "contraction": each.contraction, "shift": each.shift, "low": each.low,
            "usual": each.usual, "high": each.high, "rhat": each.rhat,
            "effective": each.effective,
        }
        for each in found
    ]  # fmt: skip
    return json.dumps({"level": 0.9, "numbers": rows}, indent=1)
