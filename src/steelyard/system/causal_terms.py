"""Terms of the equations of a causal system: links, delays and events, as text."""

from __future__ import annotations

from dataclasses import replace
from math import floor

import numpy as np
from jaxtyping import Float

from steelyard.system import model as engine
from steelyard.system.causal import CausalSystem, term
from steelyard.system.causal_records import CausalLink, CausalVariable
from steelyard.system.model import Variable
from steelyard.system.numbers import decay_name, size_name, slope_name, variant_name
from steelyard.system.pushes import presence, push

STEPS_OF_DELAY = 10  # stages of a delay at most; a longer one is spread over so many
Years = Float[np.ndarray, " year"]


def gain(variable: str) -> str:
    """Name of the flow into a stock."""
    return f"{variable}_gain"


def loss(variable: str) -> str:
    """Name of the flow out of a stock."""
    return f"{variable}_loss"


def delayed(link: CausalLink) -> str:
    """Name by which the equation of the effect reads the cause of a link."""
    stages = stages_of(link.delay)
    return link.cause if stages == 0 else _stage(link.cause, link.delay, stages)


def stages_of(delay: float) -> int:
    """Stages of a delay: one a year, so that whole years pass unblurred."""
    return 0 if delay < 0.5 else min(max(1, floor(delay)), STEPS_OF_DELAY)


def _stage(cause: str, delay: float, stage: int) -> str:
    """Name of a stage; delays of whole years from one cause share theirs."""
    if rate_of(delay) == 1:
        return f"{cause}_{stage}y_ago"
    return f"{cause}_{stage}_of_{delay:g}y".replace(".", "p")


def rate_of(delay: float) -> float:
    """Part of a stage that moves on in a year."""
    return min(1.0, stages_of(delay) / delay)


def unit_of(variable: CausalVariable) -> str:
    """The unit in short: standard deviations for an index, 1 for another scale."""
    return "sd" if variable.unit.startswith("index: standard deviations") else "1"


def link_term(link: CausalLink, softness: float) -> str:
    """A link, less what it is at rest, so that rest stays rest."""
    cause = delayed(link)
    sign = "" if link.polarity > 0 else "-"
    slope = f"({sign}{slope_name(link)})"
    if link.variant:
        slope = f"{slope} * {variant_name(link)}"
    if link.form == "product" and link.switch is not None and softness > 0:
        side = "-" if link.switch.above else ""
        far = f"({link.switch.variable} - ({link.switch.level:g})) / {softness!r}"
        return f"{slope} * {cause} / (1 + exp({side}{far}))"
    text = term(replace(link, cause=cause), slope)
    if link.form == "threshold" and link.bend is not None and link.bend < 0:
        text = f"{text} - {slope} * {-link.bend:g}"
    return text


def event_terms(system: CausalSystem, variable: CausalVariable, years: Years) -> list[str]:
    """What each event adds."""
    found = []
    for each in system.impulses:
        if each.variable != variable.name:
            continue
        size = f"({'' if each.polarity > 0 else '-'}{size_name(each.id)})"
        if variable.role != "stock":
            if presence(each, years).any():
                found.append(f"{size} * {held_name(each.id)}")
            continue
        made = push(each, years)
        parts = []
        if made.jump is not None and made.jump <= years[-1]:
            parts.append(f"(if time = {made.jump:g} then 1 else 0)")
        if made.held.any():
            parts.append(f"{decay_name(variable.name)} * {held_name(each.id)}")
        if parts:
            found.append(f"{size} * ({' + '.join(parts)})")
    return found


def terms_before(system: CausalSystem, variable: CausalVariable, years: Years) -> list[str]:
    """What events before the first year left in a stock."""
    found = []
    for each in system.impulses:
        made = push(each, years) if each.variable == variable.name else None
        if made is None or made.faded is None:
            continue
        sign = "" if each.polarity > 0 else "-"
        left = f"exp(-{decay_name(variable.name)} * {made.faded!r})"
        found.append(f"({sign}{size_name(each.id)}) * {left}")
    return found


def delays(system: CausalSystem) -> list[Variable]:
    """Stages through which delayed causes pass."""
    found: dict[str, Variable] = {}
    for link in system.links:
        before, unit = link.cause, unit_of(system[link.cause])
        for stage in range(1, stages_of(link.delay) + 1):
            name, rate = _stage(link.cause, link.delay, stage), rate_of(link.delay)
            change = f"{name}_change"
            moved = f"({before} - {name})" + ("" if rate == 1 else f" * {rate!r}")
            found[name] = engine.stock(name, unit, before, (change,))
            found[change] = engine.flow(change, f"{unit}/y", moved)
            before = name
    return list(found.values())


def events(system: CausalSystem, years: Years) -> list[Variable]:
    """How far each event is in force, year by year."""
    found = []
    for each in system.impulses:
        on_stock = system[each.variable].role == "stock"
        values = push(each, years).held if on_stock else presence(each, years)
        note = f"{each.date} {each.title}"
        found.append(engine.series(held_name(each.id), "1", years, values, note))
    return found


def held_name(impulse: str) -> str:
    """Name of the series that tells how far an event is in force."""
    return f"force_{impulse}"
