"""Scores of links: how much of the change of each variable came by each of its causes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from jaxtyping import Float

from steelyard.system.expressions import TIME, evaluate
from steelyard.system.graph import Graph, graph_of
from steelyard.system.loops import paths
from steelyard.system.model import Kind, Variable
from steelyard.system.simulation import Run
from steelyard.vocabulary.errors import InputError, UnknownName

REST = 1e-13  # a change below this part of the largest value of the run is rounding, not change
BEFORE, AFTER = (
    slice(None, -1),
    slice(1, None),
)  # all times at which a step begins, at which it ends
OTHERS = {"before": (BEFORE, AFTER), "after": (AFTER, BEFORE)}


@dataclass(frozen=True, slots=True, eq=False)
class LinkScores:
    """The score of each link over each step.

    `times` are the ends of the steps: a score at *t* speaks of the change from *t - dt* to *t*.
    """

    times: Float[np.ndarray, " step"]
    links: tuple[tuple[str, str], ...]
    values: Float[np.ndarray, "*draw step link"]

    def of(self, cause: str, effect: str) -> Float[np.ndarray, "*draw step"]:
        """Scores of one link."""
        if (cause, effect) not in self.links:
            name = f"{cause} -> {effect}"
            raise UnknownName(where="link scores", kind="link of the model", name=name, nearest=())
        return self.values[..., self.links.index((cause, effect))]


def link_scores(run: Run, *, others: str = "before") -> LinkScores:
    r"""Scores of all links of a model over a run.

    For :math:`z = f(x, y)`, over the step up to *t*,

    .. math:: LS(x \to z) = \left| \frac{\Delta_x z}{\Delta z} \right|
        \mathrm{sign} \frac{\Delta_x z}{\Delta x}, \quad
        \Delta_x z = f(x_t, y_{t-dt}) - z_{t-dt}

    and for a flow *i* of a stock with net flow *n*, over the same step,
    :math:`\pm |\Delta i / \Delta n|`, an inflow with +: as if flows were put together into one
    auxiliary before the stock, which must change nothing. The score is 0 where either does not
    change. It says which part of the change came by this link; it says nothing of how much a
    variable changed, and compares between links of one effect only.

    Parameters
    ----------
    run : Run
        With all variables kept.
    others : {"before", "after"}
        Whether other causes stand where they stood before the step, as published, or after it:
        :math:`\Delta_x z = z_t - f(x_{t-dt}, y_t)`. Where equations are linear both are the same;
        elsewhere their difference says how much long steps matter.

    Returns
    -------
    scores : LinkScores
        Without unit, of any size; for a run that broke, not finite from there on.

    Raises
    ------
    InputError
        If the run kept only some variables.
    UnknownName
        If `others` is neither word.

    References
    ----------
    Schoenberg, W., Davidsen, P. and Eberlein, R. (2020). Understanding model behavior using the
    Loops that Matter method. *System Dynamics Review* 36(2), 158.
    Schoenberg, W., Hayward, J. and Eberlein, R. (2023). Improving Loops that Matter. *System
    Dynamics Review* 39(2), 140: flows to stocks.

    Examples
    --------
    >>> from steelyard.system.model import Model, Span, constant, flow, stock
    >>> from steelyard.system.simulation import simulate
    >>> model = Model("water", (
    ...     stock("lake", "m3", 100, outflows=("drain",)),
    ...     flow("drain", "m3/y", "lake * rate"),
    ...     constant("rate", "1/y", 0.5),
    ... ), Span(0, 3))
    >>> link_scores(simulate(model, engine="numpy")).of("drain", "lake").tolist()
    [-1.0, -1.0, -1.0]
    """
    if set(run.names) != set(run.model.by_name):
        raise InputError(
            where="link scores",
            found=f"{len(run.names)} variables kept of {len(run.model.by_name)}.",
            expected="all of them",
            remedy="Run the model without `keep`.",
        )
    if others not in OTHERS:
        raise UnknownName(where="link scores", kind="word", name=others, nearest=tuple(OTHERS))
    values = {name: np.where(np.isfinite(run[name]), run[name], np.nan) for name in run.names}
    links, scores = [], []
    with np.errstate(all="ignore"):  # what is not finite stays so
        for each in sorted(run.model.variables, key=lambda variable: variable.name):
            for cause in each.causes:
                links.append((cause, each.name))
                if each.kind is Kind.STOCK:
                    scores.append(_of_flow(run, values, each, cause))
                else:
                    scores.append(_of_equation(run, values, each, cause, *OTHERS[others]))
    shape = (*run.values.shape[:-2], run.times.size - 1)
    full = [np.broadcast_to(score, shape) for score in scores]
    made = np.stack(full, axis=-1) if full else np.empty((*shape, 0))
    return LinkScores(run.times[1:], tuple(links), made)


def _moves(values: np.ndarray, scale: np.ndarray | None = None) -> np.ndarray:
    """Changes from each time to the next; 0 where they are rounding."""
    change = np.diff(values, axis=-1)
    size = np.abs(np.nan_to_num(values if scale is None else scale)).max(axis=-1, keepdims=True)
    return np.where(np.abs(change) <= REST * size, 0.0, change)


def _of_equation(
    run: Run,
    values: dict[str, np.ndarray],
    effect: Variable,
    cause: str,
    base: slice,
    moved: slice,
) -> np.ndarray:
    """Scores of a link into a flow or an auxiliary: one cause goes from `base` to `moved`."""
    tree = effect.equation
    assert tree is not None  # only stocks have causes without an equation
    standing = {name: array[..., base] for name, array in values.items()}
    standing[TIME] = run.times[base]
    there = evaluate(tree, standing)
    partial = evaluate(tree, standing | {cause: values[cause][..., moved]}) - there
    step = values[cause][..., moved] - values[cause][..., base]
    whole, still = _moves(values[effect.name]), _moves(values[cause]) == 0
    return _score(partial, whole, np.where(still, 0.0, np.sign(partial) * np.sign(step)))


def _of_flow(run: Run, values: dict[str, np.ndarray], stock: Variable, cause: str) -> np.ndarray:
    """Scores of a flow's link into its stock: its part in the change of the net flow."""
    flows = [(values[name], 1.0) for name in stock.inflows]
    flows += [(values[name], -1.0) for name in stock.outflows]
    net = sum((sign * flow for flow, sign in flows), np.zeros_like(values[stock.name]))
    if stock.non_negative:  # at the floor the stock moves by less than its flows say
        net = np.maximum(net, -values[stock.name] / run.model.span.dt)
    largest = np.max([np.abs(flow) for flow, _ in flows], axis=0)
    sign = 1.0 if cause in stock.inflows else -1.0
    return _score(_moves(values[cause]), _moves(net, largest), sign)


