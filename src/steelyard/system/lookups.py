"""Tables within equations: ``lookup(x, 0, 0, 1, 2)`` is linear between points, level outside.

XMILE has tables too, but each as a variable of its own; `apart` makes them so.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from jaxtyping import Float

from steelyard.system.expressions import (
    LOOKUP,
    Binary,
    Call,
    Choice,
    Expression,
    Name,
    Number,
    Unary,
    table_of,
)

if TYPE_CHECKING:
    from steelyard.system.model import Model, Variable


def lookup_text(
    of: str, at: Float[np.ndarray, " point"], values: Float[np.ndarray, " point"]
) -> str:
    """The equation of a table over a name.

    Examples
    --------
    >>> lookup_text("x", np.array([-1.0, 0.0, 2.0]), np.array([0.0, 0.0, 2.0]))
    'lookup(x, -1.0, 0.0, 0.0, 0.0, 2.0, 2.0)'
    """
    pairs = (f"{float(x)!r}, {float(y)!r}" for x, y in zip(at, values, strict=True))
    return f"{LOOKUP}({of}, {', '.join(pairs)})"


def apart(model: Model) -> Model:
    """The same model with each table as an auxiliary of its own, once for all that read it."""
    held = _Apart(set(model.by_name))
    found = tuple(held.without(each) for each in model.variables)
    if not held.made:
        return model
    return replace(model, variables=(*found, *held.made.values()))


class _Apart:
    """Tables taken out of equations so far."""

    def __init__(self, names: set[str]):
        self.names, self.made = names, dict[Call, "Variable"]()

    def without(self, each: Variable) -> Variable:
        """A variable whose equations read tables by name."""

        def taken(tree: Expression | None) -> Expression | None:
            return None if tree is None else _rebuilt(tree, lambda part: self.named(part, each))

        equation = each.equation
        if isinstance(equation, Call) and is_lookup(equation):  # stands alone already
            inner = _rebuilt(equation.arguments[0], lambda part: self.named(part, each))
            equation = Call(LOOKUP, (inner, *equation.arguments[1:]))
        else:
            equation = taken(equation)
        return replace(each, equation=equation, initial=taken(each.initial))

    def named(self, part: Expression, reader: Variable) -> Expression:
        """The name of the auxiliary that holds a table."""
        from steelyard.system.model import auxiliary

        if not (is_lookup(part) and isinstance(part, Call)):
            return part
        if part not in self.made:
            count, name = 1, f"{reader.name}_table"
            while name in self.names:
                count, name = count + 1, f"{reader.name}_table_{count + 1}"
            self.names.add(name)
            self.made[part] = auxiliary(name, reader.unit, part, "A curve given by points.")
        return Name(self.made[part].name)


def is_lookup(tree: Expression) -> bool:
    """Whether an equation is one table."""
    return isinstance(tree, Call) and tree.function == LOOKUP


def _rebuilt(tree: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """A tree in which every part, from the inside out, is changed."""

    def of(part: Expression) -> Expression:
        return _rebuilt(part, change)

    match tree:
        case Unary(sign, inner):
            return change(Unary(sign, of(inner)))
        case Binary(sign, left, right):
            return change(Binary(sign, of(left), of(right)))
        case Choice(condition, then, otherwise):
            return change(Choice(of(condition), of(then), of(otherwise)))
        case Call(function, arguments):
            return change(Call(function, tuple(of(each) for each in arguments)))
    return tree


def rises(tree: Call) -> int | None:
    """1 where a table rises or is level, -1 where it falls or is, 0 level, None where it turns."""
    _, values = table_of(tree)
    change = np.sign(np.diff(values))
    found = {int(each) for each in change} - {0}
    return None if len(found) > 1 else (found.pop() if found else 0)


def table(of: Expression, at: tuple[float, ...], values: tuple[float, ...]) -> Call:
    """A table over an expression."""
    numbers = (Number(each) for pair in zip(at, values, strict=True) for each in pair)
    return Call(LOOKUP, (of, *numbers))
