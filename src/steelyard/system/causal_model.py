"""A causal system as a model that runs: each row of its tables as an equation."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from steelyard.system import model as engine
from steelyard.system.causal import CausalSystem
from steelyard.system.causal_records import SUPPOSED, CausalVariable
from steelyard.system.causal_terms import (
    delays,
    event_terms,
    events,
    gain,
    link_term,
    loss,
    terms_before,
    unit_of,
)
from steelyard.system.grid import points
from steelyard.system.levers import Lever, bounds, need_levers
from steelyard.system.model import Model, Span, Variable
from steelyard.system.numbers import decay_name, drift_name, drifts, numbers, start_name
from steelyard.system.numbers import usual as usual_numbers
from steelyard.vocabulary.errors import InputError

FIRST, LAST = 1992, 2040
EARLIEST, LATEST = 1992, 2100


@dataclass(frozen=True, slots=True)
class Path:
    """A driver as it was: yearly values on the scale of its variable, with what they are."""

    years: tuple[float, ...]
    values: tuple[float, ...]
    source: str


def model_of(
    system: CausalSystem,
    *,
    years: tuple[int, int] = (FIRST, LAST),
    paths: Mapping[str, Path] | None = None,
    levers: Iterable[Lever] = (),
    softness: float = 0.0,
) -> Model:
    r"""The system as stocks, flows and auxiliaries, a step a year, at its usual numbers.

    .. math::
        x_{t+1} = x_t - \delta x_t + \gamma + \sum_l s_l f_l(c_{l,\,t-d_l}) + \text{events},
        \qquad y_t = \sum_l s_l f_l(c_{l,\,t-d_l}) + \text{events}

    for stocks *x* with drift :math:`\gamma` and auxiliaries *y*, with slopes *s*, forms *f*
    (`steelyard.system.causal.term`, less what a form is at rest), delays *d*. An event
    adds its size to an auxiliary while it lasts; a stock takes it up once, keeps it while it
    lasts, and then forgets it by its decay.
    Drivers are held at 0, follow `paths`, or are set by `levers`. Constants carry the numbers of
    `steelyard.system.numbers`, so that draws of these are draws of the model.

    Parameters
    ----------
    system : CausalSystem
    years : (first, last)
        1992 to 2100.
    paths : of exogenous variables
        Observed or assumed values; linear between their years, level outside. Events on a driver
        that has a path are left out, as the path holds them; supposed ones are added to it.
    levers : of Lever
        Variables that follow a path of the user from a year on, whatever acts on them.
    softness : standard deviations
        0: a condition holds or not. Above 0, it holds by degrees around its level, by a logistic
        curve of this width, so that gradients see it.

    Raises
    ------
    InputError
        If years or softness are impossible, a path is not of an exogenous variable or not in
        order, or a lever is refused.
    UnknownName

    Examples
    --------
    >>> from steelyard.system.causal import shipped
    >>> made = model_of(shipped())
    >>> made["dependence"].kind.value, made["alignment"].kind.value
    ('auxiliary', 'stock')
    """
    need_years(years)
    if not (np.isfinite(softness) and softness >= 0):
        raise _refused("softness", f"{softness:g}", "0 or more", "Leave it out.")
    set_to = tuple(levers)
    need_levers(system, set_to, *years)
    need_paths(system, paths or {})
    span = Span(float(years[0]), float(years[1]))
    made = _Writing(system, span, dict(paths or {}), {each.variable: each for each in set_to},
                    softness)  # fmt: skip
    return Model("causal_system", made.all(), span)


def need_years(years: tuple[int, int]) -> None:
    """Refuse years that the tables say nothing of, or in the wrong order."""
    first, last = years
    if not (EARLIEST <= first < last <= LATEST):
        raise _refused("years of a run", f"{first} to {last}",
                       f"a first and a later last year from {EARLIEST} to {LATEST}",
                       f"Ask for {FIRST}:{LAST}.")  # fmt: skip


def need_paths(system: CausalSystem, paths: Mapping[str, Path]) -> None:
    """Refuse paths of variables that have causes here, without years in order, or not finite."""
    for name, path in paths.items():
        if system[name].role != "exogenous":
            raise _refused(f"path of {name}", f"it is a {system[name].role}",
                           "an exogenous variable", "Set it by a lever.")  # fmt: skip
        fits = len(path.years) == len(path.values) > 0 and np.isfinite(path.values).all()
        if not fits or (np.diff(path.years) <= 0).any():
            raise _refused(f"path of {name}", f"{len(path.years)} years, {len(path.values)} values",
                           "as many finite values as years, which rise",
                           "Drop what is absent.")  # fmt: skip


def _refused(where: str, found: str, expected: str, remedy: str) -> InputError:
    return InputError(where=where, found=f"{found}.", expected=expected, remedy=remedy)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What is needed to write the equations of a system."""

    system: CausalSystem
    span: Span
    paths: dict[str, Path]
    levers: dict[str, Lever]
    softness: float

    def all(self) -> tuple[Variable, ...]:
        """Every variable of the model: those of the system, delays, events, numbers."""
        named = [each for variable in self.system.variables for each in self.written(variable)]
        extra = [
            *delays(self.system),
            *events(self.system, points(self.span)),
            *self.set_paths(),
        ]
        used = {name for each in (*named, *extra) for name in _read(each)}
        held = [each for each in self.constants() if each.name in used]
        return (*named, *(each for each in extra if each.name in used), *held)

    def written(self, variable: CausalVariable) -> list[Variable]:
        """A variable with its flows, its driver or its equation."""
        terms = [
            *(link_term(each, self.softness) for each in self.system.links_into(variable.name)),
            *event_terms(self.system, variable, points(self.span)),
        ]
        equation = " + ".join(terms) if terms else "0"
        if variable.role == "stock":
            return self.stock(variable, equation)
        given = []
        if variable.role == "exogenous":
            given, equation = self.driver(variable, equation)
            if given:
                equation = " + ".join([equation, *self.supposed(variable)])
        lever = self.levers.get(variable.name)
        if lever is not None:
            holds = f"time >= {lever.years[0]}"
            equation = f"if {holds} then {set_name(variable.name)} else ({equation})"
        unit, note = unit_of(variable), variable.title
        return [*given, engine.auxiliary(variable.name, unit, equation, note)]

    def stock(self, variable: CausalVariable, equation: str) -> list[Variable]:
        """A stock with the flow that its causes make and the one by which it forgets."""
        name, unit = variable.name, unit_of(variable)
        if drifts(variable):
            equation = drift_name(name) if equation == "0" else f"{equation} + {drift_name(name)}"
        lever = self.levers.get(name)
        initial = " + ".join(
            [start_name(name), *terms_before(self.system, variable, points(self.span))]
        )
        if lever is not None:
            first = lever.years[0]
            if first <= self.span.start:
                initial = f"{float(lever.over(np.array([self.span.start]))[0])!r}"
            there = f"{set_name(name)} - {name} + {loss(name)}"
            equation = f"if time >= {first - 1} then {there} else ({equation})"
        return [
            engine.stock(name, unit, initial, (gain(name),), (loss(name),), note=variable.title,
                         non_negative=bounds(variable.unit)[0] == 0),
            engine.flow(gain(name), f"{unit}/y", equation),
            engine.flow(loss(name), f"{unit}/y", f"{decay_name(name)} * {name}"),
        ]  # fmt: skip

    def driver(self, variable: CausalVariable, pushes: str) -> tuple[list[Variable], str]:
        """The equation of an exogenous variable, with its path where it has one."""
        path = self.paths.get(variable.name)
        if path is None:
            return [], pushes
        name = f"{variable.name}_given"
        note = path.source
        made = engine.series(name, unit_of(variable), path.years, path.values, note)
        return [made], name

    def supposed(self, variable: CausalVariable) -> list[str]:
        """What supposed events add to a driver that follows a series."""
        some = tuple(each for each in self.system.impulses if each.event == SUPPOSED)
        if not some:
            return []
        return event_terms(replace(self.system, impulses=some), variable, points(self.span))

    def set_paths(self) -> list[Variable]:
        """The paths of levers; those of stocks a year ahead, as a flow acts on the next year."""
        years = points(self.span)
        found = []
        for name, lever in self.levers.items():
            ahead = self.system[name].role == "stock"
            values = lever.over(years + 1 if ahead else years)
            found.append(engine.series(set_name(name), unit_of(self.system[name]), years, values))
        return found

    def constants(self) -> list[Variable]:
        """Every number at its usual value."""
        values = usual_numbers(self.system)
        units = {"decay": "1/y", "drift": "sd/y", "variant": "1", "slope": "sd/sd", "size": "sd",
                 "start": "sd"}  # fmt: skip
        return [
            engine.constant(each.name, units[each.about], values[each.name])
            for each in numbers(self.system)
        ]


def _read(variable: Variable) -> set[str]:
    """All names that a variable reads, before and while a run goes on."""
    from steelyard.system.expressions import names

    found = set(variable.causes)
    return found if variable.initial is None else found | names(variable.initial)


def set_name(variable: str) -> str:
    """Name of the path that a lever sets."""
    return f"{variable}_set"
