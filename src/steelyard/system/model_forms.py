"""Forms of links that a model of this project gives: calculated by it, on the scale of indices."""

from __future__ import annotations

import csv
import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import numpy as np
from jaxtyping import Float

from steelyard.vocabulary.errors import InputError, UnknownName

End = Literal["low", "usual", "high"]
STEP, NEAR = 0.1, 2.0  # standard deviations: points lie close up to here on both sides of rest,
FAR, REACH = 0.5, 8.0  # then wider apart, as far as an index is ever likely to be
DIGITS = 6  # as many as other programs read from a table
ARGUMENTS = Path(__file__).parent / "curves" / "arguments.csv"

# curve: (family, what gives the form). The family's function of the curve's name calculates it.
CURVES: Mapping[str, tuple[str, str]] = MappingProxyType({
    "discount_from_options": (
        "bargain", "steelyard.models.energy.bargain.split.constrained_price"),
    "loss_from_trade_share": (
        "cut", "steelyard.measures.interdependence.supply_effect"),
    "power_from_input_share": (
        "cut", "steelyard.measures.supplier_power.partner_power"),
    "partner_share_from_access": (
        "trade", "steelyard.models.trade.chord.solve_many"),
    "partner_share_from_closure": (
        "trade", "steelyard.models.trade.chord.solve_many"),
    "veto_from_other_effort": (
        "veto", "steelyard.models.games.lone_veto.outcomes"),
    "joint_veto_from_stake": (
        "veto", "steelyard.models.games.lone_veto.outcomes"),
    "joint_veto_from_defection": (
        "veto", "steelyard.models.games.lone_veto.outcomes"),
    "agreement_from_closeness": (
        "votes", "steelyard.models.votes.alignment.expected_agreement"),
    "share_from_power": (
        "influence", "steelyard.models.games.contest.influence_share"),
    "share_lost_to_rival": (
        "influence", "steelyard.models.games.contest.influence_share"),
    "weight_lost_to_members": (
        "influence", "steelyard.measures.institutions.voting_power"),
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Argument:
    """A number that a curve needs to turn standard deviations into the model's own terms."""

    name: str
    low: float
    usual: float
    high: float
    unit: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """A form on the scale of indices: `value` of the effect at `z` of the cause.

    Both in standard deviations. 0 at 0 with slope 1 there, rising throughout; linear between
    points, level outside. The sign and the strength are those of the link. `model` names what
    calculated it, `source` says with which numbers.
    """

    name: str
    z: Float[np.ndarray, " point"]
    value: Float[np.ndarray, " point"]
    model: str
    source: str

    def at(self, z: float | Float[np.ndarray, "*any"]) -> Float[np.ndarray, "*any"]:
        """The value anywhere."""
        return np.asarray(np.interp(z, self.z, self.value))


@cache
def curve(name: str, end: End = "usual") -> Curve:
    r"""The curve of this name, as its model calculates it.

    .. math:: g(z) = \frac{f(z) - f(0)}{\bigl(f(h) - f(-h)\bigr) / 2h}

    with *f* the model's answer where the cause stands *z* standard deviations from its mean, and
    *h* a tenth of one. So a link keeps its strength, a slope at rest, and takes over from the
    model how it bends, where it ends and where it has kinks.

    Parameters
    ----------
    name : str
        One of `CURVES`.
    end : {"low", "usual", "high"}
        Which column of the table of arguments is taken, for all of them at once.

    Raises
    ------
    UnknownName
        With the nearest curves.
    InputError
        If the model has no slope at rest under these arguments, or no answer somewhere.

    Examples
    --------
    >>> made = curve("discount_from_options")
    >>> float(made.at(0.0)), round(float(made.at(1.0)), 6), round(float(made.at(3.0)), 2)
    (0.0, 1.0, 1.2)
    """
    family, model = _known(name)
    z = _points()
    told = arguments(name)
    given = {each.name: float(getattr(each, end)) for each in told}
    calculate: Callable[..., np.ndarray] = getattr(
        import_module(f"steelyard.system.curves.{family}"), name
    )
    shown = "; ".join(f"{each.name} {given[each.name]:g} {each.unit}" for each in told)
    value = _standard(name, end, z, calculate(z, given))
    kept = _needed(z, value)
    return Curve(name, z[kept], value[kept], model, shown)


@cache
def arguments(name: str) -> tuple[Argument, ...]:
    """What a curve assumes, each with its range, source and reason."""
    _known(name)
    return tuple(each for curve, each in _table() if curve == name)


def refuse_unknown(name: str) -> None:
    """Raise `UnknownName`, with the nearest, unless there is such a curve."""
    _known(name)


def _known(name: str) -> tuple[str, str]:
    if name not in CURVES:
        near = difflib.get_close_matches(name, list(CURVES), 3)
        raise UnknownName(where="forms by models", kind="curve", name=name, nearest=near)
    return CURVES[name]


@cache
def _table() -> tuple[tuple[str, Argument], ...]:
    """All rows of the table of arguments."""
    with ARGUMENTS.open(encoding="utf-8", newline="") as file:
        return tuple(
            (row["curve"], Argument(
                row["argument"], float(row["low"]), float(row["usual"]), float(row["high"]),
                row["unit"], row["source"], row["reason"],
            ))
            for row in csv.DictReader(file)
        )  # fmt: skip


def _points() -> Float[np.ndarray, " point"]:
    """Points of a curve, 0 in the middle."""
    close = np.arange(1, round(NEAR / STEP) + 1) * STEP
    right = np.concatenate([close, np.arange(NEAR + FAR, REACH + FAR / 2, FAR)])
    return np.round(np.concatenate([-right[::-1], [0.0], right]), DIGITS)


def _needed(z: np.ndarray, value: np.ndarray) -> np.ndarray:
    """Points at which the slope changes, with the ends and rest; others lie between these."""
    slope = np.diff(value) / np.diff(z)
    turns = np.abs(np.diff(slope)) > 3 * 10**-DIGITS / STEP  # more than rounding does
    return np.concatenate([[True], turns, [True]]) | (z == 0)


def _standard(name: str, end: str, z: np.ndarray, found: np.ndarray) -> np.ndarray:
    """0 at rest, slope 1 there."""
    rest = z.size // 2
    slope = (found[rest + 1] - found[rest - 1]) / (z[rest + 1] - z[rest - 1])
    whole = bool(np.isfinite(found).all()) and abs(slope) > 1e-12
    if not whole or (np.diff(found / slope) < -1e-12).any():
        raise InputError(
            where=f"curve {name}, {end} arguments",
            found=f"a slope of {slope:.3g} at rest, {np.isfinite(found).sum()} finite values.",
            expected="a finite answer that moves with its cause, always the same way",
            remedy="Mend the arguments of the curve in arguments.csv.",
        )
    value = np.round((found - found[rest]) / slope, DIGITS)
    value[rest] = 0.0
    return value
