"""Two permanent members before one draft: veto together, alone, leave it to the other, let pass.

One veto stops a draft, so a second one stops nothing: it only says something. Whether it is
worth casting depends on what standing alone costs, what standing together costs, and how much
the partner minds being left alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from scipy.special import ndtr

from steelyard.measures.checks import refuse_unless

NODES, NODE_WEIGHTS = np.polynomial.hermite_e.hermegauss(11)
NODE_WEIGHTS = NODE_WEIGHTS / NODE_WEIGHTS.sum()
OUTCOMES = ("both", "first alone", "second alone", "neither")
MOST_SHARED = 0.999  # the quadrature needs something of one's own
STEADY, JOINER, RIDER, NEVER = range(4)


@dataclass(frozen=True, slots=True)
class Stances:
    """Games in which two members meet, each a row; units are standard deviations of the stake.

    `drive` is the mean stake less the cost of a lone veto; `premium` what standing alone costs
    beyond standing together (see `isolation_premium`); `shared` the
    correlation of the two stakes; `meeting` how often two members who would veto only in company
    find each other.
    """

    drive: Float[np.ndarray, "game member"]
    premium: Float[np.ndarray, "game member"]
    shared: Float[np.ndarray, " game"]
    meeting: Float[np.ndarray, " game"]


def isolation_premium(lone: float, together: float, allowance: float, stake_sd: float) -> float:
    r"""What a lone veto costs beyond a joint one, in standard deviations of the stake.

    .. math:: \kappa = (c - j - d) / \sigma

    With stake :math:`\theta` a member loses :math:`\theta` if the draft passes, *c* if it vetoes
    alone, *j* if together, and :math:`\theta - d` in the eyes of its partner if it leaves to the
    other a draft that matters to it. Without company it vetoes where :math:`\theta > c`, in
    company where :math:`\theta > j + d`.

    Parameters
    ----------
    lone, together : any one unit
        Costs of a veto alone and of a joint one.
    allowance : same unit
        Stake up to which nobody minds that a member leaves the draft to its partner.
    stake_sd : same unit
        How much stakes differ between drafts.

    Returns
    -------
    premium : standard deviations of the stake
        Above 0: company makes a veto easier. Below 0: the partner's veto makes one's own
        needless, and the member rides free.

    Raises
    ------
    InputError
        If stakes do not differ.

    References
    ----------
    Bresnahan, T. F. and Reiss, P. C. (1991). Empirical models of discrete games. *Journal of
    Econometrics* 48(1-2), 57-81. Diekmann, A. (1985). Volunteer's dilemma. *Journal of Conflict
    Resolution* 29(4), 605-610.

    Examples
    --------
    >>> isolation_premium(lone=3.0, together=1.0, allowance=0.5, stake_sd=2.0)
    0.75
    """
    refuse_unless(
        stake_sd > 0,
        where="isolation_premium",
        found=f"standard deviation of the stake {stake_sd:g}",
        expected="a number above 0",
        remedy="Give the stake some spread between drafts.",
    )
    return (lone - together - allowance) / stake_sd


def types_of(
    drive: Float[np.ndarray, "*games"], premium: Float[np.ndarray, "*games"]
) -> Float[np.ndarray, "*games 4"]:
    r"""Chances that a member is steady, a joiner, a rider or never vetoes.

    .. math:: x \sim N(\mu, 1): \quad \text{steady: } x > \max(0, -\kappa),\;
        \text{joiner: } -\kappa < x \le 0,\; \text{rider: } 0 < x \le -\kappa

    A steady member vetoes whatever the other does, a joiner only in company, a rider only if
    nobody else does.

    Parameters
    ----------
    drive, premium : standard deviations of the stake
        As in `Stances`.

    Returns
    -------
    chances : 1, in [0, 1]
        In the order steady, joiner, rider, never; they add up to 1.

    Raises
    ------
    InputError
        Never.

    References
    ----------
    Tamer, E. (2003). Incomplete simultaneous discrete response model with multiple equilibria.
    *Review of Economic Studies* 70(1), 147-165.

    Examples
    --------
    >>> types_of(np.array(0.0), np.array(1.0)).round(3).tolist()
    [0.5, 0.341, 0.0, 0.159]
    >>> types_of(np.array(0.0), np.array(-1.0)).round(3).tolist()
    [0.159, 0.0, 0.341, 0.5]
    """
    alone, joint = ndtr(drive), ndtr(drive + premium)
    steady, never = np.minimum(alone, joint), 1 - np.maximum(alone, joint)
    return np.stack(
        [steady, np.maximum(joint - alone, 0), np.maximum(alone - joint, 0), never], axis=-1
    )


def outcomes(stances: Stances) -> Float[np.ndarray, "game 4"]:
    r"""Chances of each outcome in equilibrium: both veto, the first, the second, neither.

    .. math:: P(o) = \sum_{st} P(\text{types } s, t)\, P(o \mid s, t)

    Stakes are :math:`x_i = \mu_i \pm \sqrt{|r|} z + \sqrt{1 - |r|} e_i`, the sign that of *r* for
    the second member, and known to both when they vote. Where two equilibria exist: two joiners
    both veto with chance `meeting`, of two riders each is the one with chance one half. A joiner
    and a rider have no equilibrium in pure choices; each outcome then has a quarter. What it does
    not say: who spoke first.

    Parameters
    ----------
    stances : Stances

    Returns
    -------
    chances : 1, in [0, 1]
        In the order of `OUTCOMES`; they add up to 1.

    Raises
    ------
    InputError
        If a correlation lies outside -1 to 1, or a chance of meeting outside 0 to 1.

    References
    ----------
    Bresnahan, T. F. and Reiss, P. C. (1991). *Journal of Econometrics* 48(1-2), 57-81.

    Examples
    --------
    Stakes that have nothing in common and no premium: the two choose each for itself.

    >>> one = Stances(np.zeros((1, 2)), np.zeros((1, 2)), np.zeros(1), np.ones(1))
    >>> outcomes(one).round(3).tolist()
    [[0.25, 0.25, 0.25, 0.25]]
    """
    for name, values, least in (("shared", stances.shared, -1), ("meeting", stances.meeting, 0)):
        refuse_unless(
            bool(((values >= least) & (values <= 1)).all()),
            where=f"outcomes, {name}",
            found=f"values from {values.min():g} to {values.max():g}",
            expected=f"values from {least} to 1",
            remedy="Correct the values.",
        )
    size = np.minimum(np.abs(stances.shared), MOST_SHARED)
    loading = np.sqrt(size)[:, None] * np.stack([np.ones(size.size), np.sign(stances.shared)], 1)
    own = np.sqrt(1 - size)[:, None, None]
    drive, premium = np.broadcast_arrays(
        (stances.drive[:, :, None] + loading[:, :, None] * NODES) / own,
        stances.premium[:, :, None] / own,
    )
    kinds = types_of(drive, premium)
    met = np.einsum("gns,gnt,n->gst", kinds[:, 0], kinds[:, 1], NODE_WEIGHTS)
    chances = np.einsum("gst,sto->go", met, _settled(0.0))
    chances += met[:, JOINER, JOINER, None] * stances.meeting[:, None] * [1, 0, 0, -1]
    return chances


def _settled(meeting: float) -> np.ndarray:
    """Chance of each outcome for each pair of types."""
    both, first, second, neither = np.eye(4)
    table = np.zeros((4, 4, 4))
    table[STEADY, :] = first
    table[:, STEADY] = second
    table[STEADY, STEADY] = table[STEADY, JOINER] = table[JOINER, STEADY] = both
    table[JOINER, JOINER] = meeting * both + (1 - meeting) * neither
    table[RIDER, RIDER] = (first + second) / 2
    table[JOINER, RIDER] = table[RIDER, JOINER] = np.full(4, 0.25)
    table[JOINER, NEVER] = table[NEVER, JOINER] = table[NEVER, NEVER] = neither
    table[RIDER, NEVER], table[NEVER, RIDER] = first, second
    return table
