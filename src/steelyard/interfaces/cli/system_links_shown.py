"""Links of a system for a person within 80 columns, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

from steelyard.interfaces.cli.system_words import (
    PRIOR,
    SIGNS,
    condition,
    ranged,
    sources,
    wrapped,
    years,
)

if TYPE_CHECKING:
    from steelyard.system.causal import CausalSystem


def links_text(system: CausalSystem) -> str:
    """Every link with all its columns, and what a lasting push comes to."""
    from steelyard.system.ways import lasting

    told = [
        {**asdict(each), "lasting": asdict(lasting(system, each)), "strengths": PRIOR}
        for each in system.links
    ]
    return json.dumps(told, indent=1, ensure_ascii=False)


def lines_of_links(system: CausalSystem) -> Iterator[str]:
    """One link after the other, by effect."""
    from steelyard.system.ways import lasting

    stated = sum(each.stated for each in system.links)
    yield from wrapped(
        f"{len(system.links)} links between {len(system.variables)} variables: {stated} stated, "
        f"{len(system.links) - stated} implied"
    )
    yield from wrapped(PRIOR)
    effect = ""
    for each in sorted(system.links, key=lambda link: (link.effect, link.cause)):
        if each.effect != effect:
            effect = each.effect
            yield ""
            yield from wrapped(f"{system[effect].title} ({effect})")
        parts = [f"after {years(each.delay)}" if each.delay else "", condition(system, each)]
        parts += [sources(each), f"sign of {each.variant}" if each.variant else ""]
        head = f"{SIGNS[each.polarity]} {ranged(lasting(system, each))}"
        told = f"{head:<22} {system[each.cause].title}; " + "; ".join(filter(None, parts))
        yield from wrapped(told, "  ", " " * 25)