def _score(part: np.ndarray, whole: np.ndarray, sign: np.ndarray | float) -> np.ndarray:
    """Size of a part against the whole, with a sign; 0 where nothing changes."""
    still = (whole == 0) | (part == 0) | (np.asarray(sign) == 0)
    return np.where(still, 0.0, sign * np.abs(part / np.where(whole == 0, 1.0, whole)))


def path_scores(scores: LinkScores, names: Iterable[str]) -> Float[np.ndarray, "*draw step"]:
    """Product of the scores of the links along a path.

    As large as the score of one link from the first to the last would be, had the variables
    between been put into one equation (chain rule).
    """
    names = tuple(names)
    product = np.ones(scores.values.shape[:-1])
    for cause, effect in pairwise(names):
        product = product * scores.of(cause, effect)
    return product


def strongest_paths(
    graph: Graph, scores: LinkScores, cause: str, effect: str, longest: int = 6
) -> tuple[tuple[tuple[str, ...], float], ...]:
    """Ways by which a cause acted on an effect in a run, the strongest on average first.

    Parameters
    ----------
    graph : Graph
        Of the model that was run.
    scores : LinkScores
    cause, effect : str
    longest : int
        Links on a way, at most.

    Returns
    -------
    ways : of (names, mean absolute score)
        Over all steps and draws in which the score is finite; NaN, and last, if there are none.
    """
    found = []
    for way in paths(graph, cause, effect, longest):
        score = np.abs(path_scores(scores, way))
        finite = score[np.isfinite(score)]
        found.append((way, float(finite.mean()) if finite.size else float("nan")))
    return tuple(sorted(found, key=lambda each: (-np.nan_to_num(each[1], nan=-1.0), each[0])))


def seen(graph: Graph, scores: LinkScores) -> Graph:
    """The graph, with signs that its equations leave open taken from a run.

    A sign stays unknown where the run showed both, or none because nothing moved.
    """
    made = []
    for link in graph.links:
        if link.polarity is None and (link.cause, link.effect) in scores.links:
            score = scores.of(link.cause, link.effect)
            shown = {int(sign) for sign in np.sign(score[np.isfinite(score)]).flat} - {0}
            link = replace(link, polarity=shown.pop() if len(shown) == 1 else None)
        made.append(link)
    return replace(graph, links=tuple(made))


def graph_of_run(run: Run) -> Graph:
    """The graph of the model of a run, with all signs that equations or the run settle."""
    return seen(graph_of(run.model), link_scores(run))
