"""Why a variable rises, for a person within 80 columns, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from steelyard.interfaces.cli.system_words import (
    PRIOR,
    SIGNS,
    chain,
    condition,
    ranged,
    sources,
    wrapped,
    years,
)

if TYPE_CHECKING:
    from steelyard.system.causal import CausalSystem
    from steelyard.system.causal_records import CausalLink, CausalVariable
    from steelyard.system.ways import Way

Ways = Sequence["Way"]
DOES = {1: "raises it", -1: "lowers it"}


def as_text(
    system: CausalSystem,
    effect: CausalVariable,
    cause: CausalVariable | None,
    found: Ways,
    most: int,
    longest: int,
) -> str:
    """All of it as JSON."""
    out = [each for each in system.links if each.cause == effect.name]
    told = {
        "variable": effect.name,
        "title": effect.title,
        "from": None if cause is None else cause.name,
        "strengths": PRIOR,
        "longest": longest,
        "directly": [_link_record(system, each) for each in _into(system, effect)],
        "ways_found": len(found),
        "ways": [_way_record(system, each) for each in found[:most]],
        "in_turn": [_link_record(system, each) for each in out],
        "named_loops": [each.name for each in system.named_loops if effect.name in each.ring],
    }
    return json.dumps(told, indent=1, ensure_ascii=False)


def _link_record(system: CausalSystem, link: CausalLink) -> dict[str, Any]:
    """A link as JSON has it."""
    from steelyard.system.ways import lasting

    told = lasting(system, link)
    return {
        "cause": link.cause, "effect": link.effect, "polarity": SIGNS[link.polarity],
        "strength": told.usual, "strength_low": told.low, "strength_high": told.high,
        "delay_years": link.delay, "condition": condition(system, link) or None,
        "stated": link.stated, "documents": link.documents, "mechanisms": link.mechanisms,
        "variant": link.variant or None, "observed": _seen(system, link),
    }  # fmt: skip


def _seen(system: CausalSystem, link: CausalLink) -> list[dict[str, Any]]:
    """Pairs of series that speak to a link."""
    return [
        {
            "cause": _series(each.cause), "effect": _series(each.effect),
            "expected": SIGNS[each.expected],
        }
        for each in system.evidence(link)
    ]  # fmt: skip


def _series(seen: Any) -> str:
    """An observed series in a few words."""
    states = " ".join(filter(None, (seen.subject, seen.partner)))
    return f"{seen.series} {states}" + (f" ({seen.part})" if seen.part else "")


def _way_record(system: CausalSystem, way: Way) -> dict[str, Any]:
    """A way as JSON has it."""
    return {
        "variables": way.variables, "polarity": SIGNS[way.polarity],
        "strength": way.strength.usual, "strength_low": way.strength.low,
        "strength_high": way.strength.high, "delay_years": way.delay, "mean_lag_years": way.lag,
        "stated": way.stated, "documents": way.documents, "mechanisms": way.mechanisms,
        "links": [_link_record(system, each) for each in way.links],
    }  # fmt: skip


def lines_of(
    system: CausalSystem,
    effect: CausalVariable,
    cause: CausalVariable | None,
    found: Ways,
    most: int,
    longest: int,
) -> str:
    """The answer as lines."""
    told = [*wrapped(f"Why does this rise: {effect.title} ({effect.name}, {effect.side})?")]
    told += [*wrapped(PRIOR), ""]
    if effect.role == "exogenous":
        told += [*wrapped("Nothing in the system acts on it: it is a driver from outside.")]
    else:
        if cause is None:
            told += ["What acts on it at once", *_links(system, _into(system, effect), "cause")]
            told += [""]
        told += [*_ways(system, effect, cause, found, most, longest)]
    out = [each for each in system.links if each.cause == effect.name]
    told += ["", "What it does in turn"]
    told += [*_links(system, _strongest(system, out), "effect")]
    told += [] if out else ["  Nothing in the system follows from it."]
    return "\n".join([*told, *_loops(system, effect)])


def _into(system: CausalSystem, effect: CausalVariable) -> list[CausalLink]:
    """Links into a variable, the strongest first."""
    return _strongest(system, list(system.links_into(effect.name)))


def _strongest(system: CausalSystem, links: list[CausalLink]) -> list[CausalLink]:
    """Links, the strongest first."""
    from steelyard.system.ways import lasting

    return sorted(links, key=lambda each: (-lasting(system, each).usual, each.cause, each.effect))


def _links(system: CausalSystem, links: list[CausalLink], end: str) -> Iterator[str]:
    """Each link: sign, strength, the variable at its other end; below it, who says so."""
    from steelyard.system.ways import lasting

    for each in links:
        title = system[getattr(each, end)].title
        head = f"{SIGNS[each.polarity]} {ranged(lasting(system, each))}"
        yield from wrapped(f"{head:<22} {title}", "  ", " " * 25)
        parts = [f"after {years(each.delay)}" if each.delay else "", condition(system, each)]
        parts += [sources(each) + (f", sign of {each.variant}" if each.variant else "")]
        parts += [_observed(system, each)]
        yield from wrapped("; ".join(filter(None, parts)), " " * 25, " " * 25)


def _observed(system: CausalSystem, link: CausalLink) -> str:
    """Whether series at both ends speak to a link."""
    pairs = system.evidence(link)
    if not pairs:
        return "not observed at both ends"
    first, *others = pairs
    more = f" and {len(others)} more" if others else ""
    return f"series: {first.cause.series} with {first.effect.series}{more}"


def _ways(
    system: CausalSystem,
    effect: CausalVariable,
    cause: CausalVariable | None,
    found: Ways,
    most: int,
    longest: int,
) -> Iterator[str]:
    """The strongest ways."""
    begin = "drivers outside the system" if cause is None else cause.title
    if not found:
        yield from wrapped(f"No way of at most {longest} links leads here from {begin}.")
        return
    rising = sum(each.polarity > 0 for each in found)
    yield from wrapped(
        f"Strongest ways of at most {longest} links from {begin}: {min(most, len(found))} of "
        f"{len(found)}, of which {rising} raise and {len(found) - rising} lower it"
    )
    for place, each in enumerate(found[:most], 1):
        yield from _way(system, place, each)


def _way(system: CausalSystem, place: int, way: Way) -> Iterator[str]:
    """One way: its ring of names, strength, time, and who says so."""
    titles = (system[name].title for name in way.variables)
    yield from wrapped(
        f"{place:>2}. " + chain(titles, (each.polarity for each in way.links)), "", "      "
    )
    observed = sum(bool(system.evidence(each)) for each in way.links)
    said = "stated" if way.stated else f"{sum(not each.stated for each in way.links)} implied"
    by = f" ({', '.join(way.mechanisms)})" if way.mechanisms else ""
    fixed = f" (delays {years(way.delay)})" if way.delay else ""
    signs = [f"with the sign of {each.variant}" for each in way.links if each.variant]
    parts = [
        f"{DOES[way.polarity]}: {ranged(way.strength)}", f"mean lag {years(way.lag)}{fixed}",
        f"{', '.join(way.documents)}{by}, {said}", *signs,
        f"{observed} of {len(way.links)} links observed at both ends",
        *dict.fromkeys(filter(None, (condition(system, each) for each in way.links))),
    ]  # fmt: skip
    yield from wrapped("; ".join(parts), "    ", "    ")


def _loops(system: CausalSystem, effect: CausalVariable) -> Iterator[str]:
    """Loops with a name that go through it."""
    named = [f"{each.name} {each.title}" for each in system.named_loops if effect.name in each.ring]
    yield ""
    text = "; ".join(named) if named else "none with a name"
    yield from wrapped(f"Loops through it: {text}. All: steelyard system loops --through "
                       f"{effect.name}")  # fmt: skip
