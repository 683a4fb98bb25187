"""The causal system of a pair of states as data: what acts on what, how, and who says so.

A system is a folder of six tables: variables, observations, mechanisms, links, impulses and named
loops. The one of Russia and China ships; a folder of your own is read and checked the same way
(`docs/models/causal-system.md`).
"""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from steelyard.system.causal_checks import need_whole
from steelyard.system.causal_records import (
    CausalLink,
    CausalVariable,
    Evidence,
    Impulse,
    Mechanism,
    NamedLoop,
    Sign,
)
from steelyard.system.causal_tables import (
    impulses,
    links,
    mechanisms,
    named_loops,
    observations,
    variables,
)
from steelyard.system.graph import Graph, Link
from steelyard.system.lookups import lookup_text
from steelyard.system.model_forms import curve
from steelyard.vocabulary.errors import UnknownName

SHIPPED = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class CausalSystem:
    """Variables, the links between them, and the mechanisms, events and loops told of them."""

    variables: tuple[CausalVariable, ...]
    mechanisms: tuple[Mechanism, ...]
    links: tuple[CausalLink, ...]
    impulses: tuple[Impulse, ...]
    named_loops: tuple[NamedLoop, ...]

    def __getitem__(self, name: str) -> CausalVariable:
        """The variable of this name.

        Raises
        ------
        UnknownName
            With the nearest names.
        """
        known = {each.name: each for each in self.variables}
        return known[_known(name, tuple(known), "variable")]

    def mechanism(self, id: str) -> Mechanism:
        """The mechanism with this id; `UnknownName` with the nearest ids otherwise."""
        known = {each.id: each for each in self.mechanisms}
        return known[_known(id, tuple(known), "mechanism")]

    def links_of(self, mechanism: str) -> tuple[CausalLink, ...]:
        """The links that a mechanism works through."""
        found = self.mechanism(mechanism)
        return tuple(each for each in self.links if found.id in each.mechanisms)

    def links_into(self, name: str) -> tuple[CausalLink, ...]:
        """What acts on a variable."""
        effect = self[name].name
        return tuple(each for each in self.links if each.effect == effect)

    def of_document(self, document: str) -> tuple[CausalLink, ...]:
        """All links with one sign each: where documents differ, the sign of this one.

        Raises
        ------
        UnknownName
            If documents differ on a link and this is none of them.
        """
        variants = sorted({each.variant for each in self.links if each.variant})
        if variants:
            _known(document, variants, "document with a sign of its own")
        return tuple(each for each in self.links if each.variant in ("", document))

    def graph(self, document: str | None = None) -> Graph:
        """The signed graph, for loops and paths.

        Where documents differ on a sign it is that of `document`, or unsettled (None) if no
        document is named.

        Examples
        --------
        >>> from steelyard.system.loops import loops
        >>> len(loops(shipped().graph()))
        111
        """
        told = self.links if document is None else self.of_document(document)
        signs: dict[tuple[str, str], set[Sign]] = {}
        for each in told:
            signs.setdefault((each.cause, each.effect), set()).add(each.polarity)
        made = (Link(*ends, polarity=_one(found)) for ends, found in sorted(signs.items()))
        return Graph(tuple(sorted(each.name for each in self.variables)), tuple(made))

    def evidence(self, link: CausalLink) -> tuple[Evidence, ...]:
        """Pairs of observed series at the two ends of a link, with the sign that supports it.

        The expected sign is the link's, turned once for each series that falls as its variable
        rises. Empty where one of the ends is not observed.

        Examples
        --------
        >>> system = shipped()
        >>> found = system.evidence(system.links_of("m52")[0])[0]
        >>> found.cause.series, found.effect.series, found.expected
        ('capability.cinc', 'capability.ratio', 1)
        """
        return tuple(
            Evidence(link, first, second, 1 if link.polarity * first.sign * second.sign > 0 else -1)
            for first in self[link.cause].observed
            for second in self[link.effect].observed
        )


def term(link: CausalLink, slope: str) -> str:
    """A link as an equation of `steelyard.system.parse`, with the name of its signed slope.

    ============  ==========================================================================
    linear        slope times cause
    log           slope times ln(1 + cause), turned about 0: each further step counts less
    saturating    slope times bend times tanh(cause / bend): levels off at the bend
    threshold     slope times what the cause has above the bend, 0 below
    product       slope times cause while the switch holds, else 0
    model         slope times a curve that a model of this project gives (`model_forms.curve`)
    ============  ==========================================================================

    Causes are deviations from their mean in standard deviations, so that 0 is a usual year.

    Examples
    --------
    >>> term(shipped().links_of("m20")[0], "slope")
    'slope * 2 * tanh(chn_presence_fe / 2)'
    """
    cause = link.cause
    if link.form == "saturating":
        return f"{slope} * {link.bend:g} * tanh({cause} / {link.bend:g})"
    if link.form == "threshold":
        return f"{slope} * max(0, {cause} - ({link.bend:g}))"
    if link.form == "log":
        return f"{slope} * (ln(1 + max(0, {cause})) - ln(1 + max(0, -{cause})))"
    if link.form == "product" and link.switch is not None:
        side = ">" if link.switch.above else "<"
        holds = f"{link.switch.variable} {side} ({link.switch.level:g})"
        return f"{slope} * (if {holds} then {cause} else 0)"
    if link.form == "model":
        made = curve(link.curve)
        return f"{slope} * {lookup_text(cause, made.z, made.value)}"
    return f"{slope} * {cause}"


@cache
def shipped() -> CausalSystem:
    """The system of Russia and China that comes with the package."""
    return read(SHIPPED)


def read(folder: Path) -> CausalSystem:
    """The system of a folder, checked.

    Parameters
    ----------
    folder : Path
        With ``variables.csv``, ``observations.csv``, ``mechanisms.csv``, ``links.csv``,
        ``impulses.csv`` and ``named_loops.csv``.

    Raises
    ------
    UnreadableFile
        If a table is absent or no text.
    BadRows
        If a cell does not fit its column or rows do not fit each other: a variable without unit, a
        link with two signs, a mechanism that names no variable or has no links, an unknown
        measure, an impossible date, a loop that does not close; with table, line and remedy.

    Examples
    --------
    >>> system = shipped()
    >>> len(system.variables), len(system.mechanisms), len(system.links)
    (90, 89, 139)
    """
    seen = observations(folder)
    named, told, joined = variables(folder, seen), mechanisms(folder), links(folder)
    dated, rings = impulses(folder), named_loops(folder)
    need_whole(named, seen, told, joined, dated, rings)
    return CausalSystem(
        variables=tuple(each for _, each in named),
        mechanisms=tuple(each for _, each in told),
        links=tuple(each for _, each in joined),
        impulses=tuple(each for _, each in dated),
        named_loops=tuple(each for _, each in rings),
    )


def _known(name: str, known: Sequence[str], kind: str) -> str:
    """The name, if it is known."""
    if name not in known:
        near = difflib.get_close_matches(name, known, 3)
        raise UnknownName(where="causal system", kind=kind, name=name, nearest=near)
    return name


def _one(found: set[Sign]) -> Sign | None:
    """The sign that all agree on, or None."""
    return next(iter(found)) if len(found) == 1 else None
