"""Feedback loops: all of them up to a length, with polarity, name and the group they belong to."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from steelyard.system.graph import Graph, as_networkx, need_nodes, polarity_along
from steelyard.system.polarity import Sign

LONGEST = 10  # variables in a loop
LETTERS = {1: "R", -1: "B", None: "U"}


@dataclass(frozen=True, slots=True)
class Loop:
    """A circle of causes, begun at the first of its variables in the alphabet.

    `polarity` is 1 for a reinforcing loop (R), -1 for a balancing one (B), None where a link has
    no settled sign (U). `partition` is the place of its group in `partitions`.
    """

    name: str
    variables: tuple[str, ...]
    polarity: Sign
    partition: int

    @property
    def links(self) -> tuple[tuple[str, str], ...]:
        """Cause and effect of each link, in order."""
        later = (*self.variables[1:], self.variables[0])
        return tuple(zip(self.variables, later, strict=True))

    def __str__(self) -> str:
        return f"{self.name}: " + " -> ".join((*self.variables, self.variables[0]))


def loops(graph: Graph, longest: int = LONGEST) -> tuple[Loop, ...]:
    """All feedback loops of at most `longest` variables.

    Ordered by length, then by the names of their variables, and numbered in that order within
    reinforcing (R1, R2 ...), balancing (B1 ...) and unsettled ones (U1 ...): the same graph gives
    the same names.

    References
    ----------
    Johnson, D. B. (1975). Finding all the elementary circuits of a directed graph. *SIAM Journal
    on Computing* 4(1), 77.
    Gupta, A. and Suzumura, T. (2021). Finding all bounded-length simple cycles in a directed
    graph. arXiv 2105.10094.

    Examples
    --------
    >>> from steelyard.system.graph import graph_of_links
    >>> graph = graph_of_links([("a", "+", "b"), ("b", "-", "a"), ("b", "+", "c"), ("c", "-", "b")])
    >>> [str(each) for each in loops(graph)]
    ['B1: a -> b -> a', 'B2: b -> c -> b']
    """
    import networkx

    found = networkx.simple_cycles(as_networkx(graph), length_bound=longest)
    circles = sorted((_turned(tuple(each)) for each in found), key=lambda each: (len(each), each))
    group = {name: at for at, names in enumerate(partitions(graph)) for name in names}
    counted: Counter[str] = Counter()
    made = []
    for names in circles:
        sign = polarity_along(graph, (*names, names[0]))
        letter = LETTERS[sign]
        counted[letter] += 1
        made.append(Loop(f"{letter}{counted[letter]}", names, sign, group[names[0]]))
    return tuple(made)


def _turned(names: tuple[str, ...]) -> tuple[str, ...]:
    """A circle begun at the first of its names in the alphabet."""
    at = names.index(min(names))
    return (*names[at:], *names[:at])


def partitions(graph: Graph) -> tuple[tuple[str, ...], ...]:
    """Cycle partitions: groups of variables each of which acts on all others of its group.

    In a model every loop goes through a stock, so that these are the stocks joined by feedback,
    with the flows and auxiliaries between them. Scores of loops compare within a group only.

    Examples
    --------
    >>> from steelyard.system.graph import graph_of_links
    >>> partitions(graph_of_links([("a", "+", "b"), ("b", "-", "a"), ("b", "+", "c")]))
    (('a', 'b'),)
    """
    import networkx

    made = as_networkx(graph)
    groups = networkx.strongly_connected_components(made)
    joined = (tuple(sorted(each)) for each in groups)
    return tuple(sorted(each for each in joined if len(each) > 1 or made.has_edge(*each * 2)))


def through(found: tuple[Loop, ...], *variables: str) -> tuple[Loop, ...]:
    """Those loops that go through all of these variables."""
    return tuple(each for each in found if set(variables) <= set(each.variables))


def shortest_path(graph: Graph, cause: str, effect: str) -> tuple[str, ...] | None:
    """One of the shortest ways by which a cause acts on an effect; None if it does not.

    Of several equally short ones, the first in the alphabet.

    Examples
    --------
    >>> from steelyard.system.graph import graph_of_links
    >>> graph = graph_of_links([("a", "+", "c"), ("c", "-", "d"), ("a", "+", "b"), ("b", "+", "d")])
    >>> shortest_path(graph, "a", "d")
    ('a', 'b', 'd')
    """
    import networkx

    need_nodes(graph, cause, effect)
    try:
        ways = networkx.all_shortest_paths(as_networkx(graph), cause, effect)
        return min(tuple(each) for each in ways)
    except networkx.NetworkXNoPath:
        return None


def paths(graph: Graph, cause: str, effect: str, longest: int = 6) -> tuple[tuple[str, ...], ...]:
    """All ways of at most `longest` links by which a cause acts on an effect, the shortest first.

    No variable occurs twice on a way. For the strongest ways by scores of a run see
    `steelyard.system.link_scores.strongest_paths`.
    """
    import networkx

    need_nodes(graph, cause, effect)
    if cause == effect:
        return ()
    ways = networkx.all_simple_paths(as_networkx(graph), cause, effect, cutoff=longest)
    return tuple(sorted((tuple(each) for each in ways), key=lambda way: (len(way), way)))
