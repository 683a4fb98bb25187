"""Equations as trees of frozen records: their names, their value, their text in XMILE.

Names are lower case with underscores. Truth is a number, as in XMILE: 1 holds, 0 does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np

from steelyard.vocabulary.errors import BadModel

TIME = "time"  # the one name that every equation knows without a variable of that name


@dataclass(frozen=True, slots=True)
class Number:
    """A number that stands in the equation."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """The value of a variable, or the time."""

    name: str


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign or a negation: ``-`` or ``not``."""

    sign: str
    of: Expression


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands: ``+ - * / ^``, ``< <= > >= = <>``, ``and or``."""

    sign: str
    left: Expression
    right: Expression


@dataclass(frozen=True, slots=True)
class Call:
    """A function of one or more arguments."""

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """``if condition then one else other``."""

    condition: Expression
    then: Expression
    otherwise: Expression


Expression = Number | Name | Unary | Binary | Call | Choice

ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a / b,
}
COMPARISONS: dict[str, Callable[[Any, Any], Any]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "<>": lambda a, b: a != b,
}
LOGIC = ("and", "or")
# function: (name in NumPy and JAX, least and most arguments)
FUNCTIONS: dict[str, tuple[str, int, int]] = {
    "min": ("minimum", 2, 100),
    "max": ("maximum", 2, 100),
    "exp": ("exp", 1, 1),
    "ln": ("log", 1, 1),
    "sqrt": ("sqrt", 1, 1),
    "abs": ("abs", 1, 1),
    "tanh": ("tanh", 1, 1),
    "lookup": ("interp", 5, 1001),
}
LOOKUP = "lookup"  # of what, then points: place and value in turn
RESERVED = {*FUNCTIONS, *LOGIC, "not", "if", "then", "else", TIME, "dt", "starttime", "stoptime"}


def parts(tree: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside another."""
    match tree:
        case Unary():
            return (tree.of,)
        case Binary():
            return (tree.left, tree.right)
        case Call():
            return tree.arguments
        case Choice():
            return (tree.condition, tree.then, tree.otherwise)
    return ()


def names(tree: Expression) -> frozenset[str]:
    """All variables that an equation reads, without the time.

    Examples
    --------
    >>> from steelyard.system.parse import parse
    >>> sorted(names(parse("births * (1 - used) + time")))
    ['births', 'used']
    """
    if isinstance(tree, Name):
        return frozenset() if tree.name == TIME else frozenset((tree.name,))
    return frozenset[str]().union(*(names(part) for part in parts(tree)))


def evaluate(tree: Expression, values: Mapping[str, Any], xp: ModuleType = np) -> Any:
    """The value of an equation, with the arrays of NumPy or of JAX.

    Parameters
    ----------
    tree : Expression
        What `parse` returns.
    values : of each name, time among them
        Numbers, or arrays that broadcast against each other: draws, times.
    xp : module
        ``numpy`` or ``jax.numpy``.

    Returns
    -------
    value : in the equation's own unit
        Not finite where the equation has no value, such as the root of a negative number; both
        branches of a choice are calculated, and one is taken.

    Raises
    ------
    KeyError
        If a name has no value; a `Model` makes sure that it has.

    Examples
    --------
    >>> from steelyard.system.parse import parse
    >>> float(evaluate(parse("if x > 2 then x^2 else -x"), {"x": 3.0}))
    9.0
    """

    def value(part: Expression) -> Any:
        return evaluate(part, values, xp)

    match tree:
        case Number():
            return np.float64(tree.value)  # a plain float would raise on division by 0
        case Name():
            return values[tree.name]
        case Unary("-", of):
            return -value(of)
        case Unary(_, of):
            return xp.where(value(of) != 0, 0.0, 1.0)
        case Binary("^", left, right):
            return xp.power(value(left), value(right))
        case Binary("and", left, right):
            return xp.where((value(left) != 0) & (value(right) != 0), 1.0, 0.0)
        case Binary("or", left, right):
            return xp.where((value(left) != 0) | (value(right) != 0), 1.0, 0.0)
        case Binary(sign, left, right) if sign in ARITHMETIC:
            return ARITHMETIC[sign](value(left), value(right))
        case Binary(sign, left, right):
            return xp.where(COMPARISONS[sign](value(left), value(right)), 1.0, 0.0)
        case Choice(condition, then, otherwise):
            return xp.where(value(condition) != 0, value(then), value(otherwise))
        case Call("lookup", (of, *_)):
            return xp.interp(value(of), *table_of(tree))
        case Call(function, arguments):
            return _called(getattr(xp, FUNCTIONS[function][0]), [value(each) for each in arguments])


def table_of(tree: Call) -> tuple[np.ndarray, np.ndarray]:
    """Places and values of a table's points."""
    numbers = [each.value for each in tree.arguments[1:] if isinstance(each, Number)]
    return np.array(numbers[::2]), np.array(numbers[1::2])


def _called(function: Callable[..., Any], arguments: list[Any]) -> Any:
    """A function of one argument, or one of two taken along all of them."""
    if len(arguments) == 1:
        return function(arguments[0])
    found = arguments[0]
    for each in arguments[1:]:
        found = function(found, each)
    return found


def render(tree: Expression) -> str:
    """The equation in XMILE, with every part in brackets.

    Programs differ in what binds tighter, a sign or a power; brackets leave them no choice. XMILE
    has no tanh, so that it is written out as ``1 - 2 / (exp(2 x) + 1)``. A table has no place in
    an equation there; `steelyard.system.lookups.apart` makes it a variable first.

    Raises
    ------
    BadModel
        If there is a table in the equation.

    Examples
    --------
    >>> from steelyard.system.parse import parse
    >>> render(parse("-a^2 + max(b, 1, c)"))
    '((-(a ^ 2)) + MAX(MAX(b, 1), c))'
    """
    match tree:
        case Number(value):
            text = repr(float(value)).removesuffix(".0")
            return text if value >= 0 and text[0] != "-" else f"({text})"
        case Name(name):
            return "TIME" if name == TIME else name
        case Unary(sign, of):
            return f"(-{render(of)})" if sign == "-" else f"(NOT {render(of)})"
        case Binary(sign, left, right):
            return f"({render(left)} {sign.upper()} {render(right)})"
        case Choice(condition, then, otherwise):
            return f"(IF {render(condition)} THEN {render(then)} ELSE {render(otherwise)})"
        case Call("lookup", _):
            raise BadModel(
                where="an equation for XMILE", found="a table inside it.",
                expected="tables as variables of their own",
                remedy="Write the whole model, which takes them apart.",
            )  # fmt: skip
        case Call("tanh", (of,)):
            return f"(1 - (2 / (EXP(2 * {render(of)}) + 1)))"
        case Call(function, arguments):
            text = render(arguments[0])
            if len(arguments) == 1:
                return f"{function.upper()}({text})"
            for each in arguments[1:]:
                text = f"{function.upper()}({text}, {render(each)})"
            return text
