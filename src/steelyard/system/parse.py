"""From the text of an equation to its tree: read character by character, and nothing is run."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from steelyard.system.expressions import (
    FUNCTIONS,
    LOGIC,
    LOOKUP,
    Binary,
    Call,
    Choice,
    Expression,
    Name,
    Number,
    Unary,
    parts,
)
from steelyard.vocabulary.errors import BadModel, shorten

LONGEST = 20_000  # characters of one equation
DEEPEST = 200  # levels of the tree: beyond it, cut the equation up
NESTED = 60  # brackets within brackets, signs before signs
TOKEN = re.compile(
    r"""(?P<space>\s+|\{[^}]*\})            # blanks, and comments in braces
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<name>[^\W\d]\w*|"(?:[^"\\]|\\.)+")
    |(?P<sign><=|>=|<>|!=|[-+*/^<>=(),])""",
    re.VERBOSE,
)
BINDING = (  # from the loosest to the tightest
    ("or",),
    ("and",),
    ("=", "<>"),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "/"),
)
LEVELS = {sign: level for level, signs in enumerate(BINDING) for sign in signs}
WORDS = {*LOGIC, "not", "if", "then", "else"}


@dataclass(frozen=True, slots=True)
class Token:
    """A number, a name, a word or a sign, and where it begins (from 1)."""

    kind: str
    text: str
    at: int


def canonical(name: str) -> str:
    r"""The one spelling of a name: lower case, blanks and line breaks as underscores.

    Examples
    --------
    >>> canonical('Fraction of carrying\\ncapacity used')
    'fraction_of_carrying_capacity_used'
    """
    plain = name.replace("\\n", " ").replace("\\", "").replace("\u00a0", " ")
    return re.sub(r"[\s_]+", "_", plain.strip().lower())


def parse(text: str, where: str = "equation") -> Expression:
    """The tree of an equation.

    Known are ``+ - * / ^``, ``< <= > >= = <>``, ``and or not``, ``if then else``, brackets,
    ``min max exp ln sqrt abs tanh``, numbers, names and ``time``. ``lookup(x, 0, 0, 1, 2)`` is a
    table over *x*: points with rising places, linear between them and level outside. A power
    binds tighter than a sign (``-2^2`` is -4) and goes from right to left. Case does not matter.

    Parameters
    ----------
    text : str
        Such as ``stock / delay * (1 - used)``.
    where : str
        What the message of a refusal begins with.

    Raises
    ------
    BadModel
        If the text is no equation; the message names the character.

    References
    ----------
    OASIS (2015). XML Interchange Language for System Dynamics (XMILE) 1.0, section 3.

    Examples
    --------
    >>> parse("a + 2")
    Binary(sign='+', left=Name(name='a'), right=Number(value=2.0))
    """
    if len(text) > LONGEST:
        raise _refused(where, 1, f"an equation of {len(text):,} characters", f"at most {LONGEST:,}")
    reader = _Reader(_tokens(text, where), where)
    tree = reader.choice()
    reader.finish()
    if _depth(tree) > DEEPEST:
        raise _deep(where, 1)
    return tree


def _refused(where: str, at: int, found: str, expected: str) -> BadModel:
    """The error for a place in an equation."""
    return BadModel(
        where=f"{where}, character {at}",
        found=f"{found}.",
        expected=expected,
        remedy="Correct the equation there.",
    )


def _deep(where: str, at: int) -> BadModel:
    """The error for an equation of too many levels."""
    return _refused(where, at, "an equation of too many levels", "auxiliaries for parts of it")


def _depth(tree: Expression) -> int:
    """Levels of a tree, counted without recursion."""
    level, deepest = [tree], 0
    while level:
        deepest += 1
        level = [inner for each in level for inner in parts(each)]
    return deepest


def _negated(sign: str, of: Expression) -> Expression:
    """A sign before an operand; a negative number is one number."""
    if sign == "-" and isinstance(of, Number):
        return Number(-of.value)
    return Unary(sign, of)


def _tokens(text: str, where: str) -> list[Token]:
    """The text cut up; an end of its own, so that reading never runs past it."""
    found, at = [], 0
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            raise _refused(
                where, at + 1, f"{text[at]!r}", "a number, a name or one of + - * / ^ ( )"
            )
        kind, token = str(match.lastgroup), match.group()
        if kind == "name":
            quoted = token[0] == '"'
            token = canonical(token.strip('"'))
            kind = "word" if token in WORDS and not quoted else "name"
        if kind != "space":
            found.append(Token(kind, "<>" if token == "!=" else token, at + 1))
        at = match.end()
    return [*found, Token("end", "the end", len(text) + 1)]


class _Reader:
    """Reads tokens from left to right; each method reads one kind of expression."""

    def __init__(self, tokens: list[Token], where: str):
        self.tokens, self.where, self.next, self.depth = tokens, where, 0, 0

    @property
    def token(self) -> Token:
        return self.tokens[self.next]

    def take(self, *texts: str) -> Token | None:
        """The next token if it is one of these signs or words."""
        token = self.token
        if token.kind not in ("sign", "word") or token.text not in texts:
            return None
        self.next += 1
        return token

    def need(self, text: str) -> None:
        """The next token has to be this one."""
        if self.take(text) is None:
            raise _refused(self.where, self.token.at, f"{self.token.text!r}", f"{text!r}")

    def finish(self) -> None:
        """Nothing may be left."""
        if self.token.kind != "end":
            expected = "a sign, or the end of the equation"
            raise _refused(self.where, self.token.at, f"{self.token.text!r}", expected)

    def deeper(self, read: Callable[[], Expression]) -> Expression:
        """An expression one level further in."""
        self.depth += 1
        if self.depth > NESTED:
            raise _deep(self.where, self.token.at)
        tree = read()
        self.depth -= 1
        return tree

    def choice(self) -> Expression:
        """A choice, or operands joined by signs."""
        if not self.take("if"):
            return self.binary(0)
        condition = self.deeper(self.choice)
        self.need("then")
        then = self.deeper(self.choice)
        self.need("else")
        return Choice(condition, then, self.deeper(self.choice))

    def binary(self, level: int) -> Expression:
        """Operands joined by signs that bind at least as tight as `level`, from left to right."""
        left = self.signed()
        while self.token.kind in ("sign", "word") and LEVELS.get(self.token.text, -1) >= level:
            token = self.token
            self.next += 1
            left = Binary(token.text, left, self.binary(LEVELS[token.text] + 1))
        return left

    def signed(self) -> Expression:
        token = self.take("-", "+", "not")
        if token is None:
            return self.power()
        of = self.deeper(self.signed)
        return of if token.text == "+" else _negated(token.text, of)

    def power(self) -> Expression:
        base = self.atom()
        return Binary("^", base, self.deeper(self.signed)) if self.take("^") else base

    def atom(self) -> Expression:
        token = self.token
        if self.take("("):
            tree = self.deeper(self.choice)
            self.need(")")
            return tree
        if token.kind not in ("number", "name"):
            raise _refused(self.where, token.at, f"{token.text!r}", "a number, a name or a bracket")
        self.next += 1
        if token.kind == "number":
            return self.number(token)
        return self.call(token) if self.take("(") else self.name(token)

    def number(self, token: Token) -> Expression:
        value = float(token.text)
        if value == float("inf"):
            raise _refused(self.where, token.at, f"{token.text!r}", "a finite number")
        return Number(value)

    def name(self, token: Token) -> Expression:
        if token.text in FUNCTIONS:
            raise _refused(self.where, token.at, f"{token.text!r} without arguments", "a bracket")
        return Name(token.text)

    def call(self, token: Token) -> Expression:
        """The arguments of a function, behind its bracket."""
        if token.text not in FUNCTIONS:
            known = f"one of the functions {shorten(FUNCTIONS)}"
            raise _refused(self.where, token.at, f"{token.text!r} is no function", known)
        arguments = [self.deeper(self.choice)]
        while self.take(","):
            arguments.append(self.deeper(self.choice))
        self.need(")")
        _, least, most = FUNCTIONS[token.text]
        if not least <= len(arguments) <= most:
            found = f"{token.text} of {len(arguments)} arguments"
            expected = f"{least}" if least == most else f"{least} or more"
            raise _refused(self.where, token.at, found, f"{expected} argument(s)")
        if token.text == LOOKUP:
            self.need_table(token, arguments[1:])
        return Call(token.text, tuple(arguments))

    def need_table(self, token: Token, points: list[Expression]) -> None:
        """The points of a table are pairs of numbers, and their places rise."""
        numbers = [each.value for each in points if isinstance(each, Number)]
        places = numbers[::2]
        rising = all(left < right for left, right in pairwise(places))
        if len(numbers) != len(points) or len(points) % 2 or not rising:
            expected = "places and values in turn, all of them numbers, the places rising"
            raise _refused(self.where, token.at, "a table that is none", expected)
