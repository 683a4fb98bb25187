"""Who acts on whom, and in which direction: a graph with signs, of a model or of links."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from steelyard.system.inputs import near_names
from steelyard.system.model import Kind, Model
from steelyard.system.polarity import Sign, signs, slope_sign
from steelyard.vocabulary.errors import BadModel, UnknownName

if TYPE_CHECKING:
    import networkx

SIGNS: Mapping[str, Sign] = {"+": 1, "-": -1, "?": None, "s": 1, "o": -1}


@dataclass(frozen=True, slots=True)
class Link:
    """A cause acts on an effect: 1 in the same direction, -1 in the opposite one, None unknown."""

    cause: str
    effect: str
    polarity: Sign


@dataclass(frozen=True, slots=True)
class Graph:
    """Variables and the links between them, at most one from one variable to another."""

    nodes: tuple[str, ...]
    links: tuple[Link, ...]

    def polarities(self) -> dict[tuple[str, str], Sign]:
        """Polarity by cause and effect."""
        return {(each.cause, each.effect): each.polarity for each in self.links}


def graph_of_links(links: Iterable[tuple[str, str, str]]) -> Graph:
    """The graph of a list of links; a link told twice counts once.

    Parameters
    ----------
    links : of (cause, polarity, effect)
        Polarity as ``+`` or ``-`` (or ``s``, ``o``; ``?`` where it is not known).

    Raises
    ------
    BadModel
        If a link has two signs, a sign that is none, or a name is empty; the row is named.

    Examples
    --------
    >>> graph_of_links([("sanctions", "-", "access"), ("access", "+", "options")]).nodes
    ('access', 'options', 'sanctions')
    """
    found: dict[tuple[str, str], tuple[Sign, int]] = {}
    for row, (cause, sign, effect) in enumerate(links, 1):
        if sign not in SIGNS or not cause.strip() or not effect.strip():
            raise _bad(row, f"{cause!r} {sign!r} {effect!r}", "a cause, + or -, an effect")
        known = found.setdefault((cause, effect), (SIGNS[sign], row))
        if known[0] != SIGNS[sign]:
            raise _bad(row, f"{cause} -> {effect} is {sign}, unlike row {known[1]}", "one sign")
    made = (Link(*ends, polarity) for ends, (polarity, _) in sorted(found.items()))
    return Graph(tuple(sorted({name for ends in found for name in ends})), tuple(made))


def _bad(row: int, found: str, expected: str) -> BadModel:
    """The error for a row."""
    remedy = "Correct the row, or give the second mechanism a variable of its own."
    return BadModel(where=f"links, row {row}", found=f"{found}.", expected=expected, remedy=remedy)


def graph_of(model: Model) -> Graph:
    """The graph of a model: each variable with what drives it while a run goes on.

    An inflow acts on its stock with +, an outflow with -. Elsewhere the equation settles the
    sign, by the signs of constants, series and stocks with a floor; where it does not, the
    polarity is None, and `steelyard.system.link_scores.seen` takes it from a run.

    Examples
    --------
    >>> from steelyard.system.model import Span, constant, flow, stock
    >>> model = Model("water", (
    ...     stock("lake", "m3", 100, outflows=("drain",)),
    ...     flow("drain", "m3/y", "lake * rate"),
    ...     constant("rate", "1/y", 0.5),
    ... ), Span(0, 2))
    >>> graph_of(model).links[0]
    Link(cause='drain', effect='lake', polarity=-1)
    """
    made = [
        Link(cause, each.name, _polarity(model, cause, each.name))
        for each in model.variables
        for cause in each.causes
    ]
    ordered = sorted(made, key=lambda link: (link.cause, link.effect))
    return Graph(tuple(sorted(model.by_name)), tuple(ordered))


def _polarity(model: Model, cause: str, effect: str) -> Sign:
    """Sign of one link of a model."""
    each = model[effect]
    if each.kind is Kind.STOCK:
        return 1 if cause in each.inflows else -1
    sign = None if each.equation is None else slope_sign(each.equation, cause, signs(model))
    return sign or None  # a name whose effect is 0 here may have one under other constants


def as_networkx(graph: Graph) -> networkx.DiGraph:
    """The graph for networkx, with the polarity of each link."""
    import networkx

    made = networkx.DiGraph()
    made.add_nodes_from(graph.nodes)
    made.add_edges_from(
        (each.cause, each.effect, {"polarity": each.polarity}) for each in graph.links
    )
    return made


def need_nodes(graph: Graph, *names: str) -> None:
    """Raise `UnknownName` unless all of these are variables of the graph."""
    for name in names:
        if name not in graph.nodes:
            near = near_names(name, graph.nodes)
            raise UnknownName(where="graph", kind="variable", name=name, nearest=near)


def polarity_along(graph: Graph, names: tuple[str, ...]) -> Sign:
    """Product of the polarities of the links from each name to the next."""
    known, product = graph.polarities(), 1
    for ends in pairwise(names):
        sign = known[ends]
        if sign is None:
            return None
        product *= sign
    return product
