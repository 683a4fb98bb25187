"""Signs that equations settle by themselves: of a value, and of an effect on it.

A sign is 1, -1, 0 (no effect) or None: it depends on where the model is.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from steelyard.system.expressions import (
    TIME,
    Binary,
    Call,
    Choice,
    Expression,
    Name,
    Number,
    Unary,
    evaluate,
    names,
    table_of,
)
from steelyard.system.lookups import rises
from steelyard.system.model import Kind, Model, order

Sign = int | None


@lru_cache(maxsize=64)
def signs(model: Model) -> Mapping[str, Sign]:
    """Signs of the values of all variables, as far as the model fixes them.

    Constants and series have those of their numbers, stocks with a floor are not negative, and
    what follows from these is worked out. Draws of constants are expected to keep the sign.
    """
    found: dict[str, Sign] = {TIME: None}
    for each in model.variables:
        found[each.name] = None
        if each.kind is Kind.CONSTANT and each.equation is not None:
            found[each.name] = int(np.sign(evaluate(each.equation, {})))
        elif each.kind is Kind.SERIES:
            found[each.name] = _common(each.values)
        elif each.kind is Kind.STOCK and each.non_negative:
            found[each.name] = 1
    for name in order(model):
        tree = model[name].equation
        found[name] = None if tree is None else value_sign(tree, found)
    return MappingProxyType(found)


def _common(values: tuple[float, ...]) -> Sign:
    """The sign that all numbers have, zeros aside."""
    different = {int(np.sign(value)) for value in values} - {0}
    return None if len(different) == 2 else next(iter(different), 0)


def _times(left: Sign, right: Sign) -> Sign:
    """Sign of a product."""
    if 0 in (left, right):
        return 0
    return None if left is None or right is None else left * right


def _plus(*terms: Sign) -> Sign:
    """Sign of a sum; unknown where terms pull apart."""
    different = set(terms) - {0}
    return None if len(different) > 1 else next(iter(different), 0)


def _less(sign: Sign) -> Sign:
    """The opposite sign."""
    return None if sign is None else -sign


def value_sign(tree: Expression, known: Mapping[str, Sign]) -> Sign:
    """Sign of the value of an equation, where those of its names settle it.

    Examples
    --------
    >>> from steelyard.system.parse import parse
    >>> value_sign(parse("-a / (1 + exp(b))"), {"a": 1, "b": None})
    -1
    """
    if not names(tree) and isinstance(tree, Number):
        return int(np.sign(tree.value))

    def of(part: Expression) -> Sign:
        return value_sign(part, known)

    match tree:
        case Name(name):
            return known.get(name)
        case Unary("-", inner):
            return _less(of(inner))
        case Binary("+", left, right):
            return _plus(of(left), of(right))
        case Binary("-", left, right):
            return _plus(of(left), _less(of(right)))
        case Binary("*" | "/", left, right):
            return _times(of(left), of(right))
        case Binary("^", left, right):
            return 1 if of(left) == 1 or _even(right) else None
        case Choice(_, then, otherwise):
            return _plus(of(then), of(otherwise))
        case Call("tanh", (inner,)):
            return of(inner)
        case Call("exp" | "sqrt" | "abs", _):
            return 1
        case Call("lookup", _):
            return _plus(*(int(each) for each in np.sign(table_of(tree)[1])))
        case Call("min" | "max", arguments):
            found, settling = [of(each) for each in arguments], 1 if tree.function == "max" else -1
            return settling if settling in found else _plus(*found)
        case Unary() | Binary():
            return 1  # truth: 0 or 1
    return None


def _even(tree: Expression) -> bool:
    """Whether an equation is an even whole number."""
    return isinstance(tree, Number) and tree.value % 2 == 0


def slope_sign(tree: Expression, name: str, known: Mapping[str, Sign]) -> Sign:
    """Sign of what more of one name does to the value of an equation, the others unchanged.

    Examples
    --------
    >>> from steelyard.system.parse import parse
    >>> slope_sign(parse("rate * (1 - x / room)"), "x", {"rate": 1, "room": 1})
    -1
    """
    if name not in names(tree):
        return 0

    def of(part: Expression) -> Sign:
        return slope_sign(part, name, known)

    def value(part: Expression) -> Sign:
        return value_sign(part, known)

    match tree:
        case Name():
            return 1
        case Unary("-", inner):
            return _less(of(inner))
        case Binary("+", left, right):
            return _plus(of(left), of(right))
        case Binary("-", left, right):
            return _plus(of(left), _less(of(right)))
        case Binary("*", left, right):
            return _plus(_times(of(left), value(right)), _times(of(right), value(left)))
        case Binary("/", left, right):
            below = _times(_less(of(right)), value(left))  # over a square: never negative
            return _plus(_times(of(left), value(right)), below)
        case Binary("^", left, right):
            return _power(tree, of(left), value(left)) if not _in(name, right) else None
        case Choice(condition, then, otherwise):
            return None if _in(name, condition) else _plus(of(then), of(otherwise))
        case Call("abs", (inner,)):
            return _times(value(inner), of(inner))
        case Call("lookup", (inner, *_)):
            return _times(rises(tree), of(inner))
        case Call(_, arguments):  # all others rise with each argument
            return _plus(*(of(each) for each in arguments))
    return None


def _in(name: str, tree: Expression) -> bool:
    """Whether an equation reads a name."""
    return name in names(tree)


def _power(tree: Binary, slope: Sign, base: Sign) -> Sign:
    """Slope of a power with a fixed exponent."""
    if not isinstance(tree.right, Number):
        return None
    exponent = tree.right.value
    outer: Sign = int(np.sign(exponent))
    if base != 1 and exponent % 2 != 1:  # below 0 an even power falls, another has no value
        outer = _times(outer, base) if _even(tree.right) else None
    return _times(outer, slope)
