"""Whether the tables of a causal system fit each other; what does not is refused by row."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from steelyard.system.causal_cells import Row
from steelyard.system.causal_records import (
    CausalLink,
    CausalVariable,
    Impulse,
    Mechanism,
    NamedLoop,
    Observation,
)

Rows = list
Told = TypeVar("Told")


def need_whole(
    variables: Rows[tuple[Row, CausalVariable]],
    observations: Rows[tuple[Row, Observation]],
    mechanisms: Rows[tuple[Row, Mechanism]],
    links: Rows[tuple[Row, CausalLink]],
    impulses: Rows[tuple[Row, Impulse]],
    loops: Rows[tuple[Row, NamedLoop]],
) -> None:
    """Raise `BadRows` at the first row that does not fit the others."""
    known = {each.name: each for _, each in variables}
    _need_unique(variables, "variable", lambda each: each.name)
    _need_unique(mechanisms, "mechanism", lambda each: each.id)
    _need_unique(impulses, "impulse", lambda each: each.id)
    _need_unique(loops, "loop", lambda each: each.name)
    _need_unique(observations, "series", _series)
    for row, seen in observations:
        _need_variable(row, "variable", seen.variable, known)
    for row, each in links:
        _need_link(row, each, known, {found.id for _, found in mechanisms})
    _need_one_sign(links)
    _need_used(variables, [each for _, each in links])
    _need_stock(links, known)
    for row, told in mechanisms:
        _need_path(row, told, known, [each for _, each in links if told.id in each.mechanisms])
    for row, event in impulses:
        _need_variable(row, "variable", event.variable, known)
    for row, loop in loops:
        _need_ring(row, loop, known, [each for _, each in links])


def _series(seen: Observation) -> Hashable:
    """What makes two observations the same: one series speaks to one variable."""
    return (seen.source, seen.series, seen.subject, seen.partner, seen.basis, seen.part,
            seen.transform)  # fmt: skip


def _need_unique(
    rows: Rows[tuple[Row, Told]], column: str, key: Callable[[Told], Hashable]
) -> None:
    """Refuse the second row of the same key."""
    first: dict[Hashable, int] = {}
    for row, each in rows:
        line = first.setdefault(key(each), row.line)
        if line != row.line:
            raise row.bad(column, f"something else than line {line}", "Drop one of the two rows.")


def _need_variable(row: Row, column: str, name: str, known: Iterable[str]) -> None:
    """Refuse a name that is no variable."""
    if name not in (names := list(known)):
        near = difflib.get_close_matches(name, names, 3)
        hint = f"Did you mean {', '.join(near)}? " if near else ""
        remedy = f"{hint}Otherwise add it to variables.csv."
        raise row.bad(column, f"a variable of variables.csv (not {name!r})", remedy)


def _need_link(
    row: Row, link: CausalLink, known: dict[str, CausalVariable], mechanisms: set[str]
) -> None:
    """Refuse a link with unknown ends, switch or mechanism, or into what has no cause."""
    _need_variable(row, "cause", link.cause, known)
    _need_variable(row, "effect", link.effect, known)
    if link.switch is not None:
        _need_variable(row, "switch", link.switch.variable, known)
    if known[link.effect].role == "exogenous":
        remedy = "Make the variable a stock or an auxiliary, or drop the link."
        raise row.bad("effect", "a variable that is not exogenous", remedy)
    for id in link.mechanisms:
        if id not in mechanisms:
            raise row.bad("mechanisms", f"mechanisms of mechanisms.csv (not {id!r})")
    if not link.mechanisms and link.stated:
        raise row.bad("mechanisms", "a mechanism, as the link is stated", "Name it, or `implied`.")


def _need_one_sign(links: Rows[tuple[Row, CausalLink]]) -> None:
    """Refuse a link told twice, unless each row is the variant of a document."""
    first: dict[tuple[str, str], tuple[Row, CausalLink]] = {}
    told: set[tuple[str, str, str]] = set()
    for row, each in links:
        before, other = first.setdefault((each.cause, each.effect), (row, each))
        twice = (each.cause, each.effect, each.variant) in told
        told.add((each.cause, each.effect, each.variant))
        if before is row or (each.variant and other.variant and not twice):
            continue
        unlike = other.polarity != each.polarity
        found = f"line {before.line} has the {'other' if unlike else 'same'} sign"
        remedy = "Keep one row, or name in `variant` the document that each sign comes from."
        raise row.bad("polarity", f"one row for {each.cause} to {each.effect}: {found}", remedy)


def _need_used(variables: Rows[tuple[Row, CausalVariable]], links: list[CausalLink]) -> None:
    """Refuse a variable that no link touches, and an auxiliary that nothing moves."""
    touched = {name for each in links for name in (each.cause, each.effect)}
    moved = {each.effect for each in links}
    for row, each in variables:
        if each.name not in touched:
            raise row.bad("variable", "a variable of some link", "Add its link or drop the row.")
        if each.role == "auxiliary" and each.name not in moved:
            raise row.bad("kind", "stock or exogenous, as no link acts on it")


def _need_stock(links: Rows[tuple[Row, CausalLink]], known: dict[str, CausalVariable]) -> None:
    """Refuse a loop of auxiliaries alone: nothing would say which of them comes first."""
    import networkx

    made = networkx.DiGraph()
    for row, each in links:
        switch = [] if each.switch is None else [each.switch.variable]
        for cause in (each.cause, *switch):
            if known[cause].role == known[each.effect].role == "auxiliary":
                made.add_edge(cause, each.effect, row=row)
    if not networkx.is_directed_acyclic_graph(made):
        ring = networkx.find_cycle(made)
        names = " -> ".join((*(each[0] for each in ring), ring[0][0]))
        row = made.edges[ring[0][:2]]["row"]
        remedy = "Make one of them a stock, with a decay."
        raise row.bad("effect", f"a stock in every loop, unlike in {names}", remedy)


def _need_path(row: Row, told: Mechanism, known: Iterable[str], links: list[CausalLink]) -> None:
    """Refuse a mechanism whose own links do not lead from its cause to its effect by its sign."""
    names = list(known)
    _need_variable(row, "cause", told.cause, names)
    _need_variable(row, "effect", told.effect, names)
    signs = _signs(told.cause, told.effect, links, frozenset())
    wanted = {told.polarity} if told.polarity is not None else {1, -1}
    if signs != wanted:
        shown = " and ".join("+" if sign > 0 else "-" for sign in sorted(signs)) or "no"
        remedy = "Name the mechanism in its links in links.csv, or correct the sign in one of them."
        expected = f"the sign of the way that its own links make (they make {shown} way)"
        raise row.bad("polarity", expected, remedy)


def _signs(cause: str, effect: str, links: list[CausalLink], met: frozenset[str]) -> set[int]:
    """Signs of all ways from cause to effect along these links."""
    found: set[int] = set()
    for each in links:
        if each.cause != cause or each.effect in met:
            continue
        if each.effect == effect:
            found.add(each.polarity)
        else:
            onward = _signs(each.effect, effect, links, met | {cause})
            found |= {each.polarity * sign for sign in onward}
    return found


def _need_ring(row: Row, loop: NamedLoop, known: Iterable[str], links: list[CausalLink]) -> None:
    """Refuse a named loop that does not close by links, or not with its polarity."""
    names = list(known)
    for name in loop.ring:
        _need_variable(row, "ring", name, names)
    if len(loop.ring) < 2 or len(set(loop.ring)) != len(loop.ring):
        raise row.bad("ring", "two variables or more, each once")
    product = 1
    for cause, effect in zip(loop.ring, (*loop.ring[1:], loop.ring[0]), strict=True):
        signs = {each.polarity for each in links if (each.cause, each.effect) == (cause, effect)}
        if len(signs) != 1:
            raise row.bad("ring", f"links all round, but {cause} to {effect} has none of one sign")
        product *= signs.pop()
    if product != loop.polarity:
        kind = "reinforcing" if product > 0 else "balancing"
        raise row.bad("polarity", f"{kind}, as its links make it")
