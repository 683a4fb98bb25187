"""Ways by which one variable acts on another along the links of a causal system, with strengths.

Strengths are the ranges of the system's tables: what is held likely before data, no estimates.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

from steelyard.system.causal import CausalSystem
from steelyard.system.causal_records import CausalLink, CausalVariable, Prior, Sign
from steelyard.vocabulary.errors import InputError, UnknownName

LONGEST = 6  # links; beyond it little is left of a product of strengths
NEAREST = 3


@dataclass(frozen=True, slots=True)
class Way:
    """Links that lead from a cause to an effect, each beginning where the one before ends.

    `strength` is the lasting effect of a lasting push, in standard deviations for each one:
    the product over links, with all at their low ends, as usual, and all at their high ends.
    `lag` is the mean time until the effect is there: delays, and for each stock on the way the
    time it takes to follow (1 over its decay), of which `delay` is the fixed part; in years.
    """

    links: tuple[CausalLink, ...]
    polarity: Sign
    strength: Prior
    delay: float
    lag: float

    @property
    def variables(self) -> tuple[str, ...]:
        """Names from the cause to the effect."""
        return (self.links[0].cause, *(each.effect for each in self.links))

    @property
    def stated(self) -> bool:
        """Whether documents state every link; otherwise some are implied by them only."""
        return all(each.stated for each in self.links)

    @property
    def documents(self) -> tuple[str, ...]:
        """Documents that say something of any link."""
        return tuple(sorted({name for each in self.links for name in each.documents}))

    @property
    def mechanisms(self) -> tuple[str, ...]:
        """Mechanisms that work through the links, in the order of the links."""
        return tuple(dict.fromkeys(name for each in self.links for name in each.mechanisms))


def lasting(system: CausalSystem, link: CausalLink) -> Prior:
    """What a lasting push of one standard deviation comes to at the end of a link.

    For an auxiliary the link's strength; for a stock, whose strength is a year's, that over its
    usual decay, so that strengths of stocks and auxiliaries compare.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> link = shipped().links_of("m01")[0]
    >>> link.strength.usual, round(lasting(shipped(), link).usual, 6)
    (0.1038, 0.6)
    """
    decay = system[link.effect].decay
    rate = 1.0 if decay is None else decay.usual
    told = link.strength
    return Prior(told.low / rate, told.usual / rate, told.high / rate)


def way(system: CausalSystem, links: tuple[CausalLink, ...]) -> Way:
    """Links in a row as one way.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> system = shipped()
    >>> found = way(system, (*system.links_of("m01"), *system.links_of("m02")))
    >>> found.variables, found.polarity, round(found.strength.usual, 2)
    (('western_access', 'outside_options', 'discount'), -1, 0.36)
    """
    each = [lasting(system, link) for link in links]
    decays = [system[link.effect].decay for link in links]
    delay = sum(link.delay for link in links)
    return Way(
        links=links,
        polarity=1 if prod(link.polarity for link in links) > 0 else -1,
        strength=Prior(*(prod(getattr(one, end) for one in each) for end in Prior.__slots__)),
        delay=delay,
        lag=delay + sum(1.0 / decay.usual for decay in decays if decay is not None),
    )


def ways_into(
    system: CausalSystem, effect: str, cause: str | None = None, longest: int = LONGEST
) -> tuple[Way, ...]:
    """Ways of at most `longest` links into a variable, the strongest first.

    From `cause`, or where none is named from all variables that have no cause within the system.
    No variable stands twice on a way, so that a round through a loop is not counted as a way.
    Where documents differ on the sign of a link there is a way for each sign.

    Raises
    ------
    UnknownName
        If there is no such variable.
    InputError
        If cause and effect are the same.
    """
    variable(system, effect)
    if cause is not None and variable(system, cause).name == effect:
        raise InputError(
            where="ways into a variable", found=f"{effect!r} as cause of itself.",
            expected="two variables", remedy="See `steelyard system loops --through` instead.",
        )  # fmt: skip
    begins = {each.name for each in system.variables if each.role == "exogenous"}
    wanted = begins if cause is None else {cause}
    into: dict[str, list[CausalLink]] = {}
    for link in system.links:
        into.setdefault(link.effect, []).append(link)
    found = (way(system, links) for links in _chains(into, wanted, effect, longest))
    return tuple(sorted(found, key=lambda each: (-each.strength.usual, each.variables)))


def _chains(
    into: dict[str, list[CausalLink]], wanted: set[str], effect: str, longest: int
) -> Iterator[tuple[CausalLink, ...]]:
    """Chains of links from wanted causes to an effect, without a variable twice."""
    waiting: list[tuple[CausalLink, ...]] = [(link,) for link in into.get(effect, ())]
    while waiting:
        links = waiting.pop()
        met = {effect, *(each.cause for each in links)}
        if links[0].cause in wanted:
            yield links
        elif len(links) < longest:
            waiting += [
                (link, *links) for link in into.get(links[0].cause, ()) if link.cause not in met
            ]


def variable(system: CausalSystem, text: str) -> CausalVariable:
    """The variable with this name or title, whatever the case of its letters.

    Raises
    ------
    UnknownName
        With the nearest names: those that hold the text, then those that are spelt alike.

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> variable(shipped(), "World price of oil").name
    'energy_price'
    """
    asked = text.strip().casefold()
    for each in system.variables:
        if asked in (each.name, each.title.casefold()):
            return each
    raise UnknownName(
        where="causal system", kind="variable", name=text, nearest=nearest(system, asked)
    )


def nearest(system: CausalSystem, asked: str) -> list[str]:
    """Names of the variables nearest to a text, by name or title."""
    names = {each.name: each.name for each in system.variables}
    names |= {each.title.casefold(): each.name for each in system.variables}
    word = asked.replace("_", " ")
    holding = [name for text, name in names.items() if word and word in text.replace("_", " ")]
    alike = [names[text] for text in difflib.get_close_matches(asked, list(names), 6, 0.5)]
    return list(dict.fromkeys([*alike, *holding]))[:NEAREST]
