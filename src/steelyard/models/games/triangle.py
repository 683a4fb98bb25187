"""Three states and the signs of their three ties: the types of Dittmer's strategic triangle.

Ties are known with an error, and so is the type: everything here is a probability. The three
states stand in the order *first, second, third*; their ties in the order *first-second,
first-third, second-third*.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
from jaxtyping import Float

from steelyard.measures.checks import refuse_unless

TYPES = ("all close", "one between", "two and one apart", "all apart")
TERMS = ("ménage à trois", "romantic triangle", "stable marriage", "unit veto")  # Dittmer's
ROLES = ("pivot", "one of three", "partner", "wing", "apart", "outside")
TIES = ((0, 1), (0, 2), (1, 2))  # the states of each tie
SIGNS = tuple((i, j, k) for i, j, k in product((1, -1), repeat=3))  # all eight patterns
FEWEST_DRAWS = 20


@dataclass(frozen=True, slots=True)
class TriangleOdds:
    """Probabilities of the eight patterns of signs, in the order of `SIGNS`; they add up to 1.

    `error` is the standard error that is due to the number of draws.
    """

    patterns: Float[np.ndarray, "*shape 8"]
    error: Float[np.ndarray, "*shape 8"]

    @property
    def types(self) -> Float[np.ndarray, "*shape 4"]:
        """Probabilities of the types, in the order of `TYPES`."""
        return self.patterns @ _TYPE_OF

    @property
    def roles(self) -> Float[np.ndarray, "*shape state=3 role=6"]:
        """Of each state, the probability of each role, in the order of `ROLES`."""
        return np.einsum("...p,psr->...sr", self.patterns, _ROLE_OF)

    @property
    def positive(self) -> Float[np.ndarray, "*shape tie=3"]:
        """Probability that each tie is positive."""
        return self.patterns @ (np.array(SIGNS) > 0).astype(float)

    @property
    def balanced(self) -> Float[np.ndarray, "*shape"]:
        """Probability that the product of the three signs is positive (Heider, Harary)."""
        return self.patterns @ (np.array(SIGNS).prod(axis=1) > 0).astype(float)


def type_of(signs: tuple[int, int, int]) -> int:
    r"""Place among `TYPES` of a triangle by the number of its negative ties.

    .. math:: t = \#\{k : s_k < 0\}

    Parameters
    ----------
    signs : 1 or -1
        Of the ties first-second, first-third, second-third.

    Returns
    -------
    place : 0 to 3

    Raises
    ------
    InputError
        If a sign is neither 1 nor -1.

    References
    ----------
    Dittmer, L. (1981). The strategic triangle: an elementary game-theoretical analysis. *World
    Politics* 33(4), 485-515.

    Examples
    --------
    >>> TYPES[type_of((1, -1, -1))], TERMS[type_of((1, -1, -1))]
    ('two and one apart', 'stable marriage')
    """
    refuse_unless(
        len(signs) == 3 and set(signs) <= {1, -1},
        where="type_of",
        found=f"signs {signs}",
        expected="three signs, each 1 or -1",
        remedy="Give the signs of the three ties; an unknown tie has no type.",
    )
    return sum(sign < 0 for sign in signs)


def role_of(signs: tuple[int, int, int], state: int) -> int:
    r"""Place among `ROLES` of one state, from its own two ties and that of the other two.

    .. math:: r = (\#\text{own positive ties},\; \text{sign of the tie of the others})

    Two positive ties: pivot where the others are apart, one of three where they are close. One:
    partner where the others are apart, wing where the other friend has both. None: apart where
    nobody has a friend, outside where the others have each other.

    Parameters
    ----------
    signs : 1 or -1
        Of the ties first-second, first-third, second-third.
    state : 0, 1 or 2

    Returns
    -------
    place : 0 to 5

    Raises
    ------
    InputError
        If a sign is neither 1 nor -1, or the state is none of the three.

    References
    ----------
    Dittmer, L. (1981). *World Politics* 33(4), 485-515.

    Examples
    --------
    >>> [ROLES[role_of((1, 1, -1), state)] for state in range(3)]
    ['pivot', 'wing', 'wing']
    >>> [ROLES[role_of((1, -1, -1), state)] for state in range(3)]
    ['partner', 'partner', 'outside']
    """
    type_of(signs)
    refuse_unless(
        state in (0, 1, 2),
        where="role_of",
        found=f"state {state}",
        expected="0, 1 or 2",
        remedy="Number the states in the order of the ties.",
    )
    own = sum(sign > 0 for sign, tie in zip(signs, TIES, strict=True) if state in tie)
    others = next(s for s, tie in zip(signs, TIES, strict=True) if state not in tie)
    if own == 1:
        # a friend that is close to the other one as well has two
        return ROLES.index("wing") if others > 0 else ROLES.index("partner")
    apart = {2: ("pivot", "one of three"), 0: ("apart", "outside")}[own]
    return ROLES.index(apart[others > 0])


def better_for(signs: tuple[int, int, int], state: int) -> tuple[str, ...]:
    r"""Roles that stand above a state's own: more friends first, then others that lack each other.

    .. math:: (n, -s) >_{lex} (n', -s'), \quad n \text{ own positive ties},\;
        s \text{ sign of the others' tie}

    Dittmer's rule is to be on good terms with as many as possible, and best of all with two who
    are not so with each other. What it does not say: by how much, nor what the way there costs.

    Parameters
    ----------
    signs : 1 or -1
        Of the ties first-second, first-third, second-third.
    state : 0, 1 or 2

    Returns
    -------
    roles : text
        The best first; none for a pivot.

    Raises
    ------
    InputError
        As `role_of`.

    References
    ----------
    Dittmer, L. (1981). *World Politics* 33(4), 485-515. The order is that of `ROLES`; authors
    after him order the lower places in other ways.

    Examples
    --------
    >>> better_for((1, -1, -1), 0)
    ('pivot', 'one of three')
    """
    return ROLES[: role_of(signs, state)]


def triangle_odds(margins: Float[np.ndarray, "draw *shape 3"]) -> TriangleOdds:
    r"""Probability of each pattern of signs from draws of the three ties together.

    .. math:: P(s) = \overline{\prod_k 1[s_k x_{dk} > 0]}, \qquad
        \text{with } \tfrac12 \text{ for } x_{dk} = 0

    Draws with one number belong together: an error that two ties share is kept.

    Parameters
    ----------
    margins : any unit
        Each tie less the value from which it counts as positive; NaN where a tie is not known.

    Returns
    -------
    odds : TriangleOdds, 1, in [0, 1]
        NaN where a tie is not known: a triangle of two ties has no type.

    Raises
    ------
    InputError
        If there are fewer than 20 draws, a number is infinite, or there are not three ties.

    References
    ----------
    Dittmer, L. (1981). The strategic triangle: an elementary game-theoretical analysis. *World
    Politics* 33(4), 485-515.

    Examples
    --------
    >>> draws = np.random.default_rng(0).normal([2.0, -2.0, 0.0], 1.0, (4000, 3))
    >>> triangle_odds(draws).types.round(2).tolist()
    [0.01, 0.49, 0.49, 0.01]
    """
    refuse_unless(
        margins.shape[-1:] == (3,)
        and len(margins) >= FEWEST_DRAWS
        and not bool(np.isinf(margins).any()),
        where="triangle_odds",
        found=f"draws of shape {margins.shape}, {int(np.isinf(margins).sum())} infinite",
        expected=f"at least {FEWEST_DRAWS} draws of three ties, finite or NaN",
        remedy="Draw all three ties together.",
    )
    known = np.asarray(~np.isnan(margins).any(axis=(0, -1)))
    chance = _shares_of_patterns(margins)
    chance = np.where(known[..., None], chance, np.nan)
    return TriangleOdds(chance, np.sqrt(chance * (1 - chance) / len(margins)))


def _shares_of_patterns(margins: np.ndarray) -> np.ndarray:
    """Part of the draws in each pattern; a draw of exactly 0 counts half for either sign."""
    if (margins != 0).all():  # nearly always: each draw is in one pattern
        number = (margins < 0) @ np.array([4, 2, 1])  # its place in `SIGNS`
        return np.stack([(number == place).mean(axis=0) for place in range(len(SIGNS))], axis=-1)
    up = (margins > 0) + 0.5 * (margins == 0)
    of_sign = {1: up, -1: 1 - up}
    parts = [
        np.prod([of_sign[sign][..., tie] for tie, sign in enumerate(signs)], axis=0)
        for signs in SIGNS
    ]
    return np.stack(parts, axis=-1).mean(axis=0)


_TYPE_OF = np.eye(4)[[type_of(signs) for signs in SIGNS]]
_ROLE_OF = np.eye(6)[[[role_of(signs, state) for state in range(3)] for signs in SIGNS]]
