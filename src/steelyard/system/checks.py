"""What a model has to be before it runs; every fault by its name, with the way out."""

from __future__ import annotations

import difflib
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from graphlib import CycleError, TopologicalSorter

from steelyard.system.expressions import RESERVED, Expression, Number, names
from steelyard.system.model import Kind, Model, Variable, initial_order, order
from steelyard.vocabulary.errors import BadModel, shorten

NAME = re.compile(r"[^\W\d_]\w*")
SPARE = 1e-6  # how far a span may be off a whole number of steps, in steps
MOST_STEPS = 1_000_000


def check(model: Model) -> None:
    """Raise `BadModel` with the first kind of fault found, naming all variables that have it."""
    _span(model)
    for found, expected, remedy in _faults(model):
        raise BadModel(where=f"model {model.name}", found=found, expected=expected, remedy=remedy)
    order(model)
    initial_order(model)


def sorted_by_need(reads: Mapping[str, Sequence[str]], where: str) -> tuple[str, ...]:
    """Names in an order in which each comes after all it reads; others are taken as known.

    Raises
    ------
    BadModel
        If some read each other in a circle; the message names it.
    """
    known = {name: [each for each in needs if each in reads] for name, needs in reads.items()}
    try:
        return tuple(TopologicalSorter(known).static_order())
    except CycleError as error:
        circle = " -> ".join(error.args[1])
        raise BadModel(
            where=f"model {where}",
            found=f"a circle without a stock: {circle}.",
            expected="every circle of causes to go through a stock",
            remedy="Make one of these variables a stock that follows the others with a delay.",
        ) from None


def _span(model: Model) -> None:
    """Raise unless the span is a whole number of steps forward."""
    span = model.span
    numbers = (span.start, span.stop, span.dt)
    good = all(math.isfinite(each) for each in numbers) and span.dt > 0 and span.stop > span.start
    steps = (span.stop - span.start) / span.dt if good else 0.0
    if not good or steps > MOST_STEPS or abs(steps - round(steps)) > SPARE or round(steps) < 1:
        raise BadModel(
            where=f"model {model.name}",
            found=f"a span from {span.start} to {span.stop} by steps of {span.dt}.",
            expected=f"a later end, a whole number of steps above 0, at most {MOST_STEPS:,}",
            remedy="Choose a step that divides the span.",
        )


def _faults(model: Model) -> Iterator[tuple[str, str, str]]:
    """Kinds of faults, the most basic first: found, expected, what to do."""
    variables = model.variables
    if not variables:
        yield "no variables.", "at least one", "Add variables."
    twice = [name for name, times in Counter(v.name for v in variables).items() if times > 1]
    if twice:
        yield f"two variables of one name: {shorten(twice)}.", "one of each", "Rename one of them."
    odd = [v.name for v in variables if not NAME.fullmatch(v.name) or v.name in RESERVED]
    if odd:
        yield (
            f"names that equations cannot use: {shorten(map(repr, odd))}.",
            "a letter, then letters, digits and underscores, and no word of the language",
            "Rename them.",
        )
    for each in variables:
        fault = _fault_of_kind(each)
        if fault:
            yield f"{each.kind} {each.name} {fault}.", f"what a {each.kind} needs", "Mend it."
    yield from _unknown(model)
    yield from _misused_flows(model)
    bare = [v.name for v in variables if v.unit is None or not v.unit.strip()]
    if bare and model.needs_units:
        yield (
            f"variables without unit: {shorten(bare)}.",
            "a unit for each; `1` for a number without dimension",
            "Give each a unit, or make the model with `needs_units=False`.",
        )


def _fault_of_kind(each: Variable) -> str | None:
    """What a variable lacks, or has though its kind may not."""
    kind, rate = each.kind, each.equation
    if (kind is Kind.STOCK) != (each.initial is not None):
        return "has no initial value" if kind is Kind.STOCK else "has an initial value"
    if (rate is not None) != (kind in (Kind.FLOW, Kind.AUXILIARY, Kind.CONSTANT)):
        return "has no equation" if rate is None else "has an equation"
    if kind is not Kind.STOCK and (each.inflows or each.outflows or each.non_negative):
        return "has what only stocks have: flows, or a floor"
    if kind is Kind.CONSTANT and not (rate is not None and is_number(rate)):
        return "is not one finite number"
    return _fault_of_series(each)


def _fault_of_series(each: Variable) -> str | None:
    """What is wrong with times and values."""
    if each.kind is not Kind.SERIES:
        return "has times or values" if each.times or each.values else None
    if not each.times or len(each.times) != len(each.values):
        return f"has {len(each.times)} times and {len(each.values)} values"
    if not all(math.isfinite(number) for number in (*each.times, *each.values)):
        return "has a time or value that is not finite: absence is not a number (law 1)"
    if any(later <= earlier for earlier, later in zip(each.times, each.times[1:], strict=False)):
        return "has times that do not rise"
    return None


def is_number(tree: Expression) -> bool:
    """Whether an equation is one finite number, perhaps with a sign."""
    return isinstance(tree, Number) and math.isfinite(tree.value)


def _unknown(model: Model) -> Iterator[tuple[str, str, str]]:
    """Names that no variable has, each with who reads it and the nearest name there is."""
    found = []
    for each in model.variables:
        trees = [tree for tree in (each.equation, each.initial) if tree is not None]
        read = {*each.inflows, *each.outflows}.union(*(names(tree) for tree in trees))
        for name in sorted(read - set(model.by_name)):
            near = difflib.get_close_matches(name, model.by_name, 1)
            found.append(f"{name!r} in {each.name}" + (f" (nearest: {near[0]})" if near else ""))
    if found:
        yield (
            f"names that no variable has: {shorten(found)}.",
            "names of variables, or `time`",
            "Correct the name, or add the variable.",
        )


def _misused_flows(model: Model) -> Iterator[tuple[str, str, str]]:
    """Stocks fed by what is no flow, and flows that enter or leave more than one stock."""
    stocks = [v for v in model.variables if v.kind is Kind.STOCK]
    fed = [(v.name, name) for v in stocks for name in (*v.inflows, *v.outflows)]
    wrong = [f"{name} of {to}" for to, name in fed if model[name].kind is not Kind.FLOW]
    if wrong:
        yield f"no flows: {shorten(wrong)}.", "flows on stocks", "Make each a flow."
    for side in ("inflows", "outflows"):
        counted = Counter(name for each in stocks for name in getattr(each, side))
        twice = [name for name, times in counted.items() if times > 1]
        if twice:
            yield (
                f"flows that are {side} more than once: {shorten(twice)}.",
                "one stock at each end of a flow",
                "Give each stock a flow of its own.",
            )
    both = [name for v in stocks for name in v.inflows if name in v.outflows]
    if both:
        yield f"both in- and outflow of one stock: {shorten(both)}.", "one side", "Take one away."
