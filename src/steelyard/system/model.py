"""Variables and models as records: what there is, in which unit, by which equation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType

from steelyard.system.expressions import Expression, Number, names
from steelyard.system.parse import canonical, parse


class Kind(StrEnum):
    """What a variable is."""

    STOCK = "stock"  # accumulates its flows
    FLOW = "flow"  # what enters or leaves a stock in a unit of time
    AUXILIARY = "auxiliary"  # follows at once from other variables
    CONSTANT = "constant"  # one number for a whole run; draws may differ
    SERIES = "series"  # given from outside, year by year


@dataclass(frozen=True, slots=True)
class Variable:
    """One variable of a model; made by `stock`, `flow`, `auxiliary`, `constant` and `series`.

    `equation` belongs to flows, auxiliaries and constants, `initial`, `inflows`, `outflows` and
    `non_negative` to stocks, `times` and `values` to series. A unit of None is not known.
    """

    name: str
    kind: Kind
    unit: str | None
    equation: Expression | None = None
    initial: Expression | None = None
    inflows: tuple[str, ...] = ()
    outflows: tuple[str, ...] = ()
    non_negative: bool = False
    times: tuple[float, ...] = ()
    values: tuple[float, ...] = ()
    note: str = ""

    @property
    def causes(self) -> tuple[str, ...]:
        """What drives the variable while a run goes on, in alphabetical order."""
        if self.kind is Kind.STOCK:
            return tuple(sorted({*self.inflows, *self.outflows}))
        return () if self.equation is None else tuple(sorted(names(self.equation)))


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a model runs, and by which step, in its unit of time."""

    start: float
    stop: float
    dt: float = 1.0

    @property
    def steps(self) -> int:
        """How many steps; a run has one more point than steps."""
        return round((self.stop - self.start) / self.dt)


@dataclass(frozen=True, slots=True)
class Model:
    """Variables that make one model, checked when it is made.

    Raises
    ------
    BadModel
        If a name is used twice, misspelt or unknown, a variable lacks what its kind needs or has
        what it may not have, auxiliaries go round in a circle (named), the span is impossible, or
        a unit is absent while `needs_units` holds.

    Examples
    --------
    >>> model = Model("water", (
    ...     stock("lake", "m3", 100, outflows=("drain",)),
    ...     flow("drain", "m3/y", "lake * rate"),
    ...     constant("rate", "1/y", 0.5),
    ... ), Span(0, 2))
    >>> model["drain"].causes
    ('lake', 'rate')
    """

    name: str
    variables: tuple[Variable, ...]
    span: Span
    time_unit: str = "y"
    needs_units: bool = True
    by_name: Mapping[str, Variable] = field(init=False, repr=False, compare=False)
    _hash: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        from steelyard.system.checks import check

        object.__setattr__(self, "by_name", MappingProxyType({v.name: v for v in self.variables}))
        own = (self.name, self.variables, self.span, self.time_unit, self.needs_units)
        object.__setattr__(self, "_hash", hash(own))
        check(self)

    def __hash__(self) -> int:  # trees are deep, and a program is looked up at every run
        return self._hash

    def __getitem__(self, name: str) -> Variable:
        return self.by_name[name]

    def of(self, *kinds: Kind) -> tuple[str, ...]:
        """Names of all variables of these kinds, in the order of the model."""
        return tuple(each.name for each in self.variables if each.kind in kinds)

    def over(self, start: float, stop: float, dt: float | None = None) -> Model:
        """The same model over another span."""
        return replace(self, span=Span(start, stop, self.span.dt if dt is None else dt))


@lru_cache(maxsize=64)
def order(model: Model) -> tuple[str, ...]:
    """Flows and auxiliaries in an order in which each comes after all that it reads."""
    from steelyard.system.checks import sorted_by_need

    wanted = model.of(Kind.FLOW, Kind.AUXILIARY)
    return sorted_by_need({name: model[name].causes for name in wanted}, model.name)


@lru_cache(maxsize=64)
def initial_order(model: Model) -> tuple[str, ...]:
    """All that has to be calculated before the first step: initial values and what they read."""
    from steelyard.system.checks import sorted_by_need

    reads: dict[str, tuple[str, ...]] = {}
    waiting = list(model.of(Kind.STOCK))
    while waiting:
        each = model[waiting.pop()]
        if each.name in reads or each.kind in (Kind.CONSTANT, Kind.SERIES):
            continue
        tree = each.initial if each.kind is Kind.STOCK else each.equation
        reads[each.name] = () if tree is None else tuple(sorted(names(tree)))
        waiting += reads[each.name]
    ordered = {name: reads[name] for name in sorted(reads)}
    return sorted_by_need(ordered, f"{model.name}, initial values")


def _tree(equation: str | float | Expression, name: str) -> Expression:
    """An equation as a tree, from its text or from a number."""
    if isinstance(equation, str):
        return parse(equation, f"equation of {name}")
    return Number(float(equation)) if isinstance(equation, int | float) else equation


def stock(
    name: str,
    unit: str | None,
    initial: str | float | Expression,
    inflows: Iterable[str] = (),
    outflows: Iterable[str] = (),
    *,
    non_negative: bool = False,
    note: str = "",
) -> Variable:
    """A variable that keeps what flows in and loses what flows out.

    With `non_negative`, it stops at 0 where outflows would carry it below.
    """
    return Variable(
        canonical(name),
        Kind.STOCK,
        unit,
        initial=_tree(initial, name),
        inflows=tuple(map(canonical, inflows)),
        outflows=tuple(map(canonical, outflows)),
        non_negative=non_negative,
        note=note,
    )


def flow(name: str, unit: str | None, equation: str | Expression, note: str = "") -> Variable:
    """What enters or leaves a stock in a unit of time."""
    tree = _tree(equation, name)
    return Variable(canonical(name), Kind.FLOW, unit, equation=tree, note=note)


def auxiliary(name: str, unit: str | None, equation: str | Expression, note: str = "") -> Variable:
    """What follows at once from other variables."""
    tree = _tree(equation, name)
    return Variable(canonical(name), Kind.AUXILIARY, unit, equation=tree, note=note)


def constant(name: str, unit: str | None, value: float, note: str = "") -> Variable:
    """One number for a whole run; draws may differ in it."""
    return Variable(canonical(name), Kind.CONSTANT, unit, equation=Number(float(value)), note=note)


def series(
    name: str,
    unit: str | None,
    times: Iterable[float],
    values: Iterable[float],
    note: str = "",
) -> Variable:
    """What is given from outside: linear between its times, level before and after them."""
    return Variable(
        canonical(name),
        Kind.SERIES,
        unit,
        times=tuple(map(float, times)),
        values=tuple(map(float, values)),
        note=note,
    )
