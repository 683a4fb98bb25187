"""The numbers of a causal system by name: slopes, decays, drifts, sizes, starts, variants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Float

from steelyard.measures.ranges import drawn, shares
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_records import CausalLink, CausalVariable, Prior
from steelyard.vocabulary.errors import InputError

About = Literal["slope", "decay", "drift", "size", "start", "variant"]
START = Prior(-2.0, 0.0, 2.0)
"""Where an index begins that nothing is known of: a standardised one is seldom further off."""
EITHER = Prior(0.0, 0.5, 1.0)
DRIFT = Prior(-0.12, 0.0, 0.12)
"""What flows into a stock each year for reasons outside the system. Of two indices that rise
evenly from 1992 to 2024 each gains 0.105 standard deviations a year: drift may be all of it."""


@dataclass(frozen=True, slots=True)
class NamedNumber:
    """A number of the system with its prior range.

    `name` is the constant's name in the model, `of` the variable, link or event it belongs to.
    """

    name: str
    about: About
    of: str
    prior: Prior


def slope_name(link: CausalLink) -> str:
    """Name of the strength of a link."""
    return "_".join(filter(None, ("slope", link.cause, "on", link.effect, link.variant)))


def decay_name(variable: str) -> str:
    """Name of the rate at which a stock forgets."""
    return f"decay_{variable}"


def drift_name(variable: str) -> str:
    """Name of what a stock gains a year from outside the system."""
    return f"drift_{variable}"


def drifts(variable: CausalVariable) -> bool:
    """Whether a variable has a drift: a stock that a series speaks to, which can teach it."""
    return variable.decay is not None and bool(variable.observed)


def size_name(impulse: str) -> str:
    """Name of the size of an event."""
    return f"size_{impulse}"


def start_name(variable: str) -> str:
    """Name of the value at which a stock begins, events before the start aside."""
    return f"start_{variable}"


def variant_name(link: CausalLink) -> str:
    """Name of the weight of one of two signs on which documents differ."""
    return f"variant_{link.cause}_on_{link.effect}_{link.variant}"


def numbers(system: CausalSystem) -> tuple[NamedNumber, ...]:
    """All numbers that a run of the system needs, in the order of its tables.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> numbers(shipped())[0]
    NamedNumber(name='slope_western_access_on_outside_options', about='slope', \
of='western_access -> outside_options', prior=Prior(low=0.0519, usual=0.1038, high=0.1557))
    """
    made = [
        NamedNumber(slope_name(each), "slope", f"{each.cause} -> {each.effect}", each.strength)
        for each in system.links
    ]
    for each in system.variables:
        if each.decay is not None:
            made.append(NamedNumber(decay_name(each.name), "decay", each.name, each.decay))
            made.append(NamedNumber(start_name(each.name), "start", each.name, START))
        if drifts(each):
            made.append(NamedNumber(drift_name(each.name), "drift", each.name, DRIFT))
    made += [
        NamedNumber(size_name(each.id), "size", each.id, each.size) for each in system.impulses
    ]
    made += [
        NamedNumber(variant_name(each), "variant", f"{each.cause} -> {each.effect}", EITHER)
        for each in system.links
        if each.variant
    ]
    return tuple(made)


def usual(system: CausalSystem, document: str | None = None) -> dict[str, float]:
    """Every number at its usual value; where documents differ, each counts for its part.

    With a document, its sign counts alone.
    """
    return {name: float(values[0]) for name, values in draws_of(system, 1, 0, document).items()}


def draws_of(
    system: CausalSystem, draws: int, seed: int, document: str | None = None, first: int = 0
) -> dict[str, Float[np.ndarray, " draw"]]:
    """Draws of every number from its prior; draw 0 holds the usual values.

    Ranges are triangular. A number's draws hang on its name and the seed alone, so that a run
    with one thing changed meets the same numbers elsewhere (common random numbers). Where
    documents differ on a sign, one of them holds in each draw, all equally often.

    Parameters
    ----------
    system : CausalSystem
    draws : int
    seed : int
    document : str, optional
        One of those that differ, whose sign then holds in all draws.
    first : int
        Number of the first draw: those from there on that a longer run would have.

    Raises
    ------
    InputError
        If there is no draw, or the seed or the first draw is negative.
    UnknownName
        If the documents that differ on a sign do not include this one.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> float(draws_of(shipped(), 2, 0)["decay_alignment"][0])
    0.116
    """
    if draws < 1 or seed < 0 or first < 0:
        raise InputError(where="draws of the causal system",
                         found=f"{draws} draws from {first} on, seed {seed}.",
                         expected="at least one draw and a seed of 0 or more",
                         remedy="Ask for 200 draws, say.")  # fmt: skip
    if document is not None:
        system.of_document(document)  # refuses what is no variant
    told = [each for each in numbers(system) if each.about != "variant"]
    ranges = [(each.name, (each.prior.low, each.prior.usual, each.prior.high)) for each in told]
    made = drawn(ranges, draws, seed, first)
    found = {each.name: made[:, at] for at, each in enumerate(told)}
    return found | _weights(system, draws, seed, document, first)


def _weights(
    system: CausalSystem, draws: int, seed: int, document: str | None, first: int
) -> dict[str, Float[np.ndarray, " draw"]]:
    """Weights of variants: one of them in each draw, all of them in part in the first."""
    differ: dict[tuple[str, str], list[CausalLink]] = {}
    for each in system.links:
        if each.variant:
            differ.setdefault((each.cause, each.effect), []).append(each)
    found = {}
    for (cause, effect), variants in differ.items():
        share = shares(f"variant {cause} {effect}", draws, seed, first)
        chosen = np.floor(share * len(variants))
        for at, each in enumerate(variants):
            weight = (chosen == at).astype(float)
            if first == 0:
                weight[0] = 1 / len(variants)
            if document is not None and document in {other.variant for other in variants}:
                weight[:] = float(each.variant == document)
            found[variant_name(each)] = weight
    return found
